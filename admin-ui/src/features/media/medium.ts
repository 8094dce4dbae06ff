import { queryOptions } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";

export type Medium = Schemas["MediumBody"];

export const sorts = ["image", "video", "audio", "document"] as const;
export type Sort = (typeof sorts)[number];

/** fileOf is where who edits reads the bytes of a medium; its version does not matter, for bytes never change. */
export const fileOf = (id: string): string => `/api/v1/media/${encodeURIComponent(id)}/file`;

/** missingAlt gives the locales in which a picture has no alternative text. Others than pictures need none. */
export function missingAlt(m: Pick<Medium, "sort" | "alt">, locales: string[]): string[] {
  return m.sort === "image" ? locales.filter((tag) => (m.alt[tag] ?? "").trim() === "") : [];
}

/** localesOf gives the locales of a space: those of the site, or of all sites for what they share. */
export function localesOf(space: string, sites: Pick<Schemas["SiteBody"], "key" | "parent" | "locales">[]): string[] {
  const own = space === "shared" ? sites : sites.filter((s) => s.key === space || s.parent === space);
  return [...new Set(own.flatMap((s) => (s.locales ?? []).map((l) => l.tag)))].sort();
}

/** altIn chooses an alternative text to show here: in the reader's language, else any. */
export const altIn = (m: Pick<Medium, "alt">, language: string): string => m.alt[language] ?? Object.values(m.alt)[0] ?? "";

/** patchOf gives the merge patch from what is to what is wanted: texts that are emptied are taken away. undefined where nothing differs. */
export function patchOf(m: Pick<Medium, "file" | "alt">, next: { file: string; alt: Record<string, string> }): Record<string, unknown> | undefined {
  const alt: Record<string, string | null> = {};
  for (const [tag, text] of Object.entries(next.alt)) {
    const [was, is] = [m.alt[tag] ?? "", text.trim()];
    if (was !== is) alt[tag] = is === "" ? null : is;
  }
  const patch = { ...(next.file.trim() !== m.file && { file: next.file.trim() }), ...(Object.keys(alt).length > 0 && { alt }) };
  return Object.keys(patch).length > 0 ? patch : undefined;
}

export const mediumQuery = (id: string) => queryOptions({
  queryKey: ["media", id],
  queryFn: () => ask(api.GET("/api/v1/media/{id}", { params: { path: { id } } })),
});
