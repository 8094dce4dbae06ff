import { IconPalette } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { type LookSearch, lookSearch } from "../../kit/look";
import { rootRoute } from "../../kit/route";

export const tabs = ["tokens", "changes", "checks", "files"] as const;

export const shows = ["parts", "components", "nothing"] as const;

export interface DraftSearch extends LookSearch {
  tab?: (typeof tabs)[number];
  /** theme=dark,brand=one */
  inputs?: string;
  q?: string;
  group?: string;
  /** What of the site is shown beside the tokens. */
  show?: (typeof shows)[number];
}

const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/design",
  component: lazyRouteComponent(() => import("./overview")),
});

const releaseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/design/release", // a version in the path would look like a file's extension to the server
  validateSearch: (raw: Record<string, unknown>) => ({ version: typeof raw.version === "string" ? raw.version.slice(0, 60) : "" }),
  component: lazyRouteComponent(() => import("./release")),
});

const draftRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/design/drafts/$id",
  validateSearch: (raw: Record<string, unknown>): DraftSearch => {
    const out: DraftSearch = lookSearch(raw);
    const show = shows.find((x) => x === raw.show);
    if (show) out.show = show;
    const tab = tabs.find((x) => x === raw.tab);
    if (tab) out.tab = tab;
    for (const name of ["inputs", "q", "group"] as const) {
      const value = raw[name];
      if (typeof value === "string" && value !== "" && value.length <= 500) out[name] = value;
    }
    return out;
  },
  component: lazyRouteComponent(() => import("./draft")),
});

export const designRoutes = [overviewRoute, releaseRoute, draftRoute] as const;

export const designPlaces: Place[] = [{
  to: "/design", label: { en: "Design system", fr: "Système de design" }, icon: IconPalette, section: "structure", order: 40, needs: { action: "read", type: "@design-system" },
  words: "tokens colours couleurs jetons releases channels canaux",
}];
