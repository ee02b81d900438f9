/** What the pages on accounts ask and change: lists by cursor, one company, its values, people, roles, history. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { answered, client, type Schemas, textOf } from "../../api/client";
import { type Params, questionAddress } from "../../api/queries";
import { one, scopeOf, type Search } from "../../state/address";

export type Accounts = Schemas["Accounts"];
export type Row = Schemas["AccountRow"];
export type AccountPage = Schemas["AccountPage"];
export type Attribute = Schemas["Attribute"];
export type Member = Schemas["AccountMember"];
export type Journey = Schemas["AccountJourney"];
export type Session = Schemas["StaffSession"];
export type Change = Schemas["AccountChange"];
export type MemberChange = Schemas["MemberChange"];

export function accountsParams(search: Search): Params {
  return { ...scopeOf(search), search: one(search, "search"), sort: one(search, "sort") };
}

export function accountPages(name: string, params: Params) {
  return infiniteQueryOptions({
    queryKey: ["answer", name, "accounts", questionAddress(name, "accounts", params)],
    queryFn: async ({ pageParam }) =>
      JSON.parse(await textOf(questionAddress(name, "accounts", { ...params, cursor: pageParam }))) as Accounts,
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

export function accountPage(name: string, account: string, stages: string | undefined) {
  return queryOptions({
    queryKey: ["answer", name, "account", account, stages],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/accounts/{account}", {
          params: { path: { shop: name, account }, query: stages ? { stages } : {} },
        }),
      ),
  });
}

/** Show the names of its people: noted in the shop's log. */
export function openAccount(name: string, account: string, stages: string | undefined) {
  return answered(
    client.POST("/api/shops/{shop}/accounts/{account}/opening", {
      params: { path: { shop: name, account }, query: stages ? { stages } : {} },
    }),
  );
}

export function putValues(name: string, account: string, values: Record<string, unknown>) {
  return answered(
    client.PUT("/api/shops/{shop}/accounts/{account}", {
      params: { path: { shop: name, account } },
      body: { values },
    }),
  );
}

export function putMember(name: string, account: string, person: string, change: MemberChange) {
  return answered(
    client.PUT("/api/shops/{shop}/accounts/{account}/members/{person}", {
      params: { path: { shop: name, account, person } },
      body: change,
    }),
  );
}

export function putRole(name: string, role: string, label: { de: string; en: string }) {
  return answered(
    client.PUT("/api/shops/{shop}/account-roles/{role}", {
      params: { path: { shop: name, role } },
      body: label,
    }),
  );
}

export function accountHistory(name: string, account: string) {
  return queryOptions({
    queryKey: ["answer", name, "account-history", account],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/accounts/{account}/history", {
          params: { path: { shop: name, account }, query: { limit: 50 } },
        }),
      ),
  });
}

export function undoEntry(name: string, account: string, entry: number) {
  return answered(
    client.POST("/api/shops/{shop}/accounts/{account}/history/{entry}/undo", {
      params: { path: { shop: name, account, entry } },
    }),
  );
}

/** The value of an attribute as one types it. */
export function typed(attribute: Attribute | undefined): string {
  if (attribute === undefined) return "";
  if (attribute.amount !== null) return String(attribute.amount);
  return attribute.kind === "texts" ? attribute.texts.join("\n") : (attribute.text ?? "");
}
