/** What staff did in the company's name, session by session: a protocol beside the figures, never in them. */
import { Text } from "@mantine/core";

import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { useClock } from "../people/when";
import type { AccountPage, Session } from "./ask";
import { texts } from "./courseTexts";

export function Staff({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  return (
    <>
      <p className="hint">{t.staffHint}</p>
      <ol className="sessions">
        {page.staff_sessions.map((session) => (
          <li key={`${session.staff}${session.started_at}`} data-session>
            <OneSession session={session} />
          </li>
        ))}
      </ol>
    </>
  );
}

function OneSession({ session }: { session: Session }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { full, time } = useClock();
  const facts = [
    fill(t.touchesCount, { count: number(session.touches.length, language) }),
    session.orders > 0 ? t.entered : "",
  ].filter(Boolean);
  return (
    <>
      <Text component="h3" size="md" fw={600} m={0}>
        {fill(t.session, { staff: session.staff, day: full(session.started_at) })}
      </Text>
      <Text size="sm" c="var(--quiet)">
        {facts.join(" · ")}
      </Text>
      {session.hurdles.length === 0 ? (
        <p className="hint">{t.noHurdles}</p>
      ) : (
        <ul className="hurdles" aria-label={t.hurdles}>
          {session.hurdles.map((hurdle) => (
            <li key={hurdle.at} data-hurdle>
              <span className="touch-time">{time(hurdle.at)}</span> {hurdle.text}
              {hurdle.where && <span className="touch-details"> {hurdle.where}</span>}
            </li>
          ))}
        </ul>
      )}
      <details>
        <summary>{t.steps}</summary>
        <ol className="touches">
          {session.touches.map((touch) => (
            <li key={`${touch.at}${touch.name}`} className="touch">
              <span className="touch-time">{time(touch.at)}</span>
              <span>{labelOf(touch.label, language, touch.name)}</span>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
