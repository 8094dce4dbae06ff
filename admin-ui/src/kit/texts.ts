import type { ReactNode } from "react";
import { useMemo } from "react";
import { useIntl } from "react-intl";

export const languages = ["en", "fr"] as const;
export type Language = (typeof languages)[number];

/** Texts by key, each in all languages, in ICU message format. A language that is missing does not compile. */
export type Texts = Record<string, Readonly<Record<Language, string>>>;

export type Values = Record<string, string | number | Date | null | undefined>;
type Rich = Record<string, ReactNode | Date | ((parts: ReactNode[]) => ReactNode)>;

/** Says texts of one set in the reader's language. A key that is not there does not compile. */
export interface Translate<T extends Texts> {
  (key: keyof T & string, values?: Values): string;
  /** With elements as values, or as <tags> in the text. */
  rich: (key: keyof T & string, values: Rich) => ReactNode;
}

/** defineTexts declares the texts of a feature. Both languages lie side by side and load with the feature. */
export function defineTexts<const T extends Texts>(texts: T): T {
  return texts;
}

/** useTexts gives the way to say texts. */
export function useTexts<T extends Texts>(texts: T): Translate<T> {
  const intl = useIntl();
  return useMemo(() => {
    const format = (key: keyof T & string, values?: Rich) => {
      const text = texts[key]?.[intl.locale as Language] ?? key;
      return intl.formatters.getMessageFormat(text, intl.locale).format<ReactNode>(values as never);
    };
    const t = (key: keyof T & string, values?: Values) => String(format(key, values));
    return Object.assign(t, {
      rich: (key: keyof T & string, values: Rich) => format(key, values) as ReactNode,
    });
  }, [intl, texts]);
}

/** labelIn chooses among the labels that a content type or a role has, by language: the reader's, English, else the first one. */
export function labelIn(labels: Record<string, string> | undefined, language: string): string {
  if (!labels) return "";
  return labels[language] ?? labels.en ?? Object.values(labels)[0] ?? "";
}
