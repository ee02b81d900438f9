/** What the page asks: sources, keys, switches; and sending a test event. */
import { queryOptions, useMutation } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";
import { queries } from "../../api/queries";

export type Source = Schemas["Source"];
export type WriteKey = Schemas["WriteKey"];
export type KeySource = Schemas["KeySource"];
export type Tracking = Schemas["TrackingSettings"];

const MINUTE_MS = 60_000;

const of = (name: string) => ({ params: { path: { shop: name } } });

export function sources(name: string) {
  return queryOptions({
    queryKey: ["sources", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/sources", of(name))),
    refetchInterval: MINUTE_MS,
  });
}

export function keySources(name: string) {
  return queryOptions({
    queryKey: ["sources", name, "keys"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/sources/keys", of(name))),
    refetchInterval: MINUTE_MS,
  });
}

export function webhookSystems(name: string) {
  return queryOptions({
    queryKey: ["webhook-systems", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/webhooks", of(name))),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function collector(name: string) {
  return queryOptions({
    queryKey: ["collector", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/collector", of(name))),
    refetchInterval: MINUTE_MS,
  });
}

export function writeKeys(name: string) {
  return queryOptions({
    queryKey: ["write-keys", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/keys", of(name))),
  });
}

export function tracking(name: string) {
  return queryOptions({
    queryKey: ["tracking", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/tracking", of(name))),
  });
}

export function useMakeKey(name: string) {
  return useMutation({
    mutationFn: (body: Schemas["KeyWish"]) =>
      answered(client.POST("/api/shops/{shop}/keys", { ...of(name), body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["write-keys", name] }),
  });
}

export function useSignWebhooks(name: string) {
  return useMutation({
    mutationFn: ({ id, system, secret }: { id: number; system: string; secret: string }) =>
      answered(
        client.PUT("/api/shops/{shop}/keys/{id}/webhooks/{system}", {
          params: { path: { shop: name, id, system } },
          body: { secret },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["write-keys", name] }),
  });
}

export function useRevokeKey(name: string) {
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/api/shops/{shop}/keys/{id}", { params: { path: { shop: name, id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["write-keys", name] }),
  });
}

export function useSaveTracking(name: string) {
  return useMutation({
    mutationFn: (body: Schemas["TrackingChange"]) =>
      answered(client.PUT("/api/shops/{shop}/tracking", { ...of(name), body })),
    onSuccess: (kept) => queries.setQueryData(["tracking", name], kept),
  });
}
