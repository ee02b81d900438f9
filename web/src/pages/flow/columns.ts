/** In which column of the drawing a name stands: stages as the model orders them, or typical position. */
import type { Schemas } from "../../api/client";

export const START = "(start)";
export const END = "(end)";

type Node = Schemas["FlowNode"];
type Edge = Schemas["FlowEdge"];

/** A stretch of columns that belongs to one stage; `stage` null is outside the model. */
export type Territory = { stage: number | null; first: number; last: number };
export type Columns = { of: Map<string, number>; count: number; territories: Territory[] };

/** Beyond so many columns a stage gets no second one. */
const MOST_COLUMNS = 11;
const TALLEST = 6;

/** Columns by the stages of the model, in their order; what is outside stands behind the last. */
export function byStage(nodes: Node[], edges: Edge[], stages: string[]): Columns {
  const groups = [...stages.keys(), null].map((stage) => ({
    stage,
    nodes: nodes.filter((node) => (stage === null ? node.stage === null : node.stage === stages[stage])),
  }));
  const used = groups.filter((group) => group.nodes.length > 0);
  const widest = Math.max(1, Math.min(3, Math.floor((MOST_COLUMNS - 2) / Math.max(1, used.length))));
  const at = positions(edges);
  const of = new Map([[START, 0]]);
  const territories: Territory[] = [];
  let first = 1;
  for (const group of used) {
    const steps = inside(group.nodes, edges, at, widest);
    for (const [name, step] of steps) of.set(name, first + step);
    const last = first + Math.max(...steps.values());
    territories.push({ stage: group.stage, first, last });
    first = last + 1;
  }
  of.set(END, first);
  return { of, count: first + 1, territories };
}

/** Columns by how far into a unit a name typically comes, about equally many names in each. */
export function byPosition(nodes: Node[], edges: Edge[]): Columns {
  const at = positions(edges);
  const sorted = [...nodes].sort((a, b) => (at.get(a.name) ?? 0) - (at.get(b.name) ?? 0));
  const columns = Math.max(1, Math.min(5, Math.ceil(sorted.length / 3)));
  const of = new Map([[START, 0]]);
  sorted.forEach((node, place) => of.set(node.name, 1 + Math.floor((place * columns) / sorted.length)));
  of.set(END, columns + 1);
  return { of, count: columns + 2, territories: [] };
}

/** Steps inside one stage: who is mostly reached from another of the same stage stands behind it. */
function inside(
  nodes: Node[],
  edges: Edge[],
  at: ReadonlyMap<string, number>,
  widest: number,
): Map<string, number> {
  const sorted = [...nodes].sort((a, b) => (at.get(a.name) ?? 0) - (at.get(b.name) ?? 0));
  const counts = new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge.count]));
  const between = (from: string, to: string) => counts.get(`${from}\n${to}`) ?? 0;
  const steps = new Map<string, number>();
  for (const node of sorted) {
    const before = [...steps].filter(
      ([name]) => between(name, node.name) > Math.max(between(node.name, name), node.touches / 10),
    );
    const step = before.length === 0 ? 0 : 1 + Math.max(...before.map(([, step]) => step));
    steps.set(node.name, Math.min(step, widest - 1));
  }
  return spread(steps, widest);
}

/** A column of too many names hands its last ones on to the next. */
function spread(steps: Map<string, number>, widest: number): Map<string, number> {
  for (let step = 0; step < widest - 1; step += 1) {
    const here = [...steps].filter(([, at]) => at === step);
    for (const [name] of here.slice(TALLEST)) steps.set(name, step + 1);
  }
  return steps;
}

/** How many steps from the start a name typically is: the mean over all ways into it. */
export function positions(edges: Edge[]): Map<string, number> {
  const into = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (edge.from === edge.to) continue;
    into.set(edge.to, [...(into.get(edge.to) ?? []), edge]);
  }
  const at = new Map([...into.keys()].map((name) => [name, 1]));
  at.set(START, 0);
  for (let round = 0; round < 80; round += 1)
    for (const [name, ways] of into) {
      const all = ways.reduce((sum, way) => sum + way.count, 0);
      const sum = ways.reduce((sum, way) => sum + way.count * (1 + (at.get(way.from) ?? 1)), 0);
      at.set(name, all > 0 ? sum / all : 1);
    }
  return at;
}
