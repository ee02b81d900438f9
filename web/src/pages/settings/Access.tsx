/** Einstellungen · Zugriff: one's own password, and where the interface is described. */
import { Alert, Anchor, Button, Paper, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { answered, client, Refusal } from "../../api/client";
import { Page, Section } from "../../components/Page";
import { reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { texts } from "./text";

export default function Access() {
  const t = useTexts(texts);
  return (
    <Page title={t.access}>
      <Text c="var(--quiet)">{t.accessHint}</Text>
      <Password />
      <Section title={t.api}>
        <Text>{t.apiHint}</Text>
        <Anchor href="/api/openapi.json" target="_blank">
          /api/openapi.json
        </Anchor>
      </Section>
    </Page>
  );
}

function Password() {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => answered(client.PUT("/api/session/password", { body: { current, new: next } })),
    onSuccess: () => {
      setCurrent("");
      setNext("");
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <Paper withBorder p="lg" bg="var(--card)" maw={480}>
      <form onSubmit={submit}>
        <Stack>
          <PasswordInput
            label={t.current}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label={t.next}
            description={t.nextHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            value={next}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          {change.isError && (
            <Alert color="red" variant="light" role="alert">
              {change.error instanceof Refusal && change.error.field === "current"
                ? t.wrong
                : reason(change.error, text)}
            </Alert>
          )}
          {change.isSuccess && <Text aria-live="polite">{t.changed}</Text>}
          <Button type="submit" loading={change.isPending} w="fit-content">
            {t.change}
          </Button>
        </Stack>
      </form>
    </Paper>
  );
}
