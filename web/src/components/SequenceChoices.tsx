/** What a question about sequences of touches lets one choose: level, unit, runs of equal names as one. */
import { NativeSelect, Switch } from "@mantine/core";
import "@mantine/core/styles/Switch.css";

import { useLanguage } from "../i18n/language";
import { one, type Search, useAddress } from "../state/address";

export const UNITS = ["visit", "journey", "person", "account"] as const;
export type UnitName = (typeof UNITS)[number];

/** What the pages ask when the address says nothing; always written out in the question. */
export const USUAL = { level: "touchpoint", unit: "journey", collapse: "true" } as const;

/** The three choices as a question takes them; `unit` is the name of the unit's parameter. */
export function sequenceOf(
  search: Search,
  unit: "within" | "per",
): Record<string, string | undefined> {
  return {
    level: one(search, "level") ?? USUAL.level,
    [unit]: one(search, unit) ?? USUAL.unit,
    // A switch of the command line is there or not, so what is not joined is not said.
    collapse: (one(search, "collapse") ?? USUAL.collapse) === "true" ? "true" : undefined,
  };
}

export function LevelChoice({ forget = {} }: { forget?: Search }) {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  const chosen = one(search, "level") ?? USUAL.level;
  const known: Record<string, string> = text.levels;
  const levels = [...new Set([...Object.keys(known), chosen])];
  return (
    <NativeSelect
      label={text.level}
      value={chosen}
      // Names of one level mean nothing at another, so what was chosen by name goes.
      onChange={(event) => put({ ...forget, level: event.currentTarget.value })}
      data={levels.map((level) => ({ value: level, label: known[level] ?? level }))}
    />
  );
}

export function UnitChoice({ name }: { name: "within" | "per" }) {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  return (
    <NativeSelect
      label={text.inside}
      value={one(search, name) ?? USUAL.unit}
      onChange={(event) => put({ [name]: event.currentTarget.value })}
      data={UNITS.map((unit) => ({ value: unit, label: text.unit[unit] }))}
    />
  );
}

export function CollapseChoice() {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  return (
    <Switch
      label={text.collapse}
      checked={(one(search, "collapse") ?? USUAL.collapse) === "true"}
      onChange={(event) => put({ collapse: String(event.currentTarget.checked) })}
      pb={8}
    />
  );
}
