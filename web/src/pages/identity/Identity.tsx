/** Identität: clusters that look wrong, with what may be done, and every decision about who is one person. */
import "./identity.css";

import { Anchor, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import type { Schemas } from "../../api/client";
import { Done } from "../../components/Deciding";
import { Page, Section } from "../../components/Page";
import { Asked } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { shared, useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { audit, decisions, type Effect, type Finding, wishes } from "./ask";
import { Deciding } from "./Deciding";
import { texts } from "./text";
import { type Asking, Decisions } from "./WhyOne";

export default function Identity() {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { name } = useReady();
  const query = useQuery(audit(name));
  const history = useQuery(decisions(name));
  const may = useMay("editor");
  const [asking, setAsking] = useState<Asking>();
  const [effect, setEffect] = useState<Effect>();
  const ask = may ? setAsking : undefined;
  return (
    <Page title={t.title} sentence={query.data?.sentences[language]} busy={query.isFetching && !query.isPending}>
      <Done effect={effect} />
      <Asked query={query}>{(found) => <Found found={found} ask={ask} />}</Asked>
      <Section title={t.history}>
        <Asked query={history}>{(all) => <Decisions decisions={all} ask={ask} />}</Asked>
      </Section>
      <Deciding
        wish={asking?.wish}
        title={asking?.title ?? ""}
        close={() => setAsking(undefined)}
        done={(_, changed) => {
          setAsking(undefined);
          setEffect(changed);
        }}
      />
    </Page>
  );
}

type Ask = ((asking: Asking) => void) | undefined;

function Found({ found, ask }: { found: Schemas["IdentityAudit"]; ask: Ask }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  if (found.counts.length === 0)
    return (
      <Paper withBorder p="lg" bg="var(--card)">
        <Text fw={600}>{t.well}</Text>
        <Text c="var(--quiet)">{t.wellHint}</Text>
      </Paper>
    );
  return (
    <Stack gap="lg">
      {found.counts.map(({ doubt, count }) => {
        const mine = found.findings.filter((one) => one.doubt === doubt);
        return (
          <Section key={doubt} title={t.doubts[doubt] ?? doubt}>
            {count > mine.length && (
              <p className="hint">
                {fill(t.counted, { count: number(count, language), shown: number(mine.length, language) })}
              </p>
            )}
            <ul className="identity-list" aria-label={t.doubts[doubt]}>
              {mine.map((one) => (
                <OneFinding key={`${one.persons.join()}-${one.keys[0]?.key ?? ""}`} one={one} ask={ask} />
              ))}
            </ul>
          </Section>
        );
      })}
    </Stack>
  );
}

const LINKED = 8;

function OneFinding({ one, ask }: { one: Finding; ask: Ask }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const { search } = useAddress();
  const pair = one.merge;
  return (
    <li data-finding={one.doubt}>
      <div>
        <Text>{one.sentences[language]}</Text>
        <Group gap="xs">
          <Text size="sm" c="var(--quiet)">
            {t.people}
          </Text>
          {one.persons.slice(0, LINKED).map((person) => (
            <Anchor key={person} component={Link} to={`/people/${person}`} search={shared(search) as never} size="sm" className="identity-person">
              {person}
            </Anchor>
          ))}
        </Group>
      </div>
      {ask && pair && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowMerge size={16} aria-hidden="true" />}
          onClick={() => ask({ wish: wishes.merge(`key:${pair.a}`, `key:${pair.b}`), title: t.join })}
        >
          {t.join}
        </Button>
      )}
    </li>
  );
}
