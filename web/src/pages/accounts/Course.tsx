/** One journey of a company: a line a person over the stages, hidden and shown by name; the same as a table. */
import "@mantine/core/styles/Checkbox.css";

import { Checkbox, Group, NativeSelect, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";

import { stageModels } from "../../api/queries";
import { DataTable } from "../../components/DataTable";
import { Export } from "../../components/Export";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { useReady } from "../../state/shop";
import { useClock } from "../people/when";
import type { AccountPage, Journey } from "./ask";
import { CourseDrawing, type Line } from "./CourseDrawing";
import { useNames } from "./names";
import { texts } from "./courseTexts";

export function Course({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { day } = useClock();
  const drawn = page.journeys.filter((journey) => journey.lines.length > 0);
  const [chosen, choose] = useState(() => best(drawn));
  const journey = drawn.find((one) => one.journey === chosen) ?? drawn[0];
  if (!journey) return <p className="hint">{t.noJourneys}</p>;
  const people = journey.people === 1 ? t.personCount : fill(t.peopleCount, { count: number(journey.people, language) });
  const days =
    journey.order_seconds === null
      ? t.notOrdered
      : fill(t.daysToOrder, { days: number(journey.order_seconds / 86_400, language) });
  return (
    <div className="account-course">
      <Group align="flex-end" gap="sm" justify="space-between">
        <NativeSelect
          label={t.whichJourney}
          value={String(journey.journey)}
          onChange={(event) => choose(Number(event.currentTarget.value))}
          data={drawn.map((one) => ({
            value: String(one.journey),
            label: fill(t.journeyFrom, { number: one.journey, from: day(one.started_at), to: day(one.ended_at) }),
          }))}
        />
        <Text size="sm" c="var(--quiet)" data-journey>
          {fill(t.journeyOrders, { people, days })}
        </Text>
      </Group>
      <Lines key={journey.journey} page={page} journey={journey} />
    </div>
  );
}

/** The journey that shows most: the latest with an order and several people, else the latest. */
function best(drawn: Journey[]): number | undefined {
  return (drawn.find((one) => one.orders > 0 && one.people > 1) ?? drawn[0])?.journey;
}

function Lines({ page, journey }: { page: AccountPage; journey: Journey }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { name } = useReady();
  const drawing = useRef<HTMLDivElement>(null);
  const [hidden, hide] = useState<ReadonlySet<number>>(new Set());
  const model = useQuery(stageModels(name)).data?.find((one) => one.key === page.model);
  const lines = useLines(page, journey);
  const shown = lines.filter((line) => !hidden.has(line.person));
  const toggle = (person: number) => {
    const next = new Set(hidden);
    if (!next.delete(person)) next.add(person);
    hide(next);
  };
  return (
    <>
      <Group gap="md" role="group" aria-label={t.show} className="no-print">
        {lines.map((line) => (
          <Checkbox
            key={line.person}
            checked={!hidden.has(line.person)}
            onChange={() => toggle(line.person)}
            disabled={!hidden.has(line.person) && shown.length === 1}
            label={[line.role, line.name].filter(Boolean).join(" · ")}
          />
        ))}
        <Export drawing={drawing} file="account" />
      </Group>
      <div className="chart" ref={drawing} tabIndex={0} role="group" aria-label={t.course}>
        <CourseDrawing journey={journey} lines={shown} stages={model?.stages ?? []} />
      </div>
      {journey.left_out > 0 && <p className="hint">{fill(t.leftOut, { count: number(journey.left_out, language) })}</p>}
      <AsTable lines={shown} />
    </>
  );
}

/** The lines with what the people are called: their roles, titles and (masked) keys. */
function useLines(page: AccountPage, journey: Journey): Line[] {
  const names = useNames(page);
  return journey.lines.map((line) => ({ ...line, ...names(line.person) }));
}

function AsTable({ lines }: { lines: Line[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { full } = useClock();
  const rows = lines
    .flatMap((line) => line.touches.map((touch, place) => ({ line, touch, key: `${line.person} ${place}` })))
    .sort((one, other) => one.touch.at.localeCompare(other.touch.at));
  return (
    <details>
      <summary>{t.asTable}</summary>
      <DataTable
        caption={t.course}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: "when", label: t.when, cell: (row) => <span className="no-break">{full(row.touch.at)}</span> },
          { key: "who", label: t.person, cell: (row) => [row.line.role, row.line.name].filter(Boolean).join(" · ") },
          {
            key: "what",
            label: t.what,
            cell: (row) =>
              labelOf(row.touch.label, language, row.touch.touchpoint) + (row.touch.by_shop ? ` (${t.byShop})` : ""),
          },
          { key: "stage", label: t.stage, cell: (row) => row.touch.stage ?? t.outside },
        ]}
      />
    </details>
  );
}
