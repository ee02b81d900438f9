/** The course of a funnel: of those at the first step, the share that gets to the last, week by week. */
import { opening } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { fill, labelOf, type Language, useLanguage, useTexts } from "../../i18n/language";
import { percent, shortDay } from "../../i18n/numbers";
import type { Answer } from "./asked";
import { texts } from "./text";

const WIDTH = 1000;
const HEIGHT = 260;
const FRAME = { left: 44, right: 130, top: 16, bottom: 34 };
/** Parts with fewer at the first step scatter too much to be read as a point. */
const FEW = 10;

/** Lines of labels that end near each other keep this distance. */
const LINE = 17;
/** The scale reaches to the first of these above every point. */
const TOPS = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1];

type Part = Answer["course"][number];
type Point = { x: number; place: number; part: Part; first: number; last: number; share: number };
type Props = {
  answer: Answer;
  nameOf: (value: string) => string;
  chosen: { from: string | undefined; to: string | undefined };
  choose: (from: string, to: string) => void;
};

export function Course({ answer, nameOf, chosen, choose }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const palette = usePalette();
  const { course, steps } = answer;
  const groups = answer.groups.filter((group) => group.value !== "(other)").map((group) => group.value);
  const lines = (groups.length > 0 ? groups : [""]).map((value) => ({
    value,
    points: pointsOf(course, value),
  }));
  const top = topOf(lines.flatMap((line) => line.points.map((point) => point.share)));
  const ends = apart(lines.map(({ points }) => y(points.at(-1)?.share ?? 0, top)));
  const names = [steps[0], steps.at(-1)].map((one) => one && labelOf(one.label, language, one.name));
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="group" aria-label={fill(t.courseHint, { first: names[0] ?? "", last: names[1] ?? "" })}>
      <Ground course={course} chosen={chosen} language={language} top={top} />
      {lines.map(({ value, points }, place) => (
        <Line
          key={value}
          label={value === "" ? t.all : nameOf(value)}
          points={points}
          top={top}
          end={ends[place] ?? 0}
          colour={palette[place % palette.length] ?? "currentColor"}
          choose={choose}
        />
      ))}
    </svg>
  );
}

function x(place: number, count: number): number {
  return FRAME.left + ((WIDTH - FRAME.left - FRAME.right) * (place + 0.5)) / Math.max(1, count);
}

function y(share: number, top: number): number {
  return FRAME.top + (HEIGHT - FRAME.top - FRAME.bottom) * (1 - share / top);
}

function topOf(shares: number[]): number {
  const most = Math.max(0, ...shares);
  return TOPS.find((top) => top >= most) ?? 1;
}

/** Heights moved just so far that no two are nearer than a line of text. */
function apart(heights: number[]): number[] {
  const order = heights.map((height, place) => ({ height, place })).sort((a, b) => a.height - b.height);
  let last = Number.NEGATIVE_INFINITY;
  const moved = [...heights];
  for (const { height, place } of order) {
    last = Math.max(height, last + LINE);
    moved[place] = last;
  }
  return moved;
}

function pointsOf(course: readonly Part[], value: string): Point[] {
  return course.flatMap((part, place) => {
    const group = value === "" ? part : part.groups.find((one) => one.value === value);
    const [first, last] = [group?.steps[0] ?? 0, group?.steps.at(-1) ?? 0];
    if (!group || group.share_of_first === null || first < FEW) return [];
    return [{ x: x(place, course.length), place, part, first, last, share: group.share_of_first }];
  });
}

function Ground(props: { course: readonly Part[]; chosen: Props["chosen"]; language: Language; top: number }) {
  const { course, chosen, language, top } = props;
  const t = useTexts(texts);
  const every = Math.max(1, Math.ceil(course.length / 12));
  const inside = course
    .map((part, place) => ({ part, place }))
    .filter(({ part }) => (!chosen.from || part.to >= chosen.from) && (!chosen.to || part.from <= chosen.to));
  const [start, end] = [inside[0]?.place, inside.at(-1)?.place];
  const half = (WIDTH - FRAME.left - FRAME.right) / Math.max(1, course.length) / 2;
  return (
    <>
      {(chosen.from || chosen.to) && start !== undefined && end !== undefined && (
        <rect
          x={x(start, course.length) - half}
          y={FRAME.top}
          width={x(end, course.length) - x(start, course.length) + 2 * half}
          height={HEIGHT - FRAME.top - FRAME.bottom}
          className="chosen-time"
        >
          <title>{t.chosen}</title>
        </rect>
      )}
      {[0, 0.25, 0.5, 0.75, 1].map((part) => part * top).map((share) => (
        <g key={share}>
          <line x1={FRAME.left} x2={WIDTH - FRAME.right} y1={y(share, top)} y2={y(share, top)} className="grid" />
          <text x={FRAME.left - 8} y={y(share, top) + 4} textAnchor="end" fontSize={12} className="quiet">
            {percent(share, language).replace(/[,.]0/, "")}
          </text>
        </g>
      ))}
      {course.map((part, place) =>
        place % every === 0 ? (
          <text key={part.from} x={x(place, course.length)} y={HEIGHT - 10} textAnchor="middle" fontSize={12} className="quiet">
            {shortDay(part.from, language)}
          </text>
        ) : null,
      )}
    </>
  );
}

type LineProps = {
  label: string;
  points: Point[];
  top: number;
  /** Where the label stands. */
  end: number;
  colour: string;
  choose: Props["choose"];
};

function Line({ label, points, top, end, colour, choose }: LineProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const whole = points.filter((point) => point.part.whole);
  return (
    <g>
      <path
        d={whole.map((point, at) => `${joined(whole[at - 1], point)}${point.x.toFixed(1)} ${y(point.share, top).toFixed(1)}`).join("")}
        fill="none"
        stroke={colour}
        strokeWidth={2.5}
        strokeLinejoin="round"
      />
      {points.map((point) => {
        const said = fill(t.courseOf, {
          group: label,
          from: shortDay(point.part.from, language),
          to: shortDay(point.part.to, language),
          share: percent(point.share, language),
          last: point.last,
          first: point.first,
        });
        return (
          <g key={point.part.from} data-part={point.part.from} {...opening(said, () => choose(point.part.from, point.part.to))}>
            <circle cx={point.x} cy={y(point.share, top)} r={9} fill="transparent" />
            <circle cx={point.x} cy={y(point.share, top)} r={3.6} fill={point.part.whole ? colour : "var(--card)"} stroke={colour} />
            <title>{point.part.whole ? said : `${said} – ${t.partial}`}</title>
          </g>
        );
      })}
      {points.length > 0 && (
        <text x={WIDTH - FRAME.right + 10} y={end + 5} fontSize={14} fontWeight={600} style={{ fill: colour }}>
          {label}
        </text>
      )}
    </g>
  );
}

/** A week without enough people leaves a gap: the line says nothing that is not known. */
function joined(before: Point | undefined, point: Point): "L" | "M" {
  return before !== undefined && before.place === point.place - 1 ? "L" : "M";
}
