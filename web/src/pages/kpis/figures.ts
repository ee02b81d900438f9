/** The figures of the page: which group each belongs to, how it is written, which people stand behind it. */
import type { Schemas } from "../../api/client";
import type { Change } from "../../components/Figure";
import type { People } from "../../components/WayIn";
import type { Language } from "../../i18n/language";
import { money, number, percent, span } from "../../i18n/numbers";
import type { FigureName, texts } from "./text";

export type Kpis = Schemas["Kpis"];
type Kind = "count" | "money" | "share" | "time";
type GroupName = keyof (typeof texts)["de"]["groups"];
type Spec = { kind: Kind; people?: People };

export const GROUPS: Record<GroupName, Partial<Record<FigureName, Spec>>> = {
  money: {
    orders: { kind: "count", people: { part: "orders" } },
    value: { kind: "money", people: { part: "orders" } },
    refunded: { kind: "money" },
    net: { kind: "money" },
    average_order_value: { kind: "money", people: { part: "orders" } },
    return_rate: { kind: "share", people: { part: "orders_returned" } },
  },
  rates: {
    visits: { kind: "count", people: { part: "visits" } },
    journeys: { kind: "count", people: { part: "journeys" } },
    conversion_rate: { kind: "share", people: { part: "converted" } },
    conversion_rate_journeys: { kind: "share", people: { part: "journeys_converted" } },
    conversion_rate_persons: { kind: "share", people: { part: "active_converted" } },
    cart_abandonment: { kind: "share", people: { part: "carts_abandoned" } },
  },
  customers: {
    customers: { kind: "count", people: { part: "customers" } },
    repurchase_rate: { kind: "share", people: { part: "repeat" } },
    clv: { kind: "money" },
    purchase_seconds_median: { kind: "time" },
    coverage: { kind: "share" },
  },
  advertising: {
    impressions: { kind: "count" },
    clicks: { kind: "count" },
    click_through_rate: { kind: "share" },
    cost: { kind: "money" },
  },
};

/** The figure as people read it; undefined where the data cannot tell it. */
export function written(kpis: Kpis, name: FigureName, kind: Kind, language: Language): string | undefined {
  const value = kpis[name];
  if (value === null) return undefined;
  if (kind === "count") return number(Number(value), language);
  if (kind === "money") return money(Number(value), kpis.currency, language);
  if (kind === "share") return percent(Number(value), language);
  return span(Number(value), language);
}

/** How it changed: counts and money in per cent, shares in points. */
export function changed(now: Kpis, then: Kpis | null, name: FigureName, kind: Kind): number | null {
  const [value, before] = [now[name], then?.[name] ?? null];
  if (value === null || before === null) return null;
  if (kind === "share") return Number(value) - Number(before);
  return Number(before) === 0 ? null : Number(value) / Number(before) - 1;
}

export function changesOf(compared: Schemas["KpisCompared"], name: FigureName, kind: Kind): Change[] {
  const { current, previous, year_ago } = compared;
  return [
    { value: changed(current, previous, name, kind), points: kind === "share", against: "period" },
    { value: changed(current, year_ago, name, kind), points: kind === "share", against: "year" },
  ];
}
