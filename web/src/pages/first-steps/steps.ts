/** What the first steps ask of the server. */
import { queryOptions } from "@tanstack/react-query";

import { answered, client, Refusal, type Schemas } from "../../api/client";
import type { ShopBasics } from "../../components/ShopFields";
import { forgetAnswers, queries, session } from "../../api/queries";

export type Steps = Schemas["FirstSteps"];
export type StepName = "settings" | "data" | "words" | "map";
export const STEPS: StepName[] = ["settings", "data", "words", "map"];

const at = (shop: string) => ({ params: { path: { shop } } });

export function firstSteps(shop: string) {
  return queryOptions({
    queryKey: ["shop", shop, "first-steps"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/first-steps", at(shop))),
  });
}

export function settingsOf(shop: string) {
  return queryOptions({
    queryKey: ["shop", shop, "settings"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/settings", at(shop))),
  });
}

export function touchpoints(shop: string) {
  return queryOptions({
    queryKey: ["words", shop, "touchpoints"],
    queryFn: () => answered(client.GET("/api/shops/{shop}/touchpoints", at(shop))),
  });
}

/** Make the shop if there is none, keep its settings, and note that somebody confirmed them. */
export async function keepSettings(shop: string | undefined, settings: ShopBasics): Promise<string> {
  return guarded(async () => {
    const body = { title: settings.title, name: "" };
    const name = shop ?? (await answered(client.POST("/api/shops", { body }))).name;
    await answered(client.PATCH("/api/shops/{shop}", { ...at(name), body: settings }));
    await confirm(name, { settings: true });
    await queries.refetchQueries({ queryKey: session.queryKey });
    return name;
  });
}

export async function confirm(
  shop: string,
  change: { settings?: boolean; words?: boolean; map?: boolean },
): Promise<void> {
  await guarded(() =>
    answered(client.PATCH("/api/shops/{shop}/first-steps", { ...at(shop), body: change })),
  );
  await forgetAnswers(shop);
}

export async function confirmWords(shop: string): Promise<void> {
  await guarded(() =>
    answered(client.PUT("/api/shops/{shop}/event-words", { ...at(shop), body: { names: [] } })),
  );
  await confirm(shop, { words: true });
}

/** A change that meets an ended session leads to signing in, as questions do. */
async function guarded<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (error instanceof Refusal && error.status === 401)
      void queries.refetchQueries({ queryKey: session.queryKey });
    throw error;
  }
}
