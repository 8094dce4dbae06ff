import { useMemo } from "react";
import { useTexts } from "../../kit/texts";
import { kinds, verbs } from "./texts";

/** useWords says an action such as entry.publish in words; one that is not known stays as it is. */
export function useWords(): (action: string) => string {
  const k = useTexts(kinds);
  const v = useTexts(verbs);
  return useMemo(() => (action) => {
    const dot = action.indexOf(".");
    const kind = dot === -1 ? action : action.slice(0, dot);
    const verb = dot === -1 ? "" : action.slice(dot + 1);
    const kindText = Object.hasOwn(kinds, kind) ? k(kind as keyof typeof kinds) : kind;
    const verbText = Object.hasOwn(verbs, verb) ? v(verb as keyof typeof verbs) : verb.replaceAll("-", " ");
    return verbText ? `${kindText}: ${verbText}` : kindText;
  }, [k, v]);
}
