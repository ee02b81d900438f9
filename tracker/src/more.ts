/** The second file: what a shop switches on. Loaded by the core after the first page view. */
import { watchClicks } from "./more/clicks";
import { watchConsent } from "./more/consent";
import { config, on, quiet } from "./more/core";
import { watchErrors } from "./more/errors";
import { watchForms } from "./more/forms";
import { watchLayer } from "./more/layer";
import { watchOffline } from "./more/offline";
import { watchRage } from "./more/rage";
import { watchScroll } from "./more/scroll";
import { watchSearch } from "./more/search";
import { watchVitals } from "./more/vitals";

const PARTS: [boolean, () => void][] = [
  [config.consent || on("ga4"), watchLayer],
  [config.consent, watchConsent],
  [on("search"), watchSearch],
  [on("clicks") || on("downloads") || on("outbound") || !!config.linked[0], watchClicks],
  [on("forms"), watchForms],
  [on("scroll"), watchScroll],
  [on("rage"), watchRage],
  [on("errors"), watchErrors],
  [on("vitals"), watchVitals],
  [true, watchOffline],
];

for (const [wanted, watch] of PARTS) if (wanted) quiet(watch);
