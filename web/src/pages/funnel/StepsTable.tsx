/** The funnel as a table: every step of every group, with the time it took. */
import { type Column, DataTable } from "../../components/DataTable";
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number, percent, span } from "../../i18n/numbers";
import type { Answer } from "./asked";
import { texts } from "./text";

type Row = { key: string; group: string; place: number; step: Answer["steps"][number] };

export function StepsTable({ answer, nameOf }: { answer: Answer; nameOf: (value: string) => string }) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const groups = answer.groups.filter((group) => group.steps[0]?.persons).map((group) => ({ name: nameOf(group.value), steps: group.steps }));
  const rows: Row[] = [{ name: t.all, steps: answer.steps }, ...groups].flatMap(({ name, steps }) =>
    steps.map((step, place) => ({ key: `${name} ${place}`, group: name, place, step })),
  );
  const columns: Column<Row>[] = [
    ...(groups.length > 0
      ? [{ key: "group", label: t.group, cell: (row: Row) => row.group, by: (row: Row) => row.group }]
      : []),
    {
      key: "step",
      label: t.step,
      cell: (row) => `${row.place + 1} ${labelOf(row.step.label, language, row.step.name)}`,
      by: (row) => row.place,
    },
    {
      key: "count",
      label: text.units[answer.per as keyof typeof text.units],
      number: true,
      cell: (row) => number(row.step.persons, language),
      by: (row) => row.step.persons,
    },
    ...(["share_of_first", "share_of_previous"] as const).map((key) => ({
      key,
      label: key === "share_of_first" ? t.ofFirst : t.ofPrevious,
      number: true,
      cell: (row: Row) => shareOf(row.step[key], language),
      by: (row: Row) => row.step[key],
    })),
    {
      key: "time",
      label: t.typical,
      number: true,
      cell: (row) => span(row.step.median_seconds_from_previous, language),
      by: (row) => row.step.median_seconds_from_previous,
    },
  ];
  return <DataTable caption={t.title} columns={columns} rows={rows} rowKey={(row) => row.key} />;
}

function shareOf(share: number | null, language: "de" | "en"): string {
  return share === null ? "–" : percent(share, language);
}
