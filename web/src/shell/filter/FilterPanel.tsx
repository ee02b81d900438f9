/** Building a condition: rows with suggestions from the data, the text itself, saved segments. */
import { Alert, Autocomplete, Button, Group, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { accountProperties, propertyValues, putSegment, queries, removeSegment, segments } from "../../api/queries";
import { reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { NEW_ROW, type Row, rowsOf, type Rows, type Sign, SIGNS, whereOf } from "./rows";
import { texts } from "./text";

const OWN = ["event", "touchpoint", "channel", "stage", "value"];

export default function FilterPanel({ given, close }: { given: string; close: () => void }) {
  const t = useTexts(texts);
  const { put } = useAddress();
  const [where, setWhere] = useState(given);
  const [raw, setRaw] = useState(rowsOf(given) === undefined);
  const rows = rowsOf(where);
  const apply = (chosen: string) => {
    put({ where: chosen.trim() || undefined });
    close();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        apply(where);
      }}
    >
      <Stack gap="sm">
        <Saved choose={apply} />
        {raw || rows === undefined ? (
          <Textarea
            label={t.text}
            description={t.textHint}
            value={where}
            onChange={(event) => setWhere(event.currentTarget.value)}
            autosize
            minRows={2}
          />
        ) : (
          <Builder rows={rows} change={(next) => setWhere(whereOf(next))} />
        )}
        <Group justify="space-between" gap="xs">
          <Button variant="subtle" onClick={() => setRaw(!raw)} disabled={rows === undefined}>
            {raw ? t.asRows : t.asText}
          </Button>
          <Button type="submit">{t.apply}</Button>
        </Group>
        <SaveAs where={where} />
      </Stack>
    </form>
  );
}

/** The rows as they are being written: an unfinished one is kept here, not in the condition. */
function Builder({ rows, change }: { rows: Rows; change: (rows: Rows) => void }) {
  const t = useTexts(texts);
  const [draft, setDraft] = useState(rows);
  const set = (next: Rows) => {
    setDraft(next);
    change(next);
  };
  const put = (place: number, row: Row) =>
    set({ ...draft, rows: draft.rows.map((before, at) => (at === place ? row : before)) });
  return (
    <Stack gap="xs">
      {draft.rows.map((row, place) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name of their own
          key={place}
          row={row}
          change={(next) => put(place, next)}
          remove={
            draft.rows.length > 1
              ? () => set({ ...draft, rows: draft.rows.filter((_, at) => at !== place) })
              : undefined
          }
        />
      ))}
      <Group gap="xs" align="flex-end">
        <Button
          variant="default"
          leftSection={<IconPlus size={18} aria-hidden="true" />}
          onClick={() => setDraft({ ...draft, rows: [...draft.rows, { ...NEW_ROW }] })}
        >
          {t.another}
        </Button>
        {draft.rows.length > 1 && (
          <NativeSelect
            aria-label={t.join}
            value={draft.join}
            onChange={(event) => set({ ...draft, join: event.currentTarget.value === "or" ? "or" : "and" })}
            data={[
              { value: "and", label: t.all },
              { value: "or", label: t.any },
            ]}
          />
        )}
      </Group>
    </Stack>
  );
}

type RowProps = { row: Row; change: (row: Row) => void; remove: (() => void) | undefined };

function ConditionRow({ row, change, remove }: RowProps) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const { name, shop } = useReady();
  const companies = row.owner === "account";
  const attributes = useQuery({ ...accountProperties(name), enabled: companies }).data ?? [];
  const known = companies ? attributes.map((one) => one.name) : [...new Set([...OWN, ...shop.properties])];
  const exact = known.includes(row.property) && row.property !== "value";
  const asked = propertyValues(name, companies ? `account.${row.property}` : row.property);
  const values = useQuery({ ...asked, enabled: exact }).data?.values ?? [];
  const labels: Record<string, string> = companies
    ? Object.fromEntries(attributes.map((one) => [one.name, one.label[language] ?? one.name]))
    : text.levels;
  const missing = row.sign === "is null" || row.sign === "is not null";
  return (
    <Group gap="xs" align="flex-end" className="filter-row">
      <NativeSelect
        label={t.owner}
        value={row.owner}
        onChange={(event) => change({ ...row, owner: event.currentTarget.value as Row["owner"] })}
        data={[
          { value: "", label: t.owners.visit },
          { value: "journey", label: t.owners.journey },
          { value: "person", label: t.owners.person },
          { value: "account", label: t.owners.account },
        ]}
        w={130}
      />
      <Autocomplete
        label={t.property}
        value={row.property}
        onChange={(property) => change({ ...row, property })}
        data={known}
        renderOption={({ option }) => {
          const label = labels[option.value];
          return label && label !== option.value ? `${label} (${option.value})` : option.value;
        }}
        limit={40}
        w={170}
        comboboxProps={{ withinPortal: false }}
      />
      <NativeSelect
        label={t.sign}
        value={row.sign}
        onChange={(event) => change({ ...row, sign: event.currentTarget.value as Sign })}
        data={SIGNS.map((sign) => ({ value: sign, label: t.signs[sign] ?? sign }))}
        w={120}
      />
      {!missing && (
        <Autocomplete
          label={t.value}
          value={row.value}
          onChange={(value) => change({ ...row, value })}
          data={values.map((one) => one.value)}
          renderOption={({ option }) => {
            const label = values.find((one) => one.value === option.value)?.label[language];
            return label && label !== option.value ? `${label} (${option.value})` : option.value;
          }}
          limit={50}
          w={190}
          comboboxProps={{ withinPortal: false }}
        />
      )}
      {remove && (
        <Button variant="subtle" px="xs" aria-label={t.remove} onClick={remove}>
          <IconTrash size={18} aria-hidden="true" />
        </Button>
      )}
    </Group>
  );
}

function Saved({ choose }: { choose: (where: string) => void }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const may = useMay("editor");
  const saved = useQuery(segments(name)).data ?? [];
  const forget = useMutation({
    mutationFn: (key: string) => removeSegment(name, key),
    onSuccess: () => queries.invalidateQueries({ queryKey: segments(name).queryKey }),
  });
  if (saved.length === 0) return null;
  return (
    <Group gap={6} role="group" aria-label={t.saved}>
      {saved.map((one) => (
        <Button.Group key={one.key}>
          <Button variant="default" size="compact-md" title={one.where} onClick={() => choose(one.where)}>
            {one.name}
          </Button>
          {may && (
            <Button
              variant="default"
              size="compact-md"
              px={6}
              aria-label={`${t.forget}: ${one.name}`}
              onClick={() => forget.mutate(one.key)}
            >
              <IconTrash size={14} aria-hidden="true" />
            </Button>
          )}
        </Button.Group>
      ))}
    </Group>
  );
}

function SaveAs({ where }: { where: string }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { name } = useReady();
  const [title, setTitle] = useState("");
  const save = useMutation({
    mutationFn: () => putSegment(name, title, where),
    onSuccess: () => {
      setTitle("");
      return queries.invalidateQueries({ queryKey: segments(name).queryKey });
    },
  });
  if (!useMay("editor")) return null;
  return (
    <>
      <Group gap="xs" align="flex-end">
        <TextInput label={t.saveAs} value={title} onChange={(event) => setTitle(event.currentTarget.value)} w={220} />
        <Button
          variant="default"
          disabled={title.trim() === "" || where.trim() === ""}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {text.save}
        </Button>
      </Group>
      {save.isError && (
        <Alert color="red" variant="light" role="alert">
          {reason(save.error, text)}
        </Alert>
      )}
    </>
  );
}
