/** Where the arcs of the moves stand: forward over the band, back below it, side by side and nested. */
import type { Schemas } from "../../api/client";

export type Move = Schemas["StageMove"];
export type Arc = { move: Move; path: string; width: number; tip: string; label: { x: number; y: number } };
export type Block = { name: string; x: number; width: number };
export type Arcs = { blocks: Block[]; arcs: Arc[]; over: number; under: number; width: number };

const WIDTH = 1120;
const THICK = 22;
const LOWEST = 46;
const STEP = 44;

export { THICK };

/** `names` are the stages from the start to the end, both included. */
export function arcsOf(names: string[], moves: Move[]): Arcs {
  const gap = WIDTH / names.length;
  const half = Math.min(70, gap * 0.36);
  const blocks = names.map((name, place) => ({ name, x: (place + 0.5) * gap - half, width: 2 * half }));
  const place = new Map(names.map((name, at) => [name, at]));
  const at = (name: string) => place.get(name) ?? 0;
  const span = (move: Move) => at(move.to) - at(move.from);
  const scale = half / Math.max(1, ...sides(names, moves, at));
  const ports = portsOf(names, moves, at, scale, blocks);
  const arcs = moves.map((move) => {
    const width = Math.max(1, move.count * scale);
    const [x0, x1] = [ports.get(`out ${move.from} ${move.to}`) ?? 0, ports.get(`in ${move.from} ${move.to}`) ?? 0];
    const way = span(move) > 0 ? -1 : 1;
    const y = way < 0 ? 0 : THICK;
    const high = LOWEST + STEP * (Math.abs(span(move)) - 1) ** 0.8 * 1.2 + width / 2;
    const end = y + way * 6;
    const path = `M${n(x0)},${y}C${n(x0)},${n(y + way * high * 1.33)} ${n(x1)},${n(y + way * high * 1.33)} ${n(x1)},${n(end)}`;
    const side = Math.min(7, Math.max(4, width / 2 + 2));
    const tip = `M${n(x1 - side)},${n(end + way * 4)}L${n(x1)},${n(y)}L${n(x1 + side)},${n(end + way * 4)}Z`;
    return { move, path, width, tip, label: { x: (x0 + x1) / 2, y: y + way * high } };
  });
  const reach = (way: 1 | -1) =>
    Math.max(12, ...arcs.filter((arc) => way * arc.label.y > 0).map((arc) => Math.abs(arc.label.y) + arc.width / 2 + 14));
  return { blocks, arcs, over: reach(-1), under: reach(1), width: WIDTH };
}

/** Of every stage and direction, how many moves leave and arrive: the largest sets the scale. */
function sides(names: string[], moves: Move[], at: (name: string) => number): number[] {
  return names.flatMap((name) =>
    [1, -1].flatMap((way) => {
      const mine = moves.filter((move) => Math.sign(at(move.to) - at(move.from)) === way);
      return [
        mine.filter((move) => move.from === name).reduce((sum, move) => sum + move.count, 0),
        mine.filter((move) => move.to === name).reduce((sum, move) => sum + move.count, 0),
      ];
    }),
  );
}

/** Nested: the nearest neighbour's arc stands at the edge, farther ones towards the middle. */
function portsOf(
  names: string[],
  moves: Move[],
  at: (name: string) => number,
  scale: number,
  blocks: Block[],
): Map<string, number> {
  const ports = new Map<string, number>();
  for (const name of names) {
    const block = blocks[at(name)] as Block;
    for (const forward of [true, false])
      for (const out of [true, false]) {
        const mine = moves
          .filter((move) => (out ? move.from : move.to) === name && at(move.to) > at(move.from) === forward)
          .sort((a, b) => Math.abs(at(a.to) - at(a.from)) - Math.abs(at(b.to) - at(b.from)));
        // Forward arcs leave at the right and arrive at the left, arcs back the other way round.
        const right = forward === out;
        let x = right ? block.x + block.width : block.x;
        for (const move of mine) {
          const width = move.count * scale;
          ports.set(`${out ? "out" : "in"} ${move.from} ${move.to}`, x + ((right ? -1 : 1) * width) / 2);
          x += (right ? -1 : 1) * width;
        }
      }
  }
  return ports;
}

function n(value: number): string {
  return value.toFixed(1);
}
