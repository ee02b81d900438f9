/** Clicks on links and buttons, downloads, ways out, and ways to another domain of the shop. */
import { config, etappe, granted, kept, listen, on } from "./core";
import { attribute, bare, textOf } from "./element";

const FILE = /\/([^/]+\.(pdf|xlsx?|docx?|txt|rtf|csv|exe|key|pptx?|pps|7z|pkg|rar|gz|zip|avi|mov|mp4|mpe?g|wmv|mp3|wav|dwg|dxf|step|stp|ics|epub))$/i;

const linked = (host: string): boolean => host !== location.hostname && config.linked.some((domain) => `.${host}`.endsWith(`.${domain}`));

/** Gives the visitor's id along to another domain of the shop, for this click alone. */
const carry = (url: string, set: (url: string) => void): void => {
  const [id, visit] = kept();
  if (!granted() || !visit) return;
  const along = new URL(url, location.href);
  along.searchParams.set("_et", `${id}.${visit}.${Date.now().toString(36)}`);
  set(along.href);
  setTimeout(() => set(url), 500);
};

const clicked = (event: Event): void => {
  const at = (event.target as Element).closest("a,area,button,[role=button],input[type=submit],input[type=button],summary");
  if (!at || at.closest("[data-etappe-ignore]")) return;
  const link = at as HTMLAnchorElement;
  const url = /^https?:/.test(link.href || "") ? bare(link.href) : "";
  if (url && linked(link.hostname)) return carry(link.href, (to) => (link.href = to));
  const file = FILE.exec(url) || (url && at.hasAttribute("download") ? [0, url.split("/").pop(), ""] : null);
  const about = { link_text: textOf(at), link_url: url || bare(attribute(at, "href")), link_domain: url && link.hostname };
  if (file && on("downloads")) return etappe.track("file_download", Object.assign(about, { file_name: file[1], file_extension: file[2] }));
  if (url && link.host !== location.host) {
    if (on("outbound") || on("clicks")) etappe.track("click", Object.assign(about, { outbound: true }));
  } else if (on("clicks")) etappe.track("click", Object.assign(about, { element: at.tagName.toLowerCase(), element_id: attribute(at, "id", "name") }));
};

const submitted = (event: Event): void => {
  const form = event.target as HTMLFormElement;
  const action = form.getAttribute("action") || "";
  if (/^https?:/.test(action) && form.method === "post" && linked(new URL(action).hostname)) carry(action, (to) => form.setAttribute("action", to));
};

export const watchClicks = (): void => {
  listen(document, "click", clicked);
  listen(document, "auxclick", clicked);
  if (config.linked[0]) listen(document, "submit", submitted);
};
