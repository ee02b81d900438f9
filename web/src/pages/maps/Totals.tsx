/** The totals of the period: the same in every stage model, and said so. */
import { Group, Tooltip } from "@mantine/core";

import type { Schemas } from "../../api/client";
import type { Params } from "../../api/queries";
import { Figure } from "../../components/Figure";
import { useLanguage, useTexts } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";
import { texts } from "./text";

export function Totals({ answer, params }: { answer: Schemas["Stages"]; params: Params }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const figures = [
    ["people", text.people, number(answer.persons, language)],
    ["journeys", text.journeys, number(answer.journeys, language)],
    ["touches", text.touches, number(answer.touches, language)],
    ["orders", text.orders, number(answer.orders, language)],
    ["revenue", text.revenue, money(Number(answer.value), answer.currency, language)],
  ] as const;
  return (
    <Tooltip label={words.sameInAll}>
      <Group component="section" aria-label={words.totals} gap="sm">
        {figures.map(([key, label, value]) => (
          <Figure
            key={key}
            name={key}
            label={label}
            value={value}
            way={{ definition: words[key], analysis: "stages", params, basis: answer.basis }}
          />
        ))}
      </Group>
    </Tooltip>
  );
}
