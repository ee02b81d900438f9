/** The drawing: stages as territories, names as bars, what follows what as ribbons. */
import { Text } from "@mantine/core";
import { type RefObject, useMemo, useState } from "react";

import { opening, type Way as WayBehind } from "../../components/Figure";
import { usePalette } from "../../components/palette";
import { fill, useLanguage, useTexts } from "../../i18n/language";
import { number } from "../../i18n/numbers";
import { byPosition, byStage, type Columns, END } from "./columns";
import { type Bar, type Layout, layout, type Way } from "./layout";
import { texts } from "./text";
import { edgeWords, type Flow, type FlowEdge, isEnds, namesOf, nodeWords } from "./words";
import "./flow.css";

export type StageName = { key: string; label: string };

type Props = {
  answer: Flow;
  shown: FlowEdge[];
  /** The stages of the model where the level knows them; null: by typical position. */
  stages: StageName[] | null;
  box: RefObject<HTMLDivElement | null>;
  open: (title: string, way: WayBehind) => void;
  wayOfNode: (name: string) => WayBehind;
  wayOfEdge: (from: string, to: string) => WayBehind;
};

export function FlowDrawing(props: Props) {
  const { answer, shown, stages, box } = props;
  const { text, language } = useLanguage();
  const words = useTexts(texts);
  const [looked, setLooked] = useState<Looked>();
  const { drawn, columns } = useMemo(() => arranged(answer, shown, stages), [answer, shown, stages]);
  const name = namesOf(answer, language);
  const said = looked?.bar
    ? [nodeWords(looked.bar.node, answer, text, language), restWords(looked.bar, words, language)].join(" ")
    : looked?.way
      ? edgeWords(looked.way.edge, name, language)
      : words.hint;
  return (
    <>
      <div className="chart flow" ref={box}>
        <svg
          viewBox={`0 0 ${drawn.width} ${drawn.height}`}
          style={{ minWidth: drawn.width * 0.82 }}
          role="group"
          aria-label={words.drawing}
          onMouseLeave={() => setLooked(undefined)}
        >
          <Territories columns={columns} drawn={drawn} stages={stages} />
          {[...drawn.ways].sort((a, b) => b.width - a.width).map((way) => (
            <Ribbon
              key={`${way.edge.from}\n${way.edge.to}`}
              way={way}
              stage={stageOf(answer, way.edge.from, stages)}
              quiet={looked !== undefined && !touches(looked, way)}
              look={() => setLooked({ way })}
              choose={() =>
                props.open(`${name(way.edge.from)} → ${name(way.edge.to)}`, props.wayOfEdge(way.edge.from, way.edge.to))
              }
              label={edgeWords(way.edge, name, language)}
            />
          ))}
          {drawn.bars.map((bar) => (
            <Post
              key={bar.node.name}
              bar={bar}
              label={name(bar.node.name)}
              told={nodeWords(bar.node, answer, text, language)}
              stage={stageOf(answer, bar.node.name, stages)}
              room={drawn.at(1) - drawn.at(0) - 8}
              look={() => setLooked({ bar })}
              choose={() => props.open(name(bar.node.name), props.wayOfNode(bar.node.name))}
            />
          ))}
        </svg>
      </div>
      <Text size="sm" mih={22} data-looked aria-live="polite">
        {said}
      </Text>
    </>
  );
}

type Looked = { bar?: Bar; way?: Way };

function arranged(
  answer: Flow,
  shown: FlowEdge[],
  stages: StageName[] | null,
): { drawn: Layout; columns: Columns } {
  const used = new Set(shown.flatMap((edge) => [edge.from, edge.to]));
  const nodes = answer.nodes.filter((node) => used.has(node.name) || isEnds(node.name));
  const inner = nodes.filter((node) => !isEnds(node.name));
  const columns =
    stages === null
      ? byPosition(inner, answer.edges)
      : byStage(inner, answer.edges, stages.map((stage) => stage.key));
  return { drawn: layout(nodes, shown, columns, 1160), columns };
}

function stageOf(answer: Flow, name: string, stages: StageName[] | null): number {
  const stage = answer.nodes.find((node) => node.name === name)?.stage ?? null;
  return stages?.findIndex((one) => one.key === stage) ?? -1;
}

function touches(looked: Looked, way: Way): boolean {
  if (looked.way) return looked.way.edge.from === way.edge.from && looked.way.edge.to === way.edge.to;
  const name = looked.bar?.node.name;
  return way.edge.from === name || way.edge.to === name;
}

function restWords(bar: Bar, words: (typeof texts)["de"], language: "de" | "en"): string {
  if (bar.rest.in + bar.rest.out === 0) return "";
  return fill(words.restNode, {
    in: number(bar.rest.in, language),
    out: number(bar.rest.out, language),
  });
}

function useColour(): (stage: number) => string {
  const palette = usePalette();
  return (stage) => (stage < 0 ? "var(--quiet)" : (palette[stage % palette.length] ?? "var(--quiet)"));
}

function Territories(props: { columns: Columns; drawn: Layout; stages: StageName[] | null }) {
  const { columns, drawn, stages } = props;
  const words = useTexts(texts);
  const colour = useColour();
  const gap = drawn.at(1) - drawn.at(0);
  return columns.territories.map(({ stage, first, last }) => {
    const x = drawn.at(first) - 12;
    const width = (last - first + 1) * gap - 14;
    const label = stage === null ? words.outside : (stages?.[stage]?.label ?? "");
    return (
      <g key={stage ?? "outside"} className="flow-territory">
        <rect x={x} y={0} width={width} height={drawn.height} fill={colour(stage ?? -1)} opacity={0.07} rx={8} />
        <rect x={x} y={0} width={width} height={3} fill={colour(stage ?? -1)} />
        <text x={x + 10} y={20} className={stage === null ? "flow-stage flow-outside" : "flow-stage"}>
          {cut(label, width - 14, stage === null ? 5.8 : 7)}
        </text>
      </g>
    );
  });
}

type RibbonProps = {
  way: Way;
  stage: number;
  quiet: boolean;
  label: string;
  look: () => void;
  choose: () => void;
};

function Ribbon({ way, stage, quiet, label, look, choose }: RibbonProps) {
  const colour = useColour()(stage);
  const opacity = quiet ? 0.08 : way.edge.to === END ? 0.2 : way.kind === "back" ? 0.55 : 0.38;
  return (
    <g {...opening(label, choose)} data-edge={`${way.edge.from} → ${way.edge.to}`} onMouseEnter={look} onFocus={look}>
      <path d={way.path} fill="none" stroke={colour} strokeWidth={way.width} opacity={opacity} />
      {way.tip && <path d={way.tip} fill={colour} opacity={quiet ? 0.1 : 0.8} />}
      <path d={way.path} fill="none" stroke="transparent" strokeWidth={Math.max(8, way.width)} />
    </g>
  );
}

type PostProps = {
  bar: Bar;
  label: string;
  told: string;
  stage: number;
  room: number;
  look: () => void;
  choose: () => void;
};

function Post({ bar, label, told, stage, room, look, choose }: PostProps) {
  const { language } = useLanguage();
  const colour = useColour()(stage);
  const last = bar.node.name === END;
  const x = last ? bar.x + bar.width : bar.x;
  const anchor = last ? "end" : "start";
  return (
    <g {...opening(told, choose)} data-node={bar.node.name} onMouseEnter={look} onFocus={look}>
      <path d={bar.stubs.in} fill="var(--quiet)" opacity={0.45} />
      <path d={bar.stubs.out} fill="var(--quiet)" opacity={0.45} />
      <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} rx={2} fill={colour} />
      <text x={x} y={bar.y - 18} textAnchor={anchor} className="flow-name">
        {cut(label, room, 6.3)}
      </text>
      <text x={x} y={bar.y - 5} textAnchor={anchor} className="flow-number">
        {number(bar.node.touches, language)}
      </text>
    </g>
  );
}

function cut(text: string, room: number, letter: number): string {
  const most = Math.max(4, Math.floor(room / letter));
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}
