/** Pfade: the most frequent courses as roads or as a tree, with the rest as the last honest row. */
import { Alert, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { type Params, question, stageModels } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import type { Way } from "../../components/Figure";
import { Page, Section } from "../../components/Page";
import { sequenceOf } from "../../components/SequenceChoices";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { one, scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { Choices, USUAL_STEPS, USUAL_TOP } from "./Choices";
import { PathList } from "./PathList";
import { PathTree } from "./PathTree";
import { texts } from "./text";
import type { Path, Paths as Answer } from "./words";
import "./paths.css";

export default function Paths() {
  const { text, language } = useLanguage();
  const { search } = useAddress();
  const { name } = useReady();
  const params = {
    ...scopeOf(search),
    ...sequenceOf(search, "per"),
    after: one(search, "after"),
    before: one(search, "before"),
    steps: one(search, "steps") ?? USUAL_STEPS,
    top: one(search, "top") ?? USUAL_TOP,
  };
  const paths = useQuery(question(name, "paths", params));
  return (
    <Page title={text.pages.paths} sentence={paths.data?.sentences[language]} busy={paths.isFetching}>
      <Choices />
      <Asked query={paths}>
        {(answer) =>
          answer.basis.touches === 0 ? <EmptyPeriod /> : <Shown answer={answer} params={params} />
        }
      </Asked>
    </Page>
  );
}

function Shown({ answer, params }: { answer: Answer; params: Params }) {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const { search } = useAddress();
  const { name, shop } = useReady();
  const models = useQuery(stageModels(name)).data;
  const chosen = one(search, "stages") ?? shop.model;
  const stages = models?.find((model) => model.key === chosen)?.stages.map((stage) => stage.key) ?? [];
  const tree = one(search, "view") === "tree";
  // What leads to a goal is read from the goal; else from the beginning.
  const backwards = one(search, "before") !== undefined && one(search, "after") === undefined;
  const wayOf = (path: Path): Way => ({
    definition: fill(words.define, { unit: text.units[answer.unit] }),
    analysis: "paths",
    params,
    basis: answer.basis,
    people: { part: "path", path: path.path },
  });
  const title = tree ? (backwards ? words.endings : words.beginnings) : words.courses;
  return (
    <>
      <Section title={title} actions={<Export table={{ analysis: "paths", params }} file="paths" />}>
        <Base answer={answer} />
        {answer.paths.length === 0 ? (
          <Alert variant="light">{words.none}</Alert>
        ) : tree ? (
          <PathTree {...{ answer, stages, wayOf, backwards }} />
        ) : (
          <PathList {...{ answer, stages, wayOf }} />
        )}
      </Section>
      <BasisLine basis={answer.basis} />
    </>
  );
}

function Base({ answer }: { answer: Answer }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const unit = text.units[answer.unit];
  const told = [fill(words.all, { units: number(answer.units, language), unit })];
  if (answer.without > 0)
    told.push(fill(words.without, { without: number(answer.without, language), unit }));
  return (
    <Text size="sm" c="var(--quiet)" data-units={answer.units} data-without={answer.without}>
      {told.join(" ")}
    </Text>
  );
}
