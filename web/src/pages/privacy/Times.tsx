/** How long each kind of data is kept: the usual time, the shop's own, and how many are older now. */
import { Alert, Button, Group, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { type Column, DataTable } from "../../components/DataTable";
import { reason } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { useMay } from "../../state/shop";
import { type RetentionRow, runTimes, setTime } from "./ask";
import { texts } from "./text";

export function Times({ name, rows }: { name: string; rows: RetentionRow[] }) {
  const t = useTexts(texts);
  const { language, text } = useLanguage();
  const client = useQueryClient();
  const may = useMay("owner");
  // The history of settings is asked again with it.
  const again = { onSettled: () => client.invalidateQueries({ queryKey: ["privacy", name] }) };
  const set = useMutation({
    mutationFn: (wish: { kind: string; days: number | null }) => setTime(name, wish.kind, wish.days),
    ...again,
  });
  const run = useMutation({ mutationFn: () => runTimes(name), ...again });
  const due = rows.reduce((sum, row) => sum + row.due, 0);
  const columns: Column<RetentionRow>[] = [
    { key: "kind", label: t.kind, cell: (row) => t.kinds[row.kind] },
    {
      key: "days",
      label: t.keptFor,
      cell: (row) =>
        may ? (
          <Days key={String(row.days)} row={row} set={(days) => set.mutate({ kind: row.kind, days })} />
        ) : (
          <Told days={row.days} />
        ),
    },
    {
      key: "proposed",
      label: t.usual,
      number: true,
      cell: (row) => fill(t.days, { days: number(row.proposed, language) }),
    },
    { key: "due", label: t.older, number: true, cell: (row) => number(row.due, language) },
  ];
  return (
    <>
      <DataTable caption={t.times} columns={columns} rows={rows} rowKey={(row) => row.kind} />
      <Text size="sm" c="var(--quiet)" maw="76ch">
        {t.timesHint}
      </Text>
      {may && due > 0 && <Deletion due={due} pending={run.isPending} run={() => run.mutate()} />}
      {(set.isError || run.isError) && (
        <Alert color="red" variant="light" role="alert">
          {reason(set.error ?? run.error, text)}
        </Alert>
      )}
    </>
  );
}

function Told({ days }: { days: number | null }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return <>{days === null ? t.noLimit : fill(t.days, { days: number(days, language) })}</>;
}

function Days({ row, set }: { row: RetentionRow; set: (days: number | null) => void }) {
  const t = useTexts(texts);
  const [days, setDays] = useState(row.days === null ? "" : String(row.days));
  const changed = days !== (row.days === null ? "" : String(row.days));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set(days.trim() === "" ? null : Number(days));
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          aria-label={fill(t.daysOf, { kind: t.kinds[row.kind] })}
          inputMode="numeric"
          pattern="[0-9]{1,5}"
          w={104}
          placeholder={t.noLimit}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        {changed ? (
          <Button type="submit" variant="default" size="compact-sm">
            {t.save}
          </Button>
        ) : (
          row.days === null && (
            <Button variant="subtle" size="compact-sm" onClick={() => set(row.proposed)}>
              {t.takeUsual}
            </Button>
          )
        )}
      </Group>
    </form>
  );
}

/** Asked twice: it cannot be undone. */
function Deletion({ due, pending, run }: { due: number; pending: boolean; run: () => void }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [sure, setSure] = useState(false);
  return (
    <Button
      w="fit-content"
      color="red"
      variant={sure ? "filled" : "light"}
      loading={pending}
      onClick={() => {
        if (sure) run();
        setSure(!sure);
      }}
      onBlur={() => setSure(false)}
    >
      {fill(sure ? t.deleteSure : t.deleteOlder, { count: number(due, language) })}
    </Button>
  );
}
