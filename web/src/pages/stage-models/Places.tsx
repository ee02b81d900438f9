/** Touchpoints put into the stages of a draft: by drag from stage to stage, or by each one's own choice. */
import { Checkbox, SegmentedControl, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { eventWords } from "../../api/queries";
import { type Touchpoint, touchpoints } from "../../api/words";
import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import { type Draft, placed, type Side } from "./draft";
import type { ChangeDraft } from "./StageList";
import { texts } from "./text";

const OUTSIDE = "";

export function Places({ draft, change }: { draft: Draft; change: ChangeDraft }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const palette = usePalette();
  const { name } = useReady();
  const [side, setSide] = useState<Side>("before");
  const [unseen, setUnseen] = useState(false);
  const [dragged, setDragged] = useState<Touchpoint>();
  const catalogue = useQuery(touchpoints(name)).data ?? [];
  const seen = new Set(
    (useQuery(eventWords(name)).data ?? []).flatMap((word) => word.touchpoints.map((one) => one.touchpoint)),
  );
  const offered = catalogue.filter((one) => unseen || seen.has(one.key));
  const columns = [
    ...draft.stages.map((stage) => ({ key: stage.key, label: labelOf(stage.name, language, stage.key) })),
    { key: OUTSIDE, label: words.outside },
  ];
  const known = new Set(draft.stages.map((stage) => stage.key));
  const stageOf = (key: string) => {
    const stage = draft[side][key];
    return stage !== undefined && known.has(stage) ? stage : OUTSIDE;
  };
  const put = (touchpoint: Touchpoint, stage: string) => {
    const to = columns.find((column) => column.key === stage)?.label ?? "";
    const label = labelOf(touchpoint.name, language, touchpoint.key);
    change(placed(draft, side, touchpoint.key, stage), fill(words.placed, { name: label, stage: to }));
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={words.when}
        style={{ alignSelf: "flex-start" }}
        value={side}
        onChange={(value) => setSide(value as Side)}
        data={[
          { value: "before", label: words.until },
          { value: "after", label: words.after },
        ]}
      />
      <Checkbox label={words.unseen} checked={unseen} onChange={(event) => setUnseen(event.currentTarget.checked)} />
      <div className="places">
        {columns.map((column, place) => (
          <section
            key={column.key}
            aria-label={column.label}
            data-column={column.key}
            style={{ "--stage": column.key === OUTSIDE ? "var(--line)" : palette[place % palette.length] } as React.CSSProperties}
            onDragOver={(event) => event.preventDefault()}
            onDrop={(event) => {
              event.preventDefault();
              if (dragged) put(dragged, column.key);
              setDragged(undefined);
            }}
          >
            <Text fw={600}>{column.label}</Text>
            <ul>
              {offered
                .filter((one) => stageOf(one.key) === column.key)
                .map((one) => (
                  <Chip key={one.key} touchpoint={one} stage={column.key} columns={columns} put={put} drag={setDragged} />
                ))}
            </ul>
          </section>
        ))}
      </div>
    </Stack>
  );
}

type ChipProps = {
  touchpoint: Touchpoint;
  stage: string;
  columns: { key: string; label: string }[];
  put: (touchpoint: Touchpoint, stage: string) => void;
  drag: (touchpoint: Touchpoint | undefined) => void;
};

function Chip({ touchpoint, stage, columns, put, drag }: ChipProps) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const label = labelOf(touchpoint.name, language, touchpoint.key);
  return (
    <li
      className="chip"
      draggable
      data-touchpoint={touchpoint.key}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", touchpoint.key);
        drag(touchpoint);
      }}
    >
      <span>{label}</span>
      <select
        aria-label={fill(words.placeOf, { name: label })}
        value={stage}
        onChange={(event) => put(touchpoint, event.currentTarget.value)}
      >
        {columns.map((column) => (
          <option key={column.key} value={column.key}>
            {column.label}
          </option>
        ))}
      </select>
    </li>
  );
}
