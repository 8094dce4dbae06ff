import { useIntl } from "react-intl";

/** useLanguages gives what languages are called, one or several, in the reader's own. */
export function useLanguages(): { name: (tag: string) => string; list: (tags: string[]) => string } {
  const intl = useIntl();
  const name = (tag: string) => intl.formatDisplayName(tag, { type: "language" }) ?? tag;
  return { name, list: (tags) => intl.formatList(tags.map(name), { type: "conjunction" }) };
}
