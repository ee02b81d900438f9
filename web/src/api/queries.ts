/** What pages ask, each question named once. Answers stay while a new one is on its way. */
import { keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";

import { answered, client, Refusal, textOf } from "./client";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof Refusal && error.status >= 500,
    },
  },
});

/** What a page's address says about the question: everything may be missing. */
export type View = {
  shop?: string | undefined;
  stages?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  loop?: boolean | undefined;
};

export const session = queryOptions({
  queryKey: ["session"],
  queryFn: () => answered(client.GET("/api/session")),
  staleTime: Number.POSITIVE_INFINITY,
});

export function shop(name: string) {
  return queryOptions({
    queryKey: ["shop", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}", { params: { path: { shop: name } } })),
  });
}

export function stageModels(name: string) {
  return queryOptions({
    queryKey: ["stage-models", name],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/stage-models", { params: { path: { shop: name } } })),
  });
}

function scope(view: View) {
  return {
    ...(view.from ? { from: view.from } : {}),
    ...(view.to ? { to: view.to } : {}),
    ...(view.stages ? { stages: view.stages } : {}),
  };
}

export function stages(name: string, view: View) {
  return queryOptions({
    queryKey: ["stages", name, view.stages, view.from, view.to],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/stages", {
          params: { path: { shop: name }, query: scope(view) },
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** The address of the drawn map; also what the download links point to. */
export function mapAddress(
  name: string,
  view: View,
  as: { format: "svg" | "png"; language: string; theme: string },
): string {
  const query = new URLSearchParams({ ...scope(view), language: as.language, theme: as.theme });
  if (view.loop !== undefined) query.set("loop", String(view.loop));
  return `/api/shops/${encodeURIComponent(name)}/map.${as.format}?${query}`;
}

export function map(name: string, view: View, language: string, theme: string) {
  const address = mapAddress(name, view, { format: "svg", language, theme });
  return queryOptions({
    queryKey: ["map", address],
    queryFn: () => textOf(address),
    placeholderData: keepPreviousData,
  });
}
