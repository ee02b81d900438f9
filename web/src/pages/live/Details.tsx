/** An opened event of the live list: every step in words, what became of it, what it carried. */
import { Anchor, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { Shape } from "./Event";
import type { LiveEvent } from "./live";
import { texts } from "./text";

export function Details({ event, zone }: { event: LiveEvent; zone: string }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const said = labelOf(event.message, language, "");
  const bare = Object.keys(event.fields).length === 0;
  return (
    <>
      {said !== "" && (
        <Text>
          {event.field === "" ? t.toldPlain : fill(t.told, { field: event.field })} <q>{said}</q>
        </Text>
      )}
      {event.dropped !== "" && (
        <Anchor
          component={Link}
          to="/rejected"
          search={{ ...shared(search), reason: event.dropped } as never}
          size="sm"
        >
          {t.toRejected}
        </Anchor>
      )}
      {event.steps.length > 0 && <Steps steps={event.steps} />}
      {bare ? event.dropped !== "" && said === "" && <Text size="sm">{t.hidden}</Text> : <Fields event={event} />}
      {event.occurred_at !== null && (
        <Text size="sm" c="var(--quiet)">
          {fill(t.occurred, { moment: moment(event.occurred_at, language, zone) })}
          {" · "}
          {t.keyKinds[event.key_kind] ?? event.key_kind}
          {event.key !== "" && ` (${event.key})`}
        </Text>
      )}
    </>
  );
}

function Steps({ steps }: { steps: LiveEvent["steps"] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <ol className="live-steps" aria-label={t.steps}>
      {steps.map((step) => (
        <li key={step.name} data-step={step.name} data-outcome={step.outcome}>
          <svg viewBox="0 0 12 12" width="14" height="14" data-outcome={step.outcome} aria-hidden="true">
            <Shape outcome={step.outcome} />
          </svg>
          <span>
            <strong>{labelOf(step.label, language, step.name)}</strong> {t.outcomes[step.outcome]}
            {step.columns.length > 0 && <span className="live-note">{step.columns.join(", ")}</span>}
            {step.notes.map((note) => (
              <span key={`${note.key} ${note.text["de"]}`} className="live-note">
                {labelOf(note.text, language, note.key)}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Fields({ event }: { event: LiveEvent }) {
  const t = useTexts(texts);
  const carried = Object.keys(event.properties).length > 0;
  return (
    <div className="live-fields">
      <div>
        <Text fw={600}>{t.fields}</Text>
        <dl>
          {Object.entries(event.fields).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <Text size="sm" c="var(--quiet)">
          {t.masked}
        </Text>
      </div>
      {carried && (
        <div>
          <Text fw={600}>{t.properties}</Text>
          <pre tabIndex={0} aria-label={t.properties}>
            {JSON.stringify(event.properties, null, 2)}
          </pre>
        </div>
      )}
    </div>
  );
}
