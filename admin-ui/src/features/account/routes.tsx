import { IconKey } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/keys",
  validateSearch: (raw: Record<string, unknown>): { all?: boolean } => (raw.all === true ? { all: true } : {}),
  component: lazyRouteComponent(() => import("./keys")),
});

export const accountRoutes = [keysRoute] as const;

export const accountPlaces: Place[] = [
  { to: "/keys", label: { en: "API keys", fr: "Clés d’API" }, icon: IconKey, section: "administration", order: 30, words: "tokens secrets machines jetons" },
];
