/** The write keys: listed, copied, made and taken back. */
import { Alert, Button, Checkbox, Code, Group, NativeSelect, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import "@mantine/core/styles/Checkbox.css";
import "@mantine/core/styles/NumberInput.css";
import { type FormEvent, useState } from "react";

import type { Schemas } from "../../api/client";
import { AskedTwice } from "../../components/AskedTwice";
import { CopyButton } from "../../components/Copy";
import { type Column, DataTable } from "../../components/DataTable";
import { reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { moment, number } from "../../i18n/numbers";
import { useZone } from "../../state/shop";
import { Signed, Signing } from "./Signing";
import { useMakeKey, useRevokeKey, type WriteKey } from "./queries";
import { texts } from "./text";

type Kind = Schemas["KeyWish"]["kind"];

export function Keys({ name, list, may }: { name: string; list: WriteKey[]; may: boolean }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const make = useMakeKey(name);
  const revoke = useRevokeKey(name);
  const [all, setAll] = useState(false);
  const gone = list.some((key) => key.revoked_at !== null);
  const error = make.error ?? revoke.error;
  const columns = useColumns(may ? revoke.mutate : undefined);
  return (
    <Stack>
      {make.data?.key.kind === "server" && <Fresh made={make.data} />}
      {error !== null && (
        <Alert color="red" variant="light" role="alert">
          {reason(error, text)}
        </Alert>
      )}
      <DataTable
        caption={t.keys}
        columns={columns}
        rows={list.filter((key) => all || key.revoked_at === null)}
        rowKey={(key) => String(key.id)}
      />
      {gone && (
        <Checkbox label={t.showRevoked} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
      )}
      {may && <Making make={make.mutate} busy={make.isPending} />}
      {may && <Signing name={name} list={list} />}
    </Stack>
  );
}

function useColumns(revoke: ((id: number) => void) | undefined): Column<WriteKey>[] {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const zone = useZone();
  return [
    { key: "name", label: t.keyName, cell: (key) => key.name, by: (key) => key.name },
    { key: "kind", label: t.keyKind, cell: (key) => t.kinds[key.kind as Kind], by: (key) => key.kind },
    {
      key: "key",
      label: t.key,
      cell: (key) =>
        key.key === "" ? (
          <Text span c="var(--quiet)">
            {t.shownOnce}
          </Text>
        ) : (
          <Group gap="xs" wrap="nowrap">
            <Code className="write-key">{key.key}</Code>
            <CopyButton value={key.key} label={fill(t.copyKey, { name: key.name })} />
          </Group>
        ),
    },
    {
      key: "webhooks",
      label: t.webhooks,
      cell: (key) => key.kind === "server" && key.revoked_at === null && <Signed systems={key.signed} />,
    },
    {
      key: "limit",
      label: t.limit,
      number: true,
      cell: (key) => (key.per_second === null ? t.noLimit : number(key.per_second, language)),
    },
    { key: "since", label: t.since, cell: (key) => moment(key.created_at, language, zone), by: (key) => key.created_at },
    {
      key: "do",
      label: "",
      cell: (key) =>
        key.revoked_at !== null
          ? fill(t.revoked, { moment: moment(key.revoked_at, language, zone) })
          : revoke && (
            <AskedTwice label={t.revoke} sure={fill(t.revokeSure, { name: key.name })} act={() => revoke(key.id)} />
          ),
    },
  ];
}

function Fresh({ made }: { made: Schemas["NewWriteKey"] }) {
  const t = useTexts(texts);
  return (
    <Alert variant="light" role="status">
      <Stack gap="xs" align="flex-start">
        <Text>{fill(t.fresh, { name: made.key.name })}</Text>
        <Group gap="xs">
          <Code fz="md" className="write-key" data-fresh-key>
            {made.text}
          </Code>
          <CopyButton value={made.text} label={fill(t.copyKey, { name: made.key.name })} />
        </Group>
      </Stack>
    </Alert>
  );
}

function Making({ make, busy }: { make: (wish: Schemas["KeyWish"]) => void; busy: boolean }) {
  const t = useTexts(texts);
  const [name, setName] = useState("");
  const [kind, setKind] = useState<Kind>("server");
  const [limit, setLimit] = useState<number | string>("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make({ kind, name, per_second: typeof limit === "number" ? limit : null });
    setName("");
    setLimit("");
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t.keyName}
          placeholder={t.newKey}
          required
          withAsterisk={false}
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t.keyKind}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Kind)}
          data={(["server", "browser"] as const).map((value) => ({
            value,
            label: `${t.kinds[value]}: ${t.kindHints[value]}`,
          }))}
        />
        <NumberInput
          label={t.limit}
          placeholder={t.noLimit}
          min={1}
          max={1_000_000}
          allowDecimal={false}
          hideControls
          value={limit}
          onChange={setLimit}
          w={170}
        />
        <Button type="submit" loading={busy}>
          {t.makeKey}
        </Button>
      </Group>
    </form>
  );
}
