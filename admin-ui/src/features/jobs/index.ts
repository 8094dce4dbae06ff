import type { QueryClient } from "@tanstack/react-query";
import { api, ask, idempotent, type Schemas } from "../../api/client";
import { createStore } from "../../kit/store";

export type JobKind = Schemas["NewJobBody"]["kind"];

/** A Running job is followed in the tray until somebody closes it. */
export interface Running {
  id: string;
  title: string;
  /** What the rows are called, by id of the entry. */
  names: Record<string, string>;
}

export const running = createStore<Running[]>([]);

/** startJob has the server do one thing to many entries, and follows it in the tray. Throws a Problem. */
export async function startJob(queries: QueryClient, body: Schemas["NewJobBody"], title: string, names: Record<string, string>): Promise<void> {
  const job = await ask(api.POST("/api/v1/jobs", { body, headers: idempotent() }));
  queries.setQueryData(["job", job.id], job);
  running.set([...running.get(), { id: job.id, title, names }]);
}

export function dismissJob(id: string) {
  running.set(running.get().filter((r) => r.id !== id));
}
