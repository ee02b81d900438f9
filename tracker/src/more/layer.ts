/** The data layer of Google's tags, also what was pushed before this file came: events of GA4, consent, who is signed in. */
import { permit, readMode, settle } from "./consent";
import { config, eachPage, etappe, on, safe } from "./core";

type Entry = Record<string, unknown>;

/** Google's own doings, and the page view, which the core has counted. */
const NOT_OURS = /^(gtm\.|page_view$|user_engagement$|session_start$|first_visit$|conversion$|scroll$|user_id_update$)/;
/** Events of a tag manager's layer that are GA4's though they carry no `ecommerce`. */
const STANDARD = /^(add_|begin_checkout|remove_from_cart|view_|select_|purchase|refund|login|sign_up|search$|share$|generate_lead|join_group)/;
const OWN_KEYS = /^(event|ecommerce|eventCallback|eventTimeout|send_to|event_callback|gtm\..*|non_interaction)$/;

const without = (entry: Entry): Entry => {
  const rest: Entry = {};
  for (const key of Object.keys(entry)) if (!OWN_KEYS.test(key) && typeof entry[key] !== "function") rest[key] = entry[key];
  return rest;
};

const readPerson = (entry: Entry): void => {
  const id = entry.user_id;
  if (on("ga4") && id && id !== known) etappe.identify((known = id));
  for (const name of ["IsImpersonating", "isImpersonating", "impersonating"]) if (name in entry) etappe.context({ impersonating: entry[name] });
};
let known: unknown;

const send = (name: unknown, properties: Entry): void => {
  if (on("ga4") && typeof name === "string" && !NOT_OURS.test(name) && !/^(AW|DC)-/.test(`${properties.send_to}`)) etappe.track(name, without(properties));
};

const readCall = ([command, name, details]: [string, unknown, Entry?]): void => {
  if (command === "consent" && details) readMode(name, details);
  if (command === "config" && details) readPerson(details);
  if (command === "set" && name) readPerson(typeof name === "object" ? (name as Entry) : { [name as string]: details });
  if (command === "event") send(name, details || {});
};

const readPush = (entry: Entry): void => {
  const { event, ecommerce } = entry;
  readPerson(entry);
  // Usercentrics names each service with its state.
  if (event === "consent_status" && "Etappe" in entry && /^explicit$/i.test(`${entry.type}`)) permit("usercentrics", !!entry.Etappe, true);
  if (ecommerce && event) send(event, ecommerce as Entry);
  else if (STANDARD.test(`${event}`)) send(event, entry);
};

const read = safe((entry: unknown): void => {
  const call = entry as ArrayLike<unknown>;
  if (call && typeof call[0] === "string") readCall(Array.from(call) as [string, unknown, Entry?]);
  else if (entry && typeof entry === "object") readPush(entry as Entry);
});

let watched: unknown[] | undefined;

/** A layer that was put in the place of another is read anew. */
const watch = (): void => {
  const name = config.layer || "dataLayer";
  const world = window as unknown as Record<string, unknown[]>;
  const layer = (world[name] = world[name] || []);
  if (layer === watched) return;
  watched = layer;
  layer.slice().forEach((entry) => read(entry));
  settle();
  const push = layer.push;
  layer.push = function (...entries) {
    const done = push.apply(this, entries);
    entries.forEach((entry) => read(entry));
    return done;
  };
};

export const watchLayer = (): void => {
  eachPage(watch);
  addEventListener("load", safe(watch));
};
