/** The language of the UI: German and English, kept on this device. A page brings its own catalogue. */
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

import { de } from "./de";
import { en } from "./en";

export type Language = "de" | "en";
export type Text = typeof de;

const catalogues: Record<Language, Text> = { de, en };
const KEY = "etappe.language";

type Choice = { language: Language; choose: (language: Language) => void; text: Text };
const Context = createContext<Choice | null>(null);

function first(): Language {
  const kept = localStorage.getItem(KEY);
  if (kept === "de" || kept === "en") return kept;
  return navigator.language.toLowerCase().startsWith("de") ? "de" : "en";
}

// Questions go out before the first effect runs, and ask for refusals in this language.
document.documentElement.lang = first();

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(first);
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEY, language);
  }, [language]);
  const choice = { language, choose: setLanguage, text: catalogues[language] };
  return <Context.Provider value={choice}>{children}</Context.Provider>;
}

export function useLanguage(): Choice {
  const choice = useContext(Context);
  if (!choice) throw new Error("useLanguage outside LanguageProvider");
  return choice;
}

/** A page's own catalogue: German is the measure, English must have the same keys. */
export function catalogue<T>(texts: { de: T; en: NoInfer<T> }): Record<Language, T> {
  return texts;
}

/** The texts of a page's catalogue in the language of the UI. */
export function useTexts<T>(texts: Record<Language, T>): T {
  return texts[useLanguage().language];
}

/** „{count} von {all}“ with its figures, which arrive formatted. */
export function fill(pattern: string, figures: Readonly<Record<string, string | number>>): string {
  return pattern.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(figures[key] ?? whole));
}

/** What an answer calls a thing, in the language of the UI. */
export function labelOf(
  label: Readonly<Record<string, string>> | undefined,
  language: Language,
  name: string,
): string {
  return label?.[language] || name;
}
