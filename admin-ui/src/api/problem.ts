import type { components } from "./schema";

export type ProblemBody = components["schemas"]["ProblemBody"];
export type ProblemItem = components["schemas"]["ProblemItem"];

/** A Problem is what the server refused, or that it did not answer (status 0). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  /** What is wrong at which field (pointer) or parameter. */
  readonly items: ProblemItem[];
  /** Names the request in the server's log. */
  readonly id: string | undefined;
  /** With 412: what was to be written, as it is now and as a GET of it answers. */
  readonly current: unknown;
  /** Seconds until it is worth to try again. */
  readonly retryAfter: number | undefined;

  constructor(status: number, body?: Partial<ProblemBody> & { current?: unknown }, retryAfter?: number) {
    super(body?.detail ?? body?.title ?? "no answer");
    this.name = "Problem";
    this.status = status;
    this.code = body?.code ?? (status === 0 ? "offline" : "unknown");
    this.items = body?.errors ?? [];
    this.id = body?.id;
    this.current = body?.current;
    this.retryAfter = retryAfter;
  }

  /** Whether the same request may well succeed a little later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** problemOf reads an answer that is no success. A proxy in between may have sent a page of its own. */
export function problemOf(response: Response, body: unknown): Problem {
  const after = Number(response.headers.get("Retry-After"));
  const known = typeof body === "object" && body !== null ? (body as Partial<ProblemBody>) : undefined;
  return new Problem(response.status, known, Number.isFinite(after) && after > 0 ? after : undefined);
}
