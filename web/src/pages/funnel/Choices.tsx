/** How the funnel is read: whose steps, in which time, split by what, compared with which period. */
import { Group, NativeSelect } from "@mantine/core";

import { useLanguage, useTexts } from "../../i18n/language";
import { one, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { texts } from "./text";

const UNITS = ["visit", "journey", "person", "account"] as const;
const LEVELS = ["device", "channel", "campaign", "product", "category"] as const;
/** Every key a property may have that says nothing when a funnel is split by it. */
const TOO_FINE = /(_id|^id|order|value|price|time|date|url|title|path)/;

export function Choices() {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { search, put } = useAddress();
  const { shop } = useReady();
  const further = shop.properties.filter(
    (name) => !LEVELS.includes(name as never) && !TOO_FINE.test(name),
  );
  const by = [
    { value: "", label: t.nothing },
    ...LEVELS.map((name) => ({ value: name, label: text.levels[name] })),
    ...further.map((name) => ({ value: name, label: name })),
  ];
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t.per}
        value={one(search, "per") ?? "journey"}
        onChange={(event) => put({ per: event.currentTarget.value })}
        data={UNITS.map((unit) => ({ value: unit, label: text.units[unit] }))}
      />
      <NativeSelect
        label={t.within}
        value={one(search, "within") ?? "30d"}
        onChange={(event) => put({ within: event.currentTarget.value })}
        data={options(t.withins)}
      />
      <NativeSelect
        label={t.by}
        value={one(search, "by") ?? ""}
        onChange={(event) => put({ by: event.currentTarget.value || undefined })}
        data={by}
      />
      <NativeSelect
        label={t.compare}
        value={one(search, "compare") ?? ""}
        onChange={(event) => put({ compare: event.currentTarget.value || undefined })}
        data={options(t.compares)}
      />
    </Group>
  );
}

export function options(labels: Record<string, string>): { value: string; label: string }[] {
  return Object.entries(labels).map(([value, label]) => ({ value, label }));
}
