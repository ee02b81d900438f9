/** A person at a glance: figures, stage, devices and channels, keys, traits, segments. */
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import { Fact } from "../../components/Fact";
import { Section } from "../../components/Page";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment, money, NONE, number } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import type { PersonPage } from "./ask";
import { texts } from "./text";

export function Head({ page }: { page: PersonPage }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { shop } = useReady();
  const { search } = useAddress();
  const seen = (value: string | null) => (value ? moment(value, language, shop.zone) : NONE);
  const cash = (value: unknown) => money(Number(value), page.currency, language, 2);
  const stage = labelOf(page.stage_label ?? {}, language, page.stage ?? NONE);
  const channel = (key: string) =>
    labelOf(page.timeline.find((entry) => entry.channel === key)?.channel_label ?? {}, language, key);
  const belongs = (account: PersonPage["accounts"][number]) =>
    [
      ...account.belongs_by.map((by) => fill(t.belongsBy[by] ?? by, { domain: account.domain ?? "" })),
      ...(account.former ? [t.former] : []),
    ].join(", ");
  return (
    <Section title={t.head}>
      <div className="figures">
        <Fact label={t.orders} value={number(page.orders, language)} name="orders" />
        <Fact label={t.value} value={page.orders ? cash(page.value) : NONE} name="value" />
        <Fact label={t.net} value={page.orders ? cash(page.net) : NONE} name="net" />
        <Fact label={t.visits} value={number(page.visits, language)} name="visits" />
        <Fact label={`${t.stageNow} · ${page.running ? t.running : t.over}`} value={stage} name="stage" />
      </div>
      <dl className="facts">
        <Line label={t.firstSeen}>{seen(page.first_seen)}</Line>
        <Line label={t.lastSeen}>{seen(page.last_seen)}</Line>
        <Line label={t.devices}>
          {page.devices.map((one) => `${t.device[one.name] ?? one.name} (${number(one.visits, language)})`).join(", ") || NONE}
        </Line>
        <Line label={t.channels}>
          {page.channels.map((one) => `${channel(one.name)} (${number(one.visits, language)})`).join(", ") || NONE}
        </Line>
        {page.accounts.length > 0 && (
          <Line label={t.accounts}>
            {page.accounts.map((account, place) => (
              <span key={account.account}>
                {place > 0 && ", "}
                <Anchor
                  component={Link}
                  to={`/accounts/${encodeURIComponent(account.account)}`}
                  search={shared(search) as never}
                >
                  {account.name ?? account.account}
                </Anchor>{" "}
                ({belongs(account)})
              </span>
            ))}
          </Line>
        )}
        <Line label={t.keys}>
          {page.keys
            .map((key) => (key.shown === null ? t.knownBy[key.kind] : `${t.knownBy[key.kind]} ${key.shown}`))
            .join(" · ")}
        </Line>
        {page.segments.length > 0 && (
          <Line label={t.segments}>{page.segments.map((one) => one.name).join(", ")}</Line>
        )}
      </dl>
      <details className="traits">
        <summary>{t.traits}</summary>
        {page.traits.length === 0 ? (
          <p className="hint">{t.noTraits}</p>
        ) : (
          <dl className="facts">
            {page.traits.map((trait) => (
              <Line key={trait.name} label={trait.name}>
                {trait.value}
              </Line>
            ))}
          </dl>
        )}
      </details>
    </Section>
  );
}

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
