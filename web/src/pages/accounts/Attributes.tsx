/** What is known of a company, each value with its source; editable, what was typed wins. */
import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { forgetAnswers } from "../../api/queries";
import { Section } from "../../components/Page";
import { reason } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { money } from "../../i18n/numbers";
import { useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { useClock } from "../people/when";
import { type AccountPage, type Attribute, putValues, typed } from "./ask";
import { texts } from "./text";

type Field = { field: string; kind: string; label: Record<string, string> };

export function Attributes({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const may = useMay("editor");
  const [editing, setEditing] = useState(false);
  const usual = useUsual(page);
  const edit = may && !editing && (
    <Button
      variant="default"
      size="compact-md"
      leftSection={<IconPencil size={16} aria-hidden="true" />}
      onClick={() => setEditing(true)}
    >
      {t.edit}
    </Button>
  );
  return (
    <Section title={t.facts} actions={edit}>
      {editing && <Form account={page.account} page={page} done={() => setEditing(false)} />}
      {!editing && page.attributes.length === 0 && <p className="hint">{t.noFacts}</p>}
      {!editing && page.attributes.length > 0 && (
        <>
        <dl className="facts attributes">
          {page.attributes.map((one) => (
            <div key={one.field} data-attribute={one.field}>
              <dt>{labelOf(one.label, language, one.field)}</dt>
              <dd>
                <Value attribute={one} />
                <Source attribute={one} usual={usual} />
              </dd>
            </div>
          ))}
        </dl>
        {usual && <p className="hint">{fill(t.mostly, { source: usual })}</p>}
        </>
      )}
    </Section>
  );
}

/** The page of a company that is not known yet: its first values make it. */
export function NewAccount({ account }: { account: string }) {
  const { put } = useAddress();
  return <Form account={account} page={undefined} done={() => put({ edit: undefined })} />;
}

function Value({ attribute }: { attribute: Attribute }): ReactNode {
  const { language } = useLanguage();
  if (attribute.amount !== null)
    return <span>{money(Number(attribute.amount), attribute.currency ?? "EUR", language, 2)}</span>;
  if (attribute.kind !== "texts") return <span>{attribute.text}</span>;
  return (
    <ul className="plain">
      {attribute.texts.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}

/** Where a value comes from; what most values share is said once below all of them. */
function Source({ attribute, usual }: { attribute: Attribute; usual: string }) {
  const t = useTexts(texts);
  const said = useSource()(attribute);
  const told = [said === usual ? "" : said, attribute.others.length > 0 ? t.other : ""].filter(Boolean);
  if (told.length === 0) return null;
  return (
    <Text component="span" size="sm" c="var(--quiet)" display="block">
      {told.join(" · ")}
    </Text>
  );
}

function useSource(): (attribute: Attribute) => string {
  const t = useTexts(texts);
  const { day } = useClock();
  return (one) => fill(t.sources[one.source] ?? one.source, { by: one.by, day: day(one.at) });
}

/** The source that most values share; "" if hardly any two do. */
function useUsual(page: AccountPage): string {
  const source = useSource();
  const counts = new Map<string, number>();
  for (const one of page.attributes) counts.set(source(one), (counts.get(source(one)) ?? 0) + 1);
  const [most, count] = [...counts.entries()].sort((one, other) => other[1] - one[1])[0] ?? ["", 0];
  return count > 2 ? most : "";
}

type FormProps = { account: string; page: AccountPage | undefined; done: () => void };

const SHIPPED: Field[] = [{ field: "name", kind: "text", label: { de: "Name", en: "Name" } }];

function Form({ account, page, done }: FormProps) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { name } = useReady();
  const known = new Map((page?.attributes ?? []).map((one) => [one.field, one]));
  const own = [...known.values()].filter((one) => one.own);
  const fields: Field[] = [...(page?.fields ?? SHIPPED), ...own];
  const before = Object.fromEntries(fields.map((one) => [one.field, typed(known.get(one.field))]));
  const [draft, setDraft] = useState<Record<string, string>>(before);
  const [more, setMore] = useState({ field: "", value: "" });
  const saving = useMutation({
    mutationFn: () => putValues(name, account, changed(before, draft, more, fields)),
    onSuccess: async () => {
      await forgetAnswers(name);
      done();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate();
      }}
    >
      <Stack gap="sm">
        {saving.isError && (
          <Alert color="red" variant="light" role="alert">
            {reason(saving.error, text)}
          </Alert>
        )}
        <div className="fields">
          {fields.map((one) => (
            <Input
              key={one.field}
              field={one}
              value={draft[one.field] ?? ""}
              put={(value) => setDraft({ ...draft, [one.field]: value })}
            />
          ))}
          {page && (
            <>
              <TextInput
                label={t.ownField}
                value={more.field}
                maxLength={60}
                onChange={(event) => setMore({ ...more, field: event.currentTarget.value })}
              />
              <TextInput
                label={t.ownValue}
                value={more.value}
                onChange={(event) => setMore({ ...more, value: event.currentTarget.value })}
              />
            </>
          )}
        </div>
        <Group gap="sm">
          <Button type="submit" loading={saving.isPending}>
            {t.save}
          </Button>
          <Button variant="subtle" onClick={done}>
            {t.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Input({ field, value, put }: { field: Field; value: string; put: (value: string) => void }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const label = labelOf(field.label, language, field.field);
  if (field.kind === "texts")
    return (
      <Textarea
        label={label}
        description={t.oneALine}
        autosize
        minRows={2}
        maxRows={12}
        value={value}
        onChange={(event) => put(event.currentTarget.value)}
      />
    );
  return (
    <TextInput
      label={label}
      inputMode={field.kind === "money" ? "decimal" : "text"}
      value={value}
      onChange={(event) => put(event.currentTarget.value)}
    />
  );
}

/** Only what is no more as it was; an emptied field is taken away. */
function changed(
  before: Record<string, string>,
  draft: Record<string, string>,
  more: { field: string; value: string },
  fields: Field[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const { field, kind } of fields) {
    const value = (draft[field] ?? "").trim();
    if (value === (before[field] ?? "").trim()) continue;
    if (value === "") values[field] = null;
    else values[field] = kind === "texts" ? value.split("\n") : value;
  }
  if (more.field.trim() && more.value.trim()) values[more.field.trim()] = more.value.trim();
  return values;
}
