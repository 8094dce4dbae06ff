import { replaceEqualDeep, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { api, ask, ifMatch, randomId } from "../../api/client";
import { type Presence, useChanges } from "../../kit/events";
import type { Other } from "./context";
import { type Entry, EntryStore, type Send } from "./store";

export const readEntry = (id: string): Promise<Entry> => ask(api.GET("/api/v1/entries/{id}", { params: { path: { id } } }));

/** useEntryStore reads an entry and holds it while it is edited. */
export function useEntryStore(id: string) {
  const query = useQuery({ queryKey: ["entry", id], queryFn: () => readEntry(id), staleTime: Number.POSITIVE_INFINITY, gcTime: 0 });
  const first = query.data;
  const store = useMemo(() => {
    if (!first) return undefined;
    const send: Send = (version, patch, named) =>
      ask(api.PATCH("/api/v1/entries/{id}", { params: { path: { id }, header: ifMatch(version), query: named ? {} : { autosave: true } }, body: patch, headers: { "Content-Type": "application/merge-patch+json" } }));
    return new EntryStore(first, send);
  }, [first, id]);
  useEffect(() => () => store?.close(), [store]);
  return { query, store };
}

const client = randomId();

/** othersIn gives who else is there; the same list while nobody comes, goes or moves, however often that is said. */
const othersIn = (present: readonly Presence[]) => (old: Other[]): Other[] =>
  replaceEqualDeep(old, present.filter((p) => p.client !== client).map((p) => ({ ...p, seenAt: undefined })));

/** usePresence tells the others that this person is here, and where; and brings in what they save meanwhile. */
export function usePresence(store: EntryStore | undefined, id: string, locale: string) {
  const [others, setOthers] = useState<Other[]>([]);
  const field = useRef("");
  const say = useMemo(() => {
    const path = { id };
    return (at: string) => {
      field.current = at;
      void api.PUT("/api/v1/entries/{id}/presence", { params: { path }, body: { client, locale, ...(at && { field: at }) } }).then(
        ({ data }) => data && setOthers(othersIn(data.data ?? [])),
        () => undefined,
      );
    };
  }, [id, locale]);
  useEffect(() => {
    say(field.current);
    const timer = setInterval(() => say(field.current), 10_000);
    return () => clearInterval(timer);
  }, [say]);
  useEffect(() => {
    const leave = () => void fetch(`/api/v1/entries/${id}/presence/${client}`, { method: "DELETE", keepalive: true }).catch(() => undefined);
    addEventListener("pagehide", leave);
    return () => {
      removeEventListener("pagehide", leave);
      leave();
    };
  }, [id]);
  const look = useMemo(() => () => {
    if (!store || store.saving.get().state === "saving" || store.saving.get().conflicts) return;
    void readEntry(id).then((entry) => entry.version > store.entry.get().version && store.adopt(entry), () => undefined);
  }, [store, id]);
  useChanges({ onPresence: (present) => setOthers(othersIn(present)), onChange: (change) => change.subject === `entry/${id}` && look() }, id);
  const accompanied = others.length > 0;
  useEffect(() => {
    if (!accompanied) return undefined;
    const timer = setInterval(look, 2000); // what saves itself is no event
    return () => clearInterval(timer);
  }, [accompanied, look]);
  return { others, enter: say };
}
