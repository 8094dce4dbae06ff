import { IconEye } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

/** What is looked at is in the address. */
export interface PreviewSearch {
  site?: string | undefined;
  locale?: string | undefined;
  theme?: "light" | "dark" | undefined;
  width?: number | undefined;
}

export const widths = [1280, 820, 390] as const;

const previewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/preview",
  validateSearch: (search: Record<string, unknown>): PreviewSearch => ({
    site: typeof search.site === "string" ? search.site.slice(0, 60) : undefined,
    locale: typeof search.locale === "string" ? search.locale.slice(0, 35) : undefined,
    theme: search.theme === "light" || search.theme === "dark" ? search.theme : undefined,
    width: widths.find((w) => w === Number(search.width)),
  }),
  component: lazyRouteComponent(() => import("./preview-page")),
});

export const previewRoutes = [previewRoute] as const;

export const previewPlaces: Place[] = [
  { to: "/preview", label: { en: "Preview", fr: "Aperçu" }, icon: IconEye, section: "work", order: 60, needs: { action: "read", type: "@sites" }, words: "draft share token look brouillon partager aperçu" },
];
