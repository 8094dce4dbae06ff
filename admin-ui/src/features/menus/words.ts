import type { Translate } from "../../kit/texts";
import type { Item } from "./document";
import type { texts } from "./texts";

export type Kind = "site" | "entry" | "url" | "heading";

/** kindOf says what an item leads to. */
export function kindOf(item: Item): Kind {
  if (item.entry !== undefined) return "entry";
  if (item.url !== undefined) return "url";
  return item.site !== undefined || item.path !== undefined ? "site" : "heading";
}

/** titleOf gives what an item is called in a locale; one that has no text there is called as in any other. */
export function titleOf(t: Translate<typeof texts>, item: Item, locale: string): string {
  return item.label[locale] ?? item.label.en ?? Object.values(item.label)[0] ?? t("unnamed");
}

/** targetOf says in a few characters where an item leads. */
export function targetOf(item: Item, locale: string): string {
  if (item.url) return item.url.replace(/^https:\/\//, "");
  if (item.entry) return `${item.site ?? ""} › ${item.entry}`;
  return item.site ? `${item.site} › ${item.paths?.[locale] ?? item.path ?? ""}` : "";
}

/** languageName gives the name of a locale in the reader's language. */
export function languageName(language: string): (tag: string) => string {
  const of = new Intl.DisplayNames([language], { type: "language", fallback: "code" });
  return (tag) => {
    try {
      return of.of(tag) ?? tag;
    } catch {
      return tag;
    }
  };
}

/** directionOf says which way a locale is written. */
export function directionOf(tag: string): "ltr" | "rtl" {
  return /^(ar|arc|ckb|dv|fa|he|ks|ps|sd|syr|ug|ur|yi)(-|$)/.test(tag) && !/-(Latn|Cyrl)/.test(tag) ? "rtl" : "ltr";
}
