import { IconFileText } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";
import { readSearch } from "./search";

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/content",
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import("./content")),
});

export const contentRoutes = [listRoute] as const;

export const contentPlaces: Place[] = [
  { to: "/content", label: { en: "Content", fr: "Contenu" }, icon: IconFileText, section: "work", order: 10, words: "articles pages faq entries entrées" },
];
