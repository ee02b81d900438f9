/** Every step of the answer as a table, for who reads figures rather than drawings. */
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";

import { type Column, DataTable } from "../../components/DataTable";
import { Opens, type Way } from "../../components/Figure";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number, percent, span } from "../../i18n/numbers";
import { texts } from "./text";
import { type Flow, type FlowEdge, namesOf } from "./words";

const FIRST = 20;

type Props = { answer: Flow; wayOfEdge: (from: string, to: string) => Way };

export function EdgesTable({ answer, wayOfEdge }: Props) {
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const [all, setAll] = useState(false);
  const name = namesOf(answer, language);
  const touches = new Map(answer.nodes.map((node) => [node.name, node.touches]));
  const share = (edge: FlowEdge) => edge.count / Math.max(1, touches.get(edge.from) ?? edge.count);
  const columns: Column<FlowEdge>[] = [
    { key: "from", label: words.from, cell: (edge) => name(edge.from), by: (edge) => name(edge.from) },
    { key: "to", label: words.to, cell: (edge) => name(edge.to), by: (edge) => name(edge.to) },
    {
      key: "count",
      label: words.count,
      number: true,
      by: (edge) => edge.count,
      cell: (edge) => (
        <Opens title={`${name(edge.from)} → ${name(edge.to)}`} way={wayOfEdge(edge.from, edge.to)}>
          {number(edge.count, language)}
        </Opens>
      ),
    },
    {
      key: "persons",
      label: words.persons,
      number: true,
      by: (edge) => edge.persons,
      cell: (edge) => number(edge.persons, language),
    },
    {
      key: "share",
      label: words.of,
      number: true,
      by: share,
      cell: (edge) => percent(share(edge), language),
    },
    {
      key: "time",
      label: words.typical,
      number: true,
      by: (edge) => edge.median_seconds,
      cell: (edge) => span(edge.median_seconds, language),
    },
  ];
  return (
    <>
      <DataTable
        caption={words.table}
        columns={columns}
        rows={all ? answer.edges : answer.edges.slice(0, FIRST)}
        rowKey={(edge) => `${edge.from}\n${edge.to}`}
        sorted={{ key: "count", down: true }}
      />
      {!all && answer.edges.length > FIRST && (
        <Group>
          <Button variant="default" size="compact-md" onClick={() => setAll(true)}>
            {text.showMore} ({number(answer.edges.length - FIRST, language)})
          </Button>
        </Group>
      )}
      {answer.other.edges > 0 && (
        <Text size="sm" data-other>
          {fill(words.tableCut, {
            count: number(answer.edges.length, language),
            edges: number(answer.other.edges, language),
            other: number(answer.other.count, language),
          })}
        </Text>
      )}
    </>
  );
}
