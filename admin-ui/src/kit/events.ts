import { useEffect, useRef } from "react";
import type { Schemas } from "../api/client";

/** A Change is something that somebody did: action "entry.save", subject "entry/ID", "menu/SPACE/NAME", "site/KEY"… */
export interface Change {
  number: number;
  action: string;
  subject: string;
  site: string;
  actor: string;
  at: string;
}

export type Presence = Schemas["PresenceBody"];

interface Listener {
  onChange?: (change: Change) => void;
  onPresence?: (present: Presence[]) => void;
}

const listeners = new Set<Listener>();
let source: EventSource | undefined;
let watched: string | undefined;

/** open has one stream for the whole tab. The browser comes back by itself, with the number of the last event. */
function open(entry?: string) {
  source?.close();
  watched = entry;
  source = new EventSource(entry ? `/api/v1/events?entry=${encodeURIComponent(entry)}` : "/api/v1/events");
  source.addEventListener("change", (event) => {
    const change = JSON.parse(event.data) as Change;
    for (const l of listeners) l.onChange?.(change);
  });
  source.addEventListener("presence", (event) => {
    const { present } = JSON.parse(event.data) as { present: Presence[] | null };
    for (const l of listeners) l.onPresence?.(present ?? []);
  });
}

/** useChanges tells what changes on the server while a screen is open, also by the person's own hand. With an entry, also who has it
    open. What is read again is up to the listener: usually queries.invalidateQueries. */
export function useChanges(listener: Listener, entry?: string) {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => {
    const mine: Listener = {
      onChange: (change) => latest.current.onChange?.(change),
      onPresence: (present) => latest.current.onPresence?.(present),
    };
    listeners.add(mine);
    if (!source || (entry && entry !== watched)) open(entry);
    return () => {
      listeners.delete(mine);
      if (listeners.size === 0 || entry) {
        source?.close();
        source = undefined;
        if (listeners.size > 0) open();
      }
    };
  }, [entry]);
}
