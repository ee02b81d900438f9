/** Die Texte des Formulars, mit dem jemand etwas entscheidet. */
import { catalogue } from "../i18n/language";

export const texts = catalogue({
  de: {
    before: "Vorher",
    after: "Nachher",
    reason: "Grund",
    reasonHint: "Wird mit Ihrem Namen festgehalten.",
    noReason: "Ein Grund fehlt noch.",
    cancel: "Abbrechen",
    done: "Erledigt. {effect}",
  },
  en: {
    before: "Before",
    after: "After",
    reason: "Reason",
    reasonHint: "Kept with your name.",
    noReason: "A reason is missing.",
    cancel: "Cancel",
    done: "Done. {effect}",
  },
});
