/** What the second file has of the core, and the moments at which it works. */
import type { Core } from "../core";

export const etappe = window.etappe as Core;
export const { config, consent, flush, granted, kept, quiet, ready, safe } = etappe.$;

/** Whether the shop switched this part on. */
export const on = (extra: string): boolean => config.extras.includes(extra);

type Work = () => void;
const atPage: Work[] = [];
const atLeaving: ((gone: boolean) => void)[] = [];
const atLast: Work[] = [];

/** Runs now for the page at hand, and for every later one of an app of one page. */
export const eachPage = (work: Work): void => {
  atPage.push(safe(work));
  quiet(work);
};

/** Runs when the page is hidden, which may be the last one hears of it, and when it is gone; what is tracked then is still sent. */
export const leaving = (work: (gone: boolean) => unknown): void => {
  atLeaving.push(safe(work));
};

/** Runs when the page is hidden, once all was handed over that could be: for what is left. */
export const atTheEnd = (work: Work): void => {
  atLast.push(safe(work));
};

export const listen = <E extends Event>(target: EventTarget, name: string, work: (event: E) => void): void =>
  target.addEventListener(name, safe(work) as EventListener, { capture: true, passive: true });

etappe.$.seen = (): void => atPage.forEach((work) => work());

for (const name of ["pagehide", "visibilitychange"])
  listen(window, name, () => {
    if (name === "visibilitychange" && document.visibilityState !== "hidden") return;
    atLeaving.forEach((work) => work(name === "pagehide"));
    flush(true);
    atLast.forEach((work) => work());
  });
