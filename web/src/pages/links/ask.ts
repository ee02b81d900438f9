/** What the page of links asks and changes. */
import { queryOptions, useMutation } from "@tanstack/react-query";

import { answered, client, type Schemas } from "../../api/client";
import { forgetAnswers, queries } from "../../api/queries";

export type Link = Schemas["Link"];
export type Medium = Schemas["MediumChoice"];
export type Wish = Schemas["LinkWish"];

export function links(name: string) {
  return queryOptions({
    queryKey: ["links", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/links", { params: { path: { shop: name } } })),
  });
}

export function media(name: string) {
  return queryOptions({
    queryKey: ["words", name, "link-media"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/link-media", { params: { path: { shop: name } } })),
  });
}

export function useMakeLink(name: string) {
  return useMutation({
    mutationFn: (wish: Wish) =>
      answered(client.POST("/api/shops/{shop}/links", { params: { path: { shop: name } }, body: wish })),
    onSuccess: () => changed(name),
  });
}

export function usePutAway(name: string) {
  return useMutation({
    mutationFn: (id: number) =>
      answered(client.DELETE("/api/shops/{shop}/links/{id}", { params: { path: { shop: name, id } } })),
    onSuccess: () => changed(name),
  });
}

export function qrAddress(name: string, link: Link, kind: "svg" | "png", short: boolean): string {
  return `/api/shops/${encodeURIComponent(name)}/links/${link.id}/qr?kind=${kind}&short=${short}`;
}

/** A coupon code is a word: journeys are cut by it. */
async function changed(name: string): Promise<void> {
  await Promise.all([queries.invalidateQueries({ queryKey: ["links", name] }), forgetAnswers(name)]);
}
