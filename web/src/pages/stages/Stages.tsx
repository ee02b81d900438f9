/** Phasen: the band with people, losses and time, the moves between stages, and where journeys end. */
import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";

import type { Schemas } from "../../api/client";
import { type Params, question } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import { useWayIn, type Way } from "../../components/Figure";
import { Page, Section } from "../../components/Page";
import { StageBand } from "../../components/StageBand";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { Totals } from "../maps/Totals";
import { MovesDrawing } from "./MovesDrawing";
import { StagesTable } from "./StagesTable";
import { Stops } from "./Stops";
import { texts } from "./text";

type Answer = Schemas["Stages"];
type StagePart = "stage" | "now" | "stopped";

export default function Stages() {
  const { text, language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const params = scopeOf(search);
  const stages = useQuery(question(name, "stages", params));
  return (
    <Page title={text.pages.stages} sentence={stages.data?.sentences[language]} busy={stages.isFetching}>
      <Asked query={stages}>
        {(answer) =>
          answer.basis.touches === 0 ? <EmptyPeriod /> : <Shown answer={answer} params={params} />
        }
      </Asked>
    </Page>
  );
}

function Shown({ answer, params }: { answer: Answer; params: Params }) {
  const words = useTexts(texts);
  const box = useRef<HTMLDivElement>(null);
  const { open, drawer } = useWayIn();
  const behind = { analysis: "stages", params, basis: answer.basis };
  const definitions: Record<StagePart, string> = {
    stage: words.definePersons,
    now: words.defineNow,
    stopped: words.defineStops,
  };
  const wayOf = (part: StagePart, name: string): Way => ({
    ...behind,
    definition: definitions[part],
    people: { part, name },
  });
  const table = { analysis: "stages", params };
  return (
    <>
      <StageBand stages={answer.stages} wayOf={(stage) => wayOf("stage", stage.name)} now />
      <Outside answer={answer} />
      <Section title={words.moves} actions={<Export drawing={box} file="stage-moves" />}>
        <Text size="sm" c="var(--quiet)">
          {words.movesHint}
        </Text>
        <MovesDrawing
          answer={answer}
          box={box}
          open={open}
          wayOfStage={(name) => wayOf("stage", name)}
          wayOfMove={(move) => ({
            ...behind,
            definition: words.defineMove,
            people: { part: "move", name: move.from, to: move.to },
          })}
        />
      </Section>
      <Section title={words.stops}>
        <Stops answer={answer} wayOf={(name) => wayOf("stopped", name)} />
      </Section>
      <Section title={words.table} actions={<Export table={table} file="stages" />}>
        <StagesTable answer={answer} wayOf={wayOf} />
      </Section>
      <Section title={words.same}>
        <Totals answer={answer} params={params} />
      </Section>
      <BasisLine basis={answer.basis} />
      {drawer}
    </>
  );
}

/** What the model does not hold is said, whatever it is. */
function Outside({ answer }: { answer: Answer }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { touches, persons, journeys, journeys_only } = answer.outside;
  return (
    <Text size="sm" data-outside={touches}>
      {touches === 0
        ? words.outsideNone
        : fill(words.outside, {
            touches: number(touches, language),
            persons: number(persons, language),
            journeys: number(journeys, language),
            only: number(journeys_only, language),
          })}
    </Text>
  );
}
