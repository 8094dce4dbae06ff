import createClient from "openapi-fetch";
import { Problem, problemOf } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** What others want to know of every answer: the session of a 401, the connection. */
export type Watcher = (status: number, path: string) => void;

const watchers = new Set<Watcher>();

/** watch tells a function the status of every answer; 0 is none. */
export function watch(watcher: Watcher): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

function tell(status: number, url: string) {
  const path = new URL(url, location.origin).pathname;
  for (const watcher of watchers) watcher(status, path);
}

/** The management API. The browser sends the session's cookie and says which page asks (Origin, Sec-Fetch-Site), which is what the server
    goes by against requests of other sites: there is no token to send. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: (request) => globalThis.fetch(request) });

/** The newest write that this tab knows of. Lists are asked for at least that one, so that a person sees what they have just done. */
let newest = 0;

/** wrote notes the number of a write, as the header Portico-Sequence has it. */
export function wrote(sequence: string | null) {
  newest = Math.max(newest, Number(sequence) || 0);
}

api.use({
  onRequest: ({ request, schemaPath }) => {
    if (newest > 0 && (schemaPath === "/api/v1/entries/query" || schemaPath === "/api/v1/entries")) request.headers.set("Portico-Min-Sequence", String(newest));
  },
  onResponse: async ({ response, request }) => {
    wrote(response.headers.get("Portico-Sequence"));
    // Where a backup was brought back, that write never was: what is asked next waits for none.
    if (response.status === 400 && request.headers.has("Portico-Min-Sequence")) {
      if (problemOf(response, await response.clone().json().catch(() => null)).items.some((item) => item.code === "unknown_write")) newest = 0;
    }
    tell(response.status, request.url);
  },
  onError: ({ request, error }) => {
    if (error instanceof DOMException && error.name === "AbortError") return error;
    tell(0, request.url);
    return new Problem(0);
  },
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** ask gives the body of a successful answer, and throws a Problem otherwise. */
export async function ask<T>(asked: Promise<Answer<T>>): Promise<NonNullable<T>> {
  const { data, error, response } = await asked;
  if (error !== undefined || !response.ok) throw problemOf(response, error);
  return data as NonNullable<T>;
}

/** headers of writes. */
export const ifMatch = (version: number) => ({ "If-Match": `"${version}"` });

/** idempotent makes a POST that may be sent again and is carried out once; keep the value for the repetition. */
export const idempotent = () => ({ "Idempotency-Key": randomId() });

/** randomId names a browser tab or a request. crypto.randomUUID is not there on plain http. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
