/** What the funnel page asks, read from its address. */
import { type Params } from "../../api/queries";
import type { Schemas } from "../../api/client";
import { many, one, scopeOf, type Search } from "../../state/address";

export type Answer = Schemas["Funnel"];
export type Group = Schemas["FunnelGroup"];
export type Unit = "visit" | "journey" | "person" | "account";

/** The usual way to an order; of these the ones that the shop's data know. */
const USUAL = ["view_item", "add_to_cart", "begin_checkout"];

/** The steps of the address, else the usual way to the conversion as far as the data know it. */
export function stepsOf(
  search: Search,
  words: Schemas["EventWordView"][],
  conversion: string,
): string[] {
  const given = many(search, "steps");
  if (given.length > 0) return given;
  const named = (meaning: string) =>
    words.find((word) => word.name === meaning || word.meaning === meaning)?.name;
  const usual = [...USUAL, conversion].map(named).filter((name) => name !== undefined);
  if (usual.length > 1) return [...new Set(usual)];
  const customers = words.filter((word) => word.side === "customer").map((word) => word.name);
  return [...new Set([...customers.slice(0, 2), ...usual])];
}

export function paramsOf(search: Search, steps: string[]): Params {
  const by = one(search, "by");
  return {
    ...scopeOf(search),
    steps,
    per: one(search, "per") ?? "journey",
    within: one(search, "within") ?? "30d",
    ...(one(search, "level") ? { level: one(search, "level") } : {}),
    ...(by ? { by } : {}),
    ...(one(search, "compare") ? { compare: one(search, "compare") } : {}),
  };
}
