/** What pages ask, each question named once. Answers stay while a new one is on its way. */
import { keepPreviousData, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";

import { queryOf, scopeOf, type Search } from "../state/address";
import { answered, client, Refusal, type Schemas, textOf } from "./client";

export const queries = new QueryClient({
  queryCache: new QueryCache(),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof Refusal && error.status >= 500,
    },
  },
});

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

/** The settings alone: also of a shop that has no data yet. */
export function settings(name: string) {
  return queryOptions({
    queryKey: ["shop", name, "settings"],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/settings", { params: { path: { shop: name } } })),
  });
}

export const countries = queryOptions({
  queryKey: ["countries"],
  queryFn: () => answered(client.GET("/api/countries")),
  staleTime: Infinity,
});

/** How many phone numbers people are known by, and how many another country would not reach. */
export function phoneNumbers(name: string) {
  return queryOptions({
    queryKey: ["shop", name, "phone-numbers"],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/phone-numbers", { params: { path: { shop: name } } })),
  });
}

export const users = queryOptions({
  queryKey: ["users"],
  queryFn: () => answered(client.GET("/api/users")),
});

export function stageModels(name: string) {
  return queryOptions({
    queryKey: ["words", name, "stage-models"],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/stage-models", { params: { path: { shop: name } } })),
  });
}

export function eventWords(name: string) {
  return queryOptions({
    queryKey: ["words", name, "event-words"],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/event-words", { params: { path: { shop: name } } })),
  });
}

/** The analyses and their answers; each is GET /api/shops/{shop}/{analysis}. */
export type Answers = {
  flow: Schemas["Flow"];
  funnel: Schemas["Funnel"];
  paths: Schemas["Paths"];
  stages: Schemas["Stages"];
  kpis: Schemas["Kpis"];
  events: Schemas["Events"];
  findings: Schemas["Findings"];
  calendar: Schemas["Calendar"];
  searches: Schemas["Searches"];
  people: Schemas["People"];
  coverage: Schemas["CoverageAnswer"];
  accounts: Schemas["Accounts"];
};
export type Analysis = keyof Answers;
export type Params = Readonly<Record<string, unknown>>;

/** Where a question is asked: also the link that shows it to a developer. */
export function questionAddress(name: string, analysis: string, params: Params): string {
  return `/api/shops/${encodeURIComponent(name)}/${analysis}?${queryOf(params)}`;
}

/** One question to an analysis; `params` are its parameters as the API takes them. */
export function question<A extends Analysis>(name: string, analysis: A, params: Params) {
  const address = questionAddress(name, analysis, params);
  return queryOptions({
    queryKey: ["answer", name, analysis, address],
    queryFn: async () => JSON.parse(await textOf(address)) as Answers[A],
    placeholderData: keepPreviousData,
  });
}

/** The KPIs beside those of the period before and of a year ago. */
export function kpisCompared(name: string, params: Params) {
  const address = questionAddress(name, "kpis/comparison", params);
  return queryOptions({
    queryKey: ["answer", name, "kpis", address],
    queryFn: async () => JSON.parse(await textOf(address)) as Schemas["KpisCompared"],
    placeholderData: keepPreviousData,
  });
}

/** The tour of the demo shop. */
export function tour(name: string) {
  return queryOptions({
    queryKey: ["tour", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/tour", { params: { path: { shop: name } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What a stop of the tour has to say, computed when it is asked. */
export function tourAnswer(name: string, stop: number) {
  return queryOptions({
    queryKey: ["answer", name, "tour", stop],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/tour/{stop}", { params: { path: { shop: name, stop } } })),
  });
}

/** The same question as the command line would ask it. */
export function commandOf(analysis: string, name: string, params: Params): string {
  const words = ["etappe", analysis];
  for (const [key, value] of Object.entries(params)) {
    if (value === undefined || value === "" || value === false) continue;
    if (key === "steps" && Array.isArray(value)) words.push(...value.map(quoted));
    else if (value === true || value === "true") words.push(`--${key}`);
    else words.push(`--${key}`, quoted(String(value)));
  }
  return [...words, "--shop", quoted(name)].join(" ");
}

function quoted(word: string): string {
  return /^[\w.:@/-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** The address of the drawn map; also what the download links point to. */
export function mapAddress(
  name: string,
  search: Search,
  as: { format: "svg" | "png"; language: string; theme: string },
): string {
  const query = queryOf({
    ...scopeOf(search),
    language: as.language,
    theme: as.theme,
    loop: search["loop"],
  });
  return `/api/shops/${encodeURIComponent(name)}/map.${as.format}?${query}`;
}

export function map(name: string, search: Search, language: string, theme: string) {
  const address = mapAddress(name, search, { format: "svg", language, theme });
  return queryOptions({
    queryKey: ["answer", name, "map", address],
    queryFn: () => textOf(address),
    placeholderData: keepPreviousData,
  });
}

/** After data, words or settings changed: every answer is old. */
export async function forgetAnswers(name: string): Promise<void> {
  await Promise.all(
    ["answer", "shop", "words"].map((kind) => queries.invalidateQueries({ queryKey: [kind, name] })),
  );
}

/** The saved segments of a shop. */
export function segments(name: string) {
  return queryOptions({
    queryKey: ["segments", name],
    queryFn: () => answered(client.GET("/api/shops/{shop}/segments", { params: { path: { shop: name } } })),
  });
}

/** Save a condition under a name; its key is made from the name. */
export function putSegment(name: string, title: string, where: string) {
  const letters = title.trim().toLowerCase().normalize("NFKD").replaceAll(/[^a-z0-9]+/g, "-");
  const key = letters.replaceAll(/^-+|-+$/g, "").slice(0, 64) || `segment-${Date.now()}`;
  return answered(
    client.PUT("/api/shops/{shop}/segments/{key}", {
      params: { path: { shop: name, key } },
      body: { name: title.trim(), where },
    }),
  );
}

export async function removeSegment(name: string, key: string): Promise<void> {
  await client.DELETE("/api/shops/{shop}/segments/{key}", { params: { path: { shop: name, key } } });
}

/** The values of a property, the most frequent first. */
export function propertyValues(name: string, property: string) {
  return queryOptions({
    queryKey: ["answer", name, "values", property],
    queryFn: () =>
      answered(
        client.GET("/api/shops/{shop}/values", { params: { path: { shop: name }, query: { property, limit: 200 } } }),
      ),
  });
}

/** What conditions may ask of companies: attributes that some of them have. */
export function accountProperties(name: string) {
  return queryOptions({
    queryKey: ["answer", name, "account-properties"],
    queryFn: () =>
      answered(client.GET("/api/shops/{shop}/account-properties", { params: { path: { shop: name } } })),
  });
}
