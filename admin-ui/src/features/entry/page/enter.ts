import { api, ask } from "../../../api/client";

const lasts = 60 * 60_000; // milliseconds that a token lives where nobody says how long
const early = 10 * 60_000; // milliseconds before its end that another one is asked for

/** Until when the browser's cookie of each origin shows drafts, as far as this tab knows. */
const entered = new Map<string, number>();

/** enter gives a token for a site's drafts, or undefined where the browser shows them already: a token opens one browser, once. */
export async function enter(site: string, origin: string, name: string): Promise<string | undefined> {
  if ((entered.get(origin) ?? 0) > Date.now()) return undefined;
  const { token } = await ask(api.POST("/api/v1/preview-tokens", { body: { site, view: "draft", name } }));
  entered.set(origin, Date.now() + lasts - early);
  return token;
}

/** leave forgets that the browser shows drafts there: the next page asks for a token. */
export const leave = (origin: string) => void entered.delete(origin);
