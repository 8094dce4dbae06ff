import { useEffect, useRef, useState } from "react";
import { equal } from "../document";

/** useArrived tells values that a person wrote here from those that came from elsewhere: somebody else saved, a version was restored, the
    form was undone. It gives the last one that came, in an object that is new with each, and what to call for each one that is written. */
export function useArrived(value: unknown): [arrived: { readonly value: unknown }, wrote: (value: unknown) => void] {
  const last = useRef(value);
  const [arrived, setArrived] = useState({ value });
  useEffect(() => {
    if (equal(value, last.current)) return;
    last.current = value;
    setArrived({ value });
  }, [value]);
  return [arrived, (next) => { last.current = next; }];
}
