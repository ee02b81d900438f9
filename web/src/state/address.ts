/** The address of a page holds its whole state; here it is read and written, as flat texts. */
import { useNavigate, useRouterState, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

export type Search = Record<string, string | string[] | undefined>;

/** What every question may be narrowed by; the shell's choices write these. */
export const SCOPE = ["from", "to", "where", "conversion", "stages", "digital"] as const;
export type ScopeName = (typeof SCOPE)[number];

/** These go along from page to page; everything else belongs to one page alone. */
const SHARED: readonly string[] = ["shop", ...SCOPE, "tour", "film"];

export function parseSearch(text: string): Search {
  const search: Search = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const before = search[name];
    if (before === undefined) search[name] = value;
    else search[name] = [...(Array.isArray(before) ? before : [before]), value];
  }
  return search;
}

/** The query string of flat texts, without the question mark; empty values are left out. */
export function queryOf(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== null && one !== "") query.append(name, String(one));
  }
  return query.toString();
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const query = queryOf(search);
  return query === "" ? "" : `?${query}`;
}

/** One text of the address, or undefined. */
export function one(search: Search, name: string): string | undefined {
  const value = search[name];
  return Array.isArray(value) ? value[0] : value;
}

/** A list of the address: `steps=a&steps=b`. */
export function many(search: Search, name: string): string[] {
  const value = search[name];
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** What goes along to another page. */
export function shared(search: Search): Search {
  return Object.fromEntries(Object.entries(search).filter(([name]) => SHARED.includes(name)));
}

/** The part of the address that narrows questions, as the API takes it. */
export function scopeOf(search: Search): Partial<Record<ScopeName, string>> {
  const given = SCOPE.map((name) => [name, one(search, name)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== ""));
}

export type Address = {
  search: Search;
  path: string;
  /** Change some values of this page's address; undefined takes a value away. */
  put: (change: Search) => void;
  /** Go to another page; what is shared goes along. */
  go: (path: string, change?: Search) => void;
};

export function useAddress(): Address {
  const search = useSearch({ strict: false }) as Search;
  const path = useRouterState({ select: (state) => state.location.pathname });
  const navigate = useNavigate();
  const put = useCallback(
    (change: Search) =>
      void navigate({
        to: ".",
        search: ((before: Search) => ({ ...before, ...change })) as never,
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const go = useCallback(
    (to: string, change: Search = {}) =>
      void navigate({ to, search: ((before: Search) => ({ ...shared(before), ...change })) as never }),
    [navigate],
  );
  return { search, path, put, go };
}
