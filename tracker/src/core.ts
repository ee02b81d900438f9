/** The core: page views, the shop's own calls, consent. The second file (more.ts) uses it through `etappe.$`. */
import { config, script } from "./core/config";
import { forget, kept, newId } from "./core/device";
import { address, look, type View } from "./core/page";
import { consent, flush, granted, type Message, pending, purposes, ready, soon, stamp } from "./core/queue";
import { quiet, safe } from "./core/safe";

declare const VERSION: string;
/** Where a page demands Trusted Types, only an address that a policy vouches for may be loaded. */
declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(url: string): string } };

/** A call as the page queues it: the function's name and what it is given. */
type Call = [string, ...unknown[]];

/** Events waiting at once, for instance while the network is gone. */
const MOST = 200;

const before = (window.etappe || []) as unknown as Call[] & { $?: object };
const facts: Record<string, unknown> = { library: { name: "etappe", version: VERSION } };
const manual = "manual" in config;
let user: string | undefined;
let view: View;

const add = (type: string, rest: object): void => {
  // The copy is of this moment, and what cannot be sent fails here, alone.
  const copy = JSON.parse(JSON.stringify(Object.assign({ type, messageId: newId(), timestamp: new Date(), userId: user, context: facts }, rest))) as Message;
  copy.context.page = view;
  if (pending.length + ready.length < MOST) pending.push(copy);
  soon();
};

const track = (event: string, properties?: object): void => add("track", { event, properties });

const page = (properties?: object): void => {
  if (view.url !== address()) {
    view = look(view.url);
    // Apps of one page change the address first, and the title a little after it.
    const shown = view;
    setTimeout(() => {
      if (shown === view) shown.title = document.title;
    }, 99);
  }
  add("page", { properties });
  if (inner.seen) inner.seen();
};


const moved = (): void => {
  if (!manual && view.url !== address()) page();
};

/** "grant" sets exactly the purposes named (analytics alone if none is), "deny" takes back those named, or all. */
const tell = (decision: string, named?: string[], version?: string): void => {
  const old = consent.told || "";
  const told = "amp".replace(/./g, (letter) => {
    const meant = (named || ["a"]).some((purpose) => purpose[0] === letter);
    return (decision === "grant" ? meant : named && !meant && old.includes(letter)) ? letter : "";
  });
  consent.version = version || consent.version;
  if (granted() && !told.includes("a")) {
    // The withdrawal itself is the last thing said under the old id.
    pending.length = ready.length = 0;
    track("consent_updated", purposes(told));
    stamp();
    for (const message of ready) message.context.consent = { categoryPreferences: purposes(told), version: consent.version };
    forget();
    consent.told = told;
  } else {
    consent.told = told;
    if (told !== old) track("consent_updated", purposes(told));
  }
  flush();
};

const inner = { config, consent, flush, granted, kept, quiet, ready, safe } as { config: typeof config; consent: typeof consent; flush: typeof flush; granted: typeof granted; kept: typeof kept; quiet: typeof quiet; ready: typeof ready; safe: typeof safe; seen?: () => void };

const api = {
  track: safe(track),
  page: safe(page),
  identify: safe((id: unknown, traits?: object) => {
    const named = typeof id !== "object";
    if (named) user = `${id}`;
    add("identify", { traits: named ? traits : id });
  }),
  group: safe((groupId: string, traits?: object) => {
    facts.groupId = groupId;
    add("group", { groupId, traits });
  }),
  /** Somebody else sits here now: a new id, a new visit. */
  reset: safe(() => {
    stamp();
    user = facts.groupId = undefined;
    forget();
  }),
  consent: safe(tell),
  /** What every later event says about its circumstances, e.g. who acts for the customer. */
  context: safe((more: object) => Object.assign(facts, more)),
  /** The visitor's id, for orders that the shop's server tells; empty before consent. */
  id: () => kept()[0],
  push: (...calls: Call[]) => {
    for (const call of calls) quiet(() => (api as unknown as Record<string, (...given: unknown[]) => void>)[call[0]]!(...call.slice(1)));
  },
  $: inner,
};

export type Core = typeof api;

declare global {
  interface Window {
    etappe?: Core;
  }
}

/** An id that another domain of the shop handed over in the address: taken within two minutes, and never shown further. */
const arrive = (): void => {
  const url = new URL(location.href);
  const given = url.searchParams.get("_et");
  if (!given) return;
  url.searchParams.delete("_et");
  history.replaceState(history.state, "", url);
  const from = `.${document.referrer.split(/[/:]/)[3]}`;
  const fresh = Date.now() - parseInt(given.slice(50), 36) < 12e4;
  if (fresh && /^\w{24}\.\w{24}\.\w+$/.test(given) && config.linked.some((domain) => from.endsWith(`.${domain}`))) consent.arrived = given.split(".");
};

const start = (): void => {
  const [, , , letters, version] = kept();
  const free = !config.consent && !(navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl;
  consent.told = letters || (free ? "a" : undefined);
  consent.version = version && decodeURIComponent(version);
  quiet(arrive);
  view = look(document.referrer);
  if (!manual) page();
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = (...given) => {
      original.apply(history, given);
      quiet(moved);
    };
  }
  // Fired where the part behind # changes, too.
  addEventListener("popstate", safe(moved));
  addEventListener("pageshow", safe((event: PageTransitionEvent) => event.persisted && !manual && page()));
  const leave = safe(() => flush(true));
  addEventListener("pagehide", leave);
  addEventListener("visibilitychange", () => document.hidden && leave());
  api.push(...before);
  if (config.extras[0] || config.linked[0] || config.consent) {
    const second = document.createElement("script");
    const url = script.src.replace(/[^/]*$/, "t-more.js");
    second.src = quiet(() => trustedTypes.createPolicy("etappe", { createScriptURL: () => url }).createScriptURL(url)) || url;
    second.nonce = script.nonce;
    document.head.append(second);
  }
};

if (!before.$) {
  window.etappe = api;
  if ((document as { prerendering?: boolean }).prerendering) document.addEventListener("prerenderingchange", safe(start));
  else quiet(start);
}
