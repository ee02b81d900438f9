/** Looking for somebody in a list: words, and the order of what is found. Both stand in the address. */
import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";

import { one, useAddress } from "../state/address";

type Words = { search: string; searchHint: string; find: string; sort: string };
/** `orders` are the orders there are, the first one the usual one. */
type Props = { words: Words; orders: { value: string; label: string }[] };

export function FindForm(props: Props) {
  const { search } = useAddress();
  // What is typed is forgotten when the address changes by other means.
  return <Form key={one(search, "search") ?? ""} {...props} />;
}

function Form({ words, orders }: Props) {
  const { search, put } = useAddress();
  const [draft, setDraft] = useState(one(search, "search") ?? "");
  const usual = orders[0]?.value;
  return (
    <form
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        put({ search: draft.trim() || undefined });
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={words.search}
          placeholder={words.searchHint}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          w={{ base: "100%", sm: 320 }}
        />
        <Button type="submit" variant="default">
          {words.find}
        </Button>
        <NativeSelect
          label={words.sort}
          value={one(search, "sort") ?? usual}
          onChange={(event) => put({ sort: event.currentTarget.value === usual ? undefined : event.currentTarget.value })}
          data={orders}
        />
      </Group>
    </form>
  );
}
