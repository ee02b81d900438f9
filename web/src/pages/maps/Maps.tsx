/** Ist-Map: the stage band and the live as-is map; model, period and shape to choose. */
import { SegmentedControl, useComputedColorScheme } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { question, stageModels } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Page } from "../../components/Page";
import { StageBand } from "../../components/StageBand";
import { Asked, EmptyPeriod } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { one, scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { MapSheet } from "./MapSheet";
import { texts } from "./text";
import { Totals } from "./Totals";

export default function Maps() {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { search } = useAddress();
  const { name, shop } = useReady();
  const theme = useComputedColorScheme("light");
  const params = scopeOf(search);
  const stages = useQuery(question(name, "stages", params));
  return (
    <Page
      title={`${shop.title} · ${words.asIs}`}
      sentence={stages.data?.sentences[language]}
      actions={<Shape />}
      busy={stages.isFetching}
    >
      <Asked query={stages}>
        {(answer) =>
          answer.basis.touches === 0 ? (
            <EmptyPeriod />
          ) : (
            <>
              <Totals answer={answer} params={params} />
              <StageBand
                stages={answer.stages}
                wayOf={(stage) => ({
                  definition: words.stage,
                  analysis: "stages",
                  params,
                  basis: answer.basis,
                  people: { part: "stage", name: stage.name },
                  page: { path: "/stages" },
                })}
              />
              <MapSheet name={name} search={search} theme={theme} />
              <BasisLine basis={answer.basis} />
            </>
          )
        }
      </Asked>
    </Page>
  );
}

function Shape() {
  const words = useTexts(texts);
  const { search, put } = useAddress();
  const { name, shop } = useReady();
  const models = useQuery(stageModels(name)).data ?? [];
  const chosen = one(search, "stages") ?? shop.model;
  const usual = models.find((model) => model.key === chosen)?.loop ?? false;
  const given = one(search, "loop");
  const loop = given === undefined ? usual : given === "true";
  return (
    <SegmentedControl
      aria-label={words.shape}
      value={loop ? "loop" : "line"}
      onChange={(shape) => put({ loop: String(shape === "loop") })}
      data={[
        { value: "line", label: words.line },
        { value: "loop", label: words.loop },
      ]}
    />
  );
}
