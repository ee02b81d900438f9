/** Which event names the table shows, and in which order. */
import type { EventWord, Touchpoint } from "../../api/words";

export const SHOWS = ["all", "guessed", "conversions", "outside"] as const;
export type Show = (typeof SHOWS)[number];

export function showOf(text: string | undefined): Show {
  return SHOWS.find((show) => show === text) ?? "all";
}

const fits: Record<Show, (row: EventWord) => boolean> = {
  all: () => true,
  guessed: (row) => row.guessed_from !== null,
  conversions: (row) => row.is_conversion,
  outside: (row) => row.stage === null && row.stage_after === null,
};

/** Guesses first, then the most frequent. */
export function shown(
  rows: EventWord[],
  text: string,
  show: Show,
  catalogue: Touchpoint[],
): EventWord[] {
  const wanted = text.trim().toLowerCase();
  const names = new Map(catalogue.map((one) => [one.key, `${one.name.de ?? ""} ${one.name.en ?? ""}`]));
  const said = (row: EventWord) =>
    [row.name, row.label.de, row.label.en, row.touchpoint, names.get(row.touchpoint)]
      .join(" ")
      .toLowerCase();
  return rows
    .filter((row) => fits[show](row) && (wanted === "" || said(row).includes(wanted)))
    .sort(
      (one, other) =>
        Number(other.guessed_from !== null) - Number(one.guessed_from !== null) ||
        other.touches - one.touches,
    );
}
