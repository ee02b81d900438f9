/** Numbers, shares, money, days and durations as each language writes them. */
import type { Language } from "./language";

const locale: Record<Language, string> = { de: "de-DE", en: "en-GB" };
export const NONE = "–";

export function number(value: number, language: Language): string {
  return new Intl.NumberFormat(locale[language]).format(value);
}

export function percent(value: number, language: Language): string {
  // What is there is never shown as nothing.
  if (value > 0 && value < 0.0005) return `< ${percent(0.001, language)}`;
  return new Intl.NumberFormat(locale[language], {
    style: "percent",
    maximumFractionDigits: value < 0.1 ? 1 : 0,
  }).format(value);
}

/**
 * The shares of parts that make a whole, so that what is shown adds to 100 %: what rounding down leaves goes to those
 * that lost most by it. One decimal for all where a part is below 10 %. Without a whole each share is "–".
 */
export function shares(parts: readonly number[], language: Language): string[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  if (whole <= 0) return parts.map(() => NONE);
  const small = parts.some((part) => part > 0 && part / whole < 0.1);
  const steps = small ? 1000 : 100;
  const shown = parts.map((part) => Math.floor((steps * part) / whole));
  const lost = parts.map((part, place) => ({ place, rest: (steps * part) % whole })).sort((a, b) => b.rest - a.rest);
  const left = steps - shown.reduce((sum, share) => sum + share, 0);
  for (const { place } of lost.slice(0, left)) shown[place] = (shown[place] ?? 0) + 1;
  const format = new Intl.NumberFormat(locale[language], { style: "percent", maximumFractionDigits: small ? 1 : 0 });
  return shown.map((share, place) =>
    // What is there is never shown as nothing.
    share === 0 && (parts[place] ?? 0) > 0 ? percent(0.0001, language) : format.format(share / steps),
  );
}

export function money(
  value: number,
  currency: string,
  language: Language,
  digits = Math.abs(value) >= 10_000 ? 0 : 2,
): string {
  return new Intl.NumberFormat(locale[language], {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value);
}

/** Money as events carry it, in the smallest unit of its currency: 4990 EUR → 49,90 €. */
export function fromMinor(value: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(locale[language], { style: "currency", currency });
  return format.format(value / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

export function day(value: string, language: Language): string {
  return new Intl.DateTimeFormat(locale[language], {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(`${value}T00:00:00Z`));
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A duration in its largest fitting unit: 157680 → "1,8 Tage". */
export function span(seconds: number | null, language: Language): string {
  if (seconds === null) return NONE;
  const [unit, size] = units.find(([, length]) => seconds >= length) ?? units[3];
  return new Intl.NumberFormat(locale[language], {
    style: "unit",
    unit,
    unitDisplay: "long",
    maximumFractionDigits: seconds / size >= 20 ? 0 : 1,
  }).format(seconds / size);
}

/** A signed difference: +3,2 % · −1,4 Punkte need their sign. */
export function signed(value: number, language: Language, digits = 1): string {
  return new Intl.NumberFormat(locale[language], {
    signDisplay: "exceptZero",
    maximumFractionDigits: digits,
  })
    .format(value)
    .replace("-", "−");
}

/** A moment of an answer (ISO 8601 with Z) in the shop's zone: 14:05 Uhr follows in German. */
export function moment(value: string, language: Language, zone: string): string {
  const text = new Intl.DateTimeFormat(locale[language], {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
  }).format(new Date(value));
  return language === "de" ? `${text} Uhr` : text;
}

/** A short day without its year: 3. März · 3 Mar. */
export function shortDay(value: string, language: Language): string {
  return new Intl.DateTimeFormat(locale[language], {
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  }).format(new Date(`${value.slice(0, 10)}T00:00:00Z`));
}

/** What somebody typed as a day — 31.10.2026, 31/10/2026, 2026-10-31 — as 2026-10-31; null if it is none. */
export function dayTyped(text: string): string | null {
  const written = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(written);
  const home = /^(\d{1,2})[./ -]\s*(\d{1,2})[./ -]\s*(\d{4})$/.exec(written);
  const [year, month, date] = iso ? iso.slice(1) : home ? home.slice(1).reverse() : [];
  if (!year || !month || !date) return null;
  const made = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const moment = new Date(`${made}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(made) ? made : null;
}
