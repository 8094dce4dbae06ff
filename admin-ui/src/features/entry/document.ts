/** Doc is what an entry says: values that all locales share, and values by locale. */
export interface Doc {
  shared: Values;
  locales: Record<string, Values>;
}

export type Values = Record<string, unknown>;

/** A Path leads to a value: ["locales", "fr", "body", 2, "text"]. */
export type Path = readonly (string | number)[];

const isObject = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);

export function get(from: unknown, path: Path): unknown {
  let at = from;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at;
}

/** set gives a copy with another value; what is not on the path stays the same object. undefined takes the value out. */
export function set<T>(from: T, path: Path, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  if (Array.isArray(from)) {
    const copy: unknown[] = [...from];
    copy[step as number] = set(copy[step as number], rest, value);
    return copy as T;
  }
  const copy: Record<string | number, unknown> = { ...(from as object | undefined) };
  const next = set(copy[step], rest, value);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy as T;
}

/** pointer gives a path as RFC 6901 has it; steps the other way round. Numbers stay texts there. */
export const pointer = (path: Path) => path.map((step) => `/${String(step).replace(/~/g, "~0").replace(/\//g, "~1")}`).join("");

export const steps = (of: string): string[] => of.split("/").slice(1).map((s) => s.replace(/~1/g, "/").replace(/~0/g, "~"));

/** equal compares values as JSON has them; the order of properties says nothing. */
export function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((v, i) => equal(v, b[i]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => k in b && equal(a[k], b[k]));
}

/** patchOf gives the JSON merge patch that makes one value of another, or undefined where they are equal. */
export function patchOf(from: Values, to: Values): Values | undefined {
  const patch: Values = {};
  for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [before, after] = [from[key], to[key]];
    if (equal(before, after)) continue;
    if (after === undefined) patch[key] = null;
    else if (isObject(before) && isObject(after)) patch[key] = patchOf(before, after);
    else patch[key] = after;
  }
  return Object.keys(patch).length > 0 ? patch : undefined;
}

/** A Conflict is a field that two people changed in different ways. */
export interface Conflict {
  path: Path;
  mine: unknown;
  theirs: unknown;
}

/** merge brings two changes of the same document together, field by field: what one of them changed is taken. Where both did, mine stays
    for now, and the conflict is told. */
export function merge(base: Doc, mine: Doc, theirs: Doc): { doc: Doc; conflicts: Conflict[] } {
  const conflicts: Conflict[] = [];
  const fields = (at: Path, b: Values, m: Values, t: Values): Values => {
    const out: Values = {};
    for (const key of new Set([...Object.keys(m), ...Object.keys(t)])) {
      let value = m[key];
      if (equal(m[key], b[key])) value = t[key];
      else if (!equal(t[key], b[key]) && !equal(t[key], m[key])) conflicts.push({ path: [...at, key], mine: m[key], theirs: t[key] });
      if (value !== undefined) out[key] = value;
    }
    return out;
  };
  const locales: Record<string, Values> = {};
  for (const tag of new Set([...Object.keys(mine.locales), ...Object.keys(theirs.locales)])) {
    const merged = fields(["locales", tag], base.locales[tag] ?? {}, mine.locales[tag] ?? {}, theirs.locales[tag] ?? {});
    const gone = (mine.locales[tag] === undefined || theirs.locales[tag] === undefined) && Object.keys(merged).length === 0;
    if (!gone) locales[tag] = merged;
  }
  return { doc: { shared: fields(["shared"], base.shared, mine.shared, theirs.shared), locales }, conflicts };
}
