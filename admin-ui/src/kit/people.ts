import { queryOptions, useQuery } from "@tanstack/react-query";
import { api, ask } from "../api/client";
import { useMe } from "./session";
import { defineTexts, useTexts } from "./texts";

const texts = defineTexts({
  me: { en: "you", fr: "vous" },
  somebody: { en: "a colleague", fr: "un collègue" },
  system: { en: "Portico", fr: "Portico" },
});

/** peopleQuery gives the names of those who work for the sites that the person works for. */
export const peopleQuery = queryOptions({
  queryKey: ["people"],
  queryFn: async () => (await ask(api.GET("/api/v1/people"))).data ?? [],
  staleTime: 300_000,
  retry: false,
});

/** useNames says who did something, by the id of an account, of a key, or system:… */
export function useNames(): (id: string) => string {
  const t = useTexts(texts);
  const me = useMe();
  const people = useQuery(peopleQuery);
  return (id) => {
    if (id === me.id) return t("me");
    if (id === "" || id.startsWith("system")) return t("system");
    return people.data?.find((p) => p.id === id)?.name ?? t("somebody");
  };
}
