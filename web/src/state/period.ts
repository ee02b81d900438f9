/** Days and periods as the address writes them (2026-03-01), counted in whole days, both ends included. */

export const DAY = 86_400_000;

export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
}

export function dayOf(number: number): string {
  return new Date(number * DAY).toISOString().slice(0, 10);
}

export type Period = { from: string; to: string };

/** How many days a period has. */
export function lengthOf({ from, to }: Period): number {
  return dayNumber(to) - dayNumber(from) + 1;
}

/** The period moved by its own length (`by` = 1 or -1), whole months by months, kept inside the data. */
export function moved(period: Period, by: number, data: Period): Period {
  const months = wholeMonths(period);
  if (months > 0) {
    const next = {
      from: firstOfMonth(period.from, by * months),
      to: dayOf(dayNumber(firstOfMonth(period.to, by * months + 1)) - 1),
    };
    if (next.to >= data.from && next.from <= data.to) return next;
  }
  const length = lengthOf(period);
  const least = dayNumber(data.from);
  const most = Math.max(least, dayNumber(data.to) - length + 1);
  const from = Math.min(most, Math.max(least, dayNumber(period.from) + by * length));
  return { from: dayOf(from), to: dayOf(from + length - 1) };
}

/** How many calendar months the period is exactly; 0 if it is not whole months. */
function wholeMonths({ from, to }: Period): number {
  const after = dayOf(dayNumber(to) + 1);
  if (!from.endsWith("-01") || !after.endsWith("-01")) return 0;
  const month = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7));
  return month(after) - month(from);
}

function firstOfMonth(day: string, months: number): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The last `days` days with data. */
export function lastDays(days: number, data: Period): Period {
  return { from: dayOf(dayNumber(data.to) - days + 1), to: data.to };
}
