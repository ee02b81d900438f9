/** Heights of bars and ribbons: one scale for all, each near what it is joined to, none over another. */

export type Link = { before: Spot; after: Spot; value: number };

/** A bar, or a ribbon on its way through a column. */
export type Spot = {
  column: number;
  value: number;
  /** Free room above it, in drawing units. */
  above: number;
  y: number;
  size: number;
  into: Link[];
  out: Link[];
};

const ROUNDS = 24;

/** Give every spot its `y` and `size`; answers how many units one step is high. */
export function settle(
  spots: ReadonlyMap<string, Spot>,
  chains: readonly { spots: Spot[] }[],
  height: number,
): number {
  const columns: Spot[][] = [];
  for (const spot of spots.values()) (columns[spot.column] ??= []).push(spot);
  const all = columns.filter((column) => column !== undefined);
  const scale = Math.min(
    ...all.map((column) => {
      const room = height - column.reduce((sum, spot) => sum + spot.above, 0);
      return Math.max(40, room) / Math.max(1, column.reduce((sum, spot) => sum + spot.value, 0));
    }),
  );
  for (const column of all) {
    for (const spot of column) spot.size = spot.value * scale;
    column.sort((a, b) => b.value - a.value);
    stack(column, height);
  }
  if (chains.length === 0) return scale;
  for (let round = 0; round < ROUNDS; round += 1) {
    const forth = round % 2 === 0;
    for (const column of forth ? all : [...all].reverse()) {
      for (const spot of column) draw(spot, forth ? "into" : "out", 1 - round / ROUNDS / 2);
      column.sort((a, b) => middle(a) - middle(b));
      stack(column, height);
    }
  }
  return scale;
}

function middle(spot: Spot): number {
  return spot.y + spot.size / 2;
}

/** Towards the middle of what it is joined to on one side. */
function draw(spot: Spot, side: "into" | "out", strength: number): void {
  const links = spot[side];
  const all = links.reduce((sum, link) => sum + link.value, 0);
  if (all === 0) return;
  const goal =
    links.reduce((sum, link) => sum + link.value * middle(side === "into" ? link.before : link.after), 0) / all;
  spot.y += (goal - middle(spot)) * strength;
}

/** Push apart downwards, then back up from the bottom; the order stays. */
function stack(column: Spot[], height: number): void {
  let free = 0;
  for (const spot of column) {
    spot.y = Math.max(spot.y, free + spot.above);
    free = spot.y + spot.size;
  }
  let most = height;
  for (const spot of [...column].reverse()) {
    spot.y = Math.min(spot.y, most - spot.size);
    most = spot.y - spot.above;
  }
}
