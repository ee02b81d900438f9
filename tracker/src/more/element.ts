/** What may be said of an element: its words and its names, never what somebody typed. */

const IGNORED = "[data-etappe-ignore],[contenteditable=''],[contenteditable=true],textarea,select";

/** At most 80 characters of label; e-mail addresses and long numbers are blacked out, since greetings carry them. */
export const textOf = (element: Element): string => {
  if (element.closest(IGNORED)) return "";
  const button = element.matches("input[type=submit],input[type=button]") ? (element as HTMLInputElement).value : "";
  const text = element.getAttribute("aria-label") || button || (element.matches("input") ? "" : element.textContent) || "";
  return clean(text.replace(/\s+/g, " ").trim()).slice(0, 80);
};

export const clean = (text: string): string => text.replace(/\S+@\S+/g, "…").replace(/\d{5,}/g, "…");

export const attribute = (element: Element, ...names: string[]): string => {
  for (const name of names) {
    const value = element.getAttribute(name);
    if (value) return value.slice(0, 80);
  }
  return "";
};

/** An address without query and fragment, which may carry what belongs to a person. */
export const bare = (url: string): string => url.split(/[?#]/)[0] as string;
