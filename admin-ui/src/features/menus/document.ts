import type { Schemas } from "../../api/client";

export type Item = Schemas["MenuItem"];

/** Where an item stands: below which other one ("" is the top), and at which index among its siblings. */
export interface Place {
  parent: string;
  index: number;
}

export const maxDepth = 4;

/** walk calls for every item, parents first, with where it stands and how deep: 1 is the top. */
export function walk(items: readonly Item[], visit: (item: Item, place: Place, depth: number) => void, parent = "", depth = 1) {
  for (const [index, item] of items.entries()) {
    visit(item, { parent, index }, depth);
    walk(item.items ?? [], visit, item.id, depth + 1);
  }
}

/** An Index finds items of one state of a menu by their ids. */
export interface Index {
  item: Map<string, Item>;
  place: Map<string, Place>;
  depth: Map<string, number>;
  /** Ids in the order of the screen. */
  order: string[];
}

export function indexOf(items: readonly Item[]): Index {
  const index: Index = { item: new Map(), place: new Map(), depth: new Map(), order: [] };
  walk(items, (item, place, depth) => {
    index.item.set(item.id, item);
    index.place.set(item.id, place);
    index.depth.set(item.id, depth);
    index.order.push(item.id);
  });
  return index;
}

/** childrenOf gives the items directly below one; "" is the top. */
export function childrenOf(items: readonly Item[], index: Index, parent: string): readonly Item[] {
  return parent === "" ? items : (index.item.get(parent)?.items ?? []);
}

/** height is how many levels an item takes, itself included. */
export function height(item: Item): number {
  return 1 + Math.max(0, ...(item.items ?? []).map(height));
}

/** within says whether an item stands below another one, or is that one. */
export function within(index: Index, id: string, above: string): boolean {
  for (let at: string | undefined = id; at; at = index.place.get(at)?.parent) if (at === above) return true;
  return false;
}

/** mayStand says whether an item may be put below another one: neither below itself nor deeper than menus go. */
export function mayStand(index: Index, id: string, parent: string): boolean {
  const item = index.item.get(id);
  if (!item || (parent !== "" && within(index, parent, id))) return false;
  return (index.depth.get(parent) ?? 0) + height(item) <= maxDepth;
}

/** withItems gives an item with others below it; none leaves the field out, as the server does. */
export function withItems(item: Item, items: Item[]): Item {
  const { items: _, ...own } = item;
  return items.length > 0 ? { ...own, items } : own;
}

/** change gives the menu with one item changed. What is undefined in the patch is taken out. */
export function change(items: readonly Item[], id: string, patch: Partial<Item>): Item[] {
  return items.map((item) => {
    if (item.id === id) return clean({ ...item, ...patch });
    return item.items ? { ...item, items: change(item.items, id, patch) } : item;
  });
}

/** clean leaves out what holds nothing, so that equal items are equal as JSON. */
export function clean(item: Item): Item {
  const kept = Object.entries(item).filter(([name, value]) => {
    if (name === "id" || name === "label") return true;
    if (value === undefined || value === null || value === "" || value === false) return false;
    return typeof value !== "object" || Object.keys(value).length > 0;
  });
  return Object.fromEntries(kept) as Item;
}

export function remove(items: readonly Item[], id: string): Item[] {
  return items.filter((item) => item.id !== id).map((item) => (item.items ? withItems(item, remove(item.items, id)) : item));
}

export function insert(items: readonly Item[], item: Item, { parent, index }: Place): Item[] {
  if (parent === "") return [...items.slice(0, index), item, ...items.slice(index)];
  return items.map((at) => {
    if (at.id === parent) return withItems(at, insert(at.items ?? [], item, { parent: "", index }));
    return at.items ? withItems(at, insert(at.items, item, { parent, index })) : at;
  });
}

/** move takes an item elsewhere with all below it; the index counts among its new siblings without itself. */
export function move(items: readonly Item[], id: string, to: Place): Item[] {
  const index = indexOf(items);
  const item = index.item.get(id);
  if (!item || !mayStand(index, id, to.parent)) return [...items];
  return insert(remove(items, id), item, to);
}

/** newId gives an id that no item has. It stands in addresses, so it is short and says something. */
export function newId(label: string, taken: ReadonlySet<string>): string {
  const words = label.normalize("NFD").toLowerCase().replace(/[̀-ͯ]/g, "").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "item";
  for (let n = 1; ; n++) {
    const id = n === 1 ? words : `${words}-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** same says whether two states hold the same, whatever the order of their fields. */
export function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, v]) => v !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([k, v]) => [k, sorted(v)]));
}
