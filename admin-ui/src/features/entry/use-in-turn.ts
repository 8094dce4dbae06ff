import { useDeferredValue } from "react";

/** useInTurn gives the first parts of a long list at once, and all of them as soon as the page has time, without keeping it from answering:
    who opens a long entry writes while its end is being drawn. */
export function useInTurn<T>(list: readonly T[], first: number): readonly T[] {
  const all = useDeferredValue(true, list.length <= first);
  return all ? list : list.slice(0, first);
}
