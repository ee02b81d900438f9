/** What is asked about companies of several ids: likely twins, decisions, what one would change, and deciding. */
import { queryOptions } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";

export type Twins = Schemas["AccountTwins"];
export type Twin = Schemas["AccountTwin"];
export type Effect = Schemas["AccountEffect"];
export type Decision = Schemas["ShownAccountDecision"];
export type Wish = Pick<Schemas["AccountWishBody"], "kind" | "account" | "other" | "id">;

/** Something somebody asks for, with what its button is called. */
export type Asking = { wish: Wish; title: string };
export type Ask = (asking: Asking) => void;

export const wishes = {
  merge: (account: string, other: string): Wish => ({ kind: "merge", account, other, id: null }),
  split: (account: string): Wish => ({ kind: "split", account, other: "", id: null }),
  undo: (id: number): Wish => ({ kind: "undo", account: "", other: "", id }),
};

/** Pairs that may be one company: all of them, or those of one company. */
export function twins(name: string, account = "") {
  return queryOptions({
    queryKey: ["answer", name, "account-twins", account],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/account-twins", { params: { path: { shop: name }, query: { account } } }),
      ),
  });
}

export function decisions(name: string, account: string) {
  return queryOptions({
    queryKey: ["answer", name, "account-decisions", account],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/account-decisions", { params: { path: { shop: name }, query: { account } } }),
      ),
  });
}

/** What the wish would change; nothing is kept. */
export function tried(name: string, wish: Wish) {
  return queryOptions({
    queryKey: ["answer", name, "account-preview", wish],
    queryFn: () =>
      answered(
        client.POST("/api/shops/{shop}/account-decisions/preview", {
          params: { path: { shop: name } },
          body: { ...wish, reason: "" },
        }),
      ),
  });
}

/** Carry the wish out. */
export function decided(name: string, wish: Wish, reason: string) {
  return answered(
    client.POST("/api/shops/{shop}/account-decisions", {
      params: { path: { shop: name } },
      body: { ...wish, reason },
    }),
  );
}
