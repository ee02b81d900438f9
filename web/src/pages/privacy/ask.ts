/** What the page Datenschutz asks and changes, each named once. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";

export type PrivacyState = Schemas["Privacy"];
export type RetentionRow = Schemas["RetentionRow"];
export type PersonRequest = Schemas["Request"];
export type Receipt = Schemas["ForgetReceipt"];
export type Opening = Schemas["Opening"];
export type SettingChange = Schemas["SettingChange"];
export type Consent = Schemas["PersonConsent"];

const of = (name: string) => ({ params: { path: { shop: name } } });

export const privacy = (name: string) =>
  queryOptions({
    queryKey: ["privacy", name, "state"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/privacy", of(name))),
  });

export const requests = (name: string) =>
  queryOptions({
    queryKey: ["privacy", name, "requests"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/privacy/requests", of(name))),
  });

export const receipts = (name: string) =>
  queryOptions({
    queryKey: ["privacy", name, "receipts"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/privacy/receipts", of(name))),
  });

/** Page by page, the latest first. */
export const openings = (name: string) =>
  infiniteQueryOptions({
    queryKey: ["privacy", name, "openings"],
    queryFn: ({ pageParam }) =>
      answered(
        client.GET("/api/shops/{shop}/openings", {
          params: { path: { shop: name }, query: { limit: 20, cursor: pageParam } },
        }),
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.next === null ? undefined : Number(page.next)),
  });

export const settingChanges = (name: string, limit: number) =>
  queryOptions({
    queryKey: ["privacy", name, "settings", limit],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/settings/changes", {
          params: { path: { shop: name }, query: { limit } },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: 0,
  });

export const consentOf = (name: string, person: string) =>
  queryOptions({
    queryKey: ["privacy", name, "consent", person],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/privacy/consent/{person}", {
          params: { path: { shop: name, person } },
        }),
      ),
  });

export const withdraw = (name: string, person: string, purpose: string, agree: boolean) =>
  answered(
    client.POST("/api/shops/{shop}/privacy/consent", {
      ...of(name),
      body: { person, purposes: [purpose], agree },
    }),
  );

export const change = (name: string, body: Schemas["PrivacyChange"]) =>
  answered(client.PATCH("/api/shops/{shop}/privacy", { ...of(name), body }));

export const setTime = (name: string, kind: string, days: number | null) =>
  answered(client.PUT("/api/shops/{shop}/privacy/retention", { ...of(name), body: { [kind]: days } }));

export const runTimes = (name: string) =>
  answered(client.POST("/api/shops/{shop}/privacy/retention/run", { ...of(name), body: { dry: false } }));

export const note = (name: string, body: Schemas["RequestWish"]) =>
  answered(client.POST("/api/shops/{shop}/privacy/requests", { ...of(name), body }));

export const close = (name: string, number: number, state: "done" | "refused") =>
  answered(
    client.POST("/api/shops/{shop}/privacy/requests/{number}/closing", {
      params: { path: { shop: name, number } },
      body: { state },
    }),
  );

export const forget = (name: string, body: Schemas["ForgetWish"]) =>
  answered(client.POST("/api/shops/{shop}/privacy/forgetting", { ...of(name), body }));

/** Everything of one person, saved as a file of the browser. */
export async function saveExport(
  name: string,
  wish: { person: string; request: number | null },
  format: "json" | "html",
  language: "de" | "en",
): Promise<void> {
  const blob = await answered(
    client.POST("/api/shops/{shop}/privacy/export", {
      params: { path: { shop: name }, query: { format, language } },
      body: wish,
      parseAs: "blob",
    }),
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob as unknown as Blob);
  link.download = `person.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
