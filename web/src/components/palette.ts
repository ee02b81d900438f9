/** The colours of the stages, from the one file that the drawn map uses too. */
import { useComputedColorScheme } from "@mantine/core";

import data from "../../../src/etappe/maps/data/palette.json";

export const palette: Record<"light" | "dark", string[]> = data.stages;

/** The colours on the ground that is chosen. */
export function usePalette(): string[] {
  return palette[useComputedColorScheme("light")];
}
