/** The stages of a draft: named, ordered by drag, buttons or arrow keys, added and removed. */
import { ActionIcon, Button, Group, Text, TextInput } from "@mantine/core";
import { IconArrowLeft, IconArrowRight, IconGripVertical, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";

import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { type Draft, MOST_STAGES, movedStage, renamed, withoutStage, withStage } from "./draft";
import { texts } from "./text";

/** The draft as changed, and what a screen reader says of it. */
export type ChangeDraft = (draft: Draft, said: string) => void;

export function StageList({ draft, change }: { draft: Draft; change: ChangeDraft }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const [dragged, setDragged] = useState<number>();
  const all = draft.stages.length;
  const move = (from: number, to: number) => {
    const stage = draft.stages[from];
    if (stage === undefined || to < 0 || to >= all || from === to) return;
    const name = labelOf(stage.name, language, stage.key);
    change(movedStage(draft, from, to), fill(words.moved, { name, place: to + 1, all }));
  };
  return (
    <>
      <Text size="sm" c="var(--quiet)">
        {words.stagesHint}
      </Text>
      <ol className="stage-list">
        {draft.stages.map((stage, place) => (
          <Row
            key={stage.key}
            draft={draft}
            place={place}
            change={change}
            move={move}
            drag={setDragged}
            drop={() => dragged !== undefined && move(dragged, place)}
          />
        ))}
      </ol>
      <Group>
        <Button
          variant="default"
          disabled={all >= MOST_STAGES}
          onClick={() => change(withStage(draft, fill(words.newStage, { count: all + 1 })), "")}
        >
          {words.addStage}
        </Button>
        <Text size="sm" c="var(--quiet)">
          {words.limit}
        </Text>
      </Group>
    </>
  );
}

type RowProps = {
  draft: Draft;
  place: number;
  change: ChangeDraft;
  move: (from: number, to: number) => void;
  drag: (place: number | undefined) => void;
  drop: () => void;
};

const STEPS: Record<string, number> = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 };

function Row({ draft, place, change, move, drag, drop }: RowProps) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const palette = usePalette();
  const stage = draft.stages[place];
  if (stage === undefined) return null;
  const all = draft.stages.length;
  const name = labelOf(stage.name, language, stage.key);
  const arrows = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(place, place + step);
  };
  return (
    <li
      data-stage={stage.key}
      style={{ "--stage": palette[place % palette.length] } as React.CSSProperties}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        drop();
      }}
    >
      {/* No <button>: not every browser lets one drag it. */}
      <span
        role="button"
        tabIndex={0}
        className="grip"
        draggable
        onDragStart={(event) => {
          event.dataTransfer.effectAllowed = "move";
          event.dataTransfer.setData("text/plain", stage.key);
          drag(place);
        }}
        onDragEnd={() => drag(undefined)}
        onKeyDown={arrows}
        aria-label={fill(words.handle, { name, place: place + 1, all })}
      >
        <IconGripVertical size={18} aria-hidden="true" />
      </span>
      <TextInput
        aria-label={fill(words.stageName, { place: place + 1 })}
        value={stage.name[language] ?? ""}
        onChange={(event) => change(renamed(draft, stage.key, language, event.currentTarget.value), "")}
      />
      <ActionIcon variant="subtle" disabled={place === 0} aria-label={fill(words.earlier, { name })} onClick={() => move(place, place - 1)}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <ActionIcon variant="subtle" disabled={place === all - 1} aria-label={fill(words.later, { name })} onClick={() => move(place, place + 1)}>
        <IconArrowRight size={18} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        disabled={all === 1}
        aria-label={fill(words.removeStage, { name })}
        onClick={() => change(withoutStage(draft, stage.key), fill(words.removed, { name }))}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </li>
  );
}
