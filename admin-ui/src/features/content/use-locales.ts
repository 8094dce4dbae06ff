import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { sitesQuery } from "../../kit/model";

/** useLocales gives the locales of a space: those of the site, or of all sites for what they share. */
export function useLocales(space: string | undefined): string[] {
  const sites = useQuery(sitesQuery);
  return useMemo(() => {
    const own = (sites.data ?? []).filter((s) => !space || space === "shared" || s.key === space || s.parent === space);
    const tags = own.flatMap((s) => (s.locales ?? []).map((l) => l.tag));
    return [...new Set(tags)].sort();
  }, [sites.data, space]);
}
