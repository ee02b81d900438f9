/** Trichter: who takes the steps in order, where they stop, how that went over time and against another period. */
import { useQuery } from "@tanstack/react-query";
import { Group, NativeSelect } from "@mantine/core";
import { type RefObject, useRef } from "react";

import { eventWords, question } from "../../api/queries";
import { BasisLine } from "../../components/Evidence";
import { Export } from "../../components/Export";
import { Page, Section } from "../../components/Page";
import { Asked, EmptyPeriod } from "../../components/States";
import { fill, labelOf, type Language, useLanguage, useTexts } from "../../i18n/language";
import { one, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { type Answer, paramsOf, stepsOf } from "./asked";
import { Changes } from "./Changes";
import { Choices, options } from "./Choices";
import { Course } from "./Course";
import { Drawing } from "./Drawing";
import { Steps } from "./Steps";
import { StepsTable } from "./StepsTable";
import { texts } from "./text";

export default function Funnel() {
  const { name, shop } = useReady();
  const { search } = useAddress();
  const words = useQuery(eventWords(name));
  return (
    <Asked query={words}>
      {(known) => (
        <Asking steps={stepsOf(search, known, one(search, "conversion") ?? shop.conversion)} words={known} />
      )}
    </Asked>
  );
}

type AskingProps = { steps: string[]; words: Parameters<typeof Steps>[0]["words"] };

function Asking({ steps, words }: AskingProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search, put } = useAddress();
  const { name } = useReady();
  const params = paramsOf(search, steps);
  const answer = useQuery({ ...question(name, "funnel", params), enabled: steps.length > 0 });
  const drawing = useRef<HTMLDivElement>(null);
  return (
    <Page
      title={t.title}
      sentence={answer.data?.sentences[language]}
      busy={answer.isFetching}
      actions={<Export table={{ analysis: "funnel", params }} drawing={drawing} file="funnel" />}
    >
      <Steps steps={steps} words={words} choose={(next) => put({ steps: next })} />
      <Choices />
      {steps.length === 0 ? (
        t.tooFew
      ) : (
        <Asked query={answer}>
          {(given) =>
            given.persons === 0 ? <EmptyPeriod /> : <Answered answer={given} params={params} drawing={drawing} />
          }
        </Asked>
      )}
    </Page>
  );
}

/** What the values of the split are called on screen. */
function namesOf(answer: Answer, language: Language): (value: string) => string {
  const labels = new Map(answer.groups.map((group) => [group.value, labelOf(group.label, language, group.value)]));
  return (value) => labels.get(value) ?? value;
}

type AnsweredProps = {
  answer: Answer;
  params: ReturnType<typeof paramsOf>;
  drawing: RefObject<HTMLDivElement | null>;
};

function Answered({ answer, params, drawing }: AnsweredProps) {
  const { language } = useLanguage();
  const nameOf = namesOf(answer, language);
  return (
    <>
      <div className="chart chart-padded" ref={drawing}>
        <Drawing answer={answer} params={params} nameOf={nameOf} />
      </div>
      <Changes answer={answer} nameOf={nameOf} />
      <OverTime params={params} />
      <StepsTable answer={answer} nameOf={nameOf} />
      <BasisLine basis={answer.basis} />
    </>
  );
}

/** The course covers all data, whatever the period: so one sees where the period lies, and can move it. */
function OverTime({ params }: Pick<AnsweredProps, "params">) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search, put } = useAddress();
  const { name } = useReady();
  const every = one(search, "every") ?? "week";
  const { from, to, compare, ...rest } = params;
  const course = useQuery(question(name, "funnel", { ...rest, every }));
  const drawing = useRef<HTMLDivElement>(null);
  const steps = course.data?.steps ?? [];
  const [first, last] = [steps[0], steps.at(-1)].map((step) => labelOf(step?.label, language, step?.name ?? ""));
  return (
    <Section
      title={t.course}
      actions={
        <Group gap="xs">
          <NativeSelect
            aria-label={t.every}
            value={every}
            onChange={(event) => put({ every: event.currentTarget.value })}
            data={options(t.everys)}
          />
          <Export table={{ analysis: "funnel", params: { ...rest, every } }} drawing={drawing} file="funnel-course" />
        </Group>
      }
    >
      <p className="hint">{fill(t.courseHint, { first: first ?? "", last: last ?? "" })}</p>
      <Asked query={course}>
        {(answer) => (
          <div className="chart" ref={drawing} aria-busy={course.isFetching}>
            <Course
              answer={answer}
              nameOf={namesOf(answer, language)}
              chosen={{ from: from as string | undefined, to: to as string | undefined }}
              choose={(start, end) => put({ from: start, to: end })}
            />
          </div>
        )}
      </Asked>
    </Section>
  );
}
