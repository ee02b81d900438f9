/** Merging with another person: whom a search finds, each with a button. */
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowMerge, IconSearch } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

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
  const [draft, setDraft] = useState("");
  const [search, setSearch] = useState("");
  return (
    <details className="identity-merge">
      <summary>{t.merge}</summary>
      <Stack gap="sm">
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            setSearch(draft.trim());
          }}
        >
          <Group align="flex-end" gap="sm">
            <TextInput
              label={t.merge}
              placeholder={t.mergeHint}
              leftSection={<IconSearch size={18} aria-hidden="true" />}
              value={draft}
              onChange={(event) => setDraft(event.currentTarget.value)}
              w={{ base: "100%", sm: 340 }}
            />
            <Button type="submit" variant="default">
              {t.find}
            </Button>
          </Group>
        </form>
        {search && <Found search={search} person={person} ask={ask} />}
      </Stack>
    </details>
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
