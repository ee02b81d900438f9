/** What stands in the cells of the mapping: the name and its guess, the touchpoints, the stages. */
import { Badge, Tooltip, UnstyledButton } from "@mantine/core";

import type { EventWord, StageModel, Touchpoint } from "../../api/words";
import { EvidenceMark } from "../../components/Evidence";
import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { useReady } from "../../state/shop";
import { texts } from "./text";

import "@mantine/core/styles/Badge.css";

type TouchpointsProps = {
  row: EventWord;
  touchpoints: Touchpoint[];
  openTouchpoint: (key: string) => void;
};

export function Name({ row }: { row: EventWord }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { shop } = useReady();
  const label = labelOf(row.label, language, row.name);
  const from =
    row.guessed_from === "name" ? fill(words.fromName, { meaning: row.meaning }) : words.fromPlace;
  return (
    <div>
      <span className="mapping-label">{label}</span>
      {label !== row.name && <code className="mapping-name">{row.name}</code>}
      {row.guessed_from !== null && (
        <span className="mapping-guess">
          <EvidenceMark kind="assumed" /> {words.guessed} · {from}
        </span>
      )}
      {row.is_conversion && (
        <Badge variant="light" size="sm">
          {row.name === shop.conversion ? words.mainConversion : words.conversion}
        </Badge>
      )}
    </div>
  );
}

export function Touchpoints({ row, touchpoints, openTouchpoint }: TouchpointsProps) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const label = (key: string) =>
    labelOf(touchpoints.find((one) => one.key === key)?.name, language, key);
  const further = row.touchpoints.filter((place) => place.touchpoint !== row.touchpoint);
  return (
    <>
      <UnstyledButton className="link-button" onClick={() => openTouchpoint(row.touchpoint)}>
        {label(row.touchpoint)}
      </UnstyledButton>
      {further.length > 0 && (
        <details>
          <summary>{fill(words.further, { count: number(further.length, language) })}</summary>
          <ul className="mapping-further">
            {further.map((place) => (
              <li key={place.touchpoint}>
                <UnstyledButton className="link-button" onClick={() => openTouchpoint(place.touchpoint)}>
                  {label(place.touchpoint)}
                </UnstyledButton>{" "}
                {number(place.touches, language)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

export function Stages({ row, stages }: { row: EventWord; stages: StageModel["stages"] }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const palette = usePalette();
  const shownStage = (key: string | null) => {
    const place = stages.findIndex((stage) => stage.key === key);
    const stage = stages[place];
    if (stage === undefined) return <i>{words.outside}</i>;
    return (
      <span className="stage-dot" style={{ "--stage": palette[place % palette.length] } as React.CSSProperties}>
        {labelOf(stage.name, language, stage.key)}
      </span>
    );
  };
  return (
    <Tooltip label={words.stageHint}>
      <span tabIndex={0} className="mapping-stages">
        {shownStage(row.stage)} → {shownStage(row.stage_after)}
      </span>
    </Tooltip>
  );
}
