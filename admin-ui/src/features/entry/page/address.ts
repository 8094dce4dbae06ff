import type { Schemas } from "../../../api/client";
import type { ContentType } from "../../../kit/model";
import type { Doc } from "../document";

export type Site = Pick<Schemas["SiteBody"], "key" | "name" | "parent" | "origins" | "locales">;

/** originsOf gives where a site's pages are: its own address first, then further ones, such as a copy for previews. Our own address is none of
    them: it is never shown in a frame. */
export const originsOf = (site: Site, own = location.origin): string[] => (site.origins ?? []).filter((o) => o !== own);

const patternOf = (type: ContentType, site: string): string | undefined => type.preview[site] ?? type.preview["*"];

/** sitesFor gives the sites that have a page for an entry of a space in a locale: the space's own, those below it; all for what is shared. */
export function sitesFor<S extends Site>(type: ContentType, space: string, locale: string, sites: readonly S[], own = location.origin): S[] {
  return sites.filter((s) => (space === "shared" || s.key === space || s.parent === space) && s.locales?.some((l) => l.tag === locale)
    && patternOf(type, s.key) !== undefined && originsOf(s, own).length > 0);
}

interface Shown {
  id: string;
  key: string;
  doc: Doc;
  locale: string;
  /** Locales whose values readers see where this one has none. */
  chain: readonly string[];
}

/** pathOf gives the path at which a site shows an entry; undefined where a value that the path needs is not there yet. */
export function pathOf(type: ContentType, site: string, { id, key, doc, locale, chain }: Shown): string | undefined {
  const slugIn = (values: Record<string, unknown> | undefined) => (type.slug ? values?.[type.slug] : undefined);
  const slug = [slugIn(doc.shared), ...[locale, ...chain].map((l) => slugIn(doc.locales[l]))].find((v) => typeof v === "string" && v !== "");
  const values: Record<string, unknown> = { locale, slug, key, id };
  let whole = true;
  const path = patternOf(type, site)?.replace(/\{([^{}]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (typeof value !== "string" || ["", ".", ".."].includes(value)) whole = false;
    return encodeURIComponent(String(value));
  });
  return whole ? path : undefined;
}
