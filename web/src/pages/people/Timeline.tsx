/** The course of a person: visits with their touches, contacts beside them, each order as one block. */
import { Text } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { money, span } from "../../i18n/numbers";
import type { Entry, PersonPage } from "./ask";
import { OrderBlock } from "./OrderBlock";
import { texts } from "./text";
import { useClock } from "./when";

type Touch = Schemas["EventItem"];

export function Timeline({ page }: { page: PersonPage }) {
  return (
    <ol className="course">
      {page.timeline.map((entry) => (
        <li key={`${entry.kind}${entry.at}${entry.visit ?? entry.touches[0]?.event_id ?? ""}`} className={`course-${entry.kind}`}>
          {entry.order ? <OrderBlock order={entry.order} /> : <Contact entry={entry} />}
        </li>
      ))}
    </ol>
  );
}

function Contact({ entry }: { entry: Entry }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { full } = useClock();
  const visit = entry.kind === "visit";
  const facts = [
    entry.channel ? labelOf(entry.channel_label ?? {}, language, entry.channel) : "",
    entry.campaign ?? "",
    entry.device ? (t.device[entry.device] ?? entry.device) : "",
    visit && entry.seconds ? fill(t.duration, { span: span(entry.seconds, language) }) : "",
  ].filter(Boolean);
  return (
    <>
      <Text component="h3" size="md" fw={600} m={0}>
        {full(entry.at)} · {visit ? t.visit : t.contact}
      </Text>
      <Text size="sm" c="var(--quiet)">
        {facts.join(" · ")}
      </Text>
      <ol className="touches">
        {entry.touches.map((touch) => (
          <TouchLine key={touch.event_id} touch={touch} />
        ))}
      </ol>
    </>
  );
}

const SAID = ["query", "suggestion", "payment_method", "rating", "text", "subject", "reason"];

function TouchLine({ touch }: { touch: Touch }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { time } = useClock();
  const said = SAID.map((name) => touch.properties[name]).filter((value) => typeof value === "string" || typeof value === "number");
  const value = touch.value === null ? "" : money(Number(touch.value), touch.currency ?? "EUR", language, 2);
  const details = [touch.title ?? touch.page ?? "", ...said.map((word) => `„${word}“`), value].filter(Boolean);
  return (
    <li className={touch.conversion ? "touch touch-conversion" : "touch"} data-touch={touch.name}>
      <span className="touch-time">{time(touch.occurred_at)}</span>
      <span>
        {labelOf(touch.label, language, touch.name)}
        {details.length > 0 && <span className="touch-details"> {details.join(" · ")}</span>}
        {touch.set_aside && <em className="touch-details"> {t.setAside[touch.set_aside] ?? touch.set_aside}</em>}
      </span>
    </li>
  );
}
