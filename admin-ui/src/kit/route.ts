import { createRootRouteWithContext } from "@tanstack/react-router";
import type { QueryClient } from "@tanstack/react-query";

/** The route above all others. Features hang theirs below it: createRoute({ getParentRoute: () => rootRoute, … }). */
export const rootRoute = createRootRouteWithContext<{ queries: QueryClient }>()();
