import { useQuery } from "@tanstack/react-query";
import { language } from "../../kit/language";
import { typeQuery } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn } from "../../kit/texts";
import { readEntry } from "./use-entry";

/** useEntryName gives what another entry is called, in a locale or the nearest one that it has, with its state there. */
export function useEntryName(typeName: string, id: string, locale: string) {
  const ui = useStore(language);
  const type = useQuery(typeQuery(typeName));
  const entry = useQuery({ queryKey: ["entry-name", id], staleTime: 30_000, retry: false, queryFn: () => readEntry(id) });
  const { data } = entry;
  const field = type.data?.title ?? "";
  const places = data ? [data.locales[locale], data.locales[ui], data.locales.en, ...Object.values(data.locales), data.shared] : [];
  const found = places.map((place) => place?.[field]).find((title) => typeof title === "string" && title !== "");
  return {
    title: typeof found === "string" ? found : (data?.key ?? `${typeName}/${id}`),
    typeLabel: labelIn(type.data?.label, ui),
    space: data?.space,
    status: data?.status[locale] ?? Object.values(data?.status ?? {})[0],
    trashed: data?.trashedAt !== undefined,
    pending: entry.isPending,
    failed: entry.error !== null,
  };
}
