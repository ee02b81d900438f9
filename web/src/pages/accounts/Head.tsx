/** A company at a glance: the figures that customers made, and where its latest journey stands. */
import { Fact } from "../../components/Fact";
import { Section } from "../../components/Page";
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment, money, NONE, number } from "../../i18n/numbers";
import { useReady } from "../../state/shop";
import type { AccountPage } from "./ask";
import { texts } from "./text";

export function Head({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { shop } = useReady();
  const seen = (value: string | null) => (value ? moment(value, language, shop.zone) : NONE);
  const cash = (value: unknown) => (page.orders ? money(Number(value), page.currency, language, 2) : NONE);
  const people = page.members.filter((member) => !member.former).length;
  const stage = labelOf(page.stage_label ?? {}, language, page.stage ?? NONE);
  return (
    <Section title={t.head}>
      <div className="figures">
        <Fact label={t.members} value={number(people, language)} name="members" />
        <Fact label={t.orders} value={number(page.orders, language)} name="orders" />
        <Fact label={t.value} value={cash(page.value)} name="value" />
        <Fact label={t.net} value={cash(page.net)} name="net" />
        <Fact label={t.visits} value={number(page.visits, language)} name="visits" />
        <Fact label={`${t.stageNow} · ${page.running ? t.running : t.over}`} value={stage} name="stage" />
      </div>
      <p className="hint">
        {t.firstSeen}: {seen(page.first_seen)} · {t.lastSeen}: {seen(page.last_seen)}
      </p>
    </Section>
  );
}
