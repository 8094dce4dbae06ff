import type { QueryClient } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import { language } from "./language";
import { type ContentType, typeQuery, typesQuery } from "./model";
import { labelIn } from "./texts";

export interface Found {
  id: string;
  title: string;
  detail: string;
}

/** searchEverything finds entries of all types that can be searched, by their words, the best few of each. */
export async function searchEverything(queries: QueryClient, words: string): Promise<Found[]> {
  const names = (await queries.ensureQueryData(typesQuery)).map((t) => t.name);
  const types = await Promise.all(names.map((name) => queries.ensureQueryData(typeQuery(name))));
  const able = types.filter((type) => type.fields.some((f) => f.searchable));
  const lists = await Promise.all(able.map((type) => searchType(type, words).catch(() => [])));
  return lists.flat();
}

/** searchType finds entries of one type. */
export async function searchType(type: ContentType, words: string, size = 4): Promise<Found[]> {
  const locale = language.get();
  const body = { type: type.name, q: words, page: { size }, locale, fallback: "auto", fields: [type.title] };
  const { data } = await ask(api.POST("/api/v1/entries/query", { body }));
  return (data ?? []).map((entry) => ({ id: entry.id, title: titleOf(entry, type.title), detail: `${labelIn(type.label, locale)} · ${entry.space}` }));
}

/** titleOf gives what an entry is called in a list. */
export function titleOf(entry: { key: string; fields: Record<string, unknown> }, field: string): string {
  const title = entry.fields[field];
  return typeof title === "string" && title !== "" ? title : entry.key;
}
