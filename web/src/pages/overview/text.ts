/** Die Texte der Übersicht. */
import { catalogue } from "../../i18n/language";

export const texts = catalogue({
  de: {
    notable: "Was auffällt",
    searching: "Wochen, Schritte, Geräte und Kanäle werden verglichen",
    kinds: { loss: "Der größte Verlust.", change: "Die größte Änderung.", slow: "Die längste Phase." },
    figures: "Vier Zahlen",
    stage: "Personen, die mindestens eine Interaktion in dieser Phase hatten.",
    map: "Journey-Map in klein: zur ganzen Map",
    courses: "Die häufigsten Verläufe vor einem Kauf",
    course: "Verlauf",
    courseHint: "So viele Journeys nahmen zuletzt vor ihrem ersten Kauf diesen Weg: {share} aller mit Kauf. Gleiche Touchpoints hintereinander zählen einmal.",
    noCourses: "In diesem Zeitraum führt keine Journey zu einem Kauf.",
    startTour: "Tour starten · 5 Minuten",
    resume: "Tour fortsetzen ({at} von {of})",
  },
  en: {
    notable: "What stands out",
    searching: "Weeks, steps, devices and channels are being compared",
    kinds: { loss: "The largest loss.", change: "The largest change.", slow: "The longest stage." },
    figures: "Four figures",
    stage: "People who had at least one touch in this stage.",
    map: "Small journey map: to the whole map",
    courses: "The most frequent courses before a purchase",
    course: "Course",
    courseHint: "So many journeys took this way last before their first purchase: {share} of all with a purchase. Equal touchpoints in a row count once.",
    noCourses: "In this period no journey leads to a purchase.",
    startTour: "Start the tour · 5 minutes",
    resume: "Go on with the tour ({at} of {of})",
  },
});
