/** Übersicht: the stage band, what stands out, four figures, a small map; below, the most frequent courses. */
import "./overview.css";

import { Button, Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { question } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Page } from "../../components/Page";
import { StageBand } from "../../components/StageBand";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { useTour } from "../../state/tour";
import { Courses } from "./Courses";
import { Figures } from "./Figures";
import { Findings } from "./Findings";
import { SmallMap } from "./SmallMap";
import { texts } from "./text";

export default function Overview() {
  const { text } = useLanguage();
  const t = useTexts(texts);
  const { search } = useAddress();
  const { name, shop } = useReady();
  const params = scopeOf(search);
  const stages = useQuery(question(name, "stages", params));
  return (
    <Page
      title={`${shop.title} · ${text.pages.overview}`}
      busy={stages.isFetching}
      actions={shop.demo && <TourEntry />}
    >
      <Asked query={stages}>
        {(answer) =>
          answer.basis.touches === 0 ? (
            <EmptyPeriod />
          ) : (
            <>
              <StageBand
                stages={answer.stages}
                wayOf={(stage) => ({
                  definition: t.stage,
                  analysis: "stages",
                  params,
                  basis: answer.basis,
                  people: { part: "stage", name: stage.name },
                  page: { path: "/stages" },
                })}
              />
              <div className="overview-middle">
                <Findings params={params} />
                <div className="overview-side">
                  <Figures params={params} />
                  <SmallMap />
                </div>
              </div>
              <Courses params={params} stages={answer.stages.map((stage) => stage.name)} />
              <BasisLine basis={answer.basis} />
            </>
          )
        }
      </Asked>
    </Page>
  );
}

function TourEntry() {
  const t = useTexts(texts);
  const tour = useTour();
  if (tour.stops.length === 0 || tour.at !== undefined) return null;
  const left = tour.left ?? 0;
  return (
    <Group gap="xs">
      {left > 0 && (
        <Button variant="default" onClick={() => tour.visit(left)}>
          {fill(t.resume, { at: left + 1, of: tour.stops.length })}
        </Button>
      )}
      <Button onClick={() => tour.visit(0)} data-tour-start>
        {t.startTour}
      </Button>
    </Group>
  );
}
