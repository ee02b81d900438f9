/** The words of a shop: what is read, what a change would do, and the changes people make. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { queryOf } from "../state/address";
import { answered, client, type Schemas } from "./client";

export type EventWord = Schemas["EventWordView"];
export type Touchpoint = Schemas["Touchpoint"];
export type StageModel = Schemas["StageModel"];
export type Change = Schemas["ChangeView"];
export type Preview = Schemas["WordsPreview"];
export type WordsEdit = Partial<Schemas["WordsEdit"]>;
export type EventChange = Partial<Schemas["EventWordChange"]>;
export type TouchpointChange = Partial<Schemas["TouchpointChange"]>;

const at = (shop: string) => ({ path: { shop } });

/** The event names with their stages in one model. */
export function mappedWords(shop: string, stages: string) {
  return queryOptions({
    queryKey: ["words", shop, "event-words", stages],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/event-words", { params: { ...at(shop), query: { stages } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

export function touchpoints(shop: string) {
  return queryOptions({
    queryKey: ["words", shop, "touchpoints"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/touchpoints", { params: at(shop) })),
  });
}

export function changes(shop: string, limit: number) {
  return queryOptions({
    queryKey: ["words", shop, "changes", limit],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/changes", { params: { ...at(shop), query: { limit } } }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** What an edit would do; nothing is kept. `scope` narrows the band of a drafted model. */
export function previewOf(shop: string, edit: WordsEdit, scope: Readonly<Record<string, string>> = {}) {
  return queryOptions({
    queryKey: ["words", shop, "preview", JSON.stringify(edit), queryOf(scope)],
    queryFn: () =>
      answered(
        client.POST("/api/shops/{shop}/words/preview", {
          params: { ...at(shop), query: scope },
          body: edit as Schemas["WordsEdit"],
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export const putEvent = (shop: string, name: string, change: EventChange) =>
  answered(
    client.PUT("/api/shops/{shop}/event-words/{name}", {
      params: { path: { shop, name } },
      body: change as Schemas["EventWordChange"],
    }),
  );

/** Confirm the guesses of these names; of all where none is named. */
export const confirmEvents = (shop: string, names: string[]) =>
  answered(client.PUT("/api/shops/{shop}/event-words", { params: at(shop), body: { names } }));

export const putTouchpoint = (shop: string, key: string, change: TouchpointChange) =>
  answered(
    client.PUT("/api/shops/{shop}/touchpoints/{key}", {
      params: { path: { shop, key } },
      body: change as Schemas["TouchpointChange"],
    }),
  );

export const putModel = (shop: string, key: string, model: Record<string, unknown>) =>
  answered(
    client.PUT("/api/shops/{shop}/stage-models/{key}", {
      params: { path: { shop, key } },
      body: model,
    }),
  );

export const deleteModel = async (shop: string, key: string): Promise<void> => {
  const { error, response } = await client.DELETE("/api/shops/{shop}/stage-models/{key}", {
    params: { path: { shop, key } },
  });
  if (!response.ok) await answered(Promise.resolve({ error, response }));
};

export const putSettings = (shop: string, change: Partial<Schemas["SettingsChange"]>) =>
  answered(
    client.PATCH("/api/shops/{shop}", {
      params: at(shop),
      body: change as Schemas["SettingsChange"],
    }),
  );

export const undoChange = (shop: string, id: number) =>
  answered(
    client.POST("/api/shops/{shop}/changes/{id}/undo", { params: { path: { shop, id } } }),
  );

/** A key made of a name: „Mein Modell“ → mein_modell. */
export function keyOf(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll("ä", "ae")
    .replaceAll("ö", "oe")
    .replaceAll("ü", "ue")
    .replaceAll("ß", "ss")
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[_0-9]+|_+$/g, "");
  return plain === "" ? "neu" : plain;
}
