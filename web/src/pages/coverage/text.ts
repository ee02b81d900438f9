/** Die Texte der Seite Erfassungsgrad. */
import { catalogue } from "../../i18n/language";

export const texts = catalogue({
  de: {
    none: "In diesem Zeitraum gibt es keine Bestellung.",
    gauge: "Von {orders} Bestellungen ist bei {share} der Weg zu sehen",
    seen: "Weg gesehen",
    seenDefinition:
      "Bestellungen, vor denen in derselben Journey eine Interaktion der Person zu sehen ist. Die gleiche Zahl steht unter jeder Auswertung dieses Zeitraums.",
    unseen: "Weg nicht gesehen",
    unseenDefinition: "Bestellungen, vor denen nichts zu sehen ist; jede hat genau einen Grund.",
    value: "Umsatz dazu",
    why: "Warum der Rest nicht zu sehen ist",
    reason: "Grund",
    orders: "Bestellungen",
    share: "Anteil an allen",
    money: "Umsatz",
    helps: "Was hilft",
    allSeen: "Von jeder Bestellung ist der Weg zu sehen.",
  },
  en: {
    none: "There is no order in this period.",
    gauge: "Of {orders} orders the way to {share} is seen",
    seen: "Way seen",
    seenDefinition:
      "Orders before which a touch of the person is seen in the same journey. The same figure stands below every analysis of this period.",
    unseen: "Way not seen",
    unseenDefinition: "Orders before which nothing is seen; each has exactly one reason.",
    value: "Revenue of it",
    why: "Why the rest is not seen",
    reason: "Reason",
    orders: "Orders",
    share: "Share of all",
    money: "Revenue",
    helps: "What helps",
    allSeen: "The way to every order is seen.",
  },
});
