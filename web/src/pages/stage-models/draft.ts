/** A stage model while it is being made: pure steps from one draft to the next. */
import { keyOf, type StageModel } from "../../api/words";

export type DraftStage = StageModel["stages"][number];
export type Side = "before" | "after";
export type Draft = {
  key: string;
  name: { de: string; en: string };
  loop: boolean;
  stages: DraftStage[];
  before: Record<string, string>;
  after: Record<string, string>;
};

export const MOST_STAGES = 12;

export function draftOf(model: StageModel): Draft {
  return {
    key: model.key,
    name: { de: model.name.de ?? model.key, en: model.name.en ?? model.key },
    loop: model.loop ?? false,
    stages: model.stages,
    before: { ...model.before },
    after: { ...model.after },
  };
}

/** A new model: its stages and places those of `base`, or one stage and nothing in it. */
export function newDraft(base: StageModel | undefined, name: string, stage: string, taken: string[]): Draft {
  const key = freeKey(keyOf(name), taken);
  const first = { key: "stage_1", name: { de: stage, en: stage } } as DraftStage;
  if (base === undefined)
    return { key, name: { de: name, en: name }, loop: false, stages: [first], before: {}, after: {} };
  return { ...draftOf(base), key, name: { de: name, en: name } };
}

export function withStage(draft: Draft, name: string): Draft {
  const key = freeKey(keyOf(name), draft.stages.map((stage) => stage.key));
  return { ...draft, stages: [...draft.stages, { key, name: { de: name, en: name } } as DraftStage] };
}

/** Another name; its texts in the other language go with it only where both were the same. */
export function renamed(draft: Draft, key: string, language: "de" | "en", name: string): Draft {
  const stages = draft.stages.map((stage) => {
    if (stage.key !== key) return stage;
    const both = stage.name.de === stage.name.en;
    return { ...stage, name: both ? { de: name, en: name } : { ...stage.name, [language]: name } };
  });
  return { ...draft, stages };
}

export function movedStage(draft: Draft, from: number, to: number): Draft {
  const stages = [...draft.stages];
  const [stage] = stages.splice(from, 1);
  if (stage === undefined || to < 0 || to >= draft.stages.length) return draft;
  stages.splice(to, 0, stage);
  return { ...draft, stages };
}

/** Without a stage; what stood in it lies outside. */
export function withoutStage(draft: Draft, key: string): Draft {
  const rest = (table: Record<string, string>) =>
    Object.fromEntries(Object.entries(table).filter(([, stage]) => stage !== key));
  return {
    ...draft,
    stages: draft.stages.filter((stage) => stage.key !== key),
    before: rest(draft.before),
    after: rest(draft.after),
  };
}

/** A touchpoint put into a stage, or outside with an empty key. */
export function placed(draft: Draft, side: Side, touchpoint: string, stage: string): Draft {
  const table = { ...draft[side] };
  if (stage === "") delete table[touchpoint];
  else table[touchpoint] = stage;
  return { ...draft, [side]: table };
}

/** As the API takes it. */
export function documentOf(draft: Draft): Record<string, unknown> {
  const { key: _, ...document } = draft;
  return document;
}

function freeKey(wanted: string, taken: string[]): string {
  let key = wanted;
  for (let count = 2; taken.includes(key); count += 1) key = `${wanted}_${count}`;
  return key;
}
