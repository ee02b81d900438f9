/** Phasenmodelle: the shipped and own models as bands; one opened with its texts; own ones made and changed. */
import { Alert, Badge, Button, Card, Group, NativeSelect, SimpleGrid, Text, Title } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { question, stageModels } from "../../api/queries";
import type { StageModel } from "../../api/words";
import { ChangedBar, History, type Saving, useSaving } from "../../components/Changes";
import { Page } from "../../components/Page";
import { type Stage, StageBand } from "../../components/StageBand";
import { Asked } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { one, scopeOf, useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { draftOf, newDraft } from "./draft";
import { ModelEditor } from "./ModelEditor";
import { OneModel } from "./OneModel";
import { texts } from "./text";

import "@mantine/core/styles/Badge.css";
import "@mantine/core/styles/Card.css";
import "@mantine/core/styles/SimpleGrid.css";
import "./stage-models.css";

export default function StageModels() {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const editor = useMay("editor");
  const saving = useSaving();
  const [history, setHistory] = useState(false);
  const query = useQuery(stageModels(name));
  return (
    <Page
      title={words.title}
      actions={
        <Button variant="default" onClick={() => setHistory(true)}>
          {text.history}
        </Button>
      }
    >
      <ChangedBar saving={saving} />
      {!editor && <Alert variant="light">{text.mayNotChange}</Alert>}
      <Asked query={query}>{(models) => <Shown models={models} saving={saving} />}</Asked>
      <History opened={history} close={() => setHistory(false)} saving={saving} />
    </Page>
  );
}

/** The address says what is shown: the list, one model, the editor of one, or a new one. */
function Shown({ models, saving }: { models: StageModel[]; saving: Saving }) {
  const words = useTexts(texts);
  const editor = useMay("editor");
  const { search, put } = useAddress();
  const opened = models.find((model) => model.key === one(search, "open"));
  const base = one(search, "new");
  const close = (key?: string) => put({ open: key, edit: undefined, new: undefined });
  if (editor && base !== undefined) {
    const taken = models.map((model) => model.key);
    const from = models.find((model) => model.key === base);
    const draft = newDraft(from, words.newName, fill(words.newStage, { count: 1 }), taken);
    return <ModelEditor key={`new-${base}`} first={draft} saving={saving} close={close} />;
  }
  if (opened === undefined) return <All models={models} />;
  if (editor && one(search, "edit") === "true")
    return <ModelEditor key={opened.key} first={draftOf(opened)} saving={saving} close={close} />;
  return <OneModel model={opened} saving={saving} close={() => close()} />;
}

function All({ models }: { models: StageModel[] }) {
  const words = useTexts(texts);
  const editor = useMay("editor");
  const { search } = useAddress();
  const { name } = useReady();
  const answers = useQueries({
    queries: models.map((model) =>
      question(name, "stages", { ...scopeOf(search), stages: model.key }),
    ),
  });
  return (
    <>
      <Text>{words.lead}</Text>
      {editor && <Create models={models} />}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" component="ul" className="models">
        {models.map((model, place) => (
          <Model key={model.key} model={model} figures={answers[place]?.data?.stages} />
        ))}
      </SimpleGrid>
    </>
  );
}

function Model({ model, figures }: { model: StageModel; figures: Stage[] | undefined }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { shop } = useReady();
  const { put } = useAddress();
  const label = labelOf(model.name, language, model.key);
  return (
    <Card component="li" withBorder padding="md" data-model={model.key}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h3">
          {label}
        </Title>
        <Group gap="xs">
          {model.own && <Badge variant="light">{words.own}</Badge>}
          {model.key === shop.model && <Badge variant="light">{words.first}</Badge>}
          <Button
            size="compact-sm"
            variant="default"
            aria-label={fill(words.openOne, { name: label })}
            onClick={() => put({ open: model.key })}
          >
            {words.open}
          </Button>
        </Group>
      </Group>
      <StageBand small stages={figures ?? model.stages.map(unknownFigures)} />
    </Card>
  );
}

/** A stage of which nothing is known yet, so that the band stands while its figures are on their way. */
function unknownFigures(stage: StageModel["stages"][number]): Stage {
  return { name: stage.key, label: stage.name, persons: 0, touches: 0 } as Stage;
}

function Create({ models }: { models: StageModel[] }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { put } = useAddress();
  const [base, setBase] = useState(models[0]?.key ?? "empty");
  return (
    <Group align="flex-end" component="section" aria-label={words.create}>
      <NativeSelect
        label={words.basedOn}
        value={base}
        onChange={(event) => setBase(event.currentTarget.value)}
        data={[
          ...models.map((model) => ({ value: model.key, label: labelOf(model.name, language, model.key) })),
          { value: "empty", label: words.empty },
        ]}
      />
      <Button onClick={() => put({ new: base })}>{words.create}</Button>
    </Group>
  );
}
