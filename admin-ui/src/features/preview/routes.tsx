import { IconEye } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { lookSearch } from "../../kit/look";
import { rootRoute } from "../../kit/route";

const previewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/preview",
  validateSearch: lookSearch,
  component: lazyRouteComponent(() => import("./preview-page")),
});

export const previewRoutes = [previewRoute] as const;

export const previewPlaces: Place[] = [
  { to: "/preview", label: { en: "Preview", fr: "Aperçu" }, icon: IconEye, section: "work", order: 60, needs: { action: "read", type: "@sites" }, words: "draft share token look brouillon partager aperçu" },
];
