/** Deciding about keys: the people whom a wish concerns, before and after. */
import { useQuery } from "@tanstack/react-query";

import { BeforeAfter, DecisionDialog, DecisionForm } from "../../components/Deciding";
import { fill, type Language, useLanguage, useTexts } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";
import { useReady } from "../../state/shop";
import { decided, type Effect, tried, type Wish } from "./ask";
import { texts } from "./text";

type Props = {
  /** What is asked for; nothing while nobody asks. */
  wish: Wish | undefined;
  /** What the button does, in words. */
  title: string;
  close: () => void;
  done: (person: number, effect: Effect) => void;
};

export function Deciding({ wish, title, close, done }: Props) {
  return (
    <DecisionDialog title={title} close={close}>
      {wish && <Form wish={wish} title={title} close={close} done={done} />}
    </DecisionDialog>
  );
}

function Form({ wish, title, close, done }: Props & { wish: Wish }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { name } = useReady();
  const effect = useQuery({ ...tried(name, wish), staleTime: 0 });
  return (
    <DecisionForm
      title={title}
      close={close}
      effect={effect}
      show={(found) => (
        <BeforeAfter
          sentences={found.sentences}
          before={found.before.map((one) => said(one, found.currency, language, t))}
          after={found.after.map((one) => said(one, found.currency, language, t))}
        />
      )}
      decide={(why) => decided(name, wish, why)}
      done={(answer) => done(answer.person, answer.effect)}
    />
  );
}

type Texts = (typeof texts)["de"];

function said(one: Effect["before"][number], currency: string, language: Language, t: Texts): string {
  const counted = (count: number, single: string, many: string) =>
    count === 1 ? single : fill(many, { count: number(count, language) });
  return fill(t.onePerson, {
    person: one.known ?? t.kinds[one.known_by] ?? "",
    keys: fill(t.keysCount, { count: number(one.keys, language) }),
    visits: counted(one.visits, t.visit, t.visits),
    journeys: counted(one.journeys, t.journey, t.journeysCount),
    orders: counted(one.orders, t.order, t.orders),
    value: money(Number(one.value), currency, language, 2),
  });
}
