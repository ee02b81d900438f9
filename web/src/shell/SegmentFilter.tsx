/** The filter: a condition on journeys and people, as the guide on questions describes it. */
import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";

import { useLanguage } from "../i18n/language";
import { one, useAddress } from "../state/address";

export function SegmentFilter() {
  const { text } = useLanguage();
  const { search, put } = useAddress();
  const given = one(search, "where") ?? "";
  const [draft, setDraft] = useState(given);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        put({ where: draft || undefined });
      }}
    >
      <Group gap="xs" align="flex-end">
        <TextInput
          label={text.filter}
          placeholder={text.filterHint}
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
          w={280}
        />
        <Button type="submit" variant="default">
          {text.filterApply}
        </Button>
        {given !== "" && (
          <Button
            variant="subtle"
            onClick={() => {
              setDraft("");
              put({ where: undefined });
            }}
          >
            {text.filterClear}
          </Button>
        )}
      </Group>
    </form>
  );
}
