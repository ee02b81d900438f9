/** Where visits come from: a bar for each channel, and the table with conversions, money and advertising. */
import { Uncertain } from "../../components/Evidence";
import { Opens } from "../../components/Figure";
import { BarCell, type Column, DataTable } from "../../components/DataTable";
import type { Params } from "../../api/queries";
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import { money, NONE, number, percent } from "../../i18n/numbers";
import type { Kpis } from "./figures";
import { texts } from "./text";

type Source = Kpis["sources"][number];

export function Sources({ kpis, params }: { kpis: Kpis; params: Params }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const most = Math.max(1, ...kpis.sources.map((source) => source.visits));
  const cash = (value: unknown) =>
    value === null ? NONE : money(Number(value), kpis.currency, language, 2);
  const advertised = kpis.sources.some((source) => source.cost !== null);
  const columns: Column<Source>[] = [
    {
      key: "channel",
      label: t.channel,
      cell: (row) => (
        <>
          {labelOf(row.label, language, row.channel)} {!row.certain && <Uncertain />}
        </>
      ),
      by: (row) => labelOf(row.label, language, row.channel),
    },
    {
      key: "visits",
      label: t.visits,
      number: true,
      cell: (row) => (
        <BarCell share={row.visits / most}>{number(row.visits, language)}</BarCell>
      ),
      by: (row) => row.visits,
    },
    {
      key: "persons",
      label: t.persons,
      number: true,
      cell: (row) => (
        <Opens
          title={labelOf(row.label, language, row.channel)}
          way={{
            definition: t.source,
            analysis: "kpis",
            params,
            basis: kpis.basis,
            people: { part: "source", name: row.channel },
          }}
        >
          {number(row.persons, language)}
        </Opens>
      ),
      by: (row) => row.persons,
    },
    {
      key: "conversions",
      label: t.conversions,
      number: true,
      cell: (row) => number(row.conversions, language),
      by: (row) => row.conversions,
    },
    {
      key: "rate",
      label: t.rate,
      number: true,
      cell: (row) => (row.conversion_rate === null ? NONE : percent(row.conversion_rate, language)),
      by: (row) => row.conversion_rate,
    },
    { key: "value", label: t.value, number: true, cell: (row) => cash(row.value), by: (row) => Number(row.value) },
  ];
  const costs: Column<Source>[] = [
    { key: "cost", label: t.cost, number: true, cell: (row) => cash(row.cost), by: (row) => numeric(row.cost) },
    {
      key: "cost_per",
      label: t.costPer,
      number: true,
      cell: (row) => cash(row.cost_per_conversion),
      by: (row) => numeric(row.cost_per_conversion),
    },
  ];
  return (
    <DataTable
      caption={t.sources}
      columns={advertised ? [...columns, ...costs] : columns}
      rows={kpis.sources}
      rowKey={(row) => row.channel}
      sorted={{ key: "visits", down: true }}
    />
  );
}

function numeric(value: string | number | null): number | null {
  return value === null ? null : Number(value);
}
