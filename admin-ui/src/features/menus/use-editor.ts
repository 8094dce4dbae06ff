import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useReducer, useState } from "react";
import { api, ask, ifMatch } from "../../api/client";
import { Problem } from "../../api/problem";
import { indexOf, type Item, same } from "./document";
import { type Choices, type Conflict, merge } from "./merge";
import { asMenu, type At, type Menu, readMenu } from "./queries";

interface State {
  /** What the server has, as far as we know. */
  base: Menu;
  items: Item[];
  past: Item[][];
  future: Item[][];
  /** Names what was done last, so that a text that is typed is one step back, and when. */
  last: { what: string; at: number };
}

type Act =
  | { do: "edit"; items: Item[]; what: string }
  | { do: "undo" }
  | { do: "redo" }
  | { do: "base"; base: Menu; items: Item[] };

const steps = 200;
const pause = 1000; // ms of quiet after which typing begins a new step

function reduce(state: State, act: Act): State {
  switch (act.do) {
    case "edit": {
      const now = Date.now();
      const goesOn = act.what !== "" && act.what === state.last.what && now - state.last.at < pause;
      const past = goesOn ? state.past : [...state.past.slice(1 - steps), state.items];
      return { ...state, items: act.items, past, future: [], last: { what: act.what, at: now } };
    }
    case "undo": {
      const items = state.past.at(-1);
      return items ? { ...state, items, past: state.past.slice(0, -1), future: [state.items, ...state.future], last: { what: "", at: 0 } } : state;
    }
    case "redo": {
      const items = state.future[0];
      return items ? { ...state, items, past: [...state.past, state.items], future: state.future.slice(1), last: { what: "", at: 0 } } : state;
    }
    case "base": {
      const kept = same(act.items, state.items);
      return { base: act.base, items: act.items, past: kept ? state.past : [...state.past, state.items], future: kept ? state.future : [], last: { what: "", at: 0 } };
    }
  }
}

/** A Clash is a save that met somebody else's: what both changed has to be chosen. */
export interface Clash {
  theirs: Menu;
  conflicts: Conflict[];
}

/** useEditor holds a menu while somebody works on it: what is on the screen, steps back, and saving. A save that meets somebody else's
    brings both together; where both changed the same, the clash waits for choices. */
export function useEditor(at: At, loaded: Menu, onMerged: () => void) {
  const queries = useQueryClient();
  const [state, act] = useReducer(reduce, loaded, (base): State => ({ base, items: base.items, past: [], future: [], last: { what: "", at: 0 } }));
  const [clash, setClash] = useState<Clash>();
  const index = useMemo(() => indexOf(state.items), [state.items]);
  const dirty = useMemo(() => !same(state.items, state.base.items), [state.items, state.base.items]);

  const put = async (items: Item[], version: number) =>
    asMenu(await ask(api.PUT("/api/v1/menus/{space}/{name}", { params: { path: { ...at }, header: ifMatch(version) }, body: { items } })));
  const take = useCallback((menu: Menu) => {
    act({ do: "base", base: menu, items: menu.items });
    queries.setQueryData(["menus", at.space, at.name], menu);
    void queries.invalidateQueries({ queryKey: ["menus"], exact: true });
  }, [queries, at.space, at.name]);

  /** saveOver saves against a version; where that is old, it merges and tries again, until there is something to choose. */
  async function saveOver(base: Menu, items: Item[]): Promise<Menu | undefined> {
    try {
      return await put(items, base.version);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 412) throw error;
    }
    const theirs = await readMenu(at);
    const merged = merge(base.items, items, theirs.items);
    if (merged.conflicts.length > 0) {
      setClash({ theirs, conflicts: merged.conflicts });
      return undefined;
    }
    onMerged();
    return saveOver(theirs, merged.items);
  }
  const save = useMutation({
    mutationFn: async () => {
      const saved = dirty ? await saveOver(state.base, state.items) : state.base;
      if (saved && dirty) take(saved);
      return saved;
    },
  });
  const settle = useMutation({
    mutationFn: async (choices: Choices) => {
      if (!clash) return undefined;
      const { items } = merge(state.base.items, state.items, clash.theirs.items, choices);
      setClash(undefined);
      act({ do: "base", base: clash.theirs, items });
      const saved = await saveOver(clash.theirs, items);
      if (saved) take(saved);
      return saved;
    },
  });
  const edit = useCallback((items: Item[], what = "") => act({ do: "edit", items, what }), []);
  return {
    at, base: state.base, items: state.items, index, dirty, edit, take, save, settle, clash,
    leaveClash: () => setClash(undefined),
    undo: state.past.length > 0 ? () => act({ do: "undo" }) : undefined,
    redo: state.future.length > 0 ? () => act({ do: "redo" }) : undefined,
  };
}

export type Editor = ReturnType<typeof useEditor>;
