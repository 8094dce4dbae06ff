import { randomId } from "../../api/client";
import { Problem } from "../../api/problem";
import { send } from "../../api/send";
import { createStore } from "../../kit/store";
import type { Medium } from "./medium";

/* The queue of uploads lives outside of every screen: it goes on wherever somebody goes, until the tab is closed. */

export interface Upload {
  id: string;
  name: string;
  space: string;
  state: "waiting" | "sending" | "done" | "failed";
  /** Part that is sent, 0 to 1. */
  part: number;
  problem?: Problem;
  medium?: Medium;
}

/** A Sender sends one file, tells how far it is, and can be stopped. */
export type Sender = (file: Blob, upload: Pick<Upload, "id" | "name" | "space">, onPart: (part: number) => void, signal: AbortSignal) => Promise<Medium>;

const atOnce = 2;

/** createQueue makes a queue over a way to send. */
export function createQueue(post: Sender, onDone: (medium: Medium) => void = () => undefined) {
  const list = createStore<Upload[]>([]);
  const files = new Map<string, Blob>();
  const stops = new Map<string, AbortController>();
  const put = (id: string, patch: Partial<Upload>) => list.set(list.get().map((u) => (u.id === id ? { ...u, ...patch } : u)));

  function pump() {
    const sending = list.get().filter((u) => u.state === "sending").length;
    for (const next of list.get().filter((u) => u.state === "waiting").slice(0, Math.max(0, atOnce - sending))) void run(next);
  }

  async function run(upload: Upload) {
    const file = files.get(upload.id);
    if (!file) return;
    const stop = new AbortController();
    stops.set(upload.id, stop);
    put(upload.id, { state: "sending", part: 0 });
    try {
      const medium = await post(file, upload, (part) => put(upload.id, { part }), stop.signal);
      put(upload.id, { state: "done", part: 1, medium });
      files.delete(upload.id);
      onDone(medium);
    } catch (error) {
      put(upload.id, { state: "failed", problem: error instanceof Problem ? error : new Problem(0) });
    } finally {
      stops.delete(upload.id);
      pump();
    }
  }

  return {
    list,
    add(chosen: Iterable<File>, space: string) {
      const more = [...chosen].map((file): Upload => {
        const id = randomId();
        files.set(id, file);
        return { id, name: file.name, space, state: "waiting", part: 0 };
      });
      list.set([...list.get(), ...more]);
      pump();
      return more.map((u) => u.id);
    },
    retry(id: string) {
      put(id, { state: "waiting", part: 0 });
      pump();
    },
    /** cancel stops one and takes it out of the list. */
    cancel(id: string) {
      stops.get(id)?.abort();
      files.delete(id);
      list.set(list.get().filter((u) => u.id !== id));
    },
    clear() {
      const gone = list.get().filter((u) => u.state === "done" || u.state === "failed");
      for (const u of gone) files.delete(u.id);
      list.set(list.get().filter((u) => u.state === "waiting" || u.state === "sending"));
    },
  };
}

/** sendFile sends the bytes as they are. The upload's id makes that a repetition is carried out once. */
const sendFile: Sender = (file, upload, onPart, signal) =>
  send<Medium>(`/api/v1/media?${new URLSearchParams({ space: upload.space, file: upload.name }).toString()}`, file, {
    headers: { "Content-Type": file.type || "application/octet-stream", "Idempotency-Key": upload.id }, onPart, signal,
  });

const listeners = new Set<(medium: Medium) => void>();

/** onUploaded tells of every medium that was uploaded in this tab. */
export function onUploaded(listener: (medium: Medium) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const uploads = createQueue(sendFile, (medium) => {
  for (const listener of listeners) listener(medium);
});

addEventListener("beforeunload", (event) => {
  if (uploads.list.get().some((u) => u.state === "sending" || u.state === "waiting")) event.preventDefault();
});
