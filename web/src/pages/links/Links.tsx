/** Links und Codes: made for what nobody clicks, listed with what they brought. */
import "./links.css";

import { Alert, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { Page, Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { useTexts } from "../../i18n/language";
import { useMay, useShopName } from "../../state/shop";
import { links, media } from "./ask";
import { List } from "./List";
import { Maker } from "./Maker";
import { texts } from "./text";

export default function Links() {
  const t = useTexts(texts);
  const name = useShopName();
  return (
    <Page title={t.title}>
      <Text className="sentence">{t.lead}</Text>
      {name === undefined ? <Alert variant="light">{t.noShop}</Alert> : <Of key={name} name={name} />}
    </Page>
  );
}

function Of({ name }: { name: string }) {
  const t = useTexts(texts);
  const may = useMay("editor");
  const found = useQuery(links(name));
  const choices = useQuery(media(name));
  return (
    <>
      {may && (
        <Section title={t.make}>
          <Asked query={choices}>{(list) => <Maker name={name} media={list} />}</Asked>
        </Section>
      )}
      <Section title={t.made}>
        <Asked query={found}>
          {(list) => (list.length === 0 ? <Empty /> : <List name={name} list={list} may={may} />)}
        </Asked>
      </Section>
    </>
  );
}

/** A poster at a bus stop, its code, a way into the shop. */
function Empty() {
  const t = useTexts(texts);
  return (
    <Group gap="lg" className="card links-empty">
      <svg viewBox="0 0 170 64" width="170" height="64" aria-hidden="true" className="links-sketch">
        <rect x="6" y="4" width="40" height="50" rx="3" />
        <path d="M12 12h20M12 18h14M26 54v8" />
        <path d="M26 28h12v12H26zM29 31h2v2h-2zM34 31h1M29 36h1M33 35h3v3" />
        <path d="M52 34c24-22 44 22 68 2" strokeDasharray="2 6" />
        <path d="M126 24h36v30h-36zM122 24l6-12h32l6 12M138 54V40h12v14" />
      </svg>
      <Stack gap={4}>
        <Text fw={600}>{t.none}</Text>
        <Text c="var(--quiet)">{t.noneHint}</Text>
      </Stack>
    </Group>
  );
}
