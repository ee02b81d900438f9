/** The funnel drawn: one road for each group, as high as the people on it, narrowing from step to step. */
import { type Way, opening, useWayIn } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number, percent } from "../../i18n/numbers";
import type { Params } from "../../api/queries";
import type { Answer, Group, Unit } from "./asked";
import { texts } from "./text";

const WIDTH = 1000;
/** Room for the names of groups. */
const NAMES = 130;
const TOP = 46;

type Props = { answer: Answer; params: Params; nameOf: (value: string) => string };

/** Without groups one large road; with groups a smaller one each, all to the same scale of shares. */
export function Drawing({ answer, params, nameOf }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { open, drawer } = useWayIn();
  const palette = usePalette();
  const rows: Group[] =
    answer.groups.length > 0
      ? answer.groups.filter((group) => group.steps[0]?.persons)
      : [{ value: "", persons: answer.persons, steps: answer.steps } as Group];
  const height = answer.groups.length > 0 ? 74 : 170;
  const gap = 40;
  const left = answer.groups.length > 0 ? NAMES : 0;
  const step = (WIDTH - left) / answer.steps.length;
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${TOP + rows.length * (height + gap)}`}
        role="group"
        aria-label={t.drawing}
      >
        {answer.steps.map((one, place) => (
          <text key={one.name} x={left + place * step} y={20} fontWeight={600} fontSize={14}>
            {short(labelOf(one.label, language, one.name), step)}
          </text>
        ))}
        {rows.map((group, row) => (
          <g key={group.value} transform={`translate(0 ${TOP + row * (height + gap)})`}>
            <Road
              group={group}
              label={group.value === "" ? "" : nameOf(group.value)}
              height={height}
              left={left}
              step={step}
              colour={palette[row % palette.length] ?? "var(--quiet)"}
              unit={answer.per as Unit}
              choose={(title, way) => open(title, { ...way, basis: answer.basis, params, analysis: "funnel" })}
            />
          </g>
        ))}
      </svg>
      {drawer}
    </>
  );
}

type RoadProps = {
  group: Group;
  label: string;
  height: number;
  left: number;
  step: number;
  colour: string;
  unit: Unit;
  choose: (title: string, way: Pick<Way, "definition" | "people"> & Partial<Way>) => void;
};

function Road({ group, label, height, left, step, colour, unit, choose }: RoadProps) {
  const t = useTexts(texts);
  const { text, language } = useLanguage();
  const first = group.steps[0]?.persons || 1;
  const size = (persons: number) => Math.max(1.5, height * (persons / first));
  const value = group.value === "" ? {} : { value: group.value };
  return (
    <>
      <text x={0} y={height / 2 - 4} fontSize={15} fontWeight={600}>
        {label}
      </text>
      {left > 0 && (
        <text x={0} y={height / 2 + 16} fontSize={12} className="quiet">
          {number(first, language)} {text.units[unit]}
        </text>
      )}
      {group.steps.map((one, place) => {
        const name = labelOf(one.label, language, one.name);
        const before = group.steps[place - 1];
        const x = left + place * step;
        const mine = size(one.persons);
        const next = size(group.steps[place + 1]?.persons ?? one.persons);
        const road = (step - 8) * 0.62;
        return (
          <g key={one.name}>
            <g
              {...opening(
                `${label} ${name}: ${fill(t.reachedOf, {
                  count: number(one.persons, language),
                  units: text.units[unit],
                  share: percent(one.share_of_first ?? 0, language),
                })}`,
                () =>
                  choose(fill(t.reachedTitle, { step: name }), {
                    definition: fill(t.reached, { step: name }),
                    people: { part: "reached", step: place + 1, ...value },
                  }),
              )}
            >
              <path
                d={`M${x} ${(height - mine) / 2} h${road} L${x + step - 8} ${(height - next) / 2} v${next} L${x + road} ${(height + mine) / 2} h${-road} Z`}
                fill={colour}
                opacity={0.92}
              />
            </g>
            <text x={x} y={height + 18} fontSize={14}>
              <tspan fontWeight={600}>{number(one.persons, language)}</tspan>
              <tspan dx={6} className="quiet">
                {place > 0 && percent(one.share_of_first ?? 0, language)}
              </tspan>
            </text>
            {before && (
              <g
                {...opening(
                  fill(t.lost, { count: number(before.persons - one.persons, language) }),
                  () =>
                    choose(fill(t.stoppedTitle, { step: name }), {
                      definition: fill(t.stopped, {
                        before: labelOf(before.label, language, before.name),
                        step: name,
                      }),
                      people: { part: "lost", step: place + 1, ...value },
                    }),
                )}
              >
                <text x={x - 12} y={height + 18} fontSize={12} textAnchor="end" className="quiet dotted">
                  −{number(before.persons - one.persons, language)}
                </text>
              </g>
            )}
          </g>
        );
      })}
    </>
  );
}

/** A label that fits its column; the whole one is in the table. */
function short(label: string, room: number): string {
  const most = Math.floor(room / 8.2);
  return label.length <= most ? label : `${label.slice(0, most - 1)}…`;
}
