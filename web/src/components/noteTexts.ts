/** Die Texte der Notizen, auf den Seiten einer Person und einer Firma. */
import { catalogue } from "../i18n/language";

export const texts = catalogue({
  de: {
    title: "Festhalten",
    hint: "Anruf, Gespräch, Besuch, Messe, Brief: was kein System gesehen hat, steht danach auf der Zeitachse.",
    hintAccount: "Gehört zu jemandem aus der Firma; auf der Seite einer Person festgehalten gehört es zu ihr.",
    kind: "Was",
    at: "Wann",
    mood: "Wie es lief",
    moods: { good: "gut", neutral: "neutral", bad: "schlecht" },
    words: "Worum es ging",
    write: "Festhalten",
    written: "Festgehalten.",
    noted: "Festgehaltenes",
    by: "von {by}",
    takeBack: "Zurücknehmen",
    takeBackSure: "Wirklich zurücknehmen",
    future: "Der Zeitpunkt liegt in der Zukunft.",
  },
  en: {
    title: "Write down",
    hint: "Call, conversation, visit, fair, letter: what no system saw stands on the timeline afterwards.",
    hintAccount: "Belongs to somebody of the account; written down on a person's page it belongs to them.",
    kind: "What",
    at: "When",
    mood: "How it went",
    moods: { good: "good", neutral: "neutral", bad: "bad" },
    words: "What it was about",
    write: "Write down",
    written: "Written down.",
    noted: "Written down before",
    by: "by {by}",
    takeBack: "Take back",
    takeBackSure: "Really take back",
    future: "The moment lies in the future.",
  },
});
