/** On-site search, read from the address of the result page. */
import { config, eachPage, etappe } from "./core";
import { clean } from "./element";

const NAMES = ["q", "s", "search", "query", "suche", "suchbegriff", "searchterm", "search_query", "keyword", "keywords", "ssearch"];

const termIn = (url: string): string => {
  let term = "";
  new URLSearchParams(url.split("?")[1] || "").forEach((value, key) => {
    if (NAMES.concat(config.search || []).includes(key.toLowerCase())) term = term || value.trim();
  });
  return term;
};

/** Another page of the same results, or another order of them, is no new search. */
let last = termIn(document.referrer.split("/")[2] === location.host ? document.referrer : "");

const look = (): void => {
  const term = termIn(location.search);
  if (term && term !== last) {
    const counted = document.querySelector("[data-etappe-results]");
    const found = counted ? parseInt(counted.getAttribute("data-etappe-results") || (counted.textContent || "").replace(/\D/g, ""), 10) : NaN;
    etappe.track("search", { search_term: clean(term).slice(0, 100), results: isNaN(found) ? undefined : found });
  }
  last = term;
};

export const watchSearch = (): void => {
  const ready = (): void => eachPage(look);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready);
  else ready();
};
