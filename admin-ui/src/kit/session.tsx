import { api, ask, type Schemas, watch } from "../api/client";
import { Problem } from "../api/problem";
import { createStore, useStore } from "./store";

export type Account = Schemas["AccountBody"];

/** Who is signed in. "expired" keeps the account: what was being written stays on the screen while they sign in again. */
export type Session =
  | { state: "unknown"; problem?: Problem }
  | { state: "out" }
  | { state: "in"; account: Account }
  | { state: "expired"; account: Account };

export const session = createStore<Session>({ state: "unknown" });

watch((status, path) => {
  const now = session.get();
  if (status === 401 && now.state === "in" && path !== "/api/v1/sessions" && path !== "/api/v1/me/password") {
    session.set({ state: "expired", account: now.account });
  }
});

/** begin finds out who is signed in. The page says where nobody is, so that nothing needs to be asked. */
export async function begin(signedIn: boolean) {
  if (!signedIn) {
    session.set({ state: "out" });
    return;
  }
  try {
    session.set({ state: "in", account: await ask(api.GET("/api/v1/me")) });
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(0);
    session.set(problem.status === 401 ? { state: "out" } : { state: "unknown", problem });
  }
}

/** signIn opens a session. Where another person than before signs in, the page starts anew: nothing of the one is shown to the other. */
export async function signIn(email: string, password: string) {
  const before = session.get();
  const account = await ask(api.POST("/api/v1/sessions", { body: { email, password } }));
  if (before.state === "expired" && before.account.id !== account.id) location.assign("/");
  else session.set({ state: "in", account });
}

export async function signOut() {
  await ask(api.DELETE("/api/v1/sessions/current"));
  location.assign("/");
}

/** useMe gives who is signed in; below the shell somebody always is. */
export function useMe(): Account {
  const now = useStore(session);
  if (now.state === "in" || now.state === "expired") return now.account;
  throw new Error("useMe outside of the shell");
}
