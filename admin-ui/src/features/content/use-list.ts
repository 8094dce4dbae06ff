import { keepPreviousData, type QueryClient, queryOptions, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { api, ask } from "../../api/client";

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
  meta: { status?: string; locales?: string[]; live?: string[]; states?: string[]; updatedBy?: string; createdBy?: string; trashed?: boolean };
}

type Body = Record<string, unknown>;

interface ListPage {
  rows: Listed[];
  next: string;
  total: number;
}

/** Rows of a page. */
export const size = 100;

/** How many rows a list can be scrolled through: browsers know no higher boxes. Whoever has more narrows the list. */
export const mostRows = 500_000;

const keyOf = (body: Body, page: number) => ["entries", "page", body, page];

/** pageQuery reads a page of a list, wherever it is. Where the one before is on the screen, it goes on from its last row, so that nothing is
    there twice while others write; a page that somebody jumps to is found by its number. The first one counts. */
const pageQuery = (queries: QueryClient, body: Body, page: number) => queryOptions({
  queryKey: keyOf(body, page),
  gcTime: 60_000, // rows that were scrolled past are forgotten
  queryFn: async ({ signal }): Promise<ListPage> => {
    const before = page > 0 ? queries.getQueryState<ListPage>(keyOf(body, page - 1)) : undefined;
    const after = before && !before.isInvalidated && before.fetchStatus === "idle" ? before.data?.next : undefined;
    const place = after ? { body: { ...body, page: { size, after } } } : { body: { ...body, page: { size }, ...(page === 0 && { count: "exact" }) }, params: { query: { skip: page * size } } };
    const answer = await ask(api.POST("/api/v1/entries/query", { ...(place as { body: never }), signal }));
    return { rows: (answer.data ?? []) as unknown as Listed[], next: answer.page.next ?? "", total: answer.page.total ?? 0 };
  },
});

/** useList holds the pages of a list that are looked at: the first one, which counts, and those around what can be seen. */
export function useList(body: Body) {
  const queries = useQueryClient();
  const [seen, setSeen] = useState<readonly [number, number]>([0, 0]);
  const first = useQuery({ ...pageQuery(queries, body, 0), placeholderData: keepPreviousData });
  const total = Math.min(first.data?.total ?? 0, mostRows);
  const last = Math.max(0, Math.ceil(total / size) - 1);
  const wanted = useMemo(() => {
    const [from, to] = first.isPlaceholderData ? [1, 0] : [Math.max(1, seen[0]), Math.min(last, seen[1])];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  }, [seen, last, first.isPlaceholderData]);
  const others = useQueries({ queries: wanted.map((page) => pageQuery(queries, body, page)) });
  const pages = new Map<number, Listed[]>(wanted.map((page, i) => [page, others[i]?.data?.rows ?? []]));
  pages.set(0, first.data?.rows ?? []);
  const row = (index: number): Listed | undefined => pages.get(Math.floor(index / size))?.[index % size];
  /** see says which rows can be seen. The pages around them are read too. */
  const see = useCallback((from: number, to: number) => {
    const next = [Math.floor(Math.max(0, from - size / 3) / size), Math.floor((to + size / 3) / size)] as const;
    setSeen((old) => (old[0] === next[0] && old[1] === next[1] ? old : next));
  }, []);
  /** rows gives those of a range, reading what is not there. */
  const rows = async (from: number, to: number): Promise<Listed[]> => {
    const out: Listed[] = [];
    for (let page = Math.floor(from / size); page <= Math.floor(to / size); page++) {
      // eslint-disable-next-line no-await-in-loop -- each goes on from the one before
      const { rows: some } = await queries.fetchQuery({ ...pageQuery(queries, body, page), staleTime: 60_000 });
      out.push(...some.filter((_, i) => page * size + i >= from && page * size + i <= to));
    }
    return out;
  };
  const loaded = [...pages.entries()].sort(([a], [b]) => a - b).flatMap(([, list]) => list);
  return {
    known: first.data !== undefined, error: first.error, stale: first.isPlaceholderData, fetching: first.isFetching || others.some((q) => q.isFetching), refetch: first.refetch,
    whole: first.data?.total ?? 0, total, row, see, rows, loaded,
  };
}

/** collect gives all rows that a query finds, at most so many; tell hears how far it is, from 0 to 1. */
export async function collect(body: Body, most: number, tell: (part: number) => void, signal: AbortSignal): Promise<{ rows: Listed[]; total: number }> {
  const rows: Listed[] = [];
  let [after, total] = ["", 0];
  do {
    const page = after ? { size, after } : { size };
    // eslint-disable-next-line no-await-in-loop -- each page begins where the one before ended
    const answer = await ask(api.POST("/api/v1/entries/query", { body: { ...body, page, ...(!after && { count: "exact" }) } as never, signal }));
    rows.push(...((answer.data ?? []) as unknown as Listed[]));
    total ||= answer.page.total ?? 0;
    after = answer.page.next ?? "";
    tell(rows.length / Math.max(1, Math.min(total, most)));
  } while (after && rows.length < most);
  return { rows: rows.slice(0, most), total };
}
