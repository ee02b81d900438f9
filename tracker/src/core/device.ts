/**
 * The one value kept on the device, and only after consent: `id.visit.last.purposes.version`, in the cookie `_et`, or in
 * localStorage where cookies are refused. The id begins with its time of birth, so that 13 months later it ends,
 * however often it was seen in between.
 */
import { quiet } from "./safe";

const NAME = "_et";
const MONTHS_13 = 34128e6;
const VISIT_ENDS = 18e5;

/** 24 characters of time and chance; the first eight are the time in base 36. */
export const newId = (): string => {
  let id = Date.now().toString(36);
  while (id.length < 24) id += Math.random().toString(36).slice(2);
  return id.slice(0, 24);
};

const cookie = (): string | undefined => quiet(() => (/(^|; )_et=([^;]+)/.exec(document.cookie) || [])[2]);

/** The parts of the kept value; empty if there is none. */
export const kept = (): string[] => (cookie() || quiet(() => localStorage[NAME] as string) || "").split(".");

/** The id that this page has kept. */
let held: string | undefined;

/** Whether what this page kept was taken away elsewhere: consent was taken back in another tab, or the visitor cleaned up. */
export const lost = (): unknown => held && !kept()[0];

/** How many labels of the host name the cookie's domain leaves out; found at the first writing. */
let left: number | undefined;

/** Sets the cookie on the widest domain that the browser accepts, so that www and the bare shop share it. No browser accepts a last label alone. */
const setCookie = (value: string, seconds: number): void => {
  const labels = location.hostname.split(".");
  for (let out = left || labels.length - 1 || 1; out--; ) {
    document.cookie = `${NAME}=${value};path=/;max-age=${seconds};samesite=lax;domain=${labels.slice(out).join(".")}${location.protocol === "https:" ? ";secure" : ""}`;
    if (value && cookie() === value) {
      left = out + 1;
      break;
    }
  }
};

/** The id and the visit of now, kept for the next page; `arrived` is what another domain of the shop handed over. */
export const touch = (purposes: string, version: string, arrived?: string[]): string[] => {
  const now = Date.now();
  let [id, visit, last] = arrived || kept();
  let ends = parseInt(`${id}`.slice(0, 8), 36) + MONTHS_13;
  if (!(ends > now)) {
    id = newId();
    ends = now + MONTHS_13;
  }
  if (!visit || now - parseInt(last as string, 36) > VISIT_ENDS) visit = newId();
  const value = [id, visit, now.toString(36), purposes, encodeURIComponent(version)].join(".");
  quiet(() => setCookie(value, (ends - now) / 1e3));
  if (cookie() !== value) quiet(() => (localStorage[NAME] = value));
  held = kept()[0];
  return [id as string, visit];
};

/** Takes away all that was ever kept. */
export const forget = (): void => {
  held = "";
  quiet(() => setCookie("", 0));
  quiet(() => {
    delete localStorage[NAME];
    delete localStorage[`${NAME}q`];
  });
};
