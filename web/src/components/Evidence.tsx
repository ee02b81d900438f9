/** The evidence mark: ● observed, ◐ reported, ○ assumed; and the line that says what an answer rests on. */
import { Anchor, Text, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import type { Schemas } from "../api/client";
import { type Language, type Text as Words, useLanguage } from "../i18n/language";
import { day, number, percent } from "../i18n/numbers";
import { one, shared, useAddress } from "../state/address";
import { Gauge } from "./Gauge";

export type Kind = "observed" | "reported" | "assumed";

export function EvidenceMark({ kind, label }: { kind: Kind; label?: string }) {
  const { text } = useLanguage();
  return (
    <svg className="evidence" viewBox="0 0 12 12" width="11" height="11" role="img" aria-label={label ?? text[kind]}>
      <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.6" />
      {kind === "observed" && <circle cx="6" cy="6" r="4.6" fill="currentColor" />}
      {kind === "reported" && <path d="M6 1.4 A4.6 4.6 0 0 0 6 10.6 Z" fill="currentColor" />}
    </svg>
  );
}

/** Behind the name of a channel that nobody saw: an answer, a code, a poster tell of it. */
export function Uncertain() {
  const { text } = useLanguage();
  return (
    <Tooltip label={text.uncertainHint} multiline w={280}>
      <span tabIndex={0} className="uncertain" data-uncertain>
        <EvidenceMark kind="reported" label={text.uncertain} />
      </span>
    </Tooltip>
  );
}

type Basis = Schemas["Basis"];

/** "● 39.927 Personen · 91.890 Journeys · 1. November 2025 bis … · Erfassungsgrad 82 %" below an answer. */
export function BasisLine({ basis }: { basis: Basis }) {
  const { text, language } = useLanguage();
  return (
    <Text size="sm" c="var(--quiet)" className="basis" data-basis>
      <EvidenceMark kind="observed" /> {basisWords(basis, text, language).join(" · ")}
      {basis.coverage !== null && (
        <>
          {" · "}
          <CoverageMark basis={basis} share={basis.coverage} />
        </>
      )}
    </Text>
  );
}

/** The share of orders that were seen coming, small, with why the others were not; leads to the page that says more. */
function CoverageMark({ basis, share }: { basis: Basis; share: number }) {
  const { text, language } = useLanguage();
  const { search } = useAddress();
  const reasons = basis.coverage_reasons.map(
    (one) => `${text.reasons[one.reason] ?? one.reason} ${percent(one.share, language)}`,
  );
  const hint = [text.coverageHint, reasons.length > 0 ? `${text.notSeen}: ${reasons.join(", ")}` : ""];
  const to = { ...shared(search), from: one(search, "from"), to: one(search, "to"), where: one(search, "where") };
  return (
    <Tooltip label={hint.filter(Boolean).join(". ")} multiline w={320}>
      <Anchor component={Link} to="/coverage" search={to as never} inherit className="coverage-mark" data-coverage={share}>
        <Gauge share={share} size={22} className="gauge-small" /> {text.coverage} {percent(share, language)}
      </Anchor>
    </Tooltip>
  );
}

export function basisWords(basis: Basis, text: Words, language: Language): string[] {
  const words = [
    `${number(basis.persons, language)} ${basis.persons === 1 ? text.unit.person : text.people}`,
    `${number(basis.journeys, language)} ${basis.journeys === 1 ? text.unit.journey : text.units.journey}`,
    `${number(basis.touches, language)} ${basis.touches === 1 ? text.unit.touch : text.units.touch}`,
  ];
  if (basis.from !== null && basis.to !== null)
    words.push(
      `${day(localDay(basis.from, basis.zone), language)} ${text.until} ${day(lastDay(basis.to, basis.zone), language)}`,
    );
  const rule = text.rules[basis.rule];
  if (rule !== undefined) words.push(rule);
  if (basis.where !== "") words.push(basis.where);
  return words;
}

function localDay(moment: string, zone: string): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(new Date(moment));
}

/** Periods are half-open: the midnight that ends a day belongs to that day. */
function lastDay(moment: string, zone: string): string {
  return localDay(new Date(new Date(moment).getTime() - 1).toISOString(), zone);
}
