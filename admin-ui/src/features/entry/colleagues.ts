import { queryOptions } from "@tanstack/react-query";
import { api, ask } from "../../api/client";

/** colleaguesQuery gives those who may read an entry, to be called or asked, with the locales that each may approve. */
export const colleaguesQuery = (id: string) => queryOptions({
  queryKey: ["people", "of", id],
  queryFn: async () => (await ask(api.GET("/api/v1/entries/{id}/people", { params: { path: { id } } }))).data ?? [],
  staleTime: 60_000,
  retry: false,
});
