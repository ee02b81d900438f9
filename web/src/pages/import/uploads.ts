/** Uploads: what a file's way into the shop asks of the server, and the sending of it in pieces. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answered, client, inItsLanguage, Refusal, type Schemas } from "../../api/client";
import { queries, session } from "../../api/queries";

export type Upload = Schemas["Upload"];
export type Preview = Schemas["UploadPreview"];
export type Wish = Schemas["Wish"];

/** Nothing chosen: everything is guessed. */
export const NO_WISH: Wish = {
  columns: {},
  template: "",
  kind: "events",
  timezone: "",
  time_format: "",
  currency: "",
  source: "",
  format: "",
  delimiter: "",
  encoding: "",
  decimal: "",
  dedupe: false,
  again: false,
};

const PIECE = 4 * 2 ** 20;
const OFTEN = 700;

function at(shop: string, upload: string) {
  return { params: { path: { shop, upload_id: upload } } };
}

export function uploads(shop: string) {
  return queryOptions({
    queryKey: ["uploads", shop],
    queryFn: () => answered(client.GET("/api/shops/{shop}/uploads", { params: { path: { shop } } })),
  });
}

export function imports(shop: string) {
  return queryOptions({
    queryKey: ["imports", shop],
    queryFn: () => answered(client.GET("/api/shops/{shop}/imports", { params: { path: { shop } } })),
  });
}

/** One upload; while it comes in it is asked for again and again, also when the server was away. */
export function upload(shop: string, id: string) {
  return queryOptions({
    queryKey: ["upload", shop, id],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/uploads/{upload_id}", at(shop, id))),
    refetchInterval: (query) => (query.state.data?.state === "running" ? OFTEN : false),
    staleTime: 0,
  });
}

export function preview(shop: string, id: string, wish: Wish) {
  return queryOptions({
    queryKey: ["preview", shop, id, JSON.stringify(wish)],
    queryFn: () =>
      answered(
        client.POST("/api/shops/{shop}/uploads/{upload_id}/preview", {
          ...at(shop, id),
          body: wish,
        }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function start(shop: string, id: string, wish: Wish | null): Promise<Upload> {
  return asked(
    answered(
      client.POST("/api/shops/{shop}/uploads/{upload_id}/import", { ...at(shop, id), body: wish }),
    ),
  );
}

export function stop(shop: string, id: string): Promise<Upload> {
  return asked(
    answered(client.DELETE("/api/shops/{shop}/uploads/{upload_id}/import", at(shop, id))),
  );
}

export function forget(shop: string, id: string): Promise<unknown> {
  return asked(answered(client.DELETE("/api/shops/{shop}/uploads/{upload_id}", at(shop, id))));
}

export function rejectsAddress(shop: string, id: string): string {
  return `/api/shops/${encodeURIComponent(shop)}/uploads/${id}/rejects.csv`;
}

/** Send a file, or the rest of it: the server knows how much it has. `told` hears of every piece. */
export async function send(
  shop: string,
  file: File,
  signal: AbortSignal,
  told: (upload: Upload) => void,
): Promise<Upload> {
  const body = { name: file.name, size: file.size, modified: new Date(file.lastModified).toISOString() };
  let known = await asked(
    answered(client.POST("/api/shops/{shop}/uploads", { params: { path: { shop } }, body })),
  );
  told(known);
  while (known.state === "arriving" && !signal.aborted) {
    known = await asked(piece(shop, known, file, signal));
    told(known);
  }
  return known;
}

async function piece(shop: string, known: Upload, file: File, signal: AbortSignal): Promise<Upload> {
  const offset = known.received;
  const address = `/api/shops/${encodeURIComponent(shop)}/uploads/${known.id}/bytes/${offset}`;
  let response: Response;
  try {
    response = await fetch(address, {
      method: "PUT",
      body: file.slice(offset, offset + PIECE),
      credentials: "same-origin",
      headers: inItsLanguage(),
      signal,
    });
  } catch {
    throw new Refusal(0);
  }
  const answer: unknown = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refusal(response.status, answer as object);
  return answer as Upload;
}

/** A change that meets an ended session leads to signing in, as questions do. */
async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Refusal && error.status === 401)
      void queries.refetchQueries({ queryKey: session.queryKey });
    throw error;
  }
}
