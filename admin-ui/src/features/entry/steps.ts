import type { Field } from "../../kit/model";
import { type Doc, equal, get, isObject, type Path, set } from "./document";
import { type Conflict, mergeValues } from "./merge";
import { fieldAt } from "./shape";

/** A Step is a change that can be undone. Its path leads by the keys of blocks, and no further than to a list without keys. */
export interface Step {
  path: Path;
  before: unknown;
  after: unknown;
  /** Pointer of the value that was written: what is typed on in one place is one step. */
  field: string;
  at: number; // milliseconds
}

/** carried takes steps into a document that somebody else has changed; the newest one is the last. back says that they are to be undone,
    else done again. A step then takes back what it did and nothing of theirs; one that they have written over is dropped. */
export function carried(steps: readonly Step[], doc: Doc, fields: readonly Field[], back: boolean): Step[] {
  const out: Step[] = [];
  let now = doc;
  for (const step of steps.toReversed()) {
    const [from, to] = back ? [step.after, step.before] : [step.before, step.after];
    if (!leads(now, step.path)) continue;
    const is = get(now, step.path);
    const conflicts: Conflict[] = [];
    const value = mergeValues(conflicts, fieldAt(fields, now, step.path), step.path, from, to, is);
    if (conflicts.length > 0 || equal(value, is)) continue;
    out.unshift(back ? { ...step, after: is, before: value } : { ...step, before: is, after: value });
    now = set(now, step.path, value);
  }
  return out;
}

/** leads says whether there is a place for the value: the block that it stands in may be gone. */
function leads(doc: Doc, path: Path): boolean {
  return path.every((step, i) => {
    const above = get(doc, path.slice(0, i));
    return !Array.isArray(above) || typeof step === "number" || above.some((one) => isObject(one) && one.$key === step);
  });
}

/** tidied takes steps along where the server has written a value in its own way: what was sent is what it answered. */
export function tidied(steps: readonly Step[], sent: Doc, answered: Doc): Step[] {
  return steps.map((step) => {
    const [was, is] = [get(sent, step.path), get(answered, step.path)];
    if (equal(was, is)) return step;
    return { ...step, before: equal(step.before, was) ? is : step.before, after: equal(step.after, was) ? is : step.after };
  });
}
