/** Zones and currencies that the browser knows, the likely ones first. */
const LIKELY_ZONES = ["Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "UTC"];
const LIKELY_CURRENCIES = ["EUR", "CHF", "USD", "GBP"];

function listed(kind: "timeZone" | "currency"): string[] {
  try {
    return Intl.supportedValuesOf(kind);
  } catch {
    return [];
  }
}

export const ZONES = [...new Set([...LIKELY_ZONES, ...listed("timeZone")])];
export const CURRENCIES = [...new Set([...LIKELY_CURRENCIES, ...listed("currency")])];
