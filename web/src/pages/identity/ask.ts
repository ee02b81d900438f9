/** What the pages on identity ask: why one person, what looks wrong, what a decision would change, and deciding it. */
import { queryOptions } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";
import { numbered } from "../../state/numbered";

export type Graph = Schemas["IdentityGraph"];
export type Key = Schemas["GraphKey"];
export type Join = Schemas["GraphJoin"];
export type Decision = Schemas["ShownDecision"];
export type Finding = Schemas["AuditFinding"];
export type Effect = Schemas["Effect"];
export type Wish = Pick<Schemas["WishBody"], "kind" | "a" | "b" | "id">;

export const wishes = {
  merge: (a: string, b: string): Wish => ({ kind: "merge", a, b, id: null }),
  split: (a: number, b?: number): Wish => ({ kind: "split", a: `key:${a}`, b: b === undefined ? "" : `key:${b}`, id: null }),
  undo: (id: number): Wish => ({ kind: "undo", a: "", b: "", id }),
};

export function whyOne(name: string, person: number) {
  return queryOptions({
    queryKey: ["answer", name, "identity", person],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/people/{person}/identity", {
          params: { path: { shop: name, person: numbered(person) } },
        }),
      ),
  });
}

export function audit(name: string) {
  return queryOptions({
    queryKey: ["answer", name, "identity-audit"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/identity/audit", { params: { path: { shop: name } } })),
  });
}

export function decisions(name: string) {
  return queryOptions({
    queryKey: ["answer", name, "identity-decisions"],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/identity/decisions", { params: { path: { shop: name } } })),
  });
}

/** What the wish would change; nothing is kept. */
export function tried(name: string, wish: Wish) {
  return queryOptions({
    queryKey: ["answer", name, "identity-preview", wish],
    queryFn: () =>
      answered(
        client.POST("/api/shops/{shop}/identity/preview", {
          params: { path: { shop: name } },
          body: { ...wish, reason: "" },
        }),
      ),
  });
}

/** Carry the wish out. */
export function decided(name: string, wish: Wish, reason: string) {
  return answered(
    client.POST("/api/shops/{shop}/identity/decisions", {
      params: { path: { shop: name } },
      body: { ...wish, reason },
    }),
  );
}
