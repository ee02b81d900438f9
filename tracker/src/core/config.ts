/** What the shop chose: from `self.etappeConfig`, which `/t.js?k=…` puts in front, and the script's own data attributes. */

export interface Config {
  key: string;
  /** Where events go, with a slash at the end; by default the folder this script came from. */
  host: string;
  /** Names of the switched-on parts of the second file. */
  extras: string[];
  /** Whether anything may be kept on the device only after consent. */
  consent: boolean;
  /** Without consent: "drop" sends nothing, anything else sends events without ids. */
  without: string;
  /** Other domains of the same shop; an id may travel between them in the address. */
  linked: string[];
  /** Given: the part behind # makes a page of its own. */
  hash?: string;
  /** Given: the shop calls page() itself. */
  manual?: string;
  /** One more query parameter that carries a search. */
  search?: string;
  /** Name of the tag manager's data layer. */
  layer?: string;
}

declare global {
  interface Window {
    etappeConfig?: object;
  }
}

export const script = (document.currentScript || document.querySelector('script[src*="t.js"]')) as HTMLScriptElement;

const list = (value: unknown): string[] => `${value || ""}`.match(/[^ ,]+/g) || [];

export const config = Object.assign({ host: script.src.replace(/[^/]*$/, "") }, window.etappeConfig, script.dataset) as unknown as Config;
config.extras = list(config.extras);
config.linked = list(config.linked);
config.consent = !/false|none/.test(config.consent as unknown as string);
