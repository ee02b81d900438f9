/** Forms begun, sent and given up: names of forms and fields, never a value. */
import { eachPage, etappe, leaving, listen, safe } from "./core";
import { attribute, bare } from "./element";

interface Begun {
  page: string;
  fields: Set<string>;
  last: string;
  since: number;
}

const open = new Map<HTMLFormElement, Begun>();

const about = (form: HTMLFormElement): Record<string, unknown> => ({
  form_id: attribute(form, "id"),
  form_name: attribute(form, "name", "aria-label"),
  form_destination: bare(attribute(form, "action")),
});

/** Searches are told as searches, and sensitive forms may be left out. */
const LEFT_OUT = "[role=search],[data-etappe-ignore]";

const touched = (event: Event): void => {
  const field = event.target as HTMLInputElement;
  const form = field.form;
  if (!form || form.closest(LEFT_OUT) || /^(hidden|submit|button|search|image|reset)$/.test(field.type)) return;
  const name = attribute(field, "name", "id") || field.type;
  let begun = open.get(form);
  if (!begun) {
    open.set(form, (begun = { page: location.pathname, fields: new Set(), last: "", since: Date.now() }));
    etappe.track("form_start", Object.assign(about(form), { first_field_name: name }));
  }
  begun.fields.add(name);
  begun.last = name;
};

const sent = (event: Event): void => {
  const form = event.target as HTMLFormElement;
  const begun = open.get(form);
  open.delete(form);
  if (begun) etappe.track("form_submit", Object.assign(about(form), { fields: begun.fields.size, seconds: seconds(begun) }));
};

const seconds = (begun: Begun): number => Math.round((Date.now() - begun.since) / 1e3);

const givenUp = (form: HTMLFormElement, begun: Begun): void => {
  open.delete(form);
  etappe.track("form_abandon", Object.assign(about(form), { last_field_name: begun.last, form_page: begun.page, fields: begun.fields.size, seconds: seconds(begun) }));
};

export const watchForms = (): void => {
  listen(document, "input", touched);
  listen(document, "change", touched);
  listen(document, "submit", sent);
  // Who only looks into another tab has not given up.
  leaving((gone) => gone && open.forEach((begun, form) => givenUp(form, begun)));
  // In an app of one page a form is given up when its page makes room for the next.
  eachPage(() => setTimeout(safe(() => open.forEach((begun, form) => form.isConnected || givenUp(form, begun))), 500));
};
