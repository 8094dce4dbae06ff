import { IconWorldWww } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

export const views = ["table", "board"] as const;
export const tabs = ["facts", "integrate", "inheritance", "keys"] as const;
export type Tab = (typeof tabs)[number];

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sites",
  validateSearch: (search: Record<string, unknown>): { view?: (typeof views)[number] | undefined; q?: string | undefined } => ({
    view: views.find((v) => v === search.view),
    q: typeof search.q === "string" ? search.q.slice(0, 100) : undefined,
  }),
  component: lazyRouteComponent(() => import("./site-list")),
});

const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sites/new",
  component: lazyRouteComponent(() => import("./new-site")),
});

const siteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sites/$key",
  validateSearch: (search: Record<string, unknown>): { tab?: Tab | undefined } => ({ tab: tabs.find((t) => t === search.tab) }),
  component: lazyRouteComponent(() => import("./site-page")),
});

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/start",
  validateSearch: (search: Record<string, unknown>): { site?: string | undefined } => ({ site: typeof search.site === "string" ? search.site.slice(0, 40) : undefined }),
  component: lazyRouteComponent(() => import("./start")),
});

export const siteRoutes = [listRoute, newRoute, siteRoute, startRoute] as const;

export const sitePlaces: Place[] = [
  {
    to: "/sites", label: { en: "Sites", fr: "Sites" }, icon: IconWorldWww, section: "structure", order: 20, needs: { action: "read", type: "@sites" },
    words: "portal origin registry alignment portail registre alignement",
  },
];
