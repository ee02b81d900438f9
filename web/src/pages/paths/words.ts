/** Names and colours of a path's touches. */
import type { Schemas } from "../../api/client";
import type { Way } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { labelOf, type Language } from "../../i18n/language";

export type Paths = Schemas["Paths"];
export type Path = Schemas["Path"];

/** What every part of the page needs to show an answer. */
export type Shown = { answer: Paths; stages: string[]; wayOf: (path: Path) => Way };

export function nameIn(answer: Paths, language: Language): (name: string) => string {
  return (name) => labelOf(answer.labels[name], language, name);
}

/** The colour of a touch's stage; quiet where the model does not hold it. */
export function useStageColour(answer: Paths, stages: string[]): (name: string) => string {
  const palette = usePalette();
  return (name) => {
    const stage = stages.indexOf(answer.stages[name] ?? "");
    return stage < 0 ? "var(--quiet)" : (palette[stage % palette.length] ?? "var(--quiet)");
  };
}
