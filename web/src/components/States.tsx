/** What a page shows when it has nothing to show yet: loading, failed, not allowed, not there. */
import { Alert, Anchor, Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { Refusal } from "../api/client";
import { useLanguage } from "../i18n/language";

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

export function Failed({ error, retry }: { error: unknown; retry: () => void }) {
  const { text } = useLanguage();
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

function reason(error: unknown, text: ReturnType<typeof useLanguage>["text"]): string {
  if (!(error instanceof Refusal)) return String(error);
  if (error.status === 0) return text.unreachable;
  if (error.status === 403) return text.noPermission;
  return [error.message, error.nextStep].filter(Boolean).join(" ");
}

export function NotFound() {
  const { text } = useLanguage();
  return (
    <Center mih="60vh">
      <Stack align="center">
        <Title order={1}>{text.notFound}</Title>
        <Anchor component={Link} to="/maps">
          {text.toStart}
        </Anchor>
      </Stack>
    </Center>
  );
}
