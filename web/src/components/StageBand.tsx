/** The stage band: the stages of the model as one road, height by people, one colour per stage. */
import { Group, Text, Tooltip } from "@mantine/core";
import type { CSSProperties } from "react";

import type { Schemas } from "../api/client";
import { number, percent, span } from "../i18n/numbers";
import { useLanguage } from "../i18n/language";

type Stage = Schemas["StageFigures"];

const TALLEST = 84;
const LOWEST = 18;

export function StageBand({ stages, palette }: { stages: Stage[]; palette: string[] }) {
  const { text } = useLanguage();
  const most = Math.max(1, ...stages.map((stage) => stage.persons));
  return (
    <ol className="band" aria-label={text.band}>
      {stages.map((stage, place) => (
        <BandStage
          key={stage.name}
          stage={stage}
          height={LOWEST + (TALLEST - LOWEST) * (stage.persons / most)}
          colour={palette[place % palette.length] ?? "var(--line)"}
        />
      ))}
    </ol>
  );
}

function BandStage({ stage, height, colour }: { stage: Stage; height: number; colour: string }) {
  const { text, language } = useLanguage();
  return (
    <li style={{ "--height": `${height}px`, "--stage": colour } as CSSProperties}>
      <div className="band-sky" aria-hidden="true">
        <div className={stage.touches > 0 ? "band-road" : "band-road band-white"} />
      </div>
      <Text fw={600} mt={6} lineClamp={2} title={stage.label[language] ?? stage.name}>
        {stage.label[language] ?? stage.name}
      </Text>
      {stage.touches > 0 ? (
        <Known stage={stage} />
      ) : (
        <Text size="sm" fs="italic" c="var(--quiet)">
          {text.whiteSpot}
        </Text>
      )}
    </li>
  );
}

function Known({ stage }: { stage: Stage }) {
  const { text, language } = useLanguage();
  return (
    <>
      <Text size="sm">
        <strong>{number(stage.persons, language)}</strong> {text.people}
      </Text>
      <Group gap={10} c="var(--quiet)">
        <Tooltip label={text.medianHint}>
          <Text size="sm" component="span" tabIndex={0}>
            {text.typicalTime} {span(stage.median_seconds, language)}
          </Text>
        </Tooltip>
        {stage.stop_share !== null && (
          <Tooltip label={text.stopsHint}>
            <Text size="sm" component="span" tabIndex={0}>
              {percent(stage.stop_share, language)} {text.stopsHere}
            </Text>
          </Tooltip>
        )}
      </Group>
    </>
  );
}
