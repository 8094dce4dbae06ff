import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import type { ContentType } from "../../kit/model";
import { queryOf, type ListSearch } from "./search";

/** An entry as lists have it. */
export interface Listed {
  id: string;
  key: string;
  type: string;
  space: string;
  version: number;
  updatedAt: string;
  fields: Record<string, unknown>;
  fallback: Record<string, string>;
  meta: { status?: string; locales?: string[]; live?: string[]; updatedBy?: string; createdBy?: string; trashed?: boolean };
}

const size = 100;

/** useList reads a list page by page, as far as somebody scrolls. What was there stays on the screen until the next answer. */
export function useList(search: ListSearch, type: ContentType, language: string) {
  const body = queryOf(search, type, language);
  const query = useInfiniteQuery({
    queryKey: ["entries", body],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const page = pageParam ? { size, after: pageParam } : { size };
      const answer = await ask(api.POST("/api/v1/entries/query", { body: { ...body, page } as never, signal }));
      return { rows: (answer.data ?? []) as unknown as Listed[], next: answer.page.next ?? "", total: answer.page.total ?? 0 };
    },
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  });
  return query;
}
