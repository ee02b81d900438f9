/** The selection above a page: period, stage model, conversion, filter. Every choice is in the address. */
import { Group, NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { eventWords, stageModels } from "../api/queries";
import { labelOf, useLanguage } from "../i18n/language";
import type { Choice } from "../pages";
import { one, useAddress } from "../state/address";
import { useReady } from "../state/shop";
import { PeriodChoice } from "./PeriodChoice";
import { SegmentFilter } from "./SegmentFilter";
import { WeekFilm } from "./WeekFilm";

export function ScopeBar({ choices }: { choices: Choice[] }) {
  const { text } = useLanguage();
  const { search } = useAddress();
  // The people behind a figure are those of its own question: only how they are shown may be chosen.
  if (one(search, "of")) choices = choices.filter((choice) => choice === "stages");
  return (
    <Group component="section" aria-label={text.scope} className="scope-bar" align="flex-end" gap="sm">
      {choices.includes("period") && <PeriodChoice />}
      {choices.includes("stages") && <StagesChoice />}
      {choices.includes("conversion") && <ConversionChoice />}
      {choices.includes("where") && <SegmentFilter />}
      {choices.includes("period") && <WeekFilm />}
    </Group>
  );
}

function StagesChoice() {
  const { text, language } = useLanguage();
  const { search, put } = useAddress();
  const { name, shop } = useReady();
  const models = useQuery(stageModels(name)).data ?? [];
  return (
    <NativeSelect
      label={text.stageModel}
      value={one(search, "stages") ?? shop.model}
      onChange={(event) => {
        const chosen = event.currentTarget.value;
        put({ stages: chosen === shop.model ? undefined : chosen, loop: undefined });
      }}
      data={models.map((model) => ({
        value: model.key,
        label: labelOf(model.name, language, model.key),
      }))}
    />
  );
}

/** Shown only where the shop has several conversions, or the address names another. */
function ConversionChoice() {
  const { text, language } = useLanguage();
  const { search, put } = useAddress();
  const { name, shop } = useReady();
  const words = useQuery(eventWords(name)).data ?? [];
  const chosen = one(search, "conversion") ?? shop.conversion;
  const known = [...new Set([shop.conversion, ...shop.conversions, chosen])];
  if (known.length < 2) return null;
  const label = (event: string) =>
    labelOf(words.find((word) => word.name === event)?.label, language, event);
  return (
    <NativeSelect
      label={text.conversion}
      value={chosen}
      onChange={(event) => {
        const value = event.currentTarget.value;
        put({ conversion: value === shop.conversion ? undefined : value });
      }}
      data={known.map((event) => ({ value: event, label: label(event) }))}
    />
  );
}
