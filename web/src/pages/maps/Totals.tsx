/** The totals of the period: the same in every stage model, and said so. */
import { Group, Paper, Text, Tooltip } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { useLanguage } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";

export function Totals({ answer, currency }: { answer: Schemas["Stages"]; currency: string }) {
  const { text, language } = useLanguage();
  const figures = [
    ["people", text.people, number(answer.persons, language)],
    ["journeys", text.journeys, number(answer.journeys, language)],
    ["touches", text.touches, number(answer.touches, language)],
    ["orders", text.orders, number(answer.orders, language)],
    ["revenue", text.revenue, money(Number(answer.value), currency, language)],
  ] as const;
  return (
    <Tooltip label={text.sameInAll}>
      <Group component="section" aria-label={text.totals} gap="sm" tabIndex={0}>
        {figures.map(([key, label, value]) => (
          <Paper key={key} withBorder px="md" py="xs" bg="var(--card)" data-total={key}>
            <Text size="xl" fw={600} lh={1.2}>
              {value}
            </Text>
            <Text size="sm" c="var(--quiet)">
              {label}
            </Text>
          </Paper>
        ))}
      </Group>
    </Tooltip>
  );
}
