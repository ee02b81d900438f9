/** Three clicks in a second on the same spot, where no one clicks often on purpose. */
import { etappe, listen } from "./core";
import { attribute, textOf } from "./element";

const COUNT = 3;
const WITHIN_MS = 1e3;
const PIXELS = 30;
/** Words in class, name, id or label of things that are clicked again and again: steppers, carousels, pagers, players. */
const REPEATED =
  /qty|quantit|menge|anzahl|stepper|plus|minus|increase|decrease|increment|decrement|erhöh|verringer|carousel|slide|swiper|slick|splide|arrow|pfeil|next|prev|weiter|zurück|nächst|vorherig|zoom|player|volume|calendar|datepick/i;
const SIGN = /^[-+−–—×÷<>‹›«»◀▶←→↑↓▲▼]*$/;

interface Click {
  at: Element;
  x: number;
  y: number;
  time: number;
}

let burst: Click[] = [];

const onPurpose = (element: Element): boolean => {
  if (element.closest("input:not([type=submit]):not([type=button]),select,textarea,label,video,audio,canvas,[role=slider],[role=spinbutton],[contenteditable]")) return true;
  let at: Element | null = element;
  for (let up = 0; at && up < 4; up++, at = at.parentElement) {
    if (REPEATED.test(["class", "name", "id", "aria-label", "title", "data-action"].map((name) => at!.getAttribute(name) || "").join(" "))) return true;
    if (up < 3 && at.querySelector("input[type=number],input[type=range]") && at.matches("button,a,span,div,svg") && !at.querySelector("form")) return true;
  }
  const button = element.closest("button,a,[role=button]");
  return !!button && SIGN.test((button.textContent || "x").trim());
};

const clicked = (event: MouseEvent): void => {
  const at = event.target as Element;
  const time = event.timeStamp;
  burst = burst.filter((click) => click.at === at && time - click.time <= WITHIN_MS && Math.hypot(click.x - event.clientX, click.y - event.clientY) <= PIXELS);
  burst.push({ at, x: event.clientX, y: event.clientY, time });
  // Three clicks on a text select it.
  if (burst.length !== COUNT || onPurpose(at) || `${getSelection() || ""}`) return;
  etappe.track("rage_click", { element: at.tagName.toLowerCase(), element_id: attribute(at, "id", "name", "class"), text: textOf(at) });
};

export const watchRage = (): void => listen(document, "click", clicked);
