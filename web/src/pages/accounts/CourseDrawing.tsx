/** The drawing of a company's journey: the stage band above, a line for each person below, days along the bottom. */
import type { Schemas } from "../../api/client";
import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { useClock } from "../people/when";
import type { Journey } from "./ask";
import { texts } from "./courseTexts";

export type Line = Schemas["AccountLine"] & { role: string; name: string };
type Stage = { key: string };

const WIDTH = 960;
const LEFT = 190;
const RIGHT = 24;
const BAND = 34;
const TOP = 58;
const ROW = 54;
const BOTTOM = 34;

export function CourseDrawing({ journey, lines, stages }: { journey: Journey; lines: Line[]; stages: Stage[] }) {
  const t = useTexts(texts);
  const { day } = useClock();
  const colour = useColour(stages);
  const start = Date.parse(journey.started_at);
  const length = Math.max(Date.parse(journey.ended_at) - start, 1);
  const x = (at: string) => LEFT + ((WIDTH - LEFT - RIGHT) * (Date.parse(at) - start)) / length;
  const height = TOP + lines.length * ROW + BOTTOM;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-label={fill(t.chartLabel, { from: day(journey.started_at), to: day(journey.ended_at) })}
      className="account-drawing"
      fontFamily="inherit"
    >
      <Band journey={journey} x={x} colour={colour} />
      <Days journey={journey} x={x} height={height} />
      {journey.converted_at && (
        <line
          x1={x(journey.converted_at)}
          x2={x(journey.converted_at)}
          y1={TOP - 8}
          y2={height - BOTTOM}
          stroke="var(--quiet)"
          strokeDasharray="2 4"
        />
      )}
      {lines.map((line, place) => (
        <PersonLine key={line.person} line={line} y={TOP + place * ROW + ROW / 2} x={x} colour={colour} />
      ))}
    </svg>
  );
}

function useColour(stages: Stage[]): (stage: string | null) => string {
  const palette = usePalette();
  return (stage) => {
    const place = stages.findIndex((one) => one.key === stage);
    return place < 0 ? "var(--line)" : (palette[place % palette.length] ?? "var(--line)");
  };
}

type Scale = { x: (at: string) => number; colour: (stage: string | null) => string };

/** The stages the company went through, one after another. */
function Band({ journey, x, colour }: Scale & { journey: Journey }) {
  const { language } = useLanguage();
  return (
    <g>
      {journey.stays.map((stay, place) => {
        const next = journey.stays[place + 1];
        const from = x(stay.started_at);
        const wide = Math.max(x(next?.started_at ?? stay.ended_at) - from, 3);
        const label = labelOf(stay.label, language, stay.stage);
        return (
          <g key={`${stay.stage}${stay.started_at}`}>
            <title>{label}</title>
            <rect x={from} y={20} width={wide - 1} height={14} rx={3} fill={colour(stay.stage)} />
            {wide > 8 * label.length && (
              <text x={from} y={14} fontSize={13} fill="var(--ink)">
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Some days along the bottom, from the first to the last. */
function Days({ journey, x, height }: { journey: Journey; x: (at: string) => number; height: number }) {
  const { language } = useLanguage();
  const start = Date.parse(journey.started_at);
  const length = Date.parse(journey.ended_at) - start;
  const format = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { day: "numeric", month: "short" });
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => new Date(start + share * length).toISOString());
  return (
    <g>
      {ticks.map((at, place) => (
        <g key={at}>
          <line x1={x(at)} x2={x(at)} y1={BAND + 4} y2={height - BOTTOM} stroke="var(--line)" />
          <text
            x={x(at)}
            y={height - 12}
            fontSize={13}
            fill="var(--quiet)"
            textAnchor={place === 0 ? "start" : place === ticks.length - 1 ? "end" : "middle"}
          >
            {format.format(new Date(at))}
          </text>
        </g>
      ))}
    </g>
  );
}

function PersonLine({ line, y, x, colour }: Scale & { line: Line; y: number }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { full } = useClock();
  const own = line.touches.filter((touch) => !touch.by_shop);
  const first = own[0] ?? line.touches[0];
  const last = own.at(-1) ?? line.touches.at(-1);
  if (!first || !last) return null;
  return (
    <g data-person={line.person}>
      <text x={0} y={y - 3} fontSize={14} fontWeight={600} fill="var(--ink)">
        {short(line.role, 26)}
      </text>
      <text x={0} y={y + 14} fontSize={12} fill="var(--quiet)">
        {short(line.name, 30)}
      </text>
      <line x1={x(first.at)} x2={x(last.at)} y1={y} y2={y} stroke="var(--quiet)" strokeWidth={2} />
      {line.touches.map((touch) => (
        <g key={`${touch.at}${touch.touchpoint}`} data-conversion={touch.conversion || undefined}>
          <title>
            {`${full(touch.at)}: ${labelOf(touch.label, language, touch.touchpoint)}${touch.by_shop ? ` (${t.byShop})` : ""}`}
          </title>
          {touch.conversion ? (
            <path
              d={`M ${x(touch.at)} ${y - 11} l 11 11 l -11 11 l -11 -11 z`}
              fill={colour(touch.stage)}
              stroke="var(--ink)"
              strokeWidth={2}
            />
          ) : (
            <circle
              cx={x(touch.at)}
              cy={y}
              r={touch.by_shop ? 4 : 6}
              fill={touch.by_shop ? "var(--paper)" : colour(touch.stage)}
              stroke={touch.by_shop ? "var(--quiet)" : "var(--paper)"}
              strokeWidth={1.5}
            />
          )}
        </g>
      ))}
    </g>
  );
}

function short(word: string, most: number): string {
  return word.length > most ? `${word.slice(0, most - 1)}…` : word;
}
