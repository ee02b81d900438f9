/** What each consent allows, and the events of this shop that rest on it. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";

import { labelOf, fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import type { PrivacyState } from "./ask";
import { texts } from "./text";

/** So many events of a purpose are named at first. */
const FEW = 6;

type Purpose = PrivacyState["purposes"][number];

export function Purposes({ state }: { state: PrivacyState }) {
  const t = useTexts(texts);
  return (
    <ul className="privacy-purposes" aria-label={t.purposesOf}>
      {state.purposes.map((row) => (
        <One key={row.purpose} row={row} />
      ))}
    </ul>
  );
}

function One({ row }: { row: Purpose }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  const shown = all ? row.events : row.events.slice(0, FEW);
  return (
    <li data-purpose={row.purpose}>
      <div>
        <Text fw={600}>{row.label[language]}</Text>
        <Text size="sm" c="var(--quiet)">
          {row.meaning[language]}
        </Text>
      </div>
      <ul className="privacy-events" aria-label={fill(t.eventsOf, { purpose: row.label[language] ?? "" })}>
        {shown.map((event) => (
          <li key={event.name} title={fill(t.touchesOf, { count: number(event.touches, language) })}>
            {labelOf(event.label, language, event.name)}
          </li>
        ))}
        {row.events.length > FEW && (
          <li className="privacy-more">
            <Button variant="subtle" size="compact-sm" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? t.fewer : fill(t.moreEvents, { count: number(row.events.length - FEW, language) })}
            </Button>
          </li>
        )}
      </ul>
    </li>
  );
}
