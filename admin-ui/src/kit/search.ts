import { api, ask } from "../api/client";
import { language } from "./language";
import { labelIn } from "./texts";

export interface Found {
  id: string;
  title: string;
  detail: string;
}

/** searchEverything finds entries of all types by their words, the best few of each. */
export async function searchEverything(words: string): Promise<Found[]> {
  const { data: types } = await ask(api.GET("/api/v1/content-types"));
  const lists = await Promise.all((types ?? []).map(async (type) => {
    const body = { type: type.name, q: words, page: { size: 4 }, locale: language.get(), fallback: "auto" };
    const { data } = await ask(api.POST("/api/v1/entries/query", { body }));
    return (data ?? []).map((entry) => ({
      id: entry.id, title: titleOf(entry), detail: `${labelIn(type.label, language.get())} · ${entry.space}`,
    }));
  }).map((asked) => asked.catch(() => [])));
  return lists.flat();
}

function titleOf(entry: { key: string; fields: Record<string, unknown> }): string {
  const { title, name, question, label } = entry.fields;
  const text = [title, name, question, label].find((v) => typeof v === "string" && v !== "");
  return typeof text === "string" ? text : entry.key;
}
