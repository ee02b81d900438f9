/** The counts over time: one row a reason, one bar a day, each on the scale of its own most. */
import { Text } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number, shortDay } from "../../i18n/numbers";
import { texts } from "./text";

type Reason = Schemas["RejectedReason"];

const WIDTH = 720;
const HEIGHT = 40;

/** What somebody has to mend at the sender; the others are as they should be. */
const NEEDS_A_HAND: readonly string[] = ["invalid", "unknown_type", "too_old", "too_large", "too_many", "unsigned"];

export function Course({ reasons }: { reasons: readonly Reason[] }) {
  return (
    <ul className="rejected-course">
      {reasons.map((reason) => (
        <Row key={reason.reason} reason={reason} />
      ))}
    </ul>
  );
}

function Row({ reason }: { reason: Reason }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const label = labelOf(reason.label, language, reason.reason);
  const hand = NEEDS_A_HAND.includes(reason.reason);
  const most = Math.max(1, ...reason.days.map((day) => day.events));
  const wide = WIDTH / Math.max(1, reason.days.length);
  const first = reason.days[0]?.day;
  const last = reason.days.at(-1)?.day;
  return (
    <li data-reason={reason.reason} data-hand={hand}>
      <div className="rejected-said">
        <Text fw={600}>{label}</Text>
        <Text size="sm" c="var(--quiet)">
          {number(reason.events, language)} · {hand ? t.needsHand : t.needsNone}
        </Text>
      </div>
      <div>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT + 1}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${label}: ${number(reason.events, language)}`}
        >
          <rect y={HEIGHT} width={WIDTH} height={1} className="rejected-ground" />
          {reason.days.map((day, place) => {
            const tall = day.events === 0 ? 0 : Math.max(3, (HEIGHT * day.events) / most);
            return (
              <rect
                key={day.day}
                x={place * wide}
                width={Math.max(1, wide - Math.min(3, wide / 4))}
                y={HEIGHT - tall}
                height={tall}
                className="rejected-bar"
              >
                <title>
                  {fill(t.dayOf, { day: shortDay(day.day, language), count: number(day.events, language) })}
                </title>
              </rect>
            );
          })}
        </svg>
        <div className="rejected-ends" aria-hidden="true">
          <span>{first && shortDay(first, language)}</span>
          <span>{last && shortDay(last, language)}</span>
        </div>
      </div>
    </li>
  );
}
