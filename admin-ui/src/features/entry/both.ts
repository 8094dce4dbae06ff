import type { Field } from "../../kit/model";
import { isObject } from "./document";

/** bothOf gives two texts one after the other; undefined for what is no text, or where one is gone. */
export function bothOf(field: Pick<Field, "kind" | "many"> | undefined, mine: unknown, theirs: unknown): unknown {
  if (!field || field.many || mine === undefined || theirs === undefined) return undefined;
  if (typeof mine === "string" && typeof theirs === "string") {
    if (field.kind === "text") return `${mine} ${theirs}`;
    return ["long-text", "markdown", "rich-text"].includes(field.kind) ? `${mine}\n\n${theirs}` : undefined;
  }
  const [a, b] = [mine, theirs].map((v) => (isObject(v) && Array.isArray(v.content) ? (v.content as unknown[]) : undefined));
  return field.kind === "rich-text" && a && b ? { ...(mine as object), content: [...a, ...b] } : undefined;
}
