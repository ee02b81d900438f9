/** What a column may be, in groups, as the choice above it offers them. */
import type { Wish } from "./uploads";

export type RoleGroup = "core" | "shop" | "origin" | "other" | "rest";

export const EVENT_ROLES: Record<RoleGroup, string[]> = {
  core: ["time", "event", "person", "email", "account_id", "visit_id"],
  shop: ["order_id", "product_id", "value", "currency", "quantity"],
  origin: ["channel", "page", "referrer", "utm_source", "utm_medium", "utm_campaign", "device"],
  other: [
    "id", "anonymous_id", "phone", "host", "path", "title", "utm_term", "utm_content", "click_id",
    "browser", "country", "language", "staff", "source",
  ],
  rest: ["property", "ignored"],
};

export const ADVERTISING_ROLES: Record<RoleGroup, string[]> = {
  core: ["day"],
  shop: ["cost", "currency", "impressions", "clicks"],
  origin: ["source", "medium", "channel", "campaign"],
  other: [],
  rest: ["property", "ignored"],
};

/** The wish with one column's role changed. All others are said too, as they stand: nothing is guessed anew. */
export function withRole(
  wish: Wish,
  columns: readonly { name: string; role: string }[],
  name: string,
  role: string,
): Wish {
  const free = role === "property" || role === "ignored";
  const said = columns.map((column) => {
    if (column.name === name) return [name, role];
    // What was said goes before what is shown: the answer to the last change may still be on its way.
    const before = wish.columns?.[column.name] ?? column.role;
    // A role is had by one column: who had it before becomes a property.
    return [column.name, !free && before === role ? "property" : before];
  });
  return { ...wish, template: "", columns: Object.fromEntries(said) };
}
