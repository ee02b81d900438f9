/** Moves back: thin ring roads that leave a bar to the right, run below everything and arrive from the left. */
import type { Bar, Edge, Way } from "./layout";

/** A quarter of the width of the way forward, so that they do not hide it. */
const NARROW = 0.25;
const LEAST_TURN = 9;
const BETWEEN = 5;

/** The roads, the shortest highest, and how far down they reach. */
export function ringRoads(
  edges: Edge[],
  bars: ReadonlyMap<string, Bar>,
  scale: number,
  below: number,
): { ways: Way[]; low: number } {
  const ends = (edge: Edge) => [bars.get(edge.from), bars.get(edge.to)] as [Bar, Bar];
  const span = (edge: Edge) => ends(edge)[0].column - ends(edge)[1].column;
  const ways: Way[] = [];
  let low = below + BETWEEN;
  const sorted = [...edges].sort((a, b) => span(a) - span(b));
  sorted.forEach((edge, place) => {
    const [from, to] = ends(edge);
    const width = Math.max(1, edge.count * scale * NARROW);
    if (from.column === to.column) {
      ways.push(besides(edge, from, to, width));
      return;
    }
    low += BETWEEN + width;
    ways.push(ring(edge, from, to, width, low - width / 2, (place % 4) * 4));
  });
  return { ways, low };
}

function ring(edge: Edge, from: Bar, to: Bar, width: number, lane: number, aside: number): Way {
  const [y0, y1] = [foot(from, width), foot(to, width)];
  const [x0, x1] = [from.x + from.width, to.x - 6];
  // A wide road turns wide, as far as there is room below the bars.
  const turn = Math.max(LEAST_TURN, Math.min(width / 2 + 4, (lane - Math.max(y0, y1)) / 2));
  const [right, left] = [x0 + 8 + turn + aside, x1 - 9 - turn - aside];
  const path = [
    `M${n(x0)},${n(y0)}H${n(right - turn)}Q${n(right)},${n(y0)} ${n(right)},${n(y0 + turn)}`,
    `V${n(lane - turn)}Q${n(right)},${n(lane)} ${n(right - turn)},${n(lane)}`,
    `H${n(left + turn)}Q${n(left)},${n(lane)} ${n(left)},${n(lane - turn)}`,
    `V${n(y1 + turn)}Q${n(left)},${n(y1)} ${n(left + turn)},${n(y1)}H${n(x1)}`,
  ];
  return { edge, kind: "back", width, path: path.join(""), tip: arrow(to.x, y1, width) };
}

/** To a name in the same column, or to itself: a bow at the right side. */
function besides(edge: Edge, from: Bar, to: Bar, width: number): Way {
  const x = from.x + from.width;
  const self = from === to;
  const [y0, y1] = self
    ? [from.y + from.height * 0.9, from.y + from.height * 0.9 - 14]
    : [from.y + from.height * 0.85, to.y + to.height * 0.15];
  const out = self ? 30 : 22 + Math.abs(y1 - y0) * 0.1;
  const path = `M${n(x)},${n(y0)}C${n(x + out)},${n(y0)} ${n(x + out)},${n(y1)} ${n(x + 6)},${n(y1)}`;
  return { edge, kind: "back", width, path, tip: arrow(x, y1, width, -1) };
}

/** Near the lower end of a bar. */
function foot(bar: Bar, width: number): number {
  return bar.y + Math.max(bar.height / 2, bar.height - 2 - width / 2);
}

function arrow(x: number, y: number, width: number, way: 1 | -1 = 1): string {
  const half = Math.min(8, Math.max(4, width / 2 + 2));
  return `M${n(x - way * 7)},${n(y - half)}L${n(x)},${n(y)}L${n(x - way * 7)},${n(y + half)}Z`;
}

/** A number as a path writes it. */
export function n(value: number): string {
  return value.toFixed(1);
}
