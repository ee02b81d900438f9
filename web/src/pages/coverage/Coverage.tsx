/** Erfassungsgrad: of how many orders the way to them is seen, why it is not of the others, and what would help. */
import "./coverage.css";

import { Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { Schemas } from "../../api/client";
import { type Params, question } from "../../api/queries";
import { type Column, DataTable } from "../../components/DataTable";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import { Figure, Opens } from "../../components/Figure";
import { Gauge } from "../../components/Gauge";
import { Page, Section } from "../../components/Page";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { money, number, percent } from "../../i18n/numbers";
import { scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

type Answer = Schemas["CoverageAnswer"];
type Row = Schemas["CoverageRow"];

export default function Coverage() {
  const { text, language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const params = scopeOf(search);
  const query = useQuery(question(name, "coverage", params));
  return (
    <Page
      title={text.pages.coverage}
      sentence={query.data?.sentences[language]}
      busy={query.isFetching && !query.isPending}
      actions={query.data && <Export table={{ analysis: "coverage", params }} file="coverage" />}
    >
      <Asked query={query}>
        {(answer) => (answer.basis.touches === 0 ? <EmptyPeriod /> : <Answered answer={answer} params={params} />)}
      </Asked>
    </Page>
  );
}

function Answered({ answer, params }: { answer: Answer; params: Params }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const share = answer.coverage;
  if (share === null) return <Text>{t.none}</Text>;
  const cash = (value: unknown) => money(Number(value), answer.currency, language);
  const rest = Number(answer.value) - Number(answer.value_seen);
  const orders = number(answer.orders, language);
  const way = { analysis: "coverage", params, basis: answer.basis };
  return (
    <Stack gap="lg">
      <Group gap="xl" align="center">
        <div className="chart coverage-gauge">
          <Gauge share={share} size={240} label={fill(t.gauge, { orders, share: percent(share, language) })} />
          <Text className="coverage-share" aria-hidden="true">
            {percent(share, language)}
          </Text>
        </div>
        <div className="coverage-figures">
          <Figure
            name="seen"
            label={`${t.seen} · ${t.value} ${cash(answer.value_seen)}`}
            value={number(answer.seen, language)}
            way={{ ...way, definition: t.seenDefinition, people: { part: "seen" } }}
          />
          <Figure
            name="unseen"
            label={`${t.unseen} · ${t.value} ${cash(rest)}`}
            value={number(answer.orders - answer.seen, language)}
            way={{ ...way, definition: t.unseenDefinition, people: { part: "unseen" } }}
          />
        </div>
      </Group>
      <Section title={t.why}>
        {answer.reasons.length === 0 ? <Text>{t.allSeen}</Text> : <Why answer={answer} params={params} />}
      </Section>
      <BasisLine basis={answer.basis} />
    </Stack>
  );
}

function Why({ answer, params }: { answer: Answer; params: Params }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const most = Math.max(...answer.reasons.map((row) => row.share));
  const columns: Column<Row>[] = [
    {
      key: "reason",
      label: t.reason,
      cell: (row) => (
        <Stack gap={2} className="coverage-reason">
          <Reason row={row} answer={answer} params={params} />
          <span className="reason-bar" aria-hidden="true">
            <span style={{ width: `${(100 * row.share) / most}%` }} />
          </span>
          <Text size="sm" c="var(--quiet)">
            {labelOf(row.explanation, language, "")}
          </Text>
        </Stack>
      ),
    },
    {
      key: "orders",
      label: t.orders,
      number: true,
      cell: (row) => number(row.orders, language),
      by: (row) => row.orders,
    },
    {
      key: "share",
      label: t.share,
      number: true,
      cell: (row) => percent(row.share, language),
      by: (row) => row.share,
    },
    {
      key: "value",
      label: t.money,
      number: true,
      cell: (row) => money(Number(row.value), answer.currency, language),
      by: (row) => Number(row.value),
    },
    { key: "helps", label: t.helps, cell: (row) => labelOf(row.advice, language, "") },
  ];
  return <DataTable caption={t.why} columns={columns} rows={answer.reasons} rowKey={(row) => row.reason} />;
}

/** A reason opens to the people behind it; staff's orders stand beside all customers. */
function Reason({ row, answer, params }: { row: Row; answer: Answer; params: Params }) {
  const { language } = useLanguage();
  const label = labelOf(row.label, language, row.reason);
  if (!row.opens) return <Text span>{label}</Text>;
  return (
    <Opens
      title={label}
      way={{
        definition: labelOf(row.explanation, language, label),
        analysis: "coverage",
        params,
        basis: answer.basis,
        people: { part: "reason", name: row.reason },
      }}
    >
      {label}
    </Opens>
  );
}
