import type { QueryClient } from "@tanstack/react-query";
import { randomId, type Schemas } from "../../api/client";
import { send } from "../../api/send";
import { follow, type Report } from "../jobs/index";
import { failed } from "./export";

export type Done = Schemas["LinesDone"];

interface Options {
  /** Only new entries. */
  create: boolean;
  dryRun: boolean;
  onPart: (part: number) => void;
  signal: AbortSignal;
}

/** importLines sends a file of lines, and gives what was done of each, or would be. Throws a Problem. */
export function importLines(file: File, { create, dryRun, onPart, signal }: Options): Promise<Done> {
  const query = new URLSearchParams({ mode: create ? "create" : "upsert", dryRun: String(dryRun), rows: "true" });
  return send<Done>(`/api/v1/entries/import?${query.toString()}`, file, { headers: { "Content-Type": "application/x-ndjson" }, onPart, signal });
}

/** startImport imports a file in the background of this window, followed in the tray; report makes what can be downloaded afterwards. */
export async function startImport(queries: QueryClient, file: File, create: boolean, title: string, report: (done: Done | undefined, error: unknown) => Report): Promise<void> {
  const stop = new AbortController();
  const put = follow({ id: randomId(), title, kind: "import", state: "sending", part: 0, cancel: () => stop.abort() });
  const stay = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener("beforeunload", stay);
  try {
    const done = await importLines(file, {
      create, dryRun: false, signal: stop.signal,
      onPart: (part) => {
        put(part < 1 ? { part } : { part, state: "working", cancel: undefined }); // what the server has, it finishes
        if (part === 1) removeEventListener("beforeunload", stay);
      },
    });
    put({ state: "done", part: 1, report: report(done, undefined) });
  } catch (error) {
    put({ ...failed(error, stop.signal), report: report(undefined, error) });
  } finally {
    removeEventListener("beforeunload", stay);
    void queries.invalidateQueries({ queryKey: ["entries"] });
  }
}
