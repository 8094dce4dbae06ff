import { clean, indexOf, type Index, type Item, same } from "./document";

/** A Conflict is a value that both sides changed, each to something else. */
export interface Conflict {
  /** "ID/field", "ID/label/fr", "ID/place" or "ID/there". */
  key: string;
  id: string;
  field: string;
  mine: unknown;
  theirs: unknown;
}

export type Side = "mine" | "theirs";
export type Choices = Record<string, Side>;

const textFields = ["label", "description", "badge", "paths"] as const;

interface Three {
  base: Index;
  mine: Index;
  theirs: Index;
  choices: Choices;
  conflicts: Conflict[];
}

/** merge brings together two states of a menu that come from one. What only one side changed is taken from it; where both changed the
    same thing to something else, the choices say whose counts, and theirs does where nothing was chosen. Nothing is lost silently: every
    such place is among the conflicts. */
export function merge(base: readonly Item[], mine: readonly Item[], theirs: readonly Item[], choices: Choices = {}) {
  const m: Three = { base: indexOf(base), mine: indexOf(mine), theirs: indexOf(theirs), choices, conflicts: [] };
  const kept = new Map<string, Item>();
  for (const id of new Set([...m.theirs.order, ...m.mine.order])) {
    if (stays(m, id)) kept.set(id, one(m, id));
  }
  const parents = placed(m, kept);
  return { items: build("", kept, parents, m, new Set()), conflicts: m.conflicts };
}

/** choose settles one value. */
function choose<T>(m: Three, id: string, field: string, values: { base: T; mine: T; theirs: T }): T {
  const { base, mine, theirs } = values;
  if (same(mine, theirs) || same(mine, base)) return theirs;
  if (same(theirs, base)) return mine;
  const key = `${id}/${field}`;
  m.conflicts.push({ key, id, field, mine, theirs });
  return m.choices[key] === "mine" ? mine : theirs;
}

/** stays says whether an item is in the result. One that a side took out while the other worked on it is a conflict. */
function stays(m: Three, id: string): boolean {
  const [was, my, their] = [m.base.item.get(id), m.mine.item.get(id), m.theirs.item.get(id)];
  if (my && their) return true;
  const left = my ?? their;
  if (!was || !left) return left !== undefined;
  if (!touched(m, id, my ? m.mine : m.theirs)) return false;
  const key = `${id}/there`;
  m.conflicts.push({ key, id, field: "there", mine: my !== undefined, theirs: their !== undefined });
  return (m.choices[key] ?? "theirs") === "mine" ? my !== undefined : their !== undefined;
}

/** touched says whether a side changed an item or something below it. */
function touched(m: Three, id: string, side: Index): boolean {
  return !same(m.base.item.get(id), side.item.get(id)) || m.base.place.get(id)?.parent !== side.place.get(id)?.parent;
}

/** one merges an item without what is below it, field by field, texts locale by locale. */
function one(m: Three, id: string): Item {
  const get = (index: Index) => (index.item.get(id) ?? {}) as Record<string, unknown>;
  const [was, my, their] = [get(m.base), get(m.mine), get(m.theirs)];
  if (!m.mine.item.has(id) || !m.theirs.item.has(id)) return bare((m.mine.item.get(id) ?? m.theirs.item.get(id)) as Item);
  const out: Record<string, unknown> = { id };
  for (const name of new Set([...Object.keys(my), ...Object.keys(their)])) {
    if (name === "items" || name === "id") continue;
    const texts = (textFields as readonly string[]).includes(name);
    out[name] = texts ? mergeTexts(m, id, name, [was[name], my[name], their[name]]) : choose(m, id, name, { base: was[name], mine: my[name], theirs: their[name] });
  }
  return clean(out as unknown as Item);
}

function mergeTexts(m: Three, id: string, name: string, sides: unknown[]) {
  const [was, my, their] = sides.map((s) => (s ?? {}) as Record<string, string>) as [Record<string, string>, Record<string, string>, Record<string, string>];
  const out: Record<string, string> = {};
  for (const tag of new Set([...Object.keys(their), ...Object.keys(my)])) {
    const text = choose<string | undefined>(m, id, `${name}/${tag}`, { base: was[tag], mine: my[tag], theirs: their[tag] });
    if (text) out[tag] = text;
  }
  return out;
}

function bare(item: Item): Item {
  const { items: _, ...own } = item;
  return own;
}

/** placed gives the parent of every item. One whose parent is gone, or that would stand below itself, stands where theirs has it, or at the top. */
function placed(m: Three, kept: ReadonlyMap<string, Item>): Map<string, string> {
  const parents = new Map<string, string>();
  for (const id of kept.keys()) {
    const [was, my, their] = [m.base, m.mine, m.theirs].map((i) => i.place.get(id)?.parent);
    let parent = my ?? their ?? "";
    if (my !== undefined && their !== undefined) parent = choose(m, id, "place", { base: was, mine: my, theirs: their }) ?? "";
    parents.set(id, parent === "" || kept.has(parent) ? parent : "");
  }
  for (const id of parents.keys()) {
    const seen = new Set<string>();
    for (let at = id; at !== ""; at = parents.get(at) ?? "") {
      if (seen.has(at)) {
        parents.set(id, "");
        break;
      }
      seen.add(at);
    }
  }
  return parents;
}

/** build gives the children of one item in their order: that of the side which changed it, theirs where both did; what only the other side
    has comes after the sibling that it follows there. */
function build(parent: string, kept: ReadonlyMap<string, Item>, parents: ReadonlyMap<string, string>, m: Three, done: Set<string>): Item[] {
  const here = [...kept.keys()].filter((id) => parents.get(id) === parent && !done.has(id));
  for (const id of here) done.add(id);
  return inOrder(here, m).map((id) => {
    const item = kept.get(id) as Item;
    const below = build(id, kept, parents, m, done);
    return below.length > 0 ? { ...item, items: below } : item;
  });
}

function inOrder(ids: string[], m: Three): string[] {
  const there = new Set(ids);
  const common = (index: Index) => index.order.filter((id) => there.has(id) && m.base.item.has(id) && m.mine.item.has(id) && m.theirs.item.has(id));
  const iMoved = !same(common(m.base), common(m.mine)) && same(common(m.base), common(m.theirs));
  const [first, second] = iMoved ? [m.mine, m.theirs] : [m.theirs, m.mine];
  const out = first.order.filter((id) => there.has(id));
  const rest = second.order.filter((id) => there.has(id));
  for (const [at, id] of rest.entries()) {
    if (out.includes(id)) continue;
    const before = rest.slice(0, at).findLast((other) => out.includes(other));
    out.splice(before === undefined ? 0 : out.indexOf(before) + 1, 0, id);
  }
  return out;
}
