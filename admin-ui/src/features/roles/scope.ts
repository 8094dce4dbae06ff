import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, ask } from "../../api/client";
import { language } from "../../kit/language";
import { sitesQuery, typesQuery } from "../../kit/model";
import { useStore } from "../../kit/store";
import { labelIn, useTexts } from "../../kit/texts";
import { any, anyResource, resources, shared } from "./rights";
import { texts } from "./texts";

export interface Choice {
  value: string;
  label: string;
}

/** rolesQuery lists the roles, the built-in ones first. */
export const rolesQuery = queryOptions({
  queryKey: ["roles"],
  queryFn: async () => (await ask(api.GET("/api/v1/roles"))).data ?? [],
  staleTime: 30_000,
});

/** useScope gives what grants and questions are about, with names for people: content types, resources, sites and languages. */
export function useScope() {
  const t = useTexts(texts);
  const locale = useStore(language);
  const types = useQuery(typesQuery).data;
  const sites = useQuery(sitesQuery).data;
  const roles = useQuery(rolesQuery).data;
  return useMemo(() => {
    const content: Choice[] = (types ?? []).map((x) => ({ value: x.name, label: labelIn(x.label, locale) }));
    const others: Choice[] = resources.map((r) => ({ value: r, label: t(`resource.${r}`) }));
    const places: Choice[] = [{ value: shared, label: t("shared.space") }, ...(sites ?? []).map((s) => ({ value: s.key, label: s.name }))];
    const names = new Intl.DisplayNames([locale], { type: "language" });
    const tags = [...new Set((sites ?? []).flatMap((s) => (s.locales ?? []).map((l) => l.tag)))].sort();
    const languageName = (tag: string) => {
      try {
        return `${names.of(tag) ?? tag} (${tag})`;
      } catch {
        return tag;
      }
    };
    const find = (list: Choice[], value: string) => list.find((c) => c.value === value)?.label ?? value;
    return {
      content, resources: others, sites: places,
      locales: tags.map((value) => ({ value, label: languageName(value) })),
      typeName: (value: string) => (value === any ? t("any.types") : value === anyResource ? t("any.resources") : find([...content, ...others], value)),
      siteName: (value: string) => (value === any ? t("any.sites") : find(places, value)),
      localeName: (value: string) => (value === any ? t("any.locales") : value),
      roleName: (value: string) => {
        const role = roles?.find((r) => r.name === value);
        return role ? labelIn(role.label, locale) : value;
      },
    };
  }, [t, types, sites, roles, locale]);
}

export type Scope = ReturnType<typeof useScope>;
