/** Kennzahlen: orders, rates with their bases, customers, advertising, each beside the period before; and the sources. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { Schemas } from "../../api/client";
import { kpisCompared, type Params } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import { Figure } from "../../components/Figure";
import { Page, Section } from "../../components/Page";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { money, number } from "../../i18n/numbers";
import { scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { changesOf, GROUPS, type Kpis as Answer, written } from "./figures";
import { Sources } from "./Sources";
import { type FigureName, texts } from "./text";

export default function Kpis() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const params = scopeOf(search);
  const compared = useQuery(kpisCompared(name, params));
  return (
    <Page
      title={t.title}
      sentence={compared.data?.current.sentences[language]}
      busy={compared.isFetching}
      actions={<Export table={{ analysis: "kpis", params }} file="kpis" />}
    >
      <Asked query={compared}>
        {(answer) =>
          answer.current.basis.touches === 0 ? (
            <EmptyPeriod />
          ) : (
            <>
              {Object.keys(GROUPS).map((group) => (
                <GroupOf key={group} group={group as keyof typeof GROUPS} compared={answer} params={params} />
              ))}
              <Section title={t.sources}>
                <Sources kpis={answer.current} params={params} />
              </Section>
              <Beside kpis={answer.current} />
              <BasisLine basis={answer.current.basis} />
            </>
          )
        }
      </Asked>
    </Page>
  );
}

type GroupProps = {
  group: keyof typeof GROUPS;
  compared: Schemas["KpisCompared"];
  params: Params;
};

/** A group of which the data know nothing (no advertising was imported) is not shown. */
function GroupOf({ group, compared, params }: GroupProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { current } = compared;
  const figures = Object.entries(GROUPS[group]).map(([key, { kind, people }]) => {
    const name = key as FigureName;
    return { name, kind, people, value: written(current, name, kind, language) };
  });
  if (figures.every((figure) => figure.value === undefined)) return null;
  return (
    <Section title={t.groups[group]}>
      <div className="figures">
        {figures.map(({ name, kind, people, value }) => (
          <Figure
            key={name}
            name={name}
            label={t.figures[name]}
            value={value ?? t.none}
            none={value === undefined}
            changes={changesOf(compared, name, kind)}
            way={{
              definition: current.definitions[name]?.[language] ?? "",
              analysis: "kpis",
              params,
              basis: current.basis,
              ...(people ? { people } : {}),
            }}
          />
        ))}
      </div>
    </Section>
  );
}

/** What stands beside the figures, so that nothing is lost: other ways to order, staff, money without a rate. */
function Beside({ kpis }: { kpis: Answer }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const cash = (value: unknown) => money(Number(value ?? 0), kpis.currency, language);
  const foreign = Object.entries(kpis.without_rate).map(([currency, count]) =>
    fill(t.ordersIn, { count: number(count, language), currency }),
  );
  const lines = [
    kpis.conversions_without_visit > 0 &&
      fill(t.withoutVisit, {
        count: number(kpis.conversions_without_visit, language),
        value: cash(kpis.value_without_visit),
      }),
    kpis.staff_orders !== null &&
      kpis.staff_orders > 0 &&
      fill(t.staff, { count: number(kpis.staff_orders, language), value: cash(kpis.staff_value) }),
    foreign.length > 0 && fill(t.noRate, { what: foreign.join(", ") }),
    kpis.advertising_note?.[language],
  ];
  return lines.map((line) => line && <Text key={line}>{line}</Text>);
}
