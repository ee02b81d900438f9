/** Events on their way: first pending, until consent is told or not waited for any longer, then stamped and sent. */
import { config } from "./config";
import { lost, touch } from "./device";
import { address, type View } from "./page";
import { quiet, safe } from "./safe";

export interface Message {
  type: string;
  event?: string;
  messageId: string;
  timestamp: string;
  anonymousId?: string;
  userId?: string | undefined;
  context: { page: View; [fact: string]: unknown };
}

/** What is known of consent: nothing yet, or the first letters of the purposes granted; and the version agreed to. */
export const consent: { told?: string | undefined; version?: string | undefined; arrived?: string[] | undefined } = {};

export const pending: Message[] = [];
export const ready: Message[] = [];

const BATCH = 20;
const KEEPALIVE_BYTES = 6e4;
const LONGEST = 3e5;
/** Events of the same moment go together. */
const QUIET = 500;
let timer = 0;
let wait = QUIET;
let sending = false;

export const granted = (): boolean => /a/.test(consent.told || "");

/** The purposes by name, as the event carries them. */
export const purposes = (letters: string): Record<string, boolean> => ({ analytics: /a/.test(letters), marketing: /m/.test(letters), personalization: /p/.test(letters) });

/** Gives pending events the ids that consent allows, and only those. */
export const stamp = (): void => {
  if (config.consent && lost()) consent.told = "";
  const { told, version } = consent;
  if (!granted() && config.without === "drop") {
    if (told === "") pending.length = 0;
    return;
  }
  const [id, visit] = pending[0] && granted() ? touch(told as string, version || "", consent.arrived) : [];
  for (const message of pending.splice(0)) {
    const context = message.context;
    if (context.page.url === address()) context.page.title = document.title;
    if (told !== undefined) context.consent = { categoryPreferences: purposes(told), version };
    message.anonymousId = id as string;
    context.sessionId = visit;
    message.userId = id && message.userId;
    // Fingers that the screen tells apart: an iPad calls itself a Mac. Without consent the device is not asked.
    context.touch = id && navigator.maxTouchPoints;
    // Who somebody is has no place in what is counted without an id.
    if (id || /^[tp]/.test(message.type)) ready.push(message);
  }
  if (id) consent.arrived = undefined;
};

/** Sends soon; later while nobody has said whether consent is given. */
export const soon = (): void => {
  timer = timer || setTimeout(safe(() => flush()), consent.told === undefined && wait < 5e3 ? 5e3 : wait);
};

/** Sends what waits. `leaving` hands everything to the browser, which sends it even if the page is gone. */
export const flush = (leaving?: boolean): void => {
  clearTimeout(timer);
  timer = 0;
  stamp();
  while (ready[0] && (leaving ? navigator.onLine : !sending)) send(ready.splice(0, BATCH), leaving);
};

/** Every event keeps its messageId, so one that did arrive although its answer did not counts once. */
const send = (batch: Message[], leaving?: boolean): void => {
  const url = `${config.host}v1/b`;
  const body = JSON.stringify({ writeKey: config.key, sentAt: new Date(), batch });
  if ((leaving || !self.fetch) && quiet(() => navigator.sendBeacon(url, body))) return;
  sending = true;
  const done = (answer?: Response): void => {
    sending = false;
    if (!answer || answer.status === 429 || answer.status > 499) {
      ready.unshift(...batch);
      wait = Math.min(2 * wait, LONGEST);
    } else wait = QUIET;
    if (ready[0]) soon();
  };
  fetch(url, { method: "POST", body, credentials: "omit", keepalive: body.length < KEEPALIVE_BYTES }).then(done, () => done());
};
