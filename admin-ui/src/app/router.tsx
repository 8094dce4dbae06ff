import { createRouter } from "@tanstack/react-router";
import { rootRoute } from "../kit/route";
import { Failed, Loading, NotFound } from "../kit/ui/states";
import { Broken } from "./boundary";
import { routes } from "./features";
import { queries } from "./queries";
import { Shell } from "./shell";
import { Problem } from "../api/problem";

export const router = createRouter({
  routeTree: rootRoute.addChildren([...routes]),
  context: { queries },
  InnerWrap: Shell,
  defaultPreload: "intent",
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 300,
  scrollRestoration: true,
  defaultPendingComponent: () => <Loading />,
  defaultNotFoundComponent: () => <NotFound />,
  defaultErrorComponent: ({ error, reset }) => (error instanceof Problem ? <Failed error={error} onRetry={reset} page /> : <Broken />),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
