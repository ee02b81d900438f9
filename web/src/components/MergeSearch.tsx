/** Looking for whom to merge with: folded away until wanted; what a search finds is shown by the page. */
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";

type Words = { merge: string; mergeHint: string; find: string };

export function MergeSearch({ words, className, found }: { words: Words; className: string; found: (search: string) => ReactNode }) {
  const [draft, setDraft] = useState("");
  const [search, setSearch] = useState("");
  return (
    <details className={className}>
      <summary>{words.merge}</summary>
      <Stack gap="sm" mt="sm">
        <form
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            setSearch(draft.trim());
          }}
        >
          <Group align="flex-end" gap="sm">
            <TextInput
              label={words.merge}
              placeholder={words.mergeHint}
              leftSection={<IconSearch size={18} aria-hidden="true" />}
              value={draft}
              onChange={(event) => setDraft(event.currentTarget.value)}
              w={{ base: "100%", sm: 340 }}
            />
            <Button type="submit" variant="default">
              {words.find}
            </Button>
          </Group>
        </form>
        {search && found(search)}
      </Stack>
    </details>
  );
}
