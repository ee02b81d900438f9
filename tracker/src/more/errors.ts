/** Errors of the page's scripts: each once, few a page. */
import { etappe, listen } from "./core";
import { bare, clean } from "./element";

const MOST = 5;
const told = new Set<string>();

const tell = (description: unknown, file: string, line: number): void => {
  const text = clean(`${description}`).slice(0, 200);
  const key = `${text}${file}${line}`;
  // A script of another site tells no more than that it failed.
  if (told.size >= MOST || told.has(key) || (!file && /^Script error/.test(text))) return;
  told.add(key);
  etappe.track("exception", { description: text, file: bare(file), line, fatal: false });
};

export const watchErrors = (): void => {
  listen(window, "error", (event: ErrorEvent) => event.message && tell(event.message, event.filename || "", event.lineno || 0));
  listen(window, "unhandledrejection", (event: PromiseRejectionEvent) => tell((event.reason && event.reason.message) || event.reason, "", 0));
};
