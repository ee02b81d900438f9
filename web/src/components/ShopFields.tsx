/** What a shop decides first: its name, language, currency, zone, gross or net. First steps and settings ask the same. */
import { NativeSelect, TextInput } from "@mantine/core";

import { catalogue, useTexts } from "../i18n/language";
import { CURRENCIES, ZONES } from "../i18n/known";

const texts = catalogue({
  de: {
    title: "Name des Shops",
    titleHint: "So heißt er überall auf dem Bildschirm.",
    language: "Sprache der Maps und der Sätze im Terminal",
    languages: { de: "Deutsch", en: "Englisch" },
    currency: "Währung",
    currencyHint: "In ihr stehen alle Summen. Andere Währungen rechnet Etappe um, sobald Kurse da sind.",
    zone: "Zeitzone",
    zoneHint: "Für Tage, Wochen, Stunden und Zeiten ohne Zone.",
    amounts: "Beträge",
    gross: "brutto, mit Steuer",
    net: "netto, ohne Steuer",
  },
  en: {
    title: "Name of the shop",
    titleHint: "What it is called everywhere on screen.",
    language: "Language of the maps and of sentences in the terminal",
    languages: { de: "German", en: "English" },
    currency: "Currency",
    currencyHint: "All sums are in it. Etappe converts other currencies as soon as there are rates.",
    zone: "Time zone",
    zoneHint: "For days, weeks, hours and times without a zone.",
    amounts: "Amounts",
    gross: "gross, with tax",
    net: "net, without tax",
  },
});

export type ShopBasics = {
  title: string;
  language: "de" | "en";
  currency: string;
  zone: string;
  gross: boolean;
};

type Props = { value: ShopBasics; change: (part: Partial<ShopBasics>) => void };

export function ShopFields({ value, change }: Props) {
  const t = useTexts(texts);
  return (
    <>
      <TextInput
        label={t.title}
        description={t.titleHint}
        required
        withAsterisk={false}
        maxLength={120}
        value={value.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <NativeSelect
        label={t.language}
        data={[
          { value: "de", label: t.languages.de },
          { value: "en", label: t.languages.en },
        ]}
        value={value.language}
        onChange={(event) => change({ language: event.currentTarget.value as "de" | "en" })}
      />
      <NativeSelect
        label={t.currency}
        description={t.currencyHint}
        data={withOwn(CURRENCIES, value.currency)}
        value={value.currency}
        onChange={(event) => change({ currency: event.currentTarget.value })}
      />
      <NativeSelect
        label={t.zone}
        description={t.zoneHint}
        data={withOwn(ZONES, value.zone)}
        value={value.zone}
        onChange={(event) => change({ zone: event.currentTarget.value })}
      />
      <NativeSelect
        label={t.amounts}
        data={[
          { value: "true", label: t.gross },
          { value: "false", label: t.net },
        ]}
        value={String(value.gross)}
        onChange={(event) => change({ gross: event.currentTarget.value === "true" })}
      />
    </>
  );
}

/** The browser's list, with the shop's own choice even where the browser does not know it. */
function withOwn(known: string[], own: string): string[] {
  return known.includes(own) ? known : [own, ...known];
}
