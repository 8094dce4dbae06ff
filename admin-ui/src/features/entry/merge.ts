import type { Field } from "../../kit/model";
import { type Doc, equal, get, isObject, newKey, type Path, set, type Values } from "./document";
import { mergeLists, type Weaving } from "./merge-list";
import { mergeRows } from "./merge-rows";

/** A Conflict is a value that two people changed in different ways. undefined is one that somebody took out. */
export interface Conflict {
  path: Path;
  mine: unknown;
  theirs: unknown;
  /** What the model says of the value. */
  field?: Field | undefined;
  /** The same blocks in two orders. */
  order?: true;
}

/** merge brings two changes of the same document together as finely as the model allows: by field, within components, by block and by
    row of a list, by paragraph of a rich text. What one of them changed is taken. Where both did, mine stays for now (a block that one of
    them changed stays, though the other took it out), and the conflict is told. */
export function merge(base: Doc, mine: Doc, theirs: Doc, fields: readonly Field[] = []): { doc: Doc; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const locales: Record<string, Values> = {};
  for (const tag of new Set([...Object.keys(mine.locales), ...Object.keys(theirs.locales)])) {
    const merged = mergeObjects(conflicts, fields, ["locales", tag], base.locales[tag] ?? {}, mine.locales[tag] ?? {}, theirs.locales[tag] ?? {});
    const gone = (mine.locales[tag] === undefined || theirs.locales[tag] === undefined) && Object.keys(merged).length === 0;
    if (!gone) locales[tag] = merged;
  }
  return { doc: { shared: mergeObjects(conflicts, fields, ["shared"], base.shared, mine.shared, theirs.shared), locales }, conflicts };
}

function mergeObjects(to: Conflict[], fields: readonly Field[], at: Path, base: Values, mine: Values, theirs: Values): Values {
  const out: Values = {};
  for (const key of new Set([...Object.keys(mine), ...Object.keys(theirs)])) {
    const field = fields.find((f) => f.name === key);
    const value = mergeValues(to, field, [...at, key], base[key], mine[key], theirs[key]);
    if (value !== undefined) out[key] = value;
  }
  return out;
}

/** mergeValues merges one value, and adds to the conflicts what it cannot. */
export function mergeValues(to: Conflict[], field: Field | undefined, path: Path, base: unknown, mine: unknown, theirs: unknown): unknown {
  if (equal(mine, base)) return theirs;
  if (equal(theirs, base) || equal(mine, theirs)) return mine;
  const merged = field && within(to, field, path, base, mine, theirs);
  if (merged) return merged.value;
  to.push({ path, mine, theirs, field });
  return mine;
}

/** within merges the parts of a value; undefined where it has none, or where they do not come together. */
function within(to: Conflict[], field: Field, path: Path, ...three: [unknown, unknown, unknown]): { value: unknown } | undefined {
  const [base, mine, theirs] = three;
  if (field.many || field.kind === "blocks" || field.kind === "tags") {
    if (!three.every((v) => v === undefined || Array.isArray(v))) return undefined;
    const found: Conflict[] = [];
    const list = mergeLists(three.map((v) => v ?? []) as [unknown[], unknown[], unknown[]], weaving(found, field, path));
    if (!list) return undefined;
    to.push(...found);
    return { value: list.length > 0 ? rekeyed(list) : undefined };
  }
  if (!three.every((v) => v === undefined || isObject(v))) return undefined;
  if (field.kind === "component") {
    const value = mergeObjects(to, field.components?.()[0]?.fields ?? [], path, (base ?? {}) as Values, (mine ?? {}) as Values, (theirs ?? {}) as Values);
    return { value: Object.keys(value).length > 0 ? value : undefined };
  }
  return field.kind === "rich-text" ? mergeTexts(three as (Values | undefined)[]) : undefined;
}

/** weaving says how the items of a list are known again, and how two changes of one are merged. */
function weaving(to: Conflict[], field: Field, path: Path): Weaving {
  const one: Field = { ...field, many: false };
  const blocks = field.kind === "blocks";
  const stepOf = (value: unknown, index: number) => [...path, blocks && isObject(value) ? String(value.$key) : index];
  return {
    known: blocks ? "key" : ["reference", "media", "enumeration", "tags"].includes(field.kind) ? "value" : "likeness",
    item: (index, base, mine, theirs) => {
      const at = stepOf(mine, index);
      if (!blocks || !isObject(mine) || !isObject(theirs)) return mergeValues(to, one, at, base, mine, theirs);
      if (equal(mine, base)) return theirs;
      const fields = field.components?.().find((c) => c.name === mine.$type)?.fields ?? [];
      return mergeObjects(to, fields, at, (base ?? {}) as Values, mine, theirs);
    },
    gone: (index, mine, theirs) => to.push({ path: stepOf(mine ?? theirs, index), mine, theirs, field: one }),
    ordered: blocks ? (mine, theirs) => to.unshift({ path, mine, theirs, field, order: true }) : undefined,
  };
}

/** rekeyed gives a block another key where two people took the same one for different blocks. */
function rekeyed(list: unknown[]): unknown[] {
  const seen = new Set<unknown>();
  return list.map((one) => {
    if (!isObject(one) || typeof one.$key !== "string") return one;
    const key = seen.has(one.$key) ? newKey() : one.$key;
    seen.add(key);
    return key === one.$key ? one : { ...one, $key: key };
  });
}

/** mergeTexts merges rich texts by their top nodes; what touches each other is for people to decide. */
function mergeTexts(three: (Values | undefined)[]): { value: unknown } | undefined {
  const parts = three.map((v) => ({ content: (v?.content ?? []) as unknown[], rest: { ...v, content: undefined } }));
  const [base, mine, theirs] = parts;
  if (!base || !mine || !theirs || three.includes(undefined) || !equal(mine.rest, theirs.rest) || !parts.every((p) => Array.isArray(p.content))) return undefined;
  const content = mergeRows(base.content, mine.content, theirs.content);
  return content && { value: { ...three[1], content } };
}

/** A Choice is what somebody wants in the place of a conflict; undefined takes it out. */
export interface Choice {
  path: Path;
  value: unknown;
  order?: true | undefined;
}

/** settled puts what was chosen in the place of conflicts: orders first, since they bring whole lists, and rows that go last and from
    behind, since others stand after them. */
export function settled(doc: Doc, choices: readonly Choice[]): Doc {
  const place = ({ path, value }: Choice) => (value === undefined && typeof path.at(-1) === "number" ? Number(path.at(-1)) : -1);
  const orders = choices.filter((c) => c.order);
  const others = choices.filter((c) => !c.order && place(c) === -1);
  const rows = choices.filter((c) => place(c) !== -1).sort((a, b) => place(b) - place(a));
  let out = doc;
  for (const choice of [...orders, ...others, ...rows]) {
    const above = choice.path.slice(0, -1);
    const list = get(out, above);
    if (place(choice) !== -1 && Array.isArray(list)) out = set(out, above, list.filter((_, i) => i !== place(choice)));
    else out = set(out, choice.path, choice.value);
    if (choice.value === undefined && equal(get(out, above), [])) out = set(out, above, undefined);
  }
  return out;
}
