/** Warum ist das eine Person? The drawing, the same in words for everybody, and taking joins back. */
import "./identity.css";

import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp, IconArrowMerge, IconLinkOff, IconUnlink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Done } from "../../components/Deciding";
import { Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { moment, number } from "../../i18n/numbers";
import { useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { type Decision, type Effect, type Graph, type Join, type Key, whyOne, type Wish, wishes } from "./ask";
import { Deciding } from "./Deciding";
import { Drawing } from "./Drawing";
import { MergeWith } from "./MergeWith";
import { texts } from "./text";

/** So many rows of a list are shown at first. */
const FEW = 10;

/** Something somebody asks for, with what its button is called. */
export type Asking = { wish: Wish; title: string };
type Ask = (asking: Asking) => void;

export function WhyOne({ person }: { person: number }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const { go, path } = useAddress();
  const query = useQuery(whyOne(name, person));
  // Kept here: after a decision the page may be another person's.
  const [asking, setAsking] = useState<Asking>();
  const [effect, setEffect] = useState<Effect>();
  const done = (now: number, changed: Effect) => {
    setAsking(undefined);
    setEffect(changed);
    // A page opened by a key stays with the key, one opened by a number follows the person.
    const number = /\/people\/(\d+)\/?$/.exec(path)?.[1];
    if (number !== undefined && number !== String(now)) go(`/people/${now}`, {});
  };
  return (
    <Section title={t.why}>
      <Done effect={effect} />
      <Asked query={query}>{(graph) => <Known graph={graph} ask={setAsking} />}</Asked>
      <Deciding
        wish={asking?.wish}
        title={asking?.title ?? ""}
        close={() => setAsking(undefined)}
        done={done}
      />
    </Section>
  );
}

function Known({ graph, ask }: { graph: Graph; ask: Ask }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const may = useMay("editor");
  return (
    <Stack gap="md" data-identity>
      <Text>{graph.sentences[language]}</Text>
      <Drawing graph={graph} />
      {graph.left_out > 0 && <p className="hint">{fill(t.leftOut, { count: number(graph.left_out, language) })}</p>}
      <Keys graph={graph} ask={may ? ask : undefined} />
      <Joins joins={graph.joins} ask={may ? ask : undefined} />
      {graph.decisions.length > 0 && (
        <details>
          <summary>{t.history}</summary>
          <Decisions decisions={graph.decisions} ask={may ? ask : undefined} />
        </details>
      )}
      {may && <MergeWith person={graph.person} ask={ask} />}
    </Stack>
  );
}

type Able = { ask: Ask | undefined };

function Keys({ graph, ask }: Able & { graph: Graph }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { shop } = useReady();
  const mine = graph.keys.filter((key) => key.mine).length;
  const { shown, more } = useFirst(graph.keys);
  const seen = (key: Key) =>
    key.first_seen && key.last_seen
      ? fill(t.seen, {
          from: moment(key.first_seen, language, shop.zone),
          to: moment(key.last_seen, language, shop.zone),
          events: key.events === 1 ? t.event : fill(t.events, { count: number(key.events, language) }),
        })
      : t.never;
  return (
    <div>
      <Text component="h3" fw={600} m={0}>
        {t.keys}
      </Text>
      <ul className="identity-list" aria-label={t.keys}>
        {shown.map((key) => (
          <li key={key.key} data-key={key.kind}>
            <div>
              <Text component="span">
                {t.kinds[key.kind]} {key.shown ?? ""}
              </Text>
              <Text size="sm" c="var(--quiet)">
                {seen(key)}
                {!key.mine && ` · ${fill(t.other, { person: key.person })}`}
              </Text>
              {key.turns.map((turn) => (
                <Text size="sm" key={turn.at ?? ""}>
                  {turn.sentences[language]}
                </Text>
              ))}
            </div>
            {ask && key.mine && mine > 1 && (
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconUnlink size={16} aria-hidden="true" />}
                onClick={() => ask({ wish: wishes.split(key.key), title: t.split })}
              >
                {t.split}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {more}
    </div>
  );
}

/** The first few of a list, and the button that shows all. */
function useFirst<Row>(rows: readonly Row[]) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FEW);
  const more = shown.length < rows.length && (
    <Button variant="subtle" mt="xs" onClick={() => setAll(true)}>
      {fill(t.all, { count: number(rows.length, language) })}
    </Button>
  );
  return { shown, more };
}

function Joins({ joins, ask }: Able & { joins: Join[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { shown, more } = useFirst(joins);
  if (joins.length === 0) return null;
  return (
    <div>
      <Text component="h3" fw={600} m={0}>
        {t.joins}
      </Text>
      <ul className="identity-list" aria-label={t.joins}>
        {shown.map((join) => (
          <li key={`${join.a}-${join.b}-${join.why}-${join.at}`} data-join={join.state}>
            <div>
              <Text size="sm" c="var(--quiet)">
                {t.states[join.state]}
              </Text>
              <Text>{join.sentences[language]}</Text>
            </div>
            {ask && <JoinButton join={join} ask={ask} />}
          </li>
        ))}
      </ul>
      {more}
    </div>
  );
}

function JoinButton({ join, ask }: { join: Join; ask: Ask }) {
  const t = useTexts(texts);
  if (join.decision) return <Turn decision={join.decision} ask={ask} join />;
  if (join.state === "apart")
    return (
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<IconArrowMerge size={16} aria-hidden="true" />}
        onClick={() => ask({ wish: wishes.merge(`key:${join.a}`, `key:${join.b}`), title: t.join })}
      >
        {t.join}
      </Button>
    );
  if (join.state !== "joins") return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<IconLinkOff size={16} aria-hidden="true" />}
      onClick={() => ask({ wish: wishes.split(join.a, join.b), title: t.detach })}
    >
      {t.detach}
    </Button>
  );
}

/** Undo a decision that holds, make one that was undone hold again. Seen from a join, undoing a split restores it. */
function Turn({ decision, ask, join = false }: { decision: Decision; ask: Ask; join?: boolean }) {
  const t = useTexts(texts);
  const back = !decision.holds || (join && decision.kind === "split");
  const title = back ? t.redo : t.undo;
  const id = decision.holds ? decision.id : decision.undone_by;
  if (id === null) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={back ? <IconArrowForwardUp size={16} aria-hidden="true" /> : <IconArrowBackUp size={16} aria-hidden="true" />}
      onClick={() => ask({ wish: wishes.undo(id), title })}
    >
      {title}
    </Button>
  );
}

export function Decisions({ decisions, ask }: Able & { decisions: readonly Decision[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  if (decisions.length === 0) return <Text c="var(--quiet)">{t.nothingDecided}</Text>;
  return (
    <ul className="identity-list" aria-label={t.history}>
      {decisions.map((decision) => (
        <li key={decision.id} data-decision={decision.kind}>
          <Text>{decision.sentences[language]}</Text>
          {ask && decision.kind !== "undo" && (
            <Group gap="xs">
              <Turn decision={decision} ask={ask} />
            </Group>
          )}
        </li>
      ))}
    </ul>
  );
}
