/** The visits by consent, as one bar with its parts named beside it. */
import { Text } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number, shares } from "../../i18n/numbers";
import { texts } from "./text";

const KINDS = ["agreed", "cookieless", "refused", "unknown"] as const;

export function ConsentBar({ share }: { share: Schemas["ConsentShare"] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  if (share.visits === 0) return <Text c="var(--quiet)">{t.noVisits}</Text>;
  const told = shares(KINDS.map((kind) => share[kind]), language);
  return (
    <figure className="privacy-consent">
      <div className="privacy-bar" aria-hidden="true">
        {KINDS.filter((kind) => share[kind] > 0).map((kind) => (
          <span key={kind} data-kind={kind} style={{ flexGrow: share[kind] }} />
        ))}
      </div>
      <figcaption>
        <Text size="sm" c="var(--quiet)">
          {fill(t.ofVisits, { count: number(share.visits, language) })}
        </Text>
        <ul className="privacy-legend">
          {KINDS.map((kind, place) => (
            <li key={kind}>
              <span className="privacy-mark" data-kind={kind} aria-hidden="true" />
              {t.consentKinds[kind]}: <b>{told[place]}</b>{" "}
              <span className="privacy-count">{number(share[kind], language)}</span>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}
