import { MantineProvider, localStorageColorSchemeManager } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { lazy, Suspense, useEffect } from "react";
import { boot } from "../kit/boot";
import { LanguageProvider } from "../kit/language";
import { begin, session } from "../kit/session";
import { useStore } from "../kit/store";
import { Failed, Loading } from "../kit/ui/states";
import { Boundary } from "./boundary";
import { queries } from "./queries";
import { router } from "./router";
import { theme, variables } from "./theme";

setNonce(boot.nonce);
void begin(boot.signedIn);

const SignIn = lazy(() => import("../features/session/sign-in"));
const schemes = localStorageColorSchemeManager({ key: "portico-scheme" });

/** App is the whole UI: providers, and the door that asks who is there. */
export function App() {
  return (
    <LanguageProvider>
      <MantineProvider
        theme={theme} cssVariablesResolver={variables} colorSchemeManager={schemes} defaultColorScheme="auto" getStyleNonce={() => boot.nonce}
      >
        <Boundary>
          <QueryClientProvider client={queries}>
            <Door />
          </QueryClientProvider>
        </Boundary>
      </MantineProvider>
    </LanguageProvider>
  );
}

function Door() {
  const now = useStore(session);
  useEffect(ahead, []);
  if (now.state === "out") return <Suspense fallback={<Loading />}><SignIn /></Suspense>;
  if (now.state === "unknown") return now.problem ? <Failed error={now.problem} onRetry={() => void begin(true)} page /> : <Loading />;
  return <RouterProvider router={router} />;
}

/** ahead loads the screen that somebody came for while they sign in, or while the server says who they are. */
function ahead() {
  const [routes] = router.getMatchedRoutes(router.latestLocation.pathname);
  for (const route of routes) {
    router.loadRouteChunk(route)?.catch(() => undefined); // it is loaded again, and that is shown
  }
}
