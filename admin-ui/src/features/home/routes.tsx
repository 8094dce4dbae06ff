import { IconHome } from "@tabler/icons-react";
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import type { Place } from "../../kit/feature";
import { rootRoute } from "../../kit/route";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./home")),
});

export const homeRoutes = [homeRoute] as const;

export const homePlaces: Place[] = [{ to: "/", label: { en: "Home", fr: "Accueil" }, icon: IconHome, section: "work", order: 0 }];
