/** Die Texte der Seite Ist-Map. */
import { catalogue } from "../../i18n/language";

export const texts = catalogue({
  de: {
    asIs: "Ist-Map",
    map: "Journey-Map",
    drawing: "Die Map wird gezeichnet",
    shape: "Form",
    line: "Linie",
    loop: "Kreislauf",
    totals: "Summen",
    sameInAll: "In jedem Phasenmodell gleich",
    people: "Personen mit mindestens einer Journey, die im Zeitraum beginnt.",
    journeys: "Journeys, die im Zeitraum beginnen: vom ersten Schritt bis zu dem vor der nächsten Journey.",
    touches: "Alle Interaktionen dieser Journeys, auch die außerhalb des Phasenmodells.",
    orders: "Bestellungen dieser Journeys, jede Bestellnummer einmal.",
    revenue: "Bestellwert dieser Journeys wie bestellt, vor Erstattungen.",
    stage: "Personen, die mindestens eine Interaktion in dieser Phase hatten.",
  },
  en: {
    asIs: "As-is map",
    map: "Journey map",
    drawing: "The map is being drawn",
    shape: "Shape",
    line: "Line",
    loop: "Loop",
    totals: "Totals",
    sameInAll: "The same in every stage model",
    people: "People with at least one journey that begins in the period.",
    journeys: "Journeys that begin in the period: from the first touch to the one before the next journey.",
    touches: "All touches of these journeys, those outside the stage model too.",
    orders: "Orders of these journeys, each order number once.",
    revenue: "Order value of these journeys as ordered, before refunds.",
    stage: "People who had at least one touch in this stage.",
  },
});
