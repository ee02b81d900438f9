/** Which shop is looked at, what it is, and what the person signed in may do. */
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";

import type { Schemas } from "../api/client";
import { session, settings, shop as shopQuery } from "../api/queries";
import { one, useAddress } from "./address";

export type Role = "viewer" | "editor" | "owner";
const RANK: Role[] = ["viewer", "editor", "owner"];

/** The name of the shop in the address, else the first one; undefined while there is none. */
export function useShopName(): string | undefined {
  const { search } = useAddress();
  const known = useQuery(session).data?.shops ?? [];
  return one(search, "shop") ?? known[0]?.name;
}

export function useShop() {
  const name = useShopName();
  return useQuery({ ...shopQuery(name ?? ""), enabled: name !== undefined });
}

/** The zone of the shop's days and hours; UTC until it is known. */
export function useZone(): string {
  const name = useShopName();
  return useQuery({ ...settings(name ?? ""), enabled: name !== undefined }).data?.zone ?? "UTC";
}

/** Whether the person signed in has at least this role. */
export function useMay(role: Role): boolean {
  const mine = useQuery(session).data?.role;
  return mine !== undefined && RANK.indexOf(mine as Role) >= RANK.indexOf(role);
}

/** A shop that has data: what the gate in the frame hands to every page that is not `bare`. */
export type Ready = { name: string; shop: Schemas["ShopOverview"]; first: string; last: string };
export const ReadyContext = createContext<Ready | null>(null);

export function useReady(): Ready {
  const ready = useContext(ReadyContext);
  if (!ready) throw new Error("useReady on a page that is bare");
  return ready;
}
