import { QueryClient } from "@tanstack/react-query";
import { Problem } from "../api/problem";

/** What was read is fresh for a few seconds; what failed in passing is asked again twice. Writes are never repeated by themselves. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (times, error) => times < 2 && error instanceof Problem && error.passing,
      retryDelay: (times, error) => (error instanceof Problem && error.retryAfter ? error.retryAfter * 1000 : 500 * 2 ** times),
      networkMode: "always",
    },
    mutations: { networkMode: "always" },
  },
});
