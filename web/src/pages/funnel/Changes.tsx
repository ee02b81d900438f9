/** What changed against another period, group by group: in words first, the interval on hover. */
import { Paper, SimpleGrid, Text, Tooltip } from "@mantine/core";
import "@mantine/core/styles/SimpleGrid.css";

import type { Schemas } from "../../api/client";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { money, number, percent, signed } from "../../i18n/numbers";
import type { Answer } from "./asked";
import { texts } from "./text";

type Change = Schemas["GroupChange"];

export function Changes({ answer, nameOf }: { answer: Answer; nameOf: (value: string) => string }) {
  const { comparison } = answer;
  if (!comparison) return null;
  const changes = comparison.groups.length > 0 ? comparison.groups : [comparison.whole];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 3, lg: 4 }} spacing="sm">
      {changes.map((change) => (
        <Card
          key={change.value}
          change={change}
          title={change.value === "" ? "" : nameOf(change.value)}
          currency={answer.currency}
        />
      ))}
    </SimpleGrid>
  );
}

function Card({ change, title, currency }: { change: Change; title: string; currency: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const last = change.steps.at(-1);
  if (!last || last.share === null || last.share_before === null) return null;
  const worse = last.certain === true && (last.difference ?? 0) < 0;
  return (
    <Paper withBorder p="sm" bg="var(--card)" className={worse ? "worse" : ""} data-change={change.value}>
      {title !== "" && <Text fw={600}>{title}</Text>}
      <Tooltip
        label={
          last.interval &&
          fill(t.interval, {
            low: signed(100 * Number(last.interval[0]), language, 0),
            high: signed(100 * Number(last.interval[1]), language, 0),
          })
        }
      >
        <Text size="lg" tabIndex={0}>
          {fill(t.changeOf, {
            now: percent(last.share, language),
            before: percent(last.share_before, language),
          })}
        </Text>
      </Tooltip>
      <Text size="sm" c="var(--quiet)">
        {last.words?.[language]}
      </Text>
      {last.certain && <Missing change={change} currency={currency} />}
    </Paper>
  );
}

function Missing({ change, currency }: { change: Change; currency: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  if (change.missing === null) return null;
  const fewer = change.missing > 0;
  const count = number(Math.round(Math.abs(change.missing)), language);
  if (change.missing_value === null)
    return <Text>{fill(fewer ? t.missingCount : t.moreCount, { count })}</Text>;
  // An estimate is not told to the cent.
  const value = money(Math.round(Math.abs(Number(change.missing_value)) / 100) * 100, currency, language);
  return (
    <Text>
      {fill(fewer ? t.missing : t.more, { count, value: value.replace(/[,.]00(?=\D*$)/, "") })}
    </Text>
  );
}
