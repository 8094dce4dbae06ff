import type { QueryClient } from "@tanstack/react-query";
import { api, ask, idempotent, type Schemas } from "../../api/client";
import type { Problem } from "../../api/problem";
import { createStore } from "../../kit/store";

export type JobKind = Schemas["NewJobBody"]["kind"];

/** A Running job is followed in the tray until somebody closes it. */
export interface Running {
  id: string;
  title: string;
  /** What the rows are called, by id of the entry. */
  names: Record<string, string>;
  /** Where it is no job of the server, but a file on its way. */
  transfer?: Transfer;
}

/** A Transfer is a file that is on its way in or out, while somebody works elsewhere in this window. */
export interface Transfer {
  id: string;
  title: string;
  kind: "import" | "export";
  /** sending: on its way; working: the server has it, or gathers it. */
  state: "sending" | "working" | "done" | "failed" | "cancelled";
  /** 0 to 1; at 1 while it works, nobody knows how far it is. */
  part: number;
  /** Entries that were exported. */
  count?: number;
  problem?: Problem;
  report?: Report;
  /** Stops it; undefined once that would leave nobody knowing what was done. */
  cancel?: (() => void) | undefined;
}

/** A Report is what an import did, in words and as a file. */
export interface Report {
  summary: string;
  failed: string[];
  download?: () => void;
}

export const running = createStore<Running[]>([]);

/** startJob has the server do one thing to many entries, and follows it in the tray. Throws a Problem. */
export async function startJob(queries: QueryClient, body: Schemas["NewJobBody"], title: string, names: Record<string, string>): Promise<void> {
  const job = await ask(api.POST("/api/v1/jobs", { body, headers: idempotent() }));
  queries.setQueryData(["job", job.id], job);
  running.set([...running.get(), { id: job.id, title, names }]);
}

/** follow shows a transfer in the tray, and gives the way to tell how it goes on. */
export function follow(transfer: Transfer): (patch: Partial<Transfer>) => void {
  const { id, title } = transfer;
  running.set([...running.get(), { id, title, names: {}, transfer }]);
  return (patch) => running.set(running.get().map((r) => (r.id === id && r.transfer ? { ...r, transfer: { ...r.transfer, ...patch } } : r)));
}

export function dismissJob(id: string) {
  running.set(running.get().filter((r) => r.id !== id));
}
