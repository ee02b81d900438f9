/** The first events as they would arrive, and what of the first rows would not. */
import { ScrollArea, Table, Text } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { Section } from "../../components/Page";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { fromMinor, moment, number } from "../../i18n/numbers";
import { texts } from "./text";

const ROLE_OF: Record<string, string> = { occurred_at: "time", name: "event", user_id: "person" };
const SHOWN = 5;

export function EventsTable({ seen }: { seen: Schemas["Inspection"] }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  if (seen.events.length === 0) return null;
  const shown = seen.event_columns
    .map((name, at) => ({ name, at }))
    .filter(({ name, at }) => name !== "event_id" && seen.events.some((row) => row[at] !== null));
  const reasons = Object.entries(seen.rejected ?? {})
    .map(([why, count]) => `${number(count, language)} × ${why}`)
    .join(", ");
  const currencyOf = (row: (string | null)[]) => row[seen.event_columns.indexOf("currency")] ?? "";
  const cell = (name: string, value: string | null | undefined, currency: string) => {
    if (value && name === "occurred_at")
      return moment(`${value.replace(" ", "T")}Z`, language, seen.zone);
    if (value && name === "value" && currency) return fromMinor(Number(value), currency, language);
    return value;
  };
  return (
    <Section title={words.becomes}>
      {reasons !== "" && <Text>{fill(words.wouldReject, { reasons })}</Text>}
      <ScrollArea
        type="auto"
        className="table-scroll"
        viewportProps={{ tabIndex: 0, "aria-label": words.becomes, role: "region" }}
      >
        <Table className="columns-table" aria-label={words.becomes}>
          <Table.Thead>
            <Table.Tr>
              {shown.map(({ name }) => (
                <Table.Th key={name} scope="col">
                  {words.roles[ROLE_OF[name] ?? name] ?? words.roles["property"]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {seen.events.slice(0, SHOWN).map((row) => (
              <Table.Tr key={String(row[0])}>
                {shown.map(({ name, at }) => (
                  <Table.Td key={name}>{cell(name, row[at], currencyOf(row))}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Section>
  );
}
