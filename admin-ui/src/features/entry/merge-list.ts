import { canonical, equal, isObject } from "./document";

/** How a list is merged. */
export interface Weaving {
  /** What an item is known by: a block by its $key, what is chosen by its value, anything else by how much it is like what was there. */
  known: "key" | "value" | "likeness";
  /** item merges one that both have. index is its place in the merged list. */
  item: (index: number, base: unknown, mine: unknown, theirs: unknown) => unknown;
  /** gone tells of one that one of them took out (undefined) and the other changed. */
  gone: (index: number, mine: unknown, theirs: unknown) => void;
  /** ordered tells of two orders of the same items; without it such lists do not come together. */
  ordered: ((mine: unknown[], theirs: unknown[]) => void) | undefined;
}

type Items = Map<string, unknown>;

/** mergeLists merges [base, mine, theirs]; undefined where both have put the items into an order of their own and nothing can tell it. */
export function mergeLists([base, mine, theirs]: [unknown[], unknown[], unknown[]], how: Weaving): unknown[] | undefined {
  const [b, m, t]: [Items, Items, Items] = how.known === "likeness"
    ? [new Map(base.map((v, i) => [String(i), v])), aligned(base, mine), aligned(base, theirs)]
    : [named(base, how.known), named(mine, how.known), named(theirs, how.known)];
  const stays = (id: string) => {
    if (m.has(id) && t.has(id)) return true;
    if (!b.has(id)) return m.has(id) || t.has(id);
    return (m.has(id) && !equal(m.get(id), b.get(id))) || (t.has(id) && !equal(t.get(id), b.get(id)));
  };
  const common = (of: Items) => [...of.keys()].filter((id) => b.has(id) && m.has(id) && t.has(id));
  const [was, here, there] = [common(b), common(m), common(t)];
  const byMe = !equal(was, here);
  const byThem = !equal(was, there);
  const torn = byMe && byThem && !equal(here, there);
  if (torn && !how.ordered) return undefined;
  const order = byMe ? woven(m, t, b, stays) : woven(t, m, b, stays);
  const merged = new Map(order.map((id, i) => [id, one(id, i)]));
  if (torn) how.ordered?.([...merged.values()], woven(t, m, b, stays).map((id) => merged.get(id)));
  return [...merged.values()];

  function one(id: string, i: number): unknown {
    if (m.has(id) && t.has(id)) return how.item(i, b.get(id), m.get(id), t.get(id));
    if (b.has(id)) how.gone(i, m.get(id), t.get(id));
    return m.has(id) ? m.get(id) : t.get(id);
  }
}

/** woven gives the order of the first list, with what the second one adds behind what it stands behind there. Where both added at one
    place, what the first one added comes first. */
function woven(first: Items, second: Items, base: Items, stays: (id: string) => boolean): string[] {
  const out = [...first.keys()].filter(stays);
  const all = [...second.keys()].filter(stays);
  for (const [i, id] of all.entries()) {
    if (out.includes(id)) continue;
    let at = i === 0 ? 0 : out.indexOf(all[i - 1] ?? "") + 1;
    while (at < out.length && !base.has(out[at] ?? "") && !second.has(out[at] ?? "")) at += 1;
    out.splice(at, 0, id);
  }
  return out;
}

/** named knows items by their key or their value; the same once more is another one. */
function named(list: unknown[], by: "key" | "value"): Items {
  const out: Items = new Map();
  for (const value of list) {
    const name = by === "key" && isObject(value) ? `${String(value.$type)}/${String(value.$key)}` : canonical(value);
    let id = name;
    for (let n = 2; out.has(id); n += 1) id = `${name} ${n}`;
    out.set(id, value);
  }
  return out;
}

/** aligned knows the items of a list by their places in the base: what is the same first, wherever it went; then, between the same
    neighbours, what is most alike. What is left is new. */
function aligned(base: unknown[], list: unknown[]): Items {
  const places = new Map<string, number[]>();
  for (const [i, v] of base.entries()) places.set(canonical(v), [...(places.get(canonical(v)) ?? []), i]);
  const from = list.map((v) => places.get(canonical(v))?.shift()); // place in the base, by place in the list
  const kept = new Set(from);
  const [before, after] = [gaps(base.map((_, i) => kept.has(i))), gaps(from.map((f) => f !== undefined))];
  const pairs = base.flatMap((was, i) => kept.has(i) ? [] : list.flatMap((is, j) =>
    from[j] === undefined && before[i] === after[j] ? [{ i, j, alike: likeness(was, is) }] : []));
  for (const { i, j } of pairs.sort((x, y) => y.alike - x.alike || x.i - y.i || x.j - y.j)) {
    if (kept.has(i) || from[j] !== undefined) continue;
    kept.add(i);
    from[j] = i;
  }
  const out: Items = new Map();
  for (const [j, value] of list.entries()) {
    let id = from[j] === undefined ? `+${canonical(value)}` : String(from[j]);
    for (let n = 2; out.has(id); n += 1) id = `+${canonical(value)} ${n}`;
    out.set(id, value);
  }
  return out;
}

/** gaps gives, for each place, how many of those before it were kept. */
function gaps(kept: boolean[]): number[] {
  let n = 0;
  return kept.map((k) => (k ? n++ : n));
}

/** likeness says how much of two values is the same, from 0 to 1: texts by how they begin and end, objects by what they hold. */
export function likeness(a: unknown, b: unknown): number {
  if (equal(a, b)) return 1;
  if (typeof a === "string" && typeof b === "string") {
    const short = Math.min(a.length, b.length);
    let begin = 0;
    while (begin < short && a[begin] === b[begin]) begin += 1;
    let end = 0;
    while (end < short - begin && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
    return (begin + end) / Math.max(a.length, b.length);
  }
  if (!isObject(a) || !isObject(b)) return 0;
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.reduce((sum, key) => sum + likeness(a[key], b[key]), 0) / keys.length;
}
