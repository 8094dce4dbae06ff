import { queryOptions } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";

export type Site = Schemas["SiteBody"];
export type Values = Required<Omit<Schemas["NewSiteBody"], "locales" | "options" | "origins">> & { locales: Schemas["SiteLocale"][]; origins: string[] };

export const statuses = ["planned", "in-progress", "aligned", "retired"] as const;
export type Status = (typeof statuses)[number];
export const integrations = ["sdk", "ssi", "esi", "loader", "api"] as const;
export const channels = ["stable", "next", "preview"] as const;

export const siteQuery = (key: string) =>
  queryOptions({ queryKey: ["sites", key], queryFn: () => ask(api.GET("/api/v1/sites/{key}", { params: { path: { key } } })) });

/** valuesOf gives a site as its form has it; none is a new one. */
export function valuesOf(site?: Site): Values {
  return {
    key: site?.key ?? "", name: site?.name ?? "", description: site?.description ?? "", origins: site?.origins ?? [], stack: site?.stack ?? "", owner: site?.owner ?? "",
    contact: site?.contact ?? "", locales: site?.locales ?? [], defaultLocale: site?.defaultLocale ?? "", brand: site?.brand ?? "", theme: site?.theme ?? "",
    parent: site?.parent ?? "", channel: site?.channel ?? "stable", integration: site?.integration ?? "sdk", status: site?.status ?? "planned",
    targetDate: site?.targetDate ?? "", signIn: site?.signIn ?? "", private: site?.private ?? false,
  };
}

/** patchOf gives what differs between two states of a form, as a merge patch. */
export function patchOf(before: Values, after: Values): Partial<Values> {
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(after) as (keyof Values)[]) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) out[name] = after[name];
  }
  return out as Partial<Values>;
}

/** clashes gives the fields that somebody else changed to something else than a patch does. */
export function clashes(before: Values, theirs: Values, patch: Partial<Values>): (keyof Values)[] {
  const changed = patchOf(before, theirs);
  return (Object.keys(patch) as (keyof Values)[]).filter((name) => name in changed && JSON.stringify(patch[name]) !== JSON.stringify(theirs[name]));
}

/** overdue says whether a site should be aligned by now; days are compared as text. */
export function overdue(site: Pick<Site, "status" | "targetDate">, today: string): boolean {
  return site.status !== "aligned" && site.status !== "retired" && (site.targetDate ?? "") !== "" && (site.targetDate ?? "") < today;
}

/** A Step of the way to alignment: how many sites are aligned from a day on, if all keep their dates. */
export interface Step {
  day: string;
  aligned: number;
  sites: string[];
}

/** path gives the way from today on. What should be done by now and is not counts from today. */
export function path(sites: readonly Pick<Site, "name" | "status" | "targetDate">[], today: string): Step[] {
  let aligned = sites.filter((s) => s.status === "aligned").length;
  const open = sites.filter((s) => s.status !== "aligned" && s.status !== "retired" && s.targetDate);
  const days = new Map<string, string[]>();
  for (const s of open) {
    const day = (s.targetDate ?? "") < today ? today : (s.targetDate ?? "");
    days.set(day, [...(days.get(day) ?? []), s.name]);
  }
  const out: Step[] = [{ day: today, aligned, sites: [] }];
  for (const day of [...days.keys()].sort()) {
    const names = days.get(day) ?? [];
    aligned += names.length;
    out.push({ day, aligned, sites: names });
  }
  return out;
}

export function todayIs(): string {
  return new Date().toISOString().slice(0, 10);
}
