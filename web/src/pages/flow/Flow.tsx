/** Fluss: what follows what, drawn as a road map, with nothing lost. */
import { Group, NativeSelect, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";

import { question, stageModels } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import { useWayIn, type Way } from "../../components/Figure";
import { Page, Section } from "../../components/Page";
import { CollapseChoice, LevelChoice, sequenceOf, UnitChoice } from "../../components/SequenceChoices";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { number, percent } from "../../i18n/numbers";
import { one, scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { EdgesTable } from "./EdgesTable";
import { FlowDrawing, type StageName } from "./FlowDrawing";
import { FlowList } from "./FlowList";
import { texts } from "./text";
import { allSteps, type Flow as Answer, type FlowEdge, isEnds, sumOf } from "./words";

const AMOUNTS = ["15", "30", "45", "70"];
const USUAL_AMOUNT = "30";
const STAGED = ["event", "touchpoint", "stage"];

export default function Flow() {
  const { text, language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const params = { ...scopeOf(search), ...sequenceOf(search, "within") };
  const flow = useQuery(question(name, "flow", params));
  return (
    <Page title={text.pages.flow} sentence={flow.data?.sentences[language]} busy={flow.isFetching}>
      <Choices />
      <Asked query={flow}>
        {(answer) =>
          answer.units === 0 ? <EmptyPeriod /> : <Shown answer={answer} params={params} />
        }
      </Asked>
    </Page>
  );
}

function Choices() {
  const words = useTexts(texts);
  const { search, put } = useAddress();
  return (
    <Group gap="md" align="flex-end">
      <LevelChoice />
      <UnitChoice name="within" />
      <NativeSelect
        label={words.amount}
        value={one(search, "show") ?? USUAL_AMOUNT}
        onChange={(event) => put({ show: event.currentTarget.value })}
        data={AMOUNTS.map((count) => ({ value: count, label: fill(words.strongest, { count }) }))}
      />
      <CollapseChoice />
    </Group>
  );
}

function Shown({ answer, params }: { answer: Answer; params: Record<string, string | undefined> }) {
  const words = useTexts(texts);
  const { search } = useAddress();
  const box = useRef<HTMLDivElement>(null);
  const { open, drawer } = useWayIn();
  const phone = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const amount = Number(one(search, "show") ?? USUAL_AMOUNT);
  const shown = useMemo(() => answer.edges.slice(0, amount), [answer, amount]);
  const stages = useStages(answer.level);
  const behind = { analysis: "flow", params, basis: answer.basis };
  const wayOfNode = (node: string): Way => ({
    ...behind,
    definition: isEnds(node) ? words.defineEnds : words.defineNode,
    people: { part: "node", name: node },
  });
  const wayOfEdge = (from: string, to: string): Way => ({
    ...behind,
    definition: words.defineEdge,
    people: { part: "edge", name: from, to },
  });
  const Picture = phone ? FlowList : FlowDrawing;
  return (
    <>
      <Section
        title={phone ? words.list : words.drawing}
        actions={<Export table={{ analysis: "flow", params }} {...(phone ? {} : { drawing: box })} file="flow" />}
      >
        <Picture {...{ answer, shown, stages, box, open, wayOfNode, wayOfEdge }} />
        <Share answer={answer} shown={shown} drawn={!phone} />
      </Section>
      <Section title={words.table}>
        <EdgesTable answer={answer} wayOfEdge={wayOfEdge} />
      </Section>
      <BasisLine basis={answer.basis} />
      {drawer}
    </>
  );
}

/** The stages of the chosen model, at levels that belong to stages. */
function useStages(level: string): StageName[] | null {
  const { language } = useLanguage();
  const { search } = useAddress();
  const { name, shop } = useReady();
  const models = useQuery(stageModels(name)).data;
  const chosen = one(search, "stages") ?? shop.model;
  return useMemo(() => {
    if (!STAGED.includes(level)) return null;
    const model = models?.find((model) => model.key === chosen);
    const stages = model?.stages ?? [];
    return stages.map((stage) => ({ key: stage.key, label: labelOf(stage.name, language, stage.key) }));
  }, [models, chosen, level, language]);
}

function Share(props: { answer: Answer; shown: FlowEdge[]; drawn: boolean }) {
  const { answer, shown, drawn } = props;
  const { language } = useLanguage();
  const words = useTexts(texts);
  const [count, all] = [sumOf(shown), allSteps(answer)];
  const told = fill(words.shown, {
    share: percent(count / Math.max(1, all), language),
    count: number(count, language),
    all: number(all, language),
  });
  return (
    <Text size="sm" c="var(--quiet)" data-shown={count} data-all={all}>
      {[told, count < all ? drawn && words.rest : words.restAll, drawn && words.back]
        .filter(Boolean)
        .join(" ")}
    </Text>
  );
}
