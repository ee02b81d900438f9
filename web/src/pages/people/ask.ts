/** What the pages on people ask: lists by cursor, one person's page, its opening. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { answered, client, type Schemas, textOf } from "../../api/client";
import { type Params, questionAddress } from "../../api/queries";
import { many, one, scopeOf, type Search } from "../../state/address";
import { numbered } from "../../state/numbered";

export type People = Schemas["People"];
export type Row = Schemas["PersonRow"];
export type PersonPage = Schemas["PersonPage"];
export type Entry = Schemas["TimelineEntry"];
export type Order = Schemas["PersonOrder"];

/** The list's question from the address: with `of` the scope lies in `q`. */
export function peopleParams(search: Search): Params {
  const scope = scopeOf(search);
  const of = one(search, "of");
  const common = { search: one(search, "search"), sort: one(search, "sort") };
  if (!of) return { ...scope, ...common };
  return {
    ...common,
    of,
    stages: scope.stages,
    q: one(search, "q"),
    part: one(search, "part"),
    name: many(search, "name"),
    step: one(search, "step"),
    value: one(search, "value"),
  };
}

export function peoplePages(name: string, params: Params) {
  return infiniteQueryOptions({
    queryKey: ["answer", name, "people", questionAddress(name, "people", params)],
    queryFn: async ({ pageParam }) =>
      JSON.parse(await textOf(questionAddress(name, "people", { ...params, cursor: pageParam }))) as People,
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function personPage(name: string, person: string, stages: string | undefined) {
  return queryOptions({
    queryKey: ["answer", name, "person", person, stages],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/people/{person}", {
          params: { path: { shop: name, person: numbered(person) }, query: stages ? { stages } : {} },
        }),
      ),
  });
}

/** Show the names: noted in the shop's log. */
export function openPerson(name: string, person: string, stages: string | undefined) {
  return answered(
    client.POST("/api/shops/{shop}/people/{person}/opening", {
      params: { path: { shop: name, person: numbered(person) }, query: stages ? { stages } : {} },
    }),
  );
}
