/** What a shop decides first: its name, language, currency, zone, country, gross or net. First steps and settings ask the same. */
import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import type { Schemas } from "../api/client";
import { countries } from "../api/queries";
import { catalogue, type Language, useLanguage, useTexts } from "../i18n/language";
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
    country: "Land",
    countryHint: "Telefonnummern ohne Ländervorwahl gelten als Nummern dieses Landes.",
    noCountry: "noch keines",
    noCountryHint: "Ohne Land werden Telefonnummern nur Ziffer für Ziffer verglichen: 030 … und +49 30 … bleiben zwei.",
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
    country: "Country",
    countryHint: "Phone numbers without a calling code are read as numbers of this country.",
    noCountry: "none yet",
    noCountryHint: "Without a country phone numbers are compared digit by digit: 030 … and +49 30 … stay two.",
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
  /** Two letters of ISO 3166-1; "" is none yet. */
  country: string;
  gross: boolean;
};

type Props = { value: ShopBasics; change: (part: Partial<ShopBasics>) => void };

export function ShopFields({ value, change }: Props) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  const known = useQuery(countries).data ?? [];
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
        onChange={(event) => {
          const zone = event.currentTarget.value;
          change({ zone, ...(value.country ? {} : { country: countryOf(zone, known) }) });
        }}
      />
      <NativeSelect
        label={t.country}
        description={value.country ? t.countryHint : t.noCountryHint}
        data={[{ value: "", label: t.noCountry }, ...named(known, language)]}
        value={value.country}
        onChange={(event) => change({ country: event.currentTarget.value })}
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

const LIKELY = ["DE", "AT", "CH"];

/** The one country that keeps this time zone; "" where none or several do. */
export function countryOf(zone: string, known: Schemas["CountryChoice"][]): string {
  return known.find((one) => one.zones.includes(zone))?.code ?? "";
}

/** Countries by name, the likely ones first: "Deutschland (+49)". */
function named(known: Schemas["CountryChoice"][], language: Language) {
  const names = new Intl.DisplayNames([language], { type: "region" });
  const all = known.map(({ code, calling }) => ({ value: code, label: `${names.of(code) ?? code} (+${calling})` }));
  all.sort((a, b) => a.label.localeCompare(b.label, language));
  const first = LIKELY.flatMap((code) => all.filter((one) => one.value === code));
  return [...first, ...all.filter((one) => !LIKELY.includes(one.value))];
}

/** The browser's list, with the shop's own choice even where the browser does not know it. */
function withOwn(known: string[], own: string): string[] {
  return known.includes(own) ? known : [own, ...known];
}
