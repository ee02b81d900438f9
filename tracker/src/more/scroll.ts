/** How far down people go: 25, 50, 75 and 90 percent, each once a page. */
import { eachPage, etappe, listen } from "./core";

const STEPS = [25, 50, 75, 90];
let next = 0;
let timer = 0;

const measure = (): void => {
  timer = 0;
  const { scrollHeight, clientHeight } = document.documentElement;
  const seen = (100 * (scrollY + clientHeight)) / scrollHeight;
  for (; next < STEPS.length && seen >= (STEPS[next] as number); next++) etappe.track("scroll", { percent_scrolled: STEPS[next] });
};

export const watchScroll = (): void => {
  eachPage(() => {
    next = 0;
  });
  listen(window, "scroll", () => {
    timer = timer || window.setTimeout(measure, 250);
  });
};
