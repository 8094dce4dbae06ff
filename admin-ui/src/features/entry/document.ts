/** Doc is what an entry says: values that all locales share, and values by locale. */
export interface Doc {
  shared: Values;
  locales: Record<string, Values>;
}

export type Values = Record<string, unknown>;

/** A Path leads to a value: ["locales", "fr", "body", 2, "text"]. Into a list a number leads to a place, and a text to the block with
    that $key, wherever it stands: ["locales", "fr", "body", "b1", "text"]. */
export type Path = readonly (string | number)[];

export const isObject = (v: unknown): v is Values => typeof v === "object" && v !== null && !Array.isArray(v);

const placeOf = (list: readonly unknown[], step: string | number): number =>
  typeof step === "number" ? step : list.findIndex((one) => isObject(one) && one.$key === step);

/** newKey gives a key that no other block has, nor one that somebody else adds to the list meanwhile. */
export const newKey = (): string => `b${Math.random().toString(36).slice(2, 12)}`;

export function get(from: unknown, path: Path): unknown {
  let at = from;
  for (const step of path) {
    if (typeof at !== "object" || at === null) return undefined;
    at = Array.isArray(at) ? at[placeOf(at, step)] : (at as Values)[step];
  }
  return at;
}

/** set gives a copy with another value; what is not on the path stays the same object. undefined takes the value out. Where a block is not
    there any more, nothing is changed. */
export function set<T>(from: T, path: Path, value: unknown): T {
  const [step, ...rest] = path;
  if (step === undefined) return value as T;
  if (Array.isArray(from)) {
    const at = placeOf(from, step);
    if (at === -1) return from;
    const copy: unknown[] = [...from];
    const next = set(copy[at], rest, value);
    if (next === undefined && typeof step === "string") copy.splice(at, 1);
    else copy[at] = next;
    return copy as T;
  }
  const copy: Record<string | number, unknown> = { ...(from as object | undefined) };
  const next = set(copy[step], rest, value);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy as T;
}

/** anchored gives a path that stays right while lists change: by the keys of blocks, and no further than to a list whose parts have none. */
export function anchored(from: unknown, path: Path): Path {
  const out: (string | number)[] = [];
  let at = from;
  for (const step of path) {
    let next: string | number = step;
    if (Array.isArray(at)) {
      const one: unknown = at[placeOf(at, step)];
      if (!isObject(one) || typeof one.$key !== "string") return out;
      next = one.$key;
    }
    at = get(at, [next]);
    out.push(next);
  }
  return out;
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

/** canonical writes a value so that equal values are the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? "null";
  return `{${Object.keys(value).sort().map((k) => `${JSON.stringify(k)}:${canonical(value[k])}`).join(",")}}`;
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
