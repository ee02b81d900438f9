/** The period: a preset that counts back from the last day with data, or days of one's own; and a step either way. */
import { ActionIcon, Group, NativeSelect, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";

import { DateField } from "../components/DateField";
import { useLanguage } from "../i18n/language";
import { one, useAddress } from "../state/address";
import { lastDays, moved, type Period } from "../state/period";
import { useReady } from "../state/shop";

const PRESETS = { last7: 7, last28: 28, last90: 90, last365: 365 } as const;
type Preset = keyof typeof PRESETS | "all" | "own";

export function PeriodChoice() {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  const { first, last } = useReady();
  const data = { from: first, to: last };
  const given = { from: one(search, "from"), to: one(search, "to") };
  const [own, setOwn] = useState(false);
  const period = { from: given.from ?? first, to: given.to ?? last };
  const preset = own ? "own" : presetOf(given, data);
  const choose = (next: Preset) => {
    setOwn(next === "own");
    if (next === "all") put({ from: undefined, to: undefined });
    else if (next === "own") put(period);
    else put(lastDays(PRESETS[next], data));
  };
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label={text.period}
        value={preset}
        onChange={(event) => choose(event.currentTarget.value as Preset)}
        data={Object.entries(text.periods).map(([value, label]) => ({ value, label }))}
      />
      {preset === "own" && <Days period={period} />}
      {preset !== "all" && <Steps period={period} data={data} />}
    </Group>
  );
}

function presetOf(given: { from: string | undefined; to: string | undefined }, data: Period): Preset {
  if (given.from === undefined && given.to === undefined) return "all";
  const found = Object.entries(PRESETS).find(
    ([, days]) => lastDays(days, data).from === given.from && given.to === data.to,
  );
  return found ? (found[0] as Preset) : "own";
}

function Days({ period }: { period: Period }) {
  const { text } = useLanguage();
  const { put } = useAddress();
  return (["from", "to"] as const).map((end) => (
    <DateField
      key={end}
      label={text[end]}
      value={period[end]}
      change={(day) => put({ ...period, [end]: day || undefined })}
    />
  ));
}

function Steps({ period, data }: { period: Period; data: Period }) {
  const { text } = useLanguage();
  const { put } = useAddress();
  const ways = [
    { by: -1, label: text.earlier, icon: <IconChevronLeft size={18} aria-hidden="true" /> },
    { by: 1, label: text.later, icon: <IconChevronRight size={18} aria-hidden="true" /> },
  ];
  return (
    <Group gap={4}>
      {ways.map(({ by, label, icon }) => {
        const next = moved(period, by, data);
        return (
          <Tooltip key={by} label={label}>
            <ActionIcon
              variant="default"
              size={36}
              aria-label={label}
              disabled={next.from === period.from}
              onClick={() => put(next)}
            >
              {icon}
            </ActionIcon>
          </Tooltip>
        );
      })}
    </Group>
  );
}
