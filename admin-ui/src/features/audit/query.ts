import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, ask } from "../../api/client";
import type { AuditSearch } from "./routes";

/** filterOf gives the parameters of the API for a search: days become the moments where they begin and end here. */
export function filterOf({ since, until, ...rest }: AuditSearch): Record<string, string> {
  const start = (day: string, later = 0) => {
    const date = new Date(`${day}T00:00:00`);
    date.setDate(date.getDate() + later);
    return date.toISOString();
  };
  return { ...rest, ...(since && { since: start(since) }), ...(until && { until: start(until, 1) }) };
}

/** exportAddress is where the same lines are had as NDJSON. */
export function exportAddress(search: AuditSearch): string {
  const query = new URLSearchParams(filterOf(search)).toString();
  return `/api/v1/audit/export${query && `?${query}`}`;
}

/** useAudit reads the audit, the newest lines first. */
export function useAudit(search: AuditSearch) {
  return useInfiniteQuery({
    queryKey: ["audit", search],
    initialPageParam: "",
    queryFn: ({ pageParam }) => ask(api.GET("/api/v1/audit", {
      params: { query: { ...filterOf(search), "page[size]": 100, ...(pageParam && { "page[after]": Number(pageParam) }) } },
    })),
    getNextPageParam: (last) => last.page.next || undefined,
  });
}

/** useActivity counts the audit by the reader's days, over the range of a search or the last 30 days. */
export function useActivity(search: AuditSearch) {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useQuery({
    queryKey: ["audit", "activity", search, zone], placeholderData: keepPreviousData, retry: false,
    queryFn: () => ask(api.GET("/api/v1/audit/activity", { params: { query: { ...filterOf(search), ...(zone && { zone }) } } })),
  });
}
