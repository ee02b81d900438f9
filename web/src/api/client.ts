/** The one way to the server: the public API, typed by its OpenAPI document. */
import createClient from "openapi-fetch";

import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** A refusal as the server tells it (RFC 9457); `status` 0 means that nobody answered. */
export class Refusal extends Error {
  readonly status: number;
  readonly nextStep: string;

  constructor(status: number, detail: string, nextStep = "") {
    super(detail);
    this.status = status;
    this.nextStep = nextStep;
  }
}

export const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

type Outcome<T> = { data?: T; error?: unknown; response: Response };

/** Unwrap an answer; throws a Refusal that the page can show. */
export async function answered<T>(call: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await call;
  } catch {
    throw new Refusal(0, "");
  }
  if (outcome.data !== undefined && outcome.response.ok) return outcome.data;
  const problem = (outcome.error ?? {}) as { detail?: string; next_step?: string };
  throw new Refusal(outcome.response.status, problem.detail ?? "", problem.next_step ?? "");
}

/** The map as SVG text; it is drawn into the page, so it comes as text, not as JSON. */
export async function textOf(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: "same-origin" });
  } catch {
    throw new Refusal(0, "");
  }
  if (response.ok) return response.text();
  const problem = (await response.json().catch(() => ({}))) as {
    detail?: string;
    next_step?: string;
  };
  throw new Refusal(response.status, problem.detail ?? "", problem.next_step ?? "");
}
