import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../kit/route";

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/account",
  component: lazyRouteComponent(() => import("./account")),
});

export const sessionRoutes = [accountRoute] as const;
