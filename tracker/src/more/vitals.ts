/** Core Web Vitals, by the definitions of web.dev: LCP, INP and CLS of the page's life until it is first hidden. */
import { etappe, leaving, quiet } from "./core";

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}
interface Interaction extends PerformanceEntry {
  interactionId?: number;
}

const observe = <E extends PerformanceEntry>(type: string, see: (entry: E) => void): void => {
  quiet(() => new PerformanceObserver((list) => list.getEntries().forEach((entry) => see(entry as E))).observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit));
};

/** The largest sum of shifts in a window of at most five seconds, without a gap of one. */
let cls = 0;
let sum = 0;
let begun = 0;
let before = 0;
const shifted = (shift: Shift): void => {
  if (shift.hadRecentInput) return;
  const same = shift.startTime - before < 1e3 && shift.startTime - begun < 5e3;
  if (!same) begun = shift.startTime;
  sum = same ? sum + shift.value : shift.value;
  before = shift.startTime;
  cls = Math.max(cls, sum);
};

/** The slowest interaction, leaving out one for every fifty. */
const slowest = (interactions: Map<number, number>): number | undefined => Array.from(interactions.values()).sort((a, b) => b - a)[Math.floor(interactions.size / 50)];

export const watchVitals = (): void => {
  const interactions = new Map<number, number>();
  let lcp: number | undefined;
  let told = false;
  observe("largest-contentful-paint", (entry) => {
    lcp = entry.startTime;
  });
  observe("layout-shift", shifted);
  observe("event", (entry: Interaction) => {
    const id = entry.interactionId;
    if (id) interactions.set(id, Math.max(interactions.get(id) || 0, entry.duration));
  });
  leaving(() => {
    if (told || !lcp) return;
    told = true;
    etappe.track("web_vitals", { lcp: Math.round(lcp), inp: slowest(interactions), cls: Math.round(cls * 1e4) / 1e4 });
  });
};
