import { createContext, useCallback, useContext, useSyncExternalStore } from "react";
import type { Presence } from "../../kit/events";
import type { ContentType } from "../../kit/model";
import { type Path, pointer } from "./document";
import type { EntryStore } from "./store";

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
  others: Presence[];
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
