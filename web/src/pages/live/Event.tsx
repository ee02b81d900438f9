/** One event of the live list: when, what, the marks of its steps, whose it is; opened: each step in words, its fields. */
import { ActionIcon, Anchor, Group, Text } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useId, useState } from "react";

import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { shared, useAddress } from "../../state/address";
import { texts as sourceTexts } from "../sources/text";
import { Details } from "./Details";
import type { LiveEvent } from "./live";
import { texts } from "./text";

export function Event({ event, zone }: { event: LiveEvent; zone: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const names = useTexts(sourceTexts).names;
  const [opened, setOpened] = useState(false);
  const details = useId();
  const called = event.name === "" ? t.unnamed : labelOf(event.label, language, event.name);
  const page = `${event.fields["host"] ?? ""}${event.fields["path"] ?? ""}`;
  return (
    <li className="live-event" data-event={event.name} data-dropped={event.dropped}>
      <div className="live-row">
        <ActionIcon
          variant="subtle"
          size="md"
          aria-expanded={opened}
          aria-controls={details}
          aria-label={`${opened ? t.close : t.open}: ${called}`}
          onClick={() => setOpened(!opened)}
        >
          {opened ? <IconChevronDown size={18} /> : <IconChevronRight size={18} />}
        </ActionIcon>
        <time dateTime={event.received_at}>{clock(event.received_at, zone)}</time>
        <span className="live-name">
          <strong>{called}</strong>
          {event.name !== "" && called !== event.name && <code>{event.name}</code>}
        </span>
        <span className="live-from">
          {names[event.source] ?? event.source}
          {page !== "" && <span className="live-page">{page}</span>}
        </span>
        <Marks steps={event.steps} />
        <span className="live-whose">
          <Whose event={event} />
        </span>
      </div>
      {opened && (
        <div id={details} className="live-details">
          <Details event={event} zone={zone} />
        </div>
      )}
    </li>
  );
}

/** Which person it went to; or why it was not kept. */
function Whose({ event }: { event: LiveEvent }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  if (event.dropped !== "")
    return (
      <Text span size="sm" className="live-reason">
        {labelOf(event.reason, language, event.dropped)}
        {event.field !== "" && `: ${event.field}`}
      </Text>
    );
  if (event.person === null)
    return (
      <Text span size="sm" c="var(--quiet)">
        {t.noPerson}
      </Text>
    );
  return (
    <Anchor
      component={Link}
      to={`/people/${event.person}`}
      search={shared(search) as never}
      size="sm"
      data-person={event.person}
    >
      {fill(t.person, { number: event.person })}
    </Anchor>
  );
}

/** A mark a step: ring unchanged, dot completed, cross not kept, dash not reached. */
function Marks({ steps }: { steps: LiveEvent["steps"] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const said = steps
    .filter((step) => step.outcome === "changed" || step.outcome === "dropped")
    .map((step) => `${labelOf(step.label, language, step.name)} ${t.outcomes[step.outcome]}`);
  return (
    <Group gap={3} wrap="nowrap" role="img" aria-label={`${t.steps}: ${said.join(", ")}`} className="live-marks">
      {steps.map((step) => (
        <svg key={step.name} viewBox="0 0 12 12" width="12" height="12" data-outcome={step.outcome}>
          <title>{`${labelOf(step.label, language, step.name)}: ${t.outcomes[step.outcome]}`}</title>
          <Shape outcome={step.outcome} />
        </svg>
      ))}
    </Group>
  );
}

export function Shape({ outcome }: { outcome: string }) {
  if (outcome === "dropped") return <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" className="mark-cross" />;
  if (outcome === "not_reached") return <path d="M3.5 6h5" className="mark-dash" />;
  return <circle cx="6" cy="6" r="3.8" className={outcome === "changed" ? "mark-dot" : "mark-ring"} />;
}

function clock(at: string, zone: string): string {
  return new Intl.DateTimeFormat("de-DE", { timeStyle: "medium", timeZone: zone }).format(new Date(at));
}
