/** A condition as rows of property, sign and value; what cannot be told in rows stays raw text. */
export type Sign = "=" | "!=" | "<" | "<=" | ">" | ">=" | "like" | "is null" | "is not null";
export const SIGNS: Sign[] = ["=", "!=", "<", "<=", ">", ">=", "like", "is null", "is not null"];

export type Row = { owner: "" | "person" | "journey" | "account"; property: string; sign: Sign; value: string };
export type Join = "and" | "or";
export type Rows = { rows: Row[]; join: Join };

export const NEW_ROW: Row = { owner: "", property: "", sign: "=", value: "" };

/** The condition as every question takes it; rows without a property are left out. */
export function whereOf({ rows, join }: Rows): string {
  return rows.filter((row) => row.property !== "").map(written).join(` ${join} `);
}

function written(row: Row): string {
  const bare = /^[A-Za-z_][\w$-]*$/.test(row.property) ? row.property : `"${row.property.replaceAll('"', '""')}"`;
  const name = row.owner === "" ? bare : `${row.owner}.${bare}`;
  if (row.sign === "is null" || row.sign === "is not null") return `${name} ${row.sign}`;
  const numeric = row.sign.startsWith("<") || row.sign.startsWith(">");
  const value = numeric && /^-?\d+(\.\d+)?$/.test(row.value) ? row.value : `'${row.value.replaceAll("'", "''")}'`;
  return `${name} ${row.sign} ${value}`;
}

const COMPARISON =
  /^(?:(person|journey|account)\.)?(?:"((?:[^"]|"")+)"|([A-Za-z_][\w$-]*))\s+(?:(is\s+not\s+null|is\s+null)|(=|!=|<=|>=|<|>|like)\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)))$/i;

/** The rows of a condition, or undefined where it is more than comparisons joined by one word. */
export function rowsOf(where: string): Rows | undefined {
  if (where.trim() === "") return { rows: [{ ...NEW_ROW }], join: "and" };
  for (const join of ["and", "or"] as const) {
    const rows = split(where.trim(), join).map(read);
    if (rows.every((row) => row !== undefined)) return { rows, join };
  }
  return undefined;
}

/** The parts between the joining words, leaving words inside of quotes alone. */
function split(where: string, join: Join): string[] {
  const parts: string[] = [];
  let quoted = "";
  let begin = 0;
  for (let at = 0; at < where.length; at += 1) {
    const sign = where[at] ?? "";
    if (quoted) quoted = sign === quoted ? "" : quoted;
    else if (sign === "'" || sign === '"') quoted = sign;
    else if (where.slice(at, at + join.length + 2).toLowerCase() === ` ${join} `) {
      parts.push(where.slice(begin, at));
      begin = at + join.length + 2;
    }
  }
  return [...parts, where.slice(begin)].map((part) => part.trim());
}

function read(text: string): Row | undefined {
  const found = COMPARISON.exec(text);
  if (!found) return undefined;
  const [, owner, quoted, bare, missing, sign, value, digits] = found;
  return {
    owner: (owner?.toLowerCase() ?? "") as Row["owner"],
    property: quoted?.replaceAll('""', '"') ?? bare ?? "",
    sign: (missing?.toLowerCase().replaceAll(/\s+/g, " ") ?? sign?.toLowerCase() ?? "=") as Sign,
    value: value?.replaceAll("''", "'") ?? digits ?? "",
  };
}
