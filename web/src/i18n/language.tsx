/** The language of the UI: German and English, kept on this device, in the address when given. */
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
