import { replaceEqualDeep, useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { api, ask, type Schemas } from "../../api/client";
import type { ContentType } from "../../kit/model";
import { sayItem } from "../../kit/item-texts";
import { useStore } from "../../kit/store";
import { useTexts } from "../../kit/texts";
import { common } from "../../kit/texts-common";
import { steps } from "./document";
import type { EntryStore } from "./store";

export interface Check {
  problems: Schemas["ProblemItem"][];
  byPointer: ReadonlyMap<string, string>;
  /** How many things are to do in each locale; "" is what all locales share. */
  byLocale: ReadonlyMap<string, number>;
  known: boolean;
}

/** What is only not there yet. A draft that begins is not full of errors: fields say it once somebody wants to publish. */
const missing = ["required", "missing"];

/** useCheck asks after each save what stands in the way of publishing what there is. strict marks the fields that are empty, too. */
export function useCheck(store: EntryStore, type: ContentType, strict: boolean): Check {
  const c = useTexts(common);
  const { id, version, publishedAt, trashedAt } = useStore(store.entry);
  const last = useRef<Check["problems"]>([]);
  const { data } = useQuery({
    queryKey: ["entry-check", id, version, type.name],
    queryFn: async () => {
      const { problems } = await ask(api.GET("/api/v1/entries/{id}/check", { params: { path: { id } } }));
      last.current = replaceEqualDeep(last.current, problems ?? []); // the fields are rendered again only where something else is wrong
      return last.current;
    },
    enabled: !trashedAt, placeholderData: (old) => old,
    gcTime: 1000,
  });
  return useMemo(() => {
    const problems = data ?? [];
    const byPointer = new Map<string, string>();
    const byLocale = new Map<string, number>();
    for (const p of problems) {
      const [where, tag] = steps(p.pointer ?? "");
      const locale = where === "locales" ? (tag ?? "") : "";
      byLocale.set(locale, (byLocale.get(locale) ?? 0) + 1);
      const quiet = !strict && missing.includes(p.code) && !publishedAt[locale];
      if (p.pointer && !quiet && !byPointer.has(p.pointer)) byPointer.set(p.pointer, sayItem(c, p));
    }
    return { problems, byPointer, byLocale, known: data !== undefined };
  }, [data, c, strict, publishedAt]);
}
