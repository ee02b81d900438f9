/** Glossar: every word of the product, what it means and what others call it. */
import { Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { DataTable } from "../../components/DataTable";
import { Page } from "../../components/Page";
import { useTexts } from "../../i18n/language";
import { texts } from "./text";

export default function Glossary() {
  const t = useTexts(texts);
  const [search, setSearch] = useState("");
  const wanted = search.toLowerCase();
  const found = t.entries.filter((entry) =>
    [entry.word, entry.meaning, entry.also ?? ""].some((part) => part.toLowerCase().includes(wanted)),
  );
  return (
    <Page title={t.title}>
      <Text c="var(--quiet)">{t.hint}</Text>
      <TextInput
        label={t.search}
        type="search"
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        maw={320}
      />
      <DataTable
        caption={t.title}
        columns={[
          { key: "word", label: t.word, cell: (entry) => <strong>{entry.word}</strong>, by: (entry) => entry.word },
          { key: "meaning", label: t.meaning, cell: (entry) => entry.meaning },
          { key: "also", label: t.also, cell: (entry) => entry.also ?? "" },
        ]}
        rows={found}
        rowKey={(entry) => entry.word}
      />
    </Page>
  );
}
