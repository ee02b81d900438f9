/** Where everything of the drawing stands: bars in columns, ribbons between them, arcs for moves back. */
import type { Schemas } from "../../api/client";
import { type Columns, END, START } from "./columns";
import { n, ringRoads } from "./roads";
import { settle, type Spot } from "./settle";

type Node = Schemas["FlowNode"];
export type Edge = Schemas["FlowEdge"];

export const HEAD = 34;
const LEAST_HEIGHT = 460;
/** So much of a column is left for bars and ribbons, whatever the room above them takes. */
const FOR_BARS = 300;
const BAR = 12;
const GAP = 108;
const MARGIN = 14;
/** Room for the name and the number above a bar, and between ribbons that only pass. */
const ABOVE_BAR = 34;
const ABOVE_PASS = 7;

export type Bar = {
  node: Node;
  x: number;
  y: number;
  width: number;
  height: number;
  column: number;
  /** Steps that are not drawn, and where they would leave and arrive. */
  rest: { in: number; out: number };
  stubs: { in: string; out: string };
};
export type Way = { edge: Edge; kind: "forward" | "back"; path: string; width: number; tip?: string };
export type Layout = { width: number; height: number; bars: Bar[]; ways: Way[]; at: (column: number) => number };

export function layout(nodes: Node[], edges: Edge[], columns: Columns, wide: number): Layout {
  const gap = Math.max(GAP, (wide - 2 * MARGIN - BAR) / Math.max(1, columns.count - 1));
  const at = (column: number) => MARGIN + column * gap;
  const spots = new Map<string, Spot>();
  for (const node of nodes)
    spots.set(node.name, spot(columns.of.get(node.name) ?? 0, node.touches, ABOVE_BAR));
  const forward = edges.filter((edge) => column(columns, edge.from) < column(columns, edge.to));
  const chains = forward.map((edge) => chain(edge, spots));
  const high = tall(spots);
  const scale = settle(spots, chains, high);
  const bars = new Map(nodes.map((node) => [node.name, bar(node, spots, at)]));
  const ways = ribbons(chains, spots, scale, at, bars, edges);
  const back = ringRoads(edges.filter((edge) => !forward.includes(edge)), bars, scale, HEAD + high);
  return {
    width: at(columns.count - 1) + BAR + MARGIN,
    height: back.low + MARGIN,
    bars: [...bars.values()],
    ways: [...ways, ...back.ways],
    at,
  };
}

export type Chain = { edge: Edge; spots: Spot[] };

function tall(spots: ReadonlyMap<string, Spot>): number {
  const room: number[] = [];
  for (const spot of spots.values()) room[spot.column] = (room[spot.column] ?? 0) + spot.above;
  return Math.max(LEAST_HEIGHT, FOR_BARS + Math.max(...room.filter((above) => above !== undefined)));
}

function spot(column: number, value: number, above: number): Spot {
  return { column, value, above, y: 0, size: 0, into: [], out: [] };
}

function column(columns: Columns, name: string): number {
  return columns.of.get(name) ?? 0;
}

/** A ribbon over several columns gets a place in each, so that it passes between the bars. */
function chain(edge: Edge, spots: Map<string, Spot>): Chain {
  const ends = [spots.get(edge.from), spots.get(edge.to)] as [Spot, Spot];
  const passes: Spot[] = [];
  for (let at = ends[0].column + 1; at < ends[1].column; at += 1) {
    const pass = spot(at, edge.count, ABOVE_PASS);
    spots.set(`${edge.from}\n${edge.to}\n${at}`, pass);
    passes.push(pass);
  }
  const all = [ends[0], ...passes, ends[1]];
  for (let step = 1; step < all.length; step += 1) {
    const [before, after] = [all[step - 1], all[step]] as [Spot, Spot];
    const link = { before, after, value: edge.count };
    before.out.push(link);
    after.into.push(link);
  }
  return { edge, spots: all };
}

function bar(node: Node, spots: Map<string, Spot>, at: (column: number) => number): Bar {
  const { column, y, size } = spots.get(node.name) as Spot;
  return {
    node,
    column,
    x: at(column),
    y: HEAD + y,
    width: BAR,
    height: Math.max(2, size),
    rest: { in: 0, out: 0 },
    stubs: { in: "", out: "" },
  };
}

function ribbons(
  chains: Chain[],
  spots: Map<string, Spot>,
  scale: number,
  at: (column: number) => number,
  bars: Map<string, Bar>,
  edges: Edge[],
): Way[] {
  const from = ports([...spots.values()], "out", scale);
  const to = ports([...spots.values()], "into", scale);
  for (const bar of bars.values()) withRest(bar, edges, scale, spots.get(bar.node.name) as Spot);
  return chains.map(({ edge, spots: passed }) => {
    let path = "";
    for (let step = 1; step < passed.length; step += 1) {
      const [before, after] = [passed[step - 1], passed[step]] as [Spot, Spot];
      const link = before.out.find((link) => link.after === after && link.value === edge.count);
      const [x0, x1] = [at(before.column) + BAR, at(after.column)];
      const [y0, y1] = [from.get(link) ?? 0, to.get(link) ?? 0].map((y) => y + HEAD) as [number, number];
      const half = (x0 + x1) / 2;
      path += `${step === 1 ? "M" : "L"}${n(x0)},${n(y0)}C${n(half)},${n(y0)} ${n(half)},${n(y1)} ${n(x1)},${n(y1)}`;
    }
    return { edge, kind: "forward" as const, path, width: Math.max(0.8, edge.count * scale) };
  });
}

/** The middle of each ribbon at the side of its bar: in the order of where they come from or go. */
function ports(spots: Spot[], side: "into" | "out", scale: number): Map<unknown, number> {
  const places = new Map<unknown, number>();
  const other = side === "out" ? "after" : "before";
  for (const spot of spots) {
    let y = spot.y;
    for (const link of [...spot[side]].sort((a, b) => a[other].y - b[other].y)) {
      places.set(link, y + (link.value * scale) / 2);
      y += link.value * scale;
    }
  }
  return places;
}

/** What is not drawn leaves as a short tip below the ribbons, so that every bar adds up. */
function withRest(bar: Bar, edges: Edge[], scale: number, spot: Spot): void {
  const { name, touches } = bar.node;
  const drawn = (side: "from" | "to") =>
    edges.filter((edge) => edge[side] === name).reduce((sum, edge) => sum + edge.count, 0);
  bar.rest = {
    in: name === START ? 0 : touches - drawn("to"),
    out: name === END ? 0 : touches - drawn("from"),
  };
  const below = (links: Spot["out"]) => bar.y + links.reduce((sum, link) => sum + link.value, 0) * scale;
  bar.stubs = {
    in: tip(bar.x, below(spot.into), bar.rest.in * scale, -1),
    out: tip(bar.x + bar.width, below(spot.out), bar.rest.out * scale, 1),
  };
}

function tip(x: number, y: number, size: number, way: 1 | -1): string {
  if (size < 0.4) return "";
  const long = way * Math.min(26, 8 + size / 3);
  return `M${n(x)},${n(y)}L${n(x + long)},${n(y + size / 2)}L${n(x)},${n(y + size)}Z`;
}
