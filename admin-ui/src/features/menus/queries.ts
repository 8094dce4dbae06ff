import { queryOptions } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";
import type { Item } from "./document";

export type MenuName = Schemas["NewMenuBody"]["name"];
export type Site = Schemas["SiteBody"];
export type MenuSummary = Schemas["MenuSummary"];
export type Finding = Schemas["FindingBody"];
export type Menu = Omit<Schemas["MenuBody"], "items"> & { items: Item[] };

/** At is a menu by its space and name. */
export interface At {
  space: string;
  name: MenuName;
}

export const names: readonly MenuName[] = ["main", "utility", "footer", "legal"];

const path = (at: At) => ({ params: { path: { space: at.space, name: at.name } } });

export const menusQuery = queryOptions({
  queryKey: ["menus"],
  queryFn: async () => (await ask(api.GET("/api/v1/menus"))).data ?? [],
});

/** readMenu reads a menu's draft as it is now. */
export async function readMenu(at: At): Promise<Menu> {
  return asMenu(await ask(api.GET("/api/v1/menus/{space}/{name}", path(at))));
}

export function asMenu(body: Schemas["MenuBody"]): Menu {
  return { ...body, items: body.items ?? [] };
}

export const menuQuery = (at: At) => queryOptions({ queryKey: ["menus", at.space, at.name], queryFn: () => readMenu(at), staleTime: 0 });

export const checkQuery = (at: At, version: number) =>
  queryOptions({
    queryKey: ["menus", at.space, at.name, "check", version],
    queryFn: async () => (await ask(api.GET("/api/v1/menus/{space}/{name}/check", path(at)))).data ?? [],
  });

export const changesQuery = (at: At, version: number) =>
  queryOptions({
    queryKey: ["menus", at.space, at.name, "changes", version],
    queryFn: async () => {
      const body = await ask(api.GET("/api/v1/menus/{space}/{name}/changes", path(at)));
      return { publishedVersion: body.publishedVersion, changes: body.changes ?? [] };
    },
  });

export const revisionsQuery = (at: At, version: number) =>
  queryOptions({
    queryKey: ["menus", at.space, at.name, "revisions", version],
    queryFn: async () => (await ask(api.GET("/api/v1/menus/{space}/{name}/revisions", path(at)))).data ?? [],
  });

export const revisionQuery = (at: At, revision: number) =>
  queryOptions({
    queryKey: ["menus", at.space, at.name, "revision", revision],
    queryFn: async () =>
      (await ask(api.GET("/api/v1/menus/{space}/{name}/revisions/{revision}", { params: { path: { ...at, revision } } }))).items ?? [],
    staleTime: Number.POSITIVE_INFINITY,
  });

/** spacesOf gives where a site takes its menus from, the nearest first. */
export function spacesOf(site: Site, sites: readonly Site[]): string[] {
  const out: string[] = [];
  for (let at: Site | undefined = site; at && !out.includes(at.key); at = sites.find((s) => s.key === at?.parent)) out.push(at.key);
  return [...out, "shared"];
}

/** shownOn gives the sites that show a menu: those for which it is the nearest of its name. */
export function shownOn(at: At, sites: readonly Site[], menus: readonly MenuSummary[]): Site[] {
  const there = new Set(menus.filter((m) => m.name === at.name).map((m) => m.space));
  there.add(at.space);
  return sites.filter((site) => spacesOf(site, sites).find((space) => there.has(space)) === at.space);
}

/** localesOf gives the locales of sites, those that most of them speak first. */
export function localesOf(sites: readonly Site[]): string[] {
  const count = new Map<string, number>();
  for (const site of sites) for (const l of site.locales ?? []) count.set(l.tag, (count.get(l.tag) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1]).map(([tag]) => tag);
}
