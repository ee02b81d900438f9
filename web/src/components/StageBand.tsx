/** The stage band: the stages of the model as one road, height by people, one colour per stage. */
import { Group, Text, Tooltip } from "@mantine/core";
import { type CSSProperties, Fragment, type ReactNode } from "react";

import type { Schemas } from "../api/client";
import { labelOf, useLanguage } from "../i18n/language";
import { number, percent, span } from "../i18n/numbers";
import { type Way, Opens } from "./Figure";
import { usePalette } from "./palette";

export type Stage = Schemas["StageFigures"];

const TALLEST = 84;
const LOWEST = 18;

type Props = {
  stages: Stage[];
  /** What opens when a stage is chosen; without it the band only shows. */
  wayOf?: (stage: Stage, place: number) => Way;
  /** Without figures: for small bands in lists. */
  small?: boolean;
  /** Says for each stage how many are in it now. */
  now?: boolean;
};

export function StageBand({ stages, wayOf, small = false, now = false }: Props) {
  const { text } = useLanguage();
  const palette = usePalette();
  const most = Math.max(1, ...stages.map((stage) => stage.persons));
  const scale = small ? 0.4 : 1;
  return (
    <ol className={small ? "band band-small" : "band"} aria-label={text.band}>
      {stages.map((stage, place) => (
        <BandStage
          key={stage.name}
          stage={stage}
          height={scale * (LOWEST + (TALLEST - LOWEST) * (stage.persons / most))}
          colour={palette[place % palette.length] ?? "var(--line)"}
          way={wayOf?.(stage, place)}
          small={small}
          now={now}
        />
      ))}
    </ol>
  );
}

type StageProps = {
  stage: Stage;
  height: number;
  colour: string;
  way: Way | undefined;
  small: boolean;
  now: boolean;
};

function BandStage({ stage, height, colour, way, small, now }: StageProps) {
  const { text, language } = useLanguage();
  const label = labelOf(stage.label, language, stage.name);
  const body = (
    <>
      <span className="band-sky" aria-hidden="true">
        <span className={stage.touches > 0 ? "band-road" : "band-road band-white"} />
      </span>
      <Text component="span" fw={600} className="band-name" lineClamp={2} title={label}>
        {label}
      </Text>
    </>
  );
  return (
    <li style={{ "--height": `${height}px`, "--stage": colour } as CSSProperties} data-stage={stage.name}>
      <Opened way={way} title={label}>
        {body}
      </Opened>
      {!small && stage.touches > 0 && <Known stage={stage} now={now} />}
      {!small && stage.touches === 0 && (
        <Text size="sm" fs="italic" c="var(--quiet)">
          {text.whiteSpot}
        </Text>
      )}
    </li>
  );
}

function Opened({ way, title, children }: { way: Way | undefined; title: string; children: ReactNode }) {
  if (way === undefined) return <Fragment>{children}</Fragment>;
  return (
    <Opens title={title} way={way} className="band-opens">
      {children}
    </Opens>
  );
}

function Known({ stage, now }: { stage: Stage; now: boolean }) {
  const { text, language } = useLanguage();
  return (
    <>
      <Text size="sm">
        <strong>{number(stage.persons, language)}</strong> {text.people}
      </Text>
      {now && (
        <Text size="sm" data-now={stage.now}>
          {number(stage.now, language)} {text.nowHere}
        </Text>
      )}
      <Group gap={10} c="var(--quiet)">
        <Tooltip label={text.medianHint}>
          <Text size="sm" component="span" tabIndex={0}>
            {text.typical} {span(stage.median_seconds, language)}
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
