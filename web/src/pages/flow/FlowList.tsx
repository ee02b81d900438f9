/** The flow on a phone: the names in their order, each with what mostly comes next. */
import { Group, Text } from "@mantine/core";
import type { CSSProperties } from "react";

import { Opens, type Way } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { useLanguage, useTexts } from "../../i18n/language";
import { number, percent } from "../../i18n/numbers";
import { END, positions, START } from "./columns";
import type { StageName } from "./FlowDrawing";
import { texts } from "./text";
import { type Flow, type FlowEdge, type FlowNode, namesOf, sumOf } from "./words";

const NEXT = 3;

type Props = {
  answer: Flow;
  shown: FlowEdge[];
  stages: StageName[] | null;
  wayOfNode: (name: string) => Way;
  wayOfEdge: (from: string, to: string) => Way;
};

export function FlowList({ answer, shown, stages, wayOfNode, wayOfEdge }: Props) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const palette = usePalette();
  const name = namesOf(answer, language);
  const used = new Set(shown.map((edge) => edge.from));
  return (
    <ol className="flow-list" aria-label={words.list}>
      {inOrder(answer, stages)
        .filter((node) => used.has(node.name))
        .map((node) => {
          const stage = stages?.findIndex((one) => one.key === node.stage) ?? -1;
          const colour = palette[stage % palette.length] ?? "var(--line)";
          return (
            <li key={node.name} style={{ "--stage": colour } as CSSProperties} data-node={node.name}>
              <Group justify="space-between" wrap="nowrap">
                <Opens title={name(node.name)} way={wayOfNode(node.name)}>
                  <Text component="span" fw={600}>
                    {name(node.name)}
                  </Text>
                </Opens>
                <Text component="span">{number(node.touches, language)}</Text>
              </Group>
              <Text size="xs" c="var(--quiet)">
                {words.next}
              </Text>
              <Next node={node} answer={answer} name={name} wayOfEdge={wayOfEdge} />
            </li>
          );
        })}
    </ol>
  );
}

function Next(props: {
  node: FlowNode;
  answer: Flow;
  name: (key: string) => string;
  wayOfEdge: (from: string, to: string) => Way;
}) {
  const { node, answer, name, wayOfEdge } = props;
  const { text, language } = useLanguage();
  const first = answer.edges.filter((edge) => edge.from === node.name).slice(0, NEXT);
  const rest = node.touches - sumOf(first);
  const share = (count: number) => percent(count / Math.max(1, node.touches), language);
  const width = (count: number) =>
    ({ "--share": `${(100 * count) / Math.max(1, node.touches)}%` }) as CSSProperties;
  return (
    <>
      {first.map((edge) => (
        <div key={edge.to} className="flow-next" style={width(edge.count)}>
          <Opens title={`${name(node.name)} → ${name(edge.to)}`} way={wayOfEdge(node.name, edge.to)}>
            {name(edge.to)}
          </Opens>
          <span>
            {number(edge.count, language)} · {share(edge.count)}
          </span>
        </div>
      ))}
      {rest > 0 && (
        <div className="flow-next" style={width(rest)}>
          <Text component="span" fs="italic">
            {text.other}
          </Text>
          <span>
            {number(rest, language)} · {share(rest)}
          </span>
        </div>
      )}
    </>
  );
}

/** From the start on: by stage, inside it by how far a name typically is. */
function inOrder(answer: Flow, stages: StageName[] | null): FlowNode[] {
  const at = positions(answer.edges);
  const place = (node: FlowNode) => {
    if (node.name === START) return -1;
    const stage = stages?.findIndex((one) => one.key === node.stage) ?? 0;
    return stage < 0 ? (stages?.length ?? 0) : stage;
  };
  return answer.nodes
    .filter((node) => node.name !== END)
    .sort((a, b) => place(a) - place(b) || (at.get(a.name) ?? 0) - (at.get(b.name) ?? 0));
}
