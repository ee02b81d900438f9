/** Deciding which ids are one company: the companies concerned, before and after. */
import { useQuery } from "@tanstack/react-query";

import { BeforeAfter, DecisionDialog, DecisionForm } from "../../components/Deciding";
import { fill, type Language, useLanguage, useTexts } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";
import { useReady } from "../../state/shop";
import { type Asking, decided, type Effect, tried } from "./askCompany";
import { texts } from "./companyTexts";

type Props = {
  asking: Asking | undefined;
  close: () => void;
  done: (account: string, effect: Effect) => void;
};

export function Deciding({ asking, close, done }: Props) {
  return (
    <DecisionDialog title={asking?.title ?? ""} close={close}>
      {asking && <Form asking={asking} close={close} done={done} />}
    </DecisionDialog>
  );
}

function Form({ asking, close, done }: Props & { asking: Asking }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { name } = useReady();
  const effect = useQuery({ ...tried(name, asking.wish), staleTime: 0 });
  return (
    <DecisionForm
      title={asking.title}
      close={close}
      effect={effect}
      show={(found) => (
        <BeforeAfter
          sentences={found.sentences}
          before={found.before.map((one) => said(one, found.currency, language, t))}
          after={found.after.map((one) => said(one, found.currency, language, t))}
        />
      )}
      decide={(why) => decided(name, asking.wish, why)}
      done={(answer) => done(answer.account, answer.effect)}
    />
  );
}

function said(one: Effect["before"][number], currency: string, language: Language, t: (typeof texts)["de"]): string {
  const counted = (count: number, single: string, many: string) =>
    count === 1 ? single : fill(many, { count: number(count, language) });
  const called = one.name ? `${one.name} (${one.ids.join(" = ")})` : one.ids.join(" = ");
  return fill(t.one, {
    account: called,
    people: counted(one.people, t.person, t.people),
    visits: counted(one.visits, t.visit, t.visits),
    journeys: counted(one.journeys, t.journey, t.journeys),
    orders: counted(one.orders, t.order, t.orders),
    value: money(Number(one.value), currency, language, 2),
  });
}
