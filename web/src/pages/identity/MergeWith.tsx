/** Merging with another person: whom a search finds, each with a button. */
import { Button, Group, Text } from "@mantine/core";
import { IconArrowMerge } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";

import { MergeSearch } from "../../components/MergeSearch";
import { Failed, Loading } from "../../components/States";
import { fill, useTexts } from "../../i18n/language";
import { useReady } from "../../state/shop";
import { peoplePages } from "../people/ask";
import { wishes } from "./ask";
import { texts } from "./text";
import type { Asking } from "./WhyOne";

const SHOWN = 5;

export function MergeWith({ person, ask }: { person: number; ask: (asking: Asking) => void }) {
  const t = useTexts(texts);
  return (
    <MergeSearch
      words={t}
      className="identity-merge"
      found={(search) => <Found search={search} person={person} ask={ask} />}
    />
  );
}

function Found({ search, person, ask }: { search: string; person: number; ask: (asking: Asking) => void }) {
  const t = useTexts(texts);
  const { name } = useReady();
  const query = useInfiniteQuery(peoplePages(name, { search, limit: SHOWN + 1 }));
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  if (query.isPending) return <Loading />;
  const others = query.data.pages[0]?.people.filter((one) => one.person !== person).slice(0, SHOWN) ?? [];
  if (others.length === 0) return <Text c="var(--quiet)">{t.nobody}</Text>;
  return (
    <Group gap="xs">
      {others.map((one) => (
        <Button
          key={one.person}
          variant="default"
          leftSection={<IconArrowMerge size={18} aria-hidden="true" />}
          onClick={() => ask({ wish: wishes.merge(`key:${person}`, `key:${one.person}`), title: t.join })}
        >
          {fill(t.choose, { person: one.known ?? `${t.kinds[one.known_by]} (${one.person})` })}
        </Button>
      ))}
    </Group>
  );
}
