import type { Index, Item } from "./document";
import type { Translate } from "../../kit/texts";
import type { Finding, Site } from "./queries";
import type { texts } from "./texts";

/** A Flaw is something about an item that an editor should see: an error keeps the menu from being published. */
export interface Flaw {
  id: string;
  severity: "error" | "warning";
  code: string;
  /** The part of the item: label, path, icon…, "" for the whole. */
  field: string;
  /** Of a text. */
  locale: string;
  message: string;
}

const unescape = (part: string) => part.replaceAll("~1", "/").replaceAll("~0", "~");

/** read turns what the server tells, by pointers such as /items/ID/label/fr, into flaws. In the answer of a trial the pointer may name
    the menu first. What is about no item has the id "". */
export function read(found: readonly (Pick<Finding, "code" | "message"> & { pointer?: string; severity?: string })[]): Flaw[] {
  return found.map((f) => {
    const parts = (f.pointer ?? "").split("/").map(unescape);
    const at = parts.indexOf("items");
    const [id = "", field = "", locale = ""] = at === -1 ? [] : parts.slice(at + 1);
    return { id, severity: f.severity === "warning" ? "warning" : "error", code: f.code, field, locale, message: f.message };
  });
}

/** fallback gives the text that stands in for a locale's own: that of a wider tag of the same language, as fr does for fr-CA. */
export function fallback(has: Readonly<Record<string, string>>, locale: string): string | undefined {
  for (let at = locale.lastIndexOf("-"); at > 0; at = locale.lastIndexOf("-", at - 1)) {
    const wider = has[locale.slice(0, at)];
    if (wider) return wider;
  }
  return undefined;
}

/** missing gives the locales that an item has no text in, nor one of the same language that stands in; descriptions and badges count where
    there is one in any. */
export function missing(item: Item, locales: readonly string[]): { field: "label" | "description" | "badge"; locale: string }[] {
  const out: { field: "label" | "description" | "badge"; locale: string }[] = [];
  for (const field of ["label", "description", "badge"] as const) {
    const has = item[field] ?? {};
    if (field !== "label" && Object.keys(has).length === 0) continue;
    for (const locale of locales) if (!has[locale] && !fallback(has, locale)) out.push({ field, locale });
  }
  return out;
}

/** localesFor gives the locales in which an item is shown: those of the sites that show it. */
export function localesFor(item: Item, sites: readonly Site[]): string[] {
  const out = new Set<string>();
  for (const site of sites) {
    if ((item.sites?.length ?? 0) > 0 && !item.sites?.includes(site.key)) continue;
    if (item.notSites?.includes(site.key)) continue;
    for (const l of site.locales ?? []) out.add(l.tag);
  }
  return [...out];
}

/** collect puts together what is known of the items as they stand on the screen: errors of the trial, warnings of the last check that
    still have something to do with an item, and texts that are missing. */
export function collect(index: Index, trial: readonly Flaw[], checked: readonly Flaw[], sites: readonly Site[], order: readonly string[]): Flaw[] {
  const out = trial.filter((f) => f.id === "" || index.item.has(f.id));
  const told = new Set(out.map((f) => `${f.id} ${f.code}`));
  for (const f of checked) {
    if (f.code !== "missing_locale" && f.severity === "warning" && index.item.has(f.id) && !told.has(`${f.id} ${f.code}`)) out.push(f);
  }
  for (const id of index.order) {
    const item = index.item.get(id);
    if (!item) continue;
    const locales = new Set(localesFor(item, sites));
    for (const { field, locale } of missing(item, order.filter((l) => locales.has(l)))) {
      out.push({ id, severity: "warning", code: "missing_locale", field, locale, message: "" });
    }
  }
  return out;
}

const known = [
  "bad_badge", "bad_id", "bad_locale", "bad_name", "bad_path", "bad_text", "bad_url", "entry_unpublished", "host_not_allowed", "missing_locale", "nowhere", "own_address",
  "repeated", "repeated_label", "repeated_target", "required", "retired_site", "too_deep", "too_many", "two_lists", "two_targets", "unknown_icon", "unknown_site",
] as const;

/** say puts a flaw into words; what has none of ours is said in the server's English. */
export function say(t: Translate<typeof texts>, flaw: Flaw, languageName: (tag: string) => string): string {
  const code = known.find((k) => k === flaw.code);
  if (!code) return flaw.message;
  if (code === "missing_locale") {
    const field = flaw.field === "description" || flaw.field === "badge" ? flaw.field : "label";
    return t(`flaw.missing.${field}`, { locale: languageName(flaw.locale) });
  }
  return t(`flaw.${code}`);
}
