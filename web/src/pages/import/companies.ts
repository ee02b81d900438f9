/** What is asked about a file of companies: how it would be read, and taking it in. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";

export type Seen = Schemas["AccountFileSeen"];
export type Brought = Schemas["AccountFileBrought"];
/** Column → what somebody says it is; the others are guessed. */
export type Meanings = Record<string, string>;

function at(shop: string, upload: string) {
  return { params: { path: { shop, upload } } };
}

export function companiesSeen(shop: string, upload: string, columns: Meanings) {
  return queryOptions({
    queryKey: ["preview", shop, upload, "accounts", JSON.stringify(columns)],
    queryFn: () =>
      answered(
        client.POST("/api/shops/{shop}/uploads/{upload}/accounts/preview", { ...at(shop, upload), body: { columns } }),
      ),
    placeholderData: keepPreviousData,
    retry: false,
  });
}

export function bringCompanies(shop: string, upload: string, columns: Meanings): Promise<Brought> {
  return answered(
    client.POST("/api/shops/{shop}/uploads/{upload}/accounts", { ...at(shop, upload), body: { columns } }),
  );
}

/** Attributes that ship, with their names: what a column can be. */
export function companyFields(shop: string) {
  return queryOptions({
    queryKey: ["account-fields", shop],
    queryFn: () => answered(client.GET("/api/shops/{shop}/account-fields", { params: { path: { shop } } })),
  });
}

/** The meanings after one more choice: of each part there is one column, the column that had it before is guessed no more. */
export function withMeaning(before: Meanings, seen: Seen["columns"], name: string, means: string): Meanings {
  const parts = ["account", "person", "role", "from", "to"];
  const other = parts.includes(means) ? seen.find((one) => one.means === means && one.name !== name) : undefined;
  return { ...before, ...(other ? { [other.name]: "" } : {}), [name]: means };
}
