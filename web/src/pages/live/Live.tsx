/** Live: events as they arrive, with the steps each passed and the person it went to. */
import { Alert, Anchor, Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";

import { Page } from "../../components/Page";
import { Asked } from "../../components/States";
import { fill, labelOf, useLanguage, useTexts } from "../../i18n/language";
import { moment, number } from "../../i18n/numbers";
import { one, shared, useAddress } from "../../state/address";
import { useShopName, useZone } from "../../state/shop";
import { writeKeys } from "../sources/queries";
import { Snippets } from "../sources/connect/Snippets";
import { TestEvent } from "../sources/connect/TestEvent";
import { Event } from "./Event";
import "./live.css";
import { type Live as Answer, type LiveEvent, useLive } from "./live";
import { texts as sourceTexts } from "../sources/text";
import { texts } from "./text";
import { Walk } from "./Walk";

export default function Live() {
  const t = useTexts(texts);
  const name = useShopName();
  return (
    <Page title={t.title} actions={name !== undefined && <Actions name={name} />}>
      <Text className="sentence">{t.lead}</Text>
      {name === undefined ? <Alert variant="light">{t.noShop}</Alert> : <Of key={name} name={name} />}
    </Page>
  );
}

function Actions({ name }: { name: string }) {
  return (
    <Group gap="sm" align="flex-start">
      <Walk name={name} />
      <TestEvent name={name} />
    </Group>
  );
}

function Of({ name }: { name: string }) {
  const t = useTexts(texts);
  const [paused, setPaused] = useState(false);
  const query = useLive(name, paused);
  const pause = (
    <Button
      variant="default"
      onClick={() => setPaused(!paused)}
      leftSection={
        paused ? <IconPlayerPlay size={18} aria-hidden="true" /> : <IconPlayerPause size={18} aria-hidden="true" />
      }
    >
      {paused ? t.goOn : t.pause}
    </Button>
  );
  return (
    <Asked query={query}>
      {(answer) => (
        <>
          {query.isError && <Text role="status">{t.lost}</Text>}
          {answer.arrived === 0 ? <Nothing name={name} /> : <List answer={answer} pause={pause} paused={paused} />}
        </>
      )}
    </Asked>
  );
}

function List({ answer, pause, paused }: { answer: Answer; pause: ReactNode; paused: boolean }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const zone = useZone();
  const shown = answer.events.filter((event) => fits(event, search, language));
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        <Filters events={answer.events} />
        {pause}
      </Group>
      <Text size="sm" c="var(--quiet)" data-arrived={answer.arrived}>
        {paused ? t.paused : t.waiting}
        {" · "}
        {fill(answer.arrived === 1 ? t.arrivedOne : t.arrived, {
          count: number(answer.arrived, language),
          moment: moment(answer.begun, language, zone),
          shown: number(answer.events.length, language),
        })}
      </Text>
      {shown.length === 0 ? (
        <Alert variant="light">{t.noneFits}</Alert>
      ) : (
        <ol className="live-list">
          {shown.map((event) => (
            <Event key={event.number} event={event} zone={zone} />
          ))}
        </ol>
      )}
    </Stack>
  );
}

type Search = ReturnType<typeof useAddress>["search"];

function fits(event: LiveEvent, search: Search, language: "de" | "en"): boolean {
  const wanted = (one(search, "event") ?? "").toLowerCase();
  const source = one(search, "source");
  const which = one(search, "which");
  const called = `${event.name} ${labelOf(event.label, language, "")}`.toLowerCase();
  return (
    called.includes(wanted) &&
    (source === undefined || event.source === source) &&
    (which === undefined || (event.dropped === "") === (which === "kept"))
  );
}

function Filters({ events }: { events: readonly LiveEvent[] }) {
  const t = useTexts(texts);
  const { search, put } = useAddress();
  const names = useTexts(sourceTexts).names;
  const source = one(search, "source");
  const known = [...new Set([...events.map((event) => event.source), ...(source ? [source] : [])])].sort();
  return (
    <>
      <TextInput
        label={t.name}
        value={one(search, "event") ?? ""}
        onChange={(event) => put({ event: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label={t.source}
        value={source ?? ""}
        onChange={(event) => put({ source: event.currentTarget.value || undefined })}
        data={[{ value: "", label: t.anySource }, ...known.filter(Boolean).map((value) => ({ value, label: names[value] ?? value }))]}
      />
      <NativeSelect
        label={t.what}
        value={one(search, "which") ?? ""}
        onChange={(event) => put({ which: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: t.all },
          { value: "kept", label: t.kept },
          { value: "dropped", label: t.dropped },
        ]}
      />
    </>
  );
}

/** The empty page teaches: what to send, from where. */
function Nothing({ name }: { name: string }) {
  const t = useTexts(texts);
  const { text } = useLanguage();
  const { search } = useAddress();
  const keys = useQuery(writeKeys(name));
  return (
    <Stack gap="md" className="card">
      <div className="live-waiting" aria-hidden="true">
        <span />
        <span />
        <span />
      </div>
      <Text fw={600}>{t.none}</Text>
      <Text>{t.noneHint}</Text>
      <Asked query={keys}>{(list) => <Snippets list={list} />}</Asked>
      <Anchor component={Link} to="/sources" search={shared(search) as never}>
        {text.pages.sources}
      </Anchor>
    </Stack>
  );
}
