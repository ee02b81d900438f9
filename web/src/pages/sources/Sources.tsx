/** Quellen: what sends events, the keys to send with, ready snippets, and what the tracker does. */
import { Alert, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { Page, Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { useTexts } from "../../i18n/language";
import { useMay, useShopName } from "../../state/shop";
import { Cards, KeyCards } from "./Cards";
import { Keys } from "./Keys";
import { Receiving } from "./Receiving";
import { keySources, sources, tracking, writeKeys } from "./queries";
import { Snippets } from "./connect/Snippets";
import { TestEvent } from "./connect/TestEvent";
import "./sources.css";
import { Switches } from "./switches/Switches";
import { texts } from "./text";

export default function Sources() {
  const t = useTexts(texts);
  const name = useShopName();
  return (
    <Page title={t.title} actions={name !== undefined && <TestEvent name={name} />}>
      <Text className="sentence">{t.lead}</Text>
      {name === undefined ? <Alert variant="light">{t.noShop}</Alert> : <Of key={name} name={name} />}
    </Page>
  );
}

function Of({ name }: { name: string }) {
  const t = useTexts(texts);
  const may = useMay("editor");
  const found = useQuery(sources(name));
  const byKey = useQuery(keySources(name));
  const keys = useQuery(writeKeys(name));
  const switches = useQuery(tracking(name));
  return (
    <>
      <Receiving name={name} />
      {!may && <Text c="var(--quiet)">{t.viewer}</Text>}
      <Section title={t.senders}>
        <Asked query={found}>{(list) => <Cards list={list} />}</Asked>
        {(found.data?.length ?? 0) > 0 && (
          <>
            <Title order={3} size="h4" mt="md">
              {t.byKey}
            </Title>
            <Text c="var(--quiet)">{t.byKeyHint}</Text>
            <Asked query={byKey}>{(list) => <KeyCards list={list} />}</Asked>
          </>
        )}
      </Section>
      <Section title={t.snippets}>
        <Text c="var(--quiet)">{t.snippetsHint}</Text>
        <Asked query={keys}>{(list) => <Snippets list={list} />}</Asked>
      </Section>
      <Section title={t.keys}>
        <Text c="var(--quiet)" maw="76ch">
          {t.keysHint}
        </Text>
        <Asked query={keys}>{(list) => <Keys name={name} list={list} may={may} />}</Asked>
      </Section>
      <Section title={t.switches}>
        <Text c="var(--quiet)">{t.switchesHint}</Text>
        <Asked query={switches}>{(kept) => <Switches name={name} kept={kept} may={may} />}</Asked>
      </Section>
    </>
  );
}
