/** The colours of the stages, from the one file that the drawn map uses too. */
import data from "../../../../src/etappe/maps/data/palette.json";

export const palette: Record<"light" | "dark", string[]> = data.stages;
