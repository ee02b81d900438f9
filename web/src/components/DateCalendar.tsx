/** The field of a day with its calendar. */
import "@mantine/dates/styles.css";
import "dayjs/locale/de";
import "dayjs/locale/en-gb";

import { DateInput } from "@mantine/dates";

import { catalogue, useLanguage, useTexts } from "../i18n/language";
import { dayTyped } from "../i18n/numbers";
import type { DateFieldProps } from "./DateField";

const texts = catalogue({
  de: {
    form: "TT.MM.JJJJ",
    previousMonth: "Voriger Monat",
    nextMonth: "Nächster Monat",
    previousYear: "Voriges Jahr",
    nextYear: "Nächstes Jahr",
    previousDecade: "Vorige zehn Jahre",
    nextDecade: "Nächste zehn Jahre",
    months: "Monat wählen",
    years: "Jahr wählen",
  },
  en: {
    form: "DD/MM/YYYY",
    previousMonth: "Previous month",
    nextMonth: "Next month",
    previousYear: "Previous year",
    nextYear: "Next year",
    previousDecade: "Previous ten years",
    nextDecade: "Next ten years",
    months: "Choose a month",
    years: "Choose a year",
  },
});

export default function DateCalendar({ label, value, change, error, optional = false }: DateFieldProps) {
  const t = useTexts(texts);
  const { language } = useLanguage();
  return (
    <DateInput
      label={label}
      placeholder={t.form}
      value={value || null}
      onChange={(day) => change(day ?? "")}
      error={error}
      locale={language === "de" ? "de" : "en-gb"}
      valueFormat={language === "de" ? "DD.MM.YYYY" : "DD/MM/YYYY"}
      dateParser={dayTyped}
      allowDeselect={optional}
      highlightToday
      hideOutsideDates
      weekendDays={[]}
      styles={{ weekday: { color: "var(--quiet)" } }}
      w={150}
      autoComplete="off"
      ariaLabels={{
        previousMonth: t.previousMonth,
        nextMonth: t.nextMonth,
        previousYear: t.previousYear,
        nextYear: t.nextYear,
        previousDecade: t.previousDecade,
        nextDecade: t.nextDecade,
        monthLevelControl: t.months,
        yearLevelControl: t.years,
      }}
      getDayProps={(day) => ({ "aria-label": spoken(day, language) })}
    />
  );
}

function spoken(day: string, language: "de" | "en"): string {
  const format = new Intl.DateTimeFormat(language === "de" ? "de-DE" : "en-GB", { dateStyle: "full", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
