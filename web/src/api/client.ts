/** The one way to the server: the public API, typed by its OpenAPI document. */
import createClient from "openapi-fetch";

import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

type Problem = { detail?: string; next_step?: string; field?: string; code?: string };

/** A refusal as the server tells it (RFC 9457); `status` 0 means that nobody answered. */
export class Refusal extends Error {
  readonly status: number;
  readonly nextStep: string;
  /** Which field does not fit, where the server names one. */
  readonly field: string;
  /** What kind of refusal it is, stable and machine-readable. */
  readonly code: string;

  constructor(status: number, problem: Problem = {}) {
    super(problem.detail ?? "");
    this.status = status;
    this.nextStep = problem.next_step ?? "";
    this.field = problem.field ?? "";
    this.code = problem.code ?? "";
  }
}

export const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

/** Refusals come in the language of the page, whatever the browser itself speaks. */
export const inItsLanguage = () => ({ "Accept-Language": document.documentElement.lang || "en" });

client.use({
  onRequest({ request }) {
    for (const [name, value] of Object.entries(inItsLanguage())) request.headers.set(name, value);
    return request;
  },
});

type Outcome<T> = { data?: T; error?: unknown; response: Response };

/** Unwrap an answer; throws a Refusal that the page can show. */
export async function answered<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await call;
  } catch {
    throw new Refusal(0);
  }
  // A change that has nothing to say (204) has no data either.
  if (outcome.response.ok) return outcome.data as T;
  throw new Refusal(outcome.response.status, (outcome.error ?? {}) as Problem);
}

/** The map as SVG text; it is drawn into the page, so it comes as text, not as JSON. */
export async function textOf(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin", headers: inItsLanguage() });
  } catch {
    throw new Refusal(0);
  }
  if (response.ok) return response.text();
  throw new Refusal(response.status, (await response.json().catch(() => ({}))) as Problem);
}
