import type { QueryClient } from "@tanstack/react-query";
import { randomId, type Schemas } from "../../api/client";
import { Problem } from "../../api/problem";
import { send } from "../../api/send";
import { follow, type Report } from "../jobs/index";
import { failed } from "./export";

export type Done = Schemas["LinesDone"];

/** A Mode is how the lines of a file are taken. */
export interface Mode {
  /** Only new entries. */
  create: boolean;
  /** Also in the place of drafts that were saved after the file was made. */
  force: boolean;
}

interface Options extends Mode {
  dryRun: boolean;
  onPart: (part: number) => void;
  signal: AbortSignal;
}

/** addressOf says where lines are sent. What is only created takes nothing's place. */
export function addressOf({ create, force }: Mode, dryRun: boolean): string {
  const query = new URLSearchParams({ mode: create ? "create" : "upsert", dryRun: String(dryRun), rows: "true", ...(force && !create && { force: "true" }) });
  return `/api/v1/entries/import?${query.toString()}`;
}

/** outdated says whether lines were refused because their entries were saved after the file was made. */
export const outdated = (error: unknown): boolean => error instanceof Problem && error.items.some((i) => i.code === "stale");

/** importLines sends a file of lines, and gives what was done of each, or would be. Throws a Problem. */
export function importLines(file: File, { dryRun, onPart, signal, ...mode }: Options): Promise<Done> {
  return send<Done>(addressOf(mode, dryRun), file, { headers: { "Content-Type": "application/x-ndjson" }, onPart, signal });
}

/** startImport imports a file in the background of this window, followed in the tray; report makes what can be downloaded afterwards. */
export async function startImport(queries: QueryClient, file: File, mode: Mode, title: string, report: (done: Done | undefined, error: unknown) => Report): Promise<void> {
  const stop = new AbortController();
  const put = follow({ id: randomId(), title, kind: "import", state: "sending", part: 0, cancel: () => stop.abort() });
  const stay = (event: BeforeUnloadEvent) => event.preventDefault();
  addEventListener("beforeunload", stay);
  try {
    const done = await importLines(file, {
      ...mode, dryRun: false, signal: stop.signal,
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
