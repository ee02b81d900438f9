/** The keys of a person and what joins them, as a drawing: devices, customer numbers, addresses and orders. */
import { useLanguage, useTexts } from "../../i18n/language";
import type { Graph, Join, Key } from "./ask";
import { texts } from "./text";

const WIDTH = 940;
const BOX = 200;
const HIGH = 40;
const STEP = 54;
const TOP = 34;
const COLUMNS = [0, (WIDTH - BOX) / 2, WIDTH - BOX];

const columnOf = (key: Key) => (key.kind === "anonymous" ? 0 : key.kind === "user" ? 1 : 2);

type Spot = { x: number; y: number; column: number };

/** Each column stands in the middle of the tallest one. */
function places(keys: readonly Key[]): { spots: Map<number, Spot>; height: number } {
  const columns = [0, 1, 2].map((column) => keys.filter((key) => columnOf(key) === column));
  const tallest = Math.max(...columns.map((column) => column.length), 1);
  const spots = new Map<number, Spot>();
  columns.forEach((column, at) =>
    column.forEach((key, row) => {
      const y = TOP + ((tallest - column.length) / 2 + row) * STEP;
      spots.set(key.key, { x: COLUMNS[at] ?? 0, y, column: at });
    }),
  );
  return { spots, height: TOP + tallest * STEP };
}

export function Drawing({ graph }: { graph: Graph }) {
  const t = useTexts(texts);
  const { spots, height } = places(graph.keys);
  const heads = [t.columns.devices, t.columns.customer, t.columns.others];
  return (
    <div className="identity-sheet" role="region" tabIndex={0} aria-label={t.drawing}>
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={t.drawing} className="identity-graph">
        {heads.map((head, at) =>
          graph.keys.some((key) => columnOf(key) === at) ? (
            <text key={head} x={(COLUMNS[at] ?? 0) + BOX / 2} y={16} textAnchor="middle" className="identity-head">
              {head}
            </text>
          ) : null,
        )}
        {graph.joins.map((join) => (
          <Line key={`${join.a}-${join.b}-${join.why}-${join.at}`} join={join} from={spots.get(join.a)} to={spots.get(join.b)} />
        ))}
        {graph.keys.map((key) => (
          <Node key={key.key} one={key} spot={spots.get(key.key)} />
        ))}
      </svg>
    </div>
  );
}

function Line({ join, from, to }: { join: Join; from: Spot | undefined; to: Spot | undefined }) {
  const { language } = useLanguage();
  if (!from || !to) return null;
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const same = left.column === right.column;
  const [x1, x2] = [left.x + BOX, same ? right.x + BOX : right.x];
  const [y1, y2] = [left.y + HIGH / 2, right.y + HIGH / 2];
  const bend = same ? 46 : (x2 - x1) / 2;
  const end = same ? x2 + bend : x2 - bend;
  return (
    <path className={`identity-line identity-${join.state}`} d={`M${x1} ${y1} C${x1 + bend} ${y1} ${end} ${y2} ${x2} ${y2}`}>
      <title>{join.sentences[language]}</title>
    </path>
  );
}

function Node({ one, spot }: { one: Key; spot: Spot | undefined }) {
  const t = useTexts(texts);
  if (!spot) return null;
  const word = one.shown ?? "";
  return (
    <g className={one.mine ? "identity-node" : "identity-node identity-node-other"} data-node={one.key}>
      <rect x={spot.x} y={spot.y} width={BOX} height={HIGH} rx={10} />
      <text x={spot.x + BOX / 2} y={spot.y + (word ? 17 : 25)} textAnchor="middle">
        {t.kinds[one.kind]}
      </text>
      {word && (
        <text x={spot.x + BOX / 2} y={spot.y + 33} textAnchor="middle" className="identity-word">
          {word.length > 26 ? `${word.slice(0, 25)}…` : word}
        </text>
      )}
    </g>
  );
}
