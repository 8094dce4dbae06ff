import { queryOptions } from "@tanstack/react-query";
import { api, ask, type Schemas } from "../../api/client";

export type Site = Schemas["SiteBody"];
export type Values = Required<Omit<Schemas["NewSiteBody"], "locales" | "options" | "origins">> & { locales: Schemas["SiteLocale"][]; origins: string[]; options: Schemas["SiteOptions"] };

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
    targetDate: site?.targetDate ?? "", signIn: site?.signIn ?? "", private: site?.private ?? false, options: site?.options ?? {},
  };
}

/** mergeOf gives the merge patch (RFC 7396) that makes one object of another: what is gone is null, lists go whole. */
export function mergeOf(before: object, after: object): Record<string, unknown> {
  const [was, is] = [before, after] as Record<string, unknown>[];
  const out: Record<string, unknown> = {};
  const plain = (v: unknown): v is object => typeof v === "object" && v !== null && !Array.isArray(v);
  for (const name of Object.keys({ ...was, ...is })) {
    const [old, now] = [was?.[name], is?.[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    out[name] = now === undefined ? null : plain(old) && plain(now) ? mergeOf(old, now) : now;
  }
  return out;
}

/** patchOf gives what differs between two states of a form, as a merge patch. */
export function patchOf(before: Values, after: Values): Partial<Values> {
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(after) as (keyof Values)[]) {
    if (JSON.stringify(before[name]) !== JSON.stringify(after[name])) out[name] = name === "options" ? mergeOf(before.options, after.options) : after[name];
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

type Change = Pick<Schemas["StatusChangeBody"], "at" | "site" | "from" | "to">;

/** statusAt gives what a site's status was at a moment; undefined before it was registered. Where nothing is known, it was what it is. */
function statusAt(site: Pick<Site, "key" | "status">, changes: readonly Change[], at: number): string | undefined {
  const own = changes.filter((c) => c.site === site.key);
  const past = own.filter((c) => Date.parse(c.at) <= at).at(-1);
  if (past) return past.to;
  const next = own[0];
  return next ? next.from || undefined : site.status;
}

const columns = 12;
const day = 86_400_000;

/** history gives how many sites were of each status, at even steps from the first change that is known until now: a week each at least. */
export function history(sites: readonly Pick<Site, "key" | "status">[], changes: readonly Change[], now: number): { at: number; values: number[] }[] {
  const first = changes[0] ? Date.parse(changes[0].at) : now;
  const step = Math.max(7, Math.ceil((now - first) / day / (columns - 1))) * day;
  return Array.from({ length: columns }, (_, i) => {
    const at = now - (columns - 1 - i) * step;
    const found = sites.map((s) => statusAt(s, changes, at));
    return { at, values: statuses.map((status) => found.filter((f) => f === status).length) };
  });
}

export function todayIs(): string {
  return new Date().toISOString().slice(0, 10);
}
