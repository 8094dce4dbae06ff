import type { Schemas } from "../../api/client";
import { indexOf, type Item, same } from "./document";

export type Difference = Schemas["MenuDifference"];

/** diff gives the items in which two states differ, in the form in which the server tells it. */
export function diff(before: readonly Item[], after: readonly Item[]): Difference[] {
  const [was, is] = [indexOf(before), indexOf(after)];
  const out: Difference[] = [];
  const place = (index: typeof was, id: string) => ({ item: own(index.item.get(id) as Item), ...(index.place.get(id) ?? { parent: "", index: 0 }) });
  const rank = (index: typeof was, other: typeof was, id: string) => {
    const parent = index.place.get(id)?.parent;
    return index.order.filter((o) => index.place.get(o)?.parent === parent && other.place.get(o)?.parent === parent).indexOf(id);
  };
  for (const id of is.order) {
    if (!was.item.has(id)) {
      out.push({ id, added: true, after: place(is, id) });
      continue;
    }
    const changed = !same(own(was.item.get(id) as Item), own(is.item.get(id) as Item));
    const moved = was.place.get(id)?.parent !== is.place.get(id)?.parent || rank(was, is, id) !== rank(is, was, id);
    if (changed || moved) out.push({ id, changed, moved, before: place(was, id), after: place(is, id) });
  }
  for (const id of was.order) if (!is.item.has(id)) out.push({ id, removed: true, before: place(was, id) });
  return out;
}

function own(item: Item): Item {
  const { items: _, ...rest } = item;
  return rest;
}

/** A Line is one value that differs. */
export interface Line {
  field: string;
  locale: string;
  before: string;
  after: string;
}

/** lines gives the values in which an item differs, texts locale by locale. */
export function lines(d: Difference): Line[] {
  const [a, b] = [flat(d.before?.item), flat(d.after?.item)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((k) => a[k] !== b[k]).map((k) => {
    const [field = "", locale = ""] = k.split("/");
    return { field, locale, before: a[k] ?? "", after: b[k] ?? "" };
  });
}

function flat(item: Item | undefined): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(item ?? {})) {
    if (name === "id" || name === "items" || value === undefined) continue;
    if (Array.isArray(value)) out[name] = value.join(", ");
    else if (typeof value === "object") for (const [tag, text] of Object.entries(value as Record<string, string>)) out[`${name}/${tag}`] = text;
    else out[name] = String(value);
  }
  return out;
}
