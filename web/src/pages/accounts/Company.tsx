/** The ids of one company: split one off, merge another company in, what was decided, what may be the same. */
import { Button, Group, Stack, Text } from "@mantine/core";
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconArrowMerge,
  IconUnlink,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Done } from "../../components/Deciding";
import { MergeSearch } from "../../components/MergeSearch";
import { Section } from "../../components/Page";
import { Failed, Loading } from "../../components/States";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { useAddress } from "../../state/address";
import { useMay, useReady } from "../../state/shop";
import { type AccountPage, accountPages } from "./ask";
import { type Ask, type Asking, type Decision, decisions, type Effect, twins, wishes } from "./askCompany";
import { texts } from "./companyTexts";
import { Deciding } from "./Deciding";
import { Pairs } from "./Twins";

const SHOWN = 5;

export function Company({ page }: { page: AccountPage }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const { go } = useAddress();
  const may = useMay("editor");
  const likely = useQuery(twins(name, page.account)).data;
  const made = useQuery(decisions(name, page.account)).data ?? [];
  const [asking, setAsking] = useState<Asking>();
  const [effect, setEffect] = useState<Effect>();
  const ask = may ? setAsking : undefined;
  const close = () => setAsking(undefined);
  if (!may && page.others.length === 0 && made.length === 0) return null;
  return (
    <Section title={t.title}>
      <Stack gap="md" data-company>
        <Done effect={effect} />
        <Ids page={page} ask={ask} />
        {likely && likely.total > 0 && (
          <div data-twins>
            <Text fw={600}>{t.twins}</Text>
            <Pairs found={likely} ask={ask} />
          </div>
        )}
        {made.length > 0 && (
          <details className="history">
            <summary>{t.history}</summary>
            <Decisions made={made} ask={ask} />
          </details>
        )}
        {ask && <MergeWith page={page} ask={ask} />}
      </Stack>
      <Deciding
        asking={asking}
        close={close}
        done={(account, changed) => {
          close();
          setEffect(changed);
          if (account !== page.account) go(`/accounts/${encodeURIComponent(account)}`, {});
        }}
      />
    </Section>
  );
}

type Able = { ask: Ask | undefined };

function Ids({ page, ask }: Able & { page: AccountPage }) {
  const t = useTexts(texts);
  const ids = [page.account, ...page.others];
  return (
    <div>
      <p className="hint">{t.hint}</p>
      <ul className="entries">
        {ids.map((id, place) => (
          <li key={id}>
            <Group gap="xs" justify="space-between">
              <code>{place === 0 && ids.length > 1 ? fill(t.stays, { account: id }) : id}</code>
              {ask && ids.length > 1 && (
                <Button
                  variant="subtle"
                  size="compact-md"
                  leftSection={<IconUnlink size={18} aria-hidden="true" />}
                  aria-label={`${t.split}: ${id}`}
                  onClick={() => ask({ wish: wishes.split(id), title: t.split })}
                >
                  {t.split}
                </Button>
              )}
            </Group>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Decisions({ made, ask }: Able & { made: Decision[] }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <ol className="entries">
      {made.map((one) => {
        const again = one.kind === "undo";
        return (
          <li key={one.id} data-decision={one.id}>
            <Group gap="xs" justify="space-between">
              <Text component="span">{one.sentences[language]}</Text>
              {ask && one.holds && (
                <Button
                  variant="subtle"
                  size="compact-sm"
                  leftSection={
                    again ? (
                      <IconArrowForwardUp size={16} aria-hidden="true" />
                    ) : (
                      <IconArrowBackUp size={16} aria-hidden="true" />
                    )
                  }
                  onClick={() => ask({ wish: wishes.undo(one.id), title: again ? t.redo : t.undoing })}
                >
                  {again ? t.redo : t.undo}
                </Button>
              )}
            </Group>
          </li>
        );
      })}
    </ol>
  );
}

/** Whom a search finds, each with a button; this company's id stays. */
function MergeWith({ page, ask }: { page: AccountPage; ask: Ask }) {
  const t = useTexts(texts);
  return (
    <MergeSearch words={t} className="history" found={(search) => <Found search={search} page={page} ask={ask} />} />
  );
}

function Found({ search, page, ask }: { search: string; page: AccountPage; ask: Ask }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const query = useInfiniteQuery(accountPages(name, { search, limit: SHOWN + 1 }));
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  const others = query.data.pages[0]?.accounts.filter((one) => one.account !== page.account).slice(0, SHOWN) ?? [];
  if (others.length === 0) return <Text c="var(--quiet)">{t.nobody}</Text>;
  return (
    <Group gap="xs">
      {others.map((one) => (
        <Button
          key={one.account}
          variant="default"
          leftSection={<IconArrowMerge size={18} aria-hidden="true" />}
          onClick={() => ask({ wish: wishes.merge(page.account, one.account), title: t.join })}
        >
          {fill(t.choose, { account: one.name ?? one.account })}
        </Button>
      ))}
    </Group>
  );
}
