/** One stage model read: its band with figures, each stage with purpose, goals, content, example and touchpoints. */
import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { question } from "../../api/queries";
import { deleteModel, putSettings, type StageModel, touchpoints } from "../../api/words";
import type { Saving } from "../../components/Changes";
import { BasisLine } from "../../components/Evidence";
import { usePalette } from "../../components/palette";
import { StageBand } from "../../components/StageBand";
import { Asked } from "../../components/States";
import { labelOf, useLanguage, useTexts } from "../../i18n/language";
import { scopeOf, useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { texts } from "./text";

type Props = { model: StageModel; saving: Saving; close: () => void };

export function OneModel({ model, saving, close }: Props) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { search } = useAddress();
  const { name } = useReady();
  const editor = useMay("editor");
  const stages = useQuery(question(name, "stages", { ...scopeOf(search), stages: model.key }));
  return (
    <Stack gap="md" data-open={model.key}>
      <Anchor component="button" type="button" onClick={close} ta="left">
        {words.back}
      </Anchor>
      <Group justify="space-between">
        <div>
          <Title order={2}>{labelOf(model.name, language, model.key)}</Title>
          <Text c="var(--quiet)">
            {model.description?.[language]} {model.loop ? words.loop : words.line}
          </Text>
        </div>
        {editor && <Actions model={model} saving={saving} close={close} />}
      </Group>
      <Asked query={stages}>
        {(answer) => (
          <>
            <StageBand stages={answer.stages} />
            <BasisLine basis={answer.basis} />
          </>
        )}
      </Asked>
      <ol className="model-stages">
        {model.stages.map((stage, place) => (
          <OneStage key={stage.key} model={model} place={place} />
        ))}
      </ol>
    </Stack>
  );
}

function Actions({ model, saving, close }: Props) {
  const words = useTexts(texts);
  const { put } = useAddress();
  const { name, shop } = useReady();
  const isFirst = shop.model === model.key;
  const remove = async () => {
    if ((await saving.save(() => deleteModel(name, model.key))) && model.own) close();
  };
  return (
    <Group gap="xs">
      <Button onClick={() => put({ edit: "true" })}>{words.edit}</Button>
      {!isFirst && (
        <Button
          variant="default"
          loading={saving.busy}
          onClick={() => void saving.save(() => putSettings(name, { model: model.key }))}
        >
          {words.makeFirst}
        </Button>
      )}
      {model.own && (
        <Button
          variant="default"
          disabled={isFirst}
          title={isFirst ? words.removeFirst : undefined}
          loading={saving.busy}
          onClick={() => void remove()}
        >
          {words.remove}
        </Button>
      )}
    </Group>
  );
}

function OneStage({ model, place }: { model: StageModel; place: number }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const palette = usePalette();
  const stage = model.stages[place];
  if (stage === undefined) return null;
  const told = [
    [words.purpose, stage.purpose],
    [words.customerGoal, stage.customer_goal],
    [words.shopGoal, stage.shop_goal],
    [words.content, stage.content],
    [words.example, stage.example],
  ] as const;
  return (
    <li style={{ "--stage": palette[place % palette.length] } as React.CSSProperties}>
      <Title order={3} size="h4">
        {labelOf(stage.name, language, stage.key)}
      </Title>
      <Text>{stage.description?.[language]}</Text>
      <dl>
        {told.map(
          ([label, value]) =>
            value?.[language] && (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value[language]}</dd>
              </div>
            ),
        )}
        <Places label={words.touchpoints} table={model.before} stage={stage.key} />
        <Places label={words.touchpointsAfter} table={model.after} stage={stage.key} />
      </dl>
    </li>
  );
}

function Places(props: { label: string; table: Record<string, string>; stage: string }) {
  const { language } = useLanguage();
  const { name } = useReady();
  const known = useQuery(touchpoints(name)).data ?? [];
  const here = known.filter((one) => props.table[one.key] === props.stage);
  if (here.length === 0) return null;
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{here.map((one) => labelOf(one.name, language, one.key)).join(" · ")}</dd>
    </div>
  );
}
