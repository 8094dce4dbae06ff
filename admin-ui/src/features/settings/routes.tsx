import { IconSettings } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

const settingsRoute = createRoute({ getParentRoute: () => rootRoute, path: "/settings", component: lazyRouteComponent(() => import("./settings")) });

export const settingsRoutes = [settingsRoute] as const;

export const settingsPlaces: Place[] = [
  { to: "/settings", label: { en: "Settings", fr: "Réglages" }, icon: IconSettings, section: "administration", order: 50, needs: { action: "read", type: "@settings" }, words: "configuration hosts hôtes" },
];
