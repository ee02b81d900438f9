/** The first rows as they stand in the file; the head of each column says, and asks, what it is. */
import { NativeSelect, ScrollArea, Table, Text } from "@mantine/core";

import type { Schemas } from "../../api/client";
import { Section } from "../../components/Page";
import { fill, useTexts } from "../../i18n/language";
import "./import.css";
import { ADVERTISING_ROLES, EVENT_ROLES, type RoleGroup } from "./roles";
import { texts } from "./text";

type Seen = Schemas["Inspection"];
type Props = { seen: Seen; kind: "events" | "advertising"; onRole: (name: string, role: string) => void };

const SHOWN = 8;

export function ColumnsTable({ seen, kind, onRole }: Props) {
  const words = useTexts(texts);
  const fixed = seen.template !== "" || seen.format === "combined";
  return (
    <Section title={words.columns}>
      <Text c="var(--quiet)">{words.columnsHint}</Text>
      {seen.event_name !== "" && seen.template === "" && kind === "events" && (
        <Text>{fill(words.eventName, { name: seen.event_name })}</Text>
      )}
      <ScrollArea
        type="auto"
        className="table-scroll"
        viewportProps={{ tabIndex: 0, "aria-label": words.columns, role: "region" }}
      >
        <Table className="columns-table" aria-label={words.columns}>
          <Table.Thead>
            <Table.Tr>
              {seen.columns.map((column) => (
                <Table.Th key={column.name} scope="col">
                  <Head column={column} kind={kind} fixed={fixed} onRole={onRole} />
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {seen.first_rows.slice(0, SHOWN).map((row, place) => (
              // The rows of a file have no key but their place.
              <Table.Tr key={place}>
                {seen.columns.map((column, at) => (
                  <Table.Td key={column.name} data-role={column.role}>
                    {row[at]}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Section>
  );
}

type HeadProps = {
  column: Schemas["ColumnSeen"];
  kind: Props["kind"];
  fixed: boolean;
  onRole: Props["onRole"];
};

function Head({ column, kind, fixed, onRole }: HeadProps) {
  const words = useTexts(texts);
  const role = words.roles[column.role] ?? column.role;
  return (
    <>
      <Text fw={600} size="sm">
        {column.name}
      </Text>
      {fixed ? (
        <Text size="sm" fw={400} data-column={column.name}>
          {role}
        </Text>
      ) : (
        <NativeSelect
          size="xs"
          aria-label={fill(words.thisColumn, { name: column.name })}
          value={column.role}
          data={offered(kind, column.role, words)}
          onChange={(event) => onRole(column.name, event.currentTarget.value)}
        />
      )}
      <Text size="xs" fw={400} c="var(--quiet)" mih={20}>
        {column.guessed && !fixed && <span className="guess">{words.guessed}</span>}
      </Text>
    </>
  );
}

function offered(kind: Props["kind"], role: string, words: (typeof texts)["de"]) {
  const roles = kind === "events" ? EVENT_ROLES : ADVERTISING_ROLES;
  const groups = (Object.keys(roles) as RoleGroup[]).filter((group) => roles[group].length > 0);
  const data = groups.map((group) => ({
    group: words.groups[group],
    items: roles[group].map((value) => ({ value, label: words.roles[value] ?? value })),
  }));
  const known = groups.some((group) => roles[group].includes(role));
  return known ? data : [...data, { value: role, label: words.roles[role] ?? role }];
}
