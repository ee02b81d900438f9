/** Where one is in the tour: in the address (`tour=3`), and kept on this device so that it can be resumed. */
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import type { Schemas } from "../api/client";
import { tour as tourQuery } from "../api/queries";
import { pageAt } from "../pages";
import { one, type Search, useAddress } from "./address";
import { useShop, useShopName } from "./shop";

export type Stop = Schemas["TourStop"];
const KEY = "etappe.tour";

/** The number of the stop where the tour was left on this device, or undefined. */
function kept(): number | undefined {
  const number = Number(localStorage.getItem(KEY));
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

export type Journey = {
  stops: Stop[];
  /** The place of the present stop in `stops`; undefined when nobody is on the tour. */
  at: number | undefined;
  /** The place where it was left. */
  left: number | undefined;
  visit: (place: number) => void;
  leave: () => void;
};

export function useTour(): Journey {
  const name = useShopName();
  const demo = useShop().data?.demo ?? false;
  const { search, put } = useAddress();
  const navigate = useNavigate();
  const asked = useQuery({ ...tourQuery(name ?? ""), enabled: demo && name !== undefined });
  // A stop whose page does not exist yet would lead nowhere.
  const stops = (asked.data?.stops ?? []).filter((stop) => pageAt(stop.page) !== undefined);
  const place = (number: number | undefined) => {
    const found = stops.findIndex((stop) => stop.number === number);
    return found < 0 ? undefined : found;
  };
  const visit = (next: number) => {
    const stop = stops[next];
    if (stop === undefined) return;
    localStorage.setItem(KEY, String(stop.number));
    const shop = one(search, "shop");
    const state: Search = { ...(shop && { shop }), ...(stop.search as Search), tour: String(stop.number) };
    void navigate({ to: stop.page, search: state as never });
  };
  const given = one(search, "tour");
  return {
    stops,
    at: given === undefined ? undefined : place(Number(given)),
    left: place(kept()),
    visit,
    leave: () => put({ tour: undefined }),
  };
}
