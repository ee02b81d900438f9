/** One request is fulfilled: its person's file is saved, or the person is forgotten, which is asked twice. */
import { Alert, Button, Checkbox, Group, Stack, Text, TextInput } from "@mantine/core";
import "@mantine/core/styles/Checkbox.css";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { forget, type PersonRequest, saveExport } from "./ask";
import { texts } from "./text";

type Props = { name: string; request: PersonRequest; done: () => void };

export function Fulfilment({ name, request, done }: Props) {
  const t = useTexts(texts);
  return (
    <Stack gap="sm" className="card" role="group" aria-label={fill(t.fulfilOf, { number: String(request.id) })}>
      <Text fw={600}>{fill(t.fulfilOf, { number: String(request.id) })}</Text>
      {request.kind === "access" ? (
        <Export name={name} request={request} />
      ) : (
        <Forget name={name} request={request} />
      )}
      <Button variant="subtle" w="fit-content" onClick={done}>
        {t.closePanel}
      </Button>
    </Stack>
  );
}

function Export({ name, request }: Omit<Props, "done">) {
  const t = useTexts(texts);
  const { language, text } = useLanguage();
  const client = useQueryClient();
  const [saved, setSaved] = useState(false);
  const save = useMutation({
    // The request is closed with the first file; a second one is the same person's again.
    mutationFn: (format: "json" | "html") =>
      saveExport(name, { person: request.key, request: saved ? null : request.id }, format, language),
    onSuccess: () => setSaved(true),
    onSettled: () => client.invalidateQueries({ queryKey: ["privacy", name] }),
  });
  return (
    <>
      <Text>{t.exportHint}</Text>
      <Group gap="xs">
        {(["html", "json"] as const).map((format) => (
          <Button key={format} variant="default" loading={save.isPending} onClick={() => save.mutate(format)}>
            {t.exportAs[format]}
          </Button>
        ))}
      </Group>
      {saved && (
        <Text role="status" size="sm">
          {t.exported}
        </Text>
      )}
      {save.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(save.error, text)}
        </Alert>
      )}
    </>
  );
}

function Forget({ name, request }: Omit<Props, "done">) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const client = useQueryClient();
  const [ordersStay, setOrdersStay] = useState(true);
  const [later, setLater] = useState(false);
  const [typed, setTyped] = useState("");
  const forgetting = useMutation({
    mutationFn: () =>
      forget(name, { person: request.key, request: request.id, reason: "", orders_stay: ordersStay, later }),
    // Every answer may have held this person.
    onSuccess: () => client.invalidateQueries(),
  });
  if (forgetting.isSuccess)
    return (
      <Text role="status">
        {fill(t.forgotten, { receipt: forgetting.data.receipt, events: String(forgetting.data.counts.events ?? 0) })}
      </Text>
    );
  return (
    <>
      <Text maw="76ch">{t.forgetHint}</Text>
      <Checkbox
        label={t.ordersStay}
        checked={ordersStay}
        onChange={(event) => setOrdersStay(event.currentTarget.checked)}
      />
      <Checkbox label={t.later} checked={later} onChange={(event) => setLater(event.currentTarget.checked)} />
      <TextInput
        label={fill(t.typeKey, { key: request.key })}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button
        color="red"
        w="fit-content"
        disabled={typed.trim() !== request.key}
        loading={forgetting.isPending}
        onClick={() => forgetting.mutate()}
      >
        {t.forgetNow}
      </Button>
      {forgetting.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(forgetting.error, text)}
        </Alert>
      )}
    </>
  );
}
