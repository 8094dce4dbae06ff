import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "../../api/client";
import { sitesQuery } from "../../kit/model";

type Site = Pick<Schemas["SiteBody"], "key" | "locales">;

const longest = 10; // locales; a circle ends sooner

/** chainOf gives the locales that readers see in turn where one has no value, the nearest first. What sites share has a chain where all
    sites with that locale agree. */
export function chainOf(sites: readonly Site[], space: string, locale: string): string[] {
  const chains = sites.filter((s) => (space === "shared" || s.key === space) && s.locales?.some((l) => l.tag === locale)).map((site) => {
    const out: string[] = [];
    let next = locale;
    while (out.length < longest) {
      next = site.locales?.find((l) => l.tag === next)?.fallback ?? "";
      if (next === "" || next === locale || out.includes(next)) break;
      out.push(next);
    }
    return out;
  });
  const [first = []] = chains;
  return chains.every((c) => c.join() === first.join()) ? first : [];
}

export function useChain(space: string, locale: string): string[] {
  const sites = useQuery(sitesQuery).data;
  return useMemo(() => chainOf(sites ?? [], space, locale), [sites, space, locale]);
}
