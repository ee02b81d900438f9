/** Making or changing a stage model, with the band drawn from the data while one works. */
import { Anchor, Button, Checkbox, Group, Loader, Stack, Text, TextInput, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { previewOf, putModel } from "../../api/words";
import type { Saving } from "../../components/Changes";
import { BasisLine } from "../../components/Evidence";
import { Section } from "../../components/Page";
import { StageBand } from "../../components/StageBand";
import { reason } from "../../components/States";
import { useLanguage, useTexts } from "../../i18n/language";
import { scopeOf, useAddress } from "../../state/address";
import { useReady } from "../../state/shop";
import { type Draft, documentOf } from "./draft";
import { Places } from "./Places";
import { StageList } from "./StageList";
import { texts } from "./text";

import "@mantine/core/styles/Checkbox.css";

type Props = { first: Draft; saving: Saving; close: (key?: string) => void };

export function ModelEditor({ first, saving, close }: Props) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const [draft, setDraft] = useState(first);
  const [said, setSaid] = useState("");
  const change = (next: Draft, words_: string) => {
    setDraft(next);
    setSaid(words_);
  };
  const save = async () => {
    if (await saving.save(() => putModel(name, draft.key, documentOf(draft)))) close(draft.key);
  };
  return (
    <Stack gap="lg" data-editor={draft.key}>
      <Anchor component="button" type="button" onClick={() => close()} ta="left">
        {words.back}
      </Anchor>
      <VisuallyHidden aria-live="assertive" data-said>
        {said}
      </VisuallyHidden>
      <Group align="flex-end">
        <TextInput
          label={words.name}
          value={draft.name[language]}
          onChange={(event) => {
            const value = event.currentTarget.value;
            const both = draft.name.de === draft.name.en;
            setDraft({ ...draft, name: both ? { de: value, en: value } : { ...draft.name, [language]: value } });
          }}
        />
        <Checkbox
          label={words.loop}
          checked={draft.loop}
          onChange={(event) => setDraft({ ...draft, loop: event.currentTarget.checked })}
        />
      </Group>
      <Section title={words.preview}>
        <Band draft={draft} />
      </Section>
      <Section title={words.stages}>
        <StageList draft={draft} change={change} />
      </Section>
      <Section title={words.places}>
        <Places draft={draft} change={change} />
      </Section>
      <Group className="editor-foot">
        <Button onClick={() => void save()} loading={saving.busy}>
          {text.save}
        </Button>
        <Button variant="default" onClick={() => close()}>
          {text.cancel}
        </Button>
      </Group>
    </Stack>
  );
}

/** The band of the draft over the journeys as they are; stage models are look-up tables, so this is quick. */
function Band({ draft }: { draft: Draft }) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const { name } = useReady();
  const { search } = useAddress();
  const [settled] = useDebouncedValue(draft, 200);
  const { stages: _, ...scope } = scopeOf(search);
  const query = useQuery(previewOf(name, { models: { [settled.key]: documentOf(settled) } }, scope));
  if (query.isError)
    return (
      <Text role="alert" c="red">
        {reason(query.error, text)}
      </Text>
    );
  const answer = query.data?.stages;
  if (!answer)
    return (
      <Group role="status">
        <Loader type="dots" size="sm" />
        <Text>{words.asking}</Text>
      </Group>
    );
  return (
    <div data-preview={query.isFetching ? "asking" : "shown"}>
      <StageBand stages={answer.stages} />
      <Text className="told">{query.data?.sentences[language]}</Text>
      <BasisLine basis={answer.basis} />
    </div>
  );
}
