/** Four figures with their comparison: orders, revenue, the shop's main rate, orders with a seen journey. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import type { Schemas } from "../../api/client";
import { kpisCompared, type Params } from "../../api/queries";
import { Figure } from "../../components/Figure";
import { Gauge } from "../../components/Gauge";
import { Reasons } from "../../components/Reasons";
import { Asked } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import { changesOf, GROUPS, written } from "../kpis/figures";
import { type FigureName, texts as kpiTexts } from "../kpis/text";
import { texts } from "./text";

const RATES = {
  visit: "conversion_rate",
  journey: "conversion_rate_journeys",
  person: "conversion_rate_persons",
} as const;
const SPECS = Object.assign({}, ...Object.values(GROUPS)) as (typeof GROUPS)["money"];

const COVERAGE = { analysis: "coverage", people: { part: "unseen" }, page: { path: "/coverage" } };

/** The gauge of the coverage, and why the rest was not seen. */
function seen(basis: Schemas["Basis"]): { drawing?: ReactNode; more?: ReactNode } {
  if (basis.coverage === null) return {};
  return {
    drawing: <Gauge share={basis.coverage} size={60} />,
    more: <Reasons reasons={basis.coverage_reasons.slice(0, 2)} />,
  };
}

export function Figures({ params }: { params: Params }) {
  const { language } = useLanguage();
  const t = useTexts(texts);
  const words = useTexts(kpiTexts);
  const { name, shop } = useReady();
  const asked = useQuery(kpisCompared(name, params));
  const shown: FigureName[] = ["orders", "value", RATES[shop.main_rate], "coverage"];
  return (
    <Asked query={asked}>
      {(compared) => (
        <section className="overview-figures" aria-label={t.figures} aria-busy={asked.isFetching}>
          {shown.map((figure) => {
            const { kind, people } = SPECS[figure] ?? { kind: "count" as const };
            const value = written(compared.current, figure, kind, language);
            return (
              <Figure
                key={figure}
                name={figure}
                label={words.figures[figure]}
                value={value ?? words.none}
                none={value === undefined}
                changes={changesOf(compared, figure, kind)}
                way={{
                  definition: compared.current.definitions[figure]?.[language] ?? "",
                  analysis: "kpis",
                  params,
                  basis: compared.current.basis,
                  page: { path: "/kpis" },
                  ...(people ? { people } : {}),
                  ...(figure === "coverage" ? COVERAGE : {}),
                }}
                {...(figure === "coverage" ? seen(compared.current.basis) : {})}
              />
            );
          })}
        </section>
      )}
    </Asked>
  );
}
