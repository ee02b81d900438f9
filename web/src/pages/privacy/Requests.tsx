/** Requests of people about their data: noted, due in a month, fulfilled here by a file or by forgetting. */
import { Alert, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { type Column, DataTable } from "../../components/DataTable";
import { DateField } from "../../components/DateField";
import { Asked, reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { day } from "../../i18n/numbers";
import { one, useAddress } from "../../state/address";
import { useMay } from "../../state/shop";
import { close, note, type PersonRequest, requests } from "./ask";
import { Fulfilment } from "./Fulfilment";
import { texts } from "./text";

export function Requests({ name }: { name: string }) {
  const t = useTexts(texts);
  const { language, text } = useLanguage();
  const query = useQuery(requests(name));
  const client = useQueryClient();
  const owner = useMay("owner");
  const [chosen, setChosen] = useState<PersonRequest>();
  const closing = useMutation({
    mutationFn: (wish: { id: number; state: "done" | "refused" }) => close(name, wish.id, wish.state),
    onSettled: () => client.invalidateQueries({ queryKey: ["privacy", name] }),
  });
  const columns: Column<PersonRequest>[] = [
    { key: "id", label: t.number, number: true, cell: (row) => String(row.id) },
    { key: "kind", label: t.request, cell: (row) => t.requestKinds[row.kind] },
    { key: "key", label: t.person, cell: (row) => row.key || t.noLongerNamed },
    { key: "received", label: t.received, cell: (row) => day(row.received, language) },
    { key: "due", label: t.due, cell: (row) => <Due row={row} /> },
    { key: "state", label: t.state, cell: (row) => <State row={row} /> },
    {
      key: "do",
      label: "",
      cell: (row) =>
        row.state === "open" && (
          <Group gap="xs" wrap="nowrap">
            <Button size="compact-sm" variant="default" disabled={!owner} onClick={() => setChosen(row)}>
              {t.fulfil}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => closing.mutate({ id: row.id, state: "refused" })}>
              {t.refuse}
            </Button>
          </Group>
        ),
    },
  ];
  return (
    <Stack gap="md">
      <Asked query={query}>
        {(rows) =>
          rows.length === 0 ? (
            <Text c="var(--quiet)">{t.noRequests}</Text>
          ) : (
            <DataTable caption={t.requests} columns={columns} rows={rows} rowKey={(row) => String(row.id)} />
          )
        }
      </Asked>
      {closing.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(closing.error, text)}
        </Alert>
      )}
      {chosen && (
        <Fulfilment key={chosen.id} name={name} request={chosen} done={() => setChosen(undefined)} />
      )}
      <NewRequest name={name} />
    </Stack>
  );
}

/** Red only when it is late. */
function Due({ row }: { row: PersonRequest }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const late = row.state === "open" && row.due < new Date().toISOString().slice(0, 10);
  return (
    <span className={late ? "privacy-late" : ""}>
      {day(row.due, language)}
      {late && ` · ${t.late}`}
    </span>
  );
}

function State({ row }: { row: PersonRequest }) {
  const t = useTexts(texts);
  if (!row.receipt) return <>{t.states[row.state]}</>;
  return (
    <>
      {t.states[row.state]} · <code>{row.receipt}</code>
    </>
  );
}

function NewRequest({ name }: { name: string }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { search } = useAddress();
  const client = useQueryClient();
  const [kind, setKind] = useState<"access" | "deletion">("access");
  const [key, setKey] = useState(one(search, "key") ?? "");
  const [received, setReceived] = useState("");
  const noting = useMutation({
    mutationFn: () => note(name, { kind, key, received: received || null }),
    onSuccess: () => setKey(""),
    onSettled: () => client.invalidateQueries({ queryKey: requests(name).queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    noting.mutate();
  };
  return (
    <form onSubmit={submit} aria-label={t.newRequest}>
      <Group align="flex-end" gap="sm">
        <NativeSelect
          label={t.request}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as "access" | "deletion")}
          data={(["access", "deletion"] as const).map((value) => ({ value, label: t.requestKinds[value] }))}
        />
        <TextInput
          label={t.personKey}
          required
          withAsterisk={false}
          maxLength={500}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        <DateField label={t.received} value={received} change={setReceived} optional />
        <Button type="submit" loading={noting.isPending}>
          {t.noteRequest}
        </Button>
      </Group>
      {noting.isError && (
        <Alert color="red" variant="light" role="alert" mt="sm">
          {reason(noting.error, text)}
        </Alert>
      )}
      {noting.isSuccess && (
        <Text role="status" size="sm" mt="xs">
          {fill(t.noted, { number: String(noting.data.id) })}
        </Text>
      )}
    </form>
  );
}
