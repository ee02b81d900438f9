/** What a page shows when it has nothing to show yet: loading, failed, not allowed, not there, nothing in it. */
import { Alert, Anchor, Button, Center, Group, Loader, Stack, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Refusal } from "../api/client";
import { useLanguage } from "../i18n/language";
import { SCOPE, useAddress } from "../state/address";

export function Loading({ label }: { label?: string }) {
  const { text } = useLanguage();
  return (
    <Center mih={240} role="status">
      <Stack align="center" gap="xs">
        <Loader type="dots" />
        <Text c="var(--quiet)">{label ?? text.loading}</Text>
      </Stack>
    </Center>
  );
}

/** One question and its states: pending, failed, answered. */
export function Asked<T>(props: {
  query: UseQueryResult<T>;
  label?: string;
  children: (answer: T) => ReactNode;
}) {
  const { query } = props;
  if (query.isError && query.data === undefined)
    return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.data === undefined)
    return props.label === undefined ? <Loading /> : <Loading label={props.label} />;
  return props.children(query.data);
}

export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const { text } = useLanguage();
  if (error instanceof Refusal && error.status === 403) return <NoPermission />;
  return (
    <Alert color="red" variant="light" title={text.failed} role="alert">
      <Stack gap="sm" align="flex-start">
        <Text>{reason(error, text)}</Text>
        <Button variant="default" onClick={retry}>
          {text.retry}
        </Button>
      </Stack>
    </Alert>
  );
}

/** Why it did not work and what to do, in the words of the server where it has some. */
export function reason(error: unknown, text: ReturnType<typeof useLanguage>["text"]): string {
  if (!(error instanceof Refusal)) return String(error);
  if (error.status === 0) return text.unreachable;
  if (error.status === 403) return text.noPermission;
  return [error.message, error.nextStep].filter(Boolean).join(" ");
}

export function NoPermission() {
  const { text } = useLanguage();
  return (
    <Alert variant="light" color="gray" title={text.noPermission} role="alert">
      {text.noPermissionHint}
    </Alert>
  );
}

/** The selection holds nothing; the way out is to let the selection go. */
export function EmptyPeriod() {
  const { text } = useLanguage();
  const { put } = useAddress();
  const nothing = Object.fromEntries(SCOPE.map((name) => [name, undefined]));
  return (
    <Alert variant="light">
      <Group justify="space-between">
        <Text>{text.emptyPeriod}</Text>
        <Button variant="default" onClick={() => put(nothing)}>
          {text.showAll}
        </Button>
      </Group>
    </Alert>
  );
}

export function NotFound() {
  const { text } = useLanguage();
  return (
    <Center component="main" id="content" mih="60vh">
      <Stack align="center">
        <Title order={1}>{text.notFound}</Title>
        <Anchor component={Link} to="/">
          {text.toStart}
        </Anchor>
      </Stack>
    </Center>
  );
}
