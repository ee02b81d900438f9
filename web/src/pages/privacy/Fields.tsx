/** Every stored field from the live schema: what it means, whether it says who somebody is, how often it is filled. */
import { Button, Text } from "@mantine/core";
import { useState } from "react";

import type { Schemas } from "../../api/client";
import { type Column, DataTable } from "../../components/DataTable";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { NONE, number, percent } from "../../i18n/numbers";
import type { PrivacyState } from "./ask";
import { texts } from "./text";

type Field = Schemas["StoredField"];

export function Fields({ state }: { state: PrivacyState }) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const [all, setAll] = useState(false);
  const personal = state.fields.filter((field) => !["plain", "unchecked"].includes(field.personal));
  const columns: Column<Field>[] = [
    { key: "name", label: t.field, cell: (field) => <code>{field.name}</code>, by: (field) => field.name },
    { key: "meaning", label: t.meaning, cell: (field) => field.meaning[language] },
    { key: "personal", label: t.personal, cell: (field) => t.classes[field.personal], by: (field) => t.classes[field.personal] },
    {
      key: "filled",
      label: t.filled,
      number: true,
      cell: (field) =>
        field.filled === null || state.events === 0 ? NONE : percent(field.filled / state.events, language),
      by: (field) => field.filled ?? -1,
    },
  ];
  return (
    <>
      <Text>
        {fill(t.fieldsSentence, {
          events: number(state.events, language),
          sealed: number(state.sealed, language),
        })}
        {state.unsealed > 0 && ` ${fill(t.unsealed, { events: number(state.unsealed, language) })}`}
      </Text>
      <DataTable
        caption={t.fields}
        columns={columns}
        rows={all ? state.fields : personal}
        rowKey={(field) => field.name}
      />
      <Button variant="subtle" w="fit-content" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? t.onlyPersonal : fill(t.allFields, { count: number(state.fields.length, language) })}
      </Button>
    </>
  );
}
