/** Consent as the tools ask for it: each of them is read where it says that a choice was made. */
import { consent, etappe, flush, granted, kept, listen, quiet, safe } from "./core";

/** Hands a choice to the core. */
export const decide = (analytics: boolean, marketing?: boolean, personalization?: boolean): void => {
  const named = [analytics && "analytics", marketing && "marketing", personalization && "personalization"].filter(Boolean) as string[];
  if (named[0]) etappe.consent("grant", named);
  else etappe.consent("deny");
};

/** A tool's word on Etappe alone. Who agreed to more keeps that. */
export const permit = (tool: string, yes: boolean | undefined, surely?: boolean): void => {
  if (yes) {
    known[tool] = true;
    if (!granted()) decide(true);
  } else if (surely || known[tool] || (consent.told === undefined && !mode)) decide(false);
};
/** Tools that have said yes on this page. Another's no may only mean that it never heard of Etappe. */
const known: Record<string, boolean> = {};

type Signals = Record<string, unknown>;

/** What Google Consent Mode said last. */
let mode: Signals | undefined;
let usual: boolean | undefined;

/** Google Consent Mode: an update is a decision. A default is one only where it grants, and tells no region apart. */
export const readMode = (kind: unknown, told: Signals): void => {
  if (kind === "default") {
    if (told.region) usual = false;
    else if (usual === undefined && told.analytics_storage === "granted") usual = true;
    return;
  }
  const all = (mode = Object.assign(mode || {}, told));
  const yes = (name: string): boolean => all[name] === "granted";
  if (all.analytics_storage) decide(yes("analytics_storage"), yes("ad_storage"), yes("personalization_storage"));
};

/** Called once the layer was read so far: all defaults are known by then. */
export const settle = (): void => {
  if (usual && !mode) decide(true);
};

/** The state that Google's tags share: an `update` is there once somebody has chosen. */
interface Shared {
  entries: Record<string, { update?: unknown } | undefined>;
  addListener?(names: string[], changed: () => void): void;
}
interface World {
  google_tag_data?: { ics?: Shared };
  Cookiebot?: { hasResponse: boolean; consent: Record<string, boolean> };
  BorlabsCookie?: { Consents?: { hasConsent(id: string): boolean }; checkCookieConsent?(id: string): boolean };
}
interface UsercentricsDetails {
  consent?: { type?: string };
  services?: Record<string, { name: string; consent: { given: boolean } }>;
}
const world = window as unknown as World;

const STORAGES = ["analytics_storage", "ad_storage", "personalization_storage"];
let heard: Shared | undefined;

/** A tool that speaks inside of Tag Manager (a template) says nothing in the layer, but Google's tags know. */
const google = (): void => {
  const state = world.google_tag_data && world.google_tag_data.ics;
  if (!state || state === heard) return;
  heard = state;
  const read = safe(() => {
    const told: Signals = {};
    for (const name of STORAGES) {
      const { update } = state.entries[name] || {};
      if (update !== undefined) told[name] = /^(true|granted)$/.test(`${update}`) ? "granted" : "denied";
    }
    if (told.analytics_storage) readMode("update", told);
  });
  read();
  if (state.addListener) state.addListener(STORAGES, read);
};

const cookiebot = (): void => {
  const bot = world.Cookiebot;
  if (bot && bot.hasResponse) decide(!!bot.consent.statistics, bot.consent.marketing, bot.consent.preferences);
};

/** A service named `etappe`. Before a choice Borlabs says no as well, so a no counts only once one was saved. */
const borlabs = (saved?: boolean): void => {
  const tool = world.BorlabsCookie;
  if (!tool) return;
  const yes = tool.Consents ? tool.Consents.hasConsent("etappe") : tool.checkCookieConsent && tool.checkCookieConsent("etappe");
  if (yes || saved) permit("borlabs", yes);
};

/** The service called Etappe, as version 3 tells it. */
const usercentrics = (event: CustomEvent<UsercentricsDetails>): void => {
  const { services, consent } = event.detail;
  if (!consent || !/^explicit$/i.test(`${consent.type}`)) return;
  for (const id of Object.keys(services || {})) {
    const service = services?.[id];
    if (service && service.name === "Etappe") permit("usercentrics", service.consent.given, true);
  }
};

const cookie = (name: string): boolean => new RegExp(`(^|; )${name}=(1|true)`).test(document.cookie);

/** Shopware's own banner keeps a cookie for each thing agreed to, and one that says that a choice was made. */
const shopware = (): void => {
  const yes = cookie("etappe-enabled");
  if (yes || (cookie("cookie-preference") && "$emitter" in document)) permit("shopware", yes);
};

/** What was agreed to in another tab counts in this one as soon as it is looked at again. */
const elsewhere = (): void => {
  const letters = kept()[3];
  if (!letters || granted()) return;
  consent.told = letters;
  flush();
};

export const watchConsent = (): void => {
  for (const ask of [google, cookiebot, borlabs, shopware]) quiet(() => ask());
  listen(window, "load", google);
  for (const name of ["CookiebotOnConsentReady", "CookiebotOnAccept", "CookiebotOnDecline"]) listen(window, name, cookiebot);
  listen(window, "borlabs-cookie-after-init", () => borlabs());
  listen(window, "borlabs-cookie-consent-saved", () => borlabs(true));
  listen(window, "UC_CONSENT", usercentrics);
  for (const name of ["focus", "visibilitychange"]) listen(window, name, elsewhere);
  // Shopware writes its cookies in the same moment.
  listen(document, "CookieConfiguration_Update", () => setTimeout(() => quiet(shopware), 0));
};
