import { api, ask, randomId } from "../../api/client";
import { Problem } from "../../api/problem";
import { follow, type Transfer } from "../jobs/index";
import { save } from "./save";

const most = 10_000; // entries of one request

/** A Choice is what is exported: all of a type and space, or the entries that find gives. */
export type Choice = { type: string; space?: string | undefined } | { find: (tell: (part: number) => void, signal: AbortSignal) => Promise<string[]> };

/** exportEntries saves entries as NDJSON, and is followed in the tray. Nothing is thrown: the tray tells what went wrong. */
export async function exportEntries(title: string, name: string, choice: Choice): Promise<void> {
  const stop = new AbortController();
  const put = follow({ id: randomId(), title, kind: "export", state: "working", part: 0, cancel: () => stop.abort() });
  try {
    const parts: Blob[] = [];
    let lines = 0;
    const take = async (answer: Promise<Blob>) => {
      const blob = await answer;
      parts.push(blob);
      lines += count(await blob.text());
    };
    if ("find" in choice) {
      const ids = await choice.find((part) => put({ part: part * 0.8 }), stop.signal);
      for (let at = 0; at < ids.length; at += most) {
        // eslint-disable-next-line no-await-in-loop -- the server takes few of these at once
        await take(some(ids.slice(at, at + most), stop.signal));
        put({ part: 0.8 + (0.2 * (at + most)) / ids.length });
      }
    } else await take(all(choice.type, choice.space, stop.signal));
    save(name, parts, "application/x-ndjson");
    put({ state: "done", part: 1, count: lines });
  } catch (error) {
    put(failed(error, stop.signal));
  }
}

const count = (text: string) => text.split("\n").length - 1;

const all = async (type: string, space: string | undefined, signal: AbortSignal): Promise<Blob> =>
  (await ask(api.GET("/api/v1/entries/export", { params: { query: { type, ...(space && { space }) } }, parseAs: "blob", signal }))) as unknown as Blob;

const some = async (entries: string[], signal: AbortSignal): Promise<Blob> =>
  (await ask(api.POST("/api/v1/entries/export", { body: { entries, view: "draft" }, parseAs: "blob", signal }))) as unknown as Blob;

/** failed says what became of a transfer that threw. */
export function failed(error: unknown, signal: AbortSignal): Partial<Transfer> {
  return signal.aborted ? { state: "cancelled" } : { state: "failed", problem: error instanceof Problem ? error : new Problem(0) };
}
