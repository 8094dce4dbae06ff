import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { enter, leave } from "./enter";
import type { Said } from "./messages";
import { PageWindow } from "./page-window";

/** How a page that was asked for is doing: on its way, there and listening, there without a word, or not to be had. */
export type PageState = "opening" | "here" | "silent" | "failed";

interface Wanted {
  outer: RefObject<HTMLIFrameElement | null>;
  site: string;
  /** Where the page is, and where it may lead: all that the site is registered with. */
  origin: string;
  origins: readonly string[];
  path: string;
  title: string;
  /** Name of the preview token, in the person's list of them. */
  name: string;
  onEdit: (entry: string, field: string) => void;
}

/** usePage shows a site's page in the frame outer, once that has loaded, and goes on to another path when that changes. */
export function usePage({ outer, site, origin, origins, path, title, name, onEdit }: Wanted) {
  const [page, setPage] = useState<PageWindow>();
  const [state, setState] = useState<PageState>("opening");
  const [error, setError] = useState<unknown>();
  const [turn, setTurn] = useState(0);
  const latest = useRef({ onEdit, origins, title });
  useEffect(() => {
    latest.current = { onEdit, origins, title };
  });

  const loaded = useCallback(() => {
    const hear = (said: Said) => (said.type === "here" ? setState("here") : latest.current.onEdit(said.entry, said.field));
    const made = outer.current && PageWindow.within(outer.current, latest.current.origins, latest.current.title, { onSaid: hear, onSilent: () => setState("silent") });
    if (made) setPage(made);
    else setState("failed");
  }, [outer]);
  useEffect(() => () => page?.close(), [page]);

  useEffect(() => {
    if (!page) return undefined;
    let gone = false;
    const go = async () => {
      try {
        const token = await enter(site, origin, name);
        if (!gone) page.show(origin, path, token);
        else if (token) leave(origin); // nobody has taken it
      } catch (problem) {
        if (!gone) setError(problem);
      }
    };
    void go();
    return () => {
      gone = true;
    };
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- a turn begins from the start
  }, [page, site, origin, path, name, turn]);

  /** again begins from the start: with another token, as if the pane had just been opened. */
  const again = useCallback(() => {
    leave(origin);
    setError(undefined);
    setState("opening");
    setTurn((n) => n + 1);
  }, [origin]);
  return { page, state, error, loaded, again };
}
