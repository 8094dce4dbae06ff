import type { ReactNode } from "react";
import { useEffect } from "react";
import { IntlProvider } from "react-intl";
import { createStore, useStore } from "./store";
import { type Language, languages } from "./texts";

const initial = languages.find((l) => l === document.documentElement.lang) ?? "en";

/** The reader's language. The server wrote it into the page, from the cookie that choose sets, or from what the browser prefers. */
export const language = createStore<Language>(initial);

export function chooseLanguage(next: Language) {
  document.cookie = `portico_language=${next}; Path=/; Max-Age=31536000; SameSite=Lax`;
  document.documentElement.lang = next;
  language.set(next);
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const locale = useStore(language);
  useEffect(() => {
    document.documentElement.lang = locale;
  }, [locale]);
  return (
    <IntlProvider locale={locale} defaultLocale={locale}>
      {children}
    </IntlProvider>
  );
}
