/** Zuordnung: event → touchpoint → part → stage, guesses first; what changes is told before and can be undone. */
import { Alert, Button, Group, SegmentedControl, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { stageModels } from "../../api/queries";
import { confirmEvents, type EventWord, mappedWords, touchpoints } from "../../api/words";
import { ChangedBar, History, useSaving } from "../../components/Changes";
import { Page } from "../../components/Page";
import { Asked } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { one, useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { showOf, shown, SHOWS } from "./rows";
import { MappingTable } from "./MappingTable";
import { texts } from "./text";
import { TouchpointDrawer } from "./TouchpointDrawer";

import "./mapping.css";

export default function Mapping() {
  const { text } = useLanguage();
  const words = useTexts(texts);
  const { search } = useAddress();
  const { name, shop } = useReady();
  const editor = useMay("editor");
  const saving = useSaving();
  const [history, setHistory] = useState(false);
  const [touchpoint, setTouchpoint] = useState<string>();
  const model = one(search, "stages") ?? shop.model;
  const query = useQuery(mappedWords(name, model));
  const catalogue = useQuery(touchpoints(name)).data ?? [];
  const stages = useQuery(stageModels(name)).data?.find((found) => found.key === model)?.stages ?? [];
  return (
    <Page
      title={words.title}
      actions={
        <Button variant="default" onClick={() => setHistory(true)}>
          {text.history}
        </Button>
      }
    >
      <Text>{words.lead}</Text>
      {!editor && <Alert variant="light">{text.mayNotChange}</Alert>}
      <ChangedBar saving={saving} />
      <Asked query={query}>
        {(rows) => (
          <>
            <GuessLine rows={rows} mayConfirm={editor} saving={saving} name={name} />
            <Filters />
            <MappingTable
              rows={shown(rows, one(search, "q") ?? "", showOf(one(search, "show")), catalogue)}
              touchpoints={catalogue}
              stages={stages}
              saving={saving}
              openTouchpoint={setTouchpoint}
            />
          </>
        )}
      </Asked>
      <History opened={history} close={() => setHistory(false)} saving={saving} />
      <TouchpointDrawer
        touchpoint={catalogue.find((found) => found.key === touchpoint)}
        known={catalogue}
        close={() => setTouchpoint(undefined)}
        saving={saving}
      />
    </Page>
  );
}

function GuessLine(props: {
  rows: EventWord[];
  mayConfirm: boolean;
  saving: ReturnType<typeof useSaving>;
  name: string;
}) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const count = props.rows.filter((row) => row.guessed_from !== null).length;
  return (
    <Group justify="space-between" data-guesses={count}>
      <Text fw={600}>
        {count === 0
          ? words.noGuesses
          : count === 1
            ? words.guessesOne
            : fill(words.guesses, { count: number(count, language) })}
      </Text>
      {count > 0 && props.mayConfirm && (
        <Button
          loading={props.saving.busy}
          onClick={() => void props.saving.save(() => confirmEvents(props.name, []))}
        >
          {words.confirmAll}
        </Button>
      )}
    </Group>
  );
}

function Filters() {
  const words = useTexts(texts);
  const { search, put } = useAddress();
  return (
    <Group align="flex-end" gap="sm">
      <TextInput
        type="search"
        label={words.find}
        placeholder={words.findHint}
        value={one(search, "q") ?? ""}
        onChange={(event) => put({ q: event.currentTarget.value || undefined })}
      />
      <SegmentedControl
        aria-label={words.show}
        value={one(search, "show") ?? "all"}
        onChange={(show) => put({ show: show === "all" ? undefined : show })}
        data={SHOWS.map((show) => ({ value: show, label: words.shows[show] }))}
        className="mapping-shows"
      />
    </Group>
  );
}
