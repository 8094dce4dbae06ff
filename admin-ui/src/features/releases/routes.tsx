import { IconCalendarTime, IconPackageExport } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

export const states = ["open", "scheduled", "published", "cancelled"] as const;
export type State = (typeof states)[number];

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/releases",
  validateSearch: (raw: Record<string, unknown>): { state?: State } => {
    const state = states.find((s) => s === raw.state);
    return state ? { state } : {};
  },
  component: lazyRouteComponent(() => import("./releases")),
});

const releaseRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/releases/$id",
  component: lazyRouteComponent(() => import("./release")),
});

const scheduleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/schedule",
  validateSearch: (raw: Record<string, unknown>): { locale?: string } =>
    (typeof raw.locale === "string" && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(raw.locale) ? { locale: raw.locale } : {}),
  component: lazyRouteComponent(() => import("./schedule")),
});

export const releasesRoutes = [listRoute, releaseRoute, scheduleRoute] as const;

export const releasesPlaces: Place[] = [
  { to: "/releases", label: { en: "Releases", fr: "Mises en ligne" }, icon: IconPackageExport, section: "work", order: 40, words: "content releases publish together livraison" },
  { to: "/schedule", label: { en: "Schedule", fr: "Calendrier" }, icon: IconCalendarTime, section: "work", order: 50, words: "planned calendar planification" },
];
