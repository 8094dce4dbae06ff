import { useEffect, useRef, useState } from "react";
import { useStore } from "../../kit/store";
import type { Medium } from "./medium";
import { uploads } from "./uploads";

/** useUploads sends files for one place of a screen, and tells that place what came of each. The queue goes on where somebody leaves;
    the files are in the library then. */
export function useUploads(space: string, onDone: (medium: Medium) => void) {
  const [ids, setIds] = useState<readonly string[]>([]);
  const all = useStore(uploads.list);
  const latest = useRef(onDone);
  useEffect(() => {
    latest.current = onDone;
  });
  const mine = all.filter((u) => ids.includes(u.id));
  const told = useRef(new Set<string>());
  useEffect(() => {
    for (const u of all) {
      if (!ids.includes(u.id) || !u.medium || told.current.has(u.id)) continue;
      told.current.add(u.id);
      latest.current(u.medium);
    }
  }, [all, ids]);
  return {
    add: (files: Iterable<File>) => setIds((old) => [...old, ...uploads.add(files, space)]),
    /** How many are on their way. */
    sending: mine.filter((u) => u.state === "sending" || u.state === "waiting").length,
  };
}
