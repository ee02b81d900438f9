/** What could not be sent before the page went: kept on the device after consent only, at most 200 events for seven days. */
import { atTheEnd, flush, granted, listen, quiet, ready } from "./core";

const NAME = "_etq";
const MOST = 200;
const DAYS_7 = 6048e5;

type Waiting = (typeof ready)[number];

const kept = (): Waiting[] => {
  const since = Date.now() - DAYS_7;
  const all = quiet(() => JSON.parse(localStorage.getItem(NAME) || "[]") as Waiting[]) || [];
  return all.filter((message) => Date.parse(message.timestamp) > since);
};

const keep = (): void => {
  if (!granted()) return;
  const here = new Set(ready.map((message) => message.messageId));
  const all = kept().filter((message) => !here.has(message.messageId)).concat(ready).slice(-MOST);
  if (ready[0]) localStorage.setItem(NAME, JSON.stringify(all));
};

export const watchOffline = (): void => {
  const waiting = granted() ? kept() : [];
  if (waiting[0]) {
    ready.unshift(...waiting);
    quiet(() => localStorage.removeItem(NAME));
    flush();
  }
  atTheEnd(keep);
  listen(window, "online", () => flush());
};
