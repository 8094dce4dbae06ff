import { IconSitemap } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

/** What of the editor is in its address: which item is open, and what the preview shows. */
export interface EditorSearch {
  item?: string | undefined;
  site?: string | undefined;
  locale?: string | undefined;
  theme?: "light" | "dark" | undefined;
  width?: number | undefined;
}

export const widths = [1280, 820, 390] as const;

const word = (value: unknown) => (typeof value === "string" && value.length < 100 ? value : undefined);

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/menus",
  component: lazyRouteComponent(() => import("./menu-list")),
});

const editorRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/menus/$space/$name",
  validateSearch: (search: Record<string, unknown>): EditorSearch => ({
    item: word(search.item),
    site: word(search.site),
    locale: word(search.locale),
    theme: search.theme === "dark" || search.theme === "light" ? search.theme : undefined,
    width: widths.find((w) => w === Number(search.width)),
  }),
  component: lazyRouteComponent(() => import("./menu-page")),
});

export const menuRoutes = [listRoute, editorRoute] as const;

export const menuPlaces: Place[] = [
  {
    to: "/menus", label: { en: "Menus", fr: "Menus" }, icon: IconSitemap, section: "structure", order: 10, needs: { action: "read", type: "@menus" },
    words: "menu navigation header footer en-tête pied de page liens",
  },
];
