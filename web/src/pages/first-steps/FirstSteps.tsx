/** Erste Schritte: the overview of an empty shop; four steps whose state is read from the truth. */
import { Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import "@mantine/core/styles/Progress.css";
import { IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Page } from "../../components/Page";
import { Failed, Loading, NoPermission } from "../../components/States";
import { fill, useTexts } from "../../i18n/language";
import { one, useAddress } from "../../state/address";
import { useMay, useShopName } from "../../state/shop";
import { DataStep } from "./DataStep";
import "./first-steps.css";
import { MapStep } from "./MapStep";
import { SettingsStep } from "./SettingsStep";
import { Sketch } from "./Sketch";
import { firstSteps, type StepName, STEPS, type Steps } from "./steps";
import { texts } from "./text";
import { WordsStep } from "./WordsStep";

const NOTHING: Steps = {
  settings: false,
  data: false,
  words: false,
  map: false,
  step: "settings",
  events: 0,
  names: 0,
  guesses: 0,
};

export default function FirstSteps() {
  const words = useTexts(texts);
  const shop = useShopName();
  const may = useMay("editor");
  const query = useQuery({ ...firstSteps(shop ?? ""), enabled: shop !== undefined });
  if (shop !== undefined && query.data === undefined)
    return query.isError ? (
      <Failed error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading />
    );
  const steps = query.data ?? NOTHING;
  const done = STEPS.filter((step) => steps[step]).length;
  const progress = fill(words.progress, { done });
  return (
    <Page title={words.title}>
      <Group align="center" justify="space-between" gap="xl">
        <Stack gap="sm" className="first-lead">
          <Text size="lg">{done === STEPS.length ? words.allDone : words.lead}</Text>
          <Progress value={(100 * done) / STEPS.length} aria-label={progress} />
          <Text c="var(--quiet)">{progress}</Text>
        </Stack>
        <div className="first-sketch">
          <Sketch />
        </div>
      </Group>
      {!may && (
        <>
          <NoPermission />
          <Text>{words.viewer}</Text>
        </>
      )}
      <List shop={shop} steps={steps} may={may} />
    </Page>
  );
}

function List({ shop, steps, may }: { shop: string | undefined; steps: Steps; may: boolean }) {
  const { search, put } = useAddress();
  // While a file is in hand its step stays open, also to tell what came of it.
  const asked = one(search, "step") ?? (one(search, "upload") === undefined ? undefined : "data");
  const opened = STEPS.find((step) => step === asked) ?? (steps.step as StepName | "");
  const onDone = () => put({ step: undefined, upload: undefined });
  const forms: Record<StepName, ReactNode> = {
    settings: <SettingsStep shop={shop} onDone={onDone} />,
    data: <DataStep shop={shop} events={steps.events} />,
    words: <WordsStep shop={shop} steps={steps} onDone={onDone} />,
    map: <MapStep shop={shop} steps={steps} />,
  };
  return (
    <ol className="first-list">
      {STEPS.map((step) => (
        <Step
          key={step}
          step={step}
          done={steps[step]}
          opened={may && step === opened}
          {...(may ? { open: () => put({ step }) } : {})}
        >
          {forms[step]}
        </Step>
      ))}
    </ol>
  );
}

type StepProps = {
  step: StepName;
  done: boolean;
  opened: boolean;
  open?: () => void;
  children: ReactNode;
};

function Step({ step, done, opened, open, children }: StepProps) {
  const words = useTexts(texts);
  const state = done ? words.done : words.open;
  const act = done ? words.change : words.openStep;
  return (
    <li className="card" data-step={step} data-done={done} aria-current={opened ? "step" : undefined}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          {done ? (
            <IconCircleCheckFilled className="first-done" aria-hidden="true" />
          ) : (
            <IconCircle aria-hidden="true" />
          )}
          <div>
            <Title order={2} size="h4">
              {words.steps[step]}
            </Title>
            <Text c="var(--quiet)">
              {words.hints[step]} · {state}
            </Text>
          </div>
        </Group>
        {!opened && open && (
          <Button
            variant="default"
            size="compact-md"
            onClick={open}
            aria-label={`${act}: ${words.steps[step]}`}
          >
            {act}
          </Button>
        )}
      </Group>
      {opened && <div className="first-form">{children}</div>}
    </li>
  );
}
