import { replaceEqualDeep } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useMemo, useSyncExternalStore } from "react";
import type { Presence } from "../../kit/events";
import type { ContentType } from "../../kit/model";
import { isObject, type Path, pointer } from "./document";
import type { EntryStore } from "./store";

/** Somebody else who is in the entry; that they were heard of again is no news. */
export type Other = Omit<Presence, "seenAt"> & { seenAt: undefined };

/** What every part of the editor knows. */
export interface Editing {
  store: EntryStore;
  type: ContentType;
  locale: string;
  side: string | undefined;
  /** Why nothing can be written here, or false. */
  locked: string | false;
  /** Set where it is this field that is locked, not the entry. */
  lockedHere?: string;
  /** Locales whose values readers see where this one has none. */
  chain: readonly string[];
  /** Threads that are not settled, by pointer of their field. */
  open?: ReadonlyMap<string, number>;
  /** Opens what is said about a field; absent where that cannot be shown. */
  discuss?: (pointer: string) => void;
  /** What is wrong, by pointer. */
  problems: ReadonlyMap<string, string>;
  /** Others who are in this entry. */
  others: Other[];
  /** Tells the others where this person writes. */
  enter: (field: string) => void;
  /** Begins the ids of elements, where another entry is edited beside this one. */
  prefix?: string;
}

export const EditingContext = createContext<Editing | undefined>(undefined);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error("outside of the editor");
  return editing;
}

/** useValue reads one path of the entry; only a change of that value renders again. */
export function useValue(path: Path): [unknown, (value: unknown) => void] {
  const { store } = useEditing();
  const at = pointer(path);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the path is new with every render, its pointer is not
  const read = useCallback(() => store.get(path), [store, at]);
  const value = useSyncExternalStore(store.subscribe, read);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- as above
  const set = useCallback((next: unknown) => store.set(path, next), [store, at]);
  return [value, set];
}

/** Row is a block as its place in the list shows it. */
export interface Row {
  key: string;
  type: string;
}

/** useRows reads which blocks stand in a list, and in what order; what is written in one of them renders nothing. */
export function useRows(path: Path): readonly Row[] {
  const { store } = useEditing();
  const at = pointer(path);
  const read = useMemo(() => {
    let rows: Row[] = [];
    return () => {
      rows = replaceEqualDeep(rows, rowsOf(store.get(path)));
      return rows;
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the path is new with every render, its pointer is not
  }, [store, at]);
  return useSyncExternalStore(store.subscribe, read);
}

const rowsOf = (list: unknown): Row[] => (Array.isArray(list) ? list : []).filter(isObject).map((b) => ({ key: String(b.$key), type: String(b.$type) }));
