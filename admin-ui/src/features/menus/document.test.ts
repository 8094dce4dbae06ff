import { expect, test } from "vitest";
import { change, clean, indexOf, insert, type Item, mayStand, move, newId, remove, same } from "./document";

const item = (id: string, ...items: Item[]): Item => (items.length > 0 ? { id, label: { en: id }, items } : { id, label: { en: id } });
const menu = [item("a", item("a1", item("a11")), item("a2")), item("b"), item("c")];
const shape = (items: readonly Item[]): string => items.map((i) => i.id + (i.items ? `(${shape(i.items)})` : "")).join(" ");

test("items are found, put, taken out and moved with all below them", () => {
  expect(shape(remove(menu, "a1"))).toBe("a(a2) b c");
  expect(shape(remove(remove(menu, "a1"), "a2"))).toBe("a b c");
  expect(shape(insert(menu, item("n"), { parent: "b", index: 0 }))).toBe("a(a1(a11) a2) b(n) c");
  expect(shape(move(menu, "a1", { parent: "c", index: 0 }))).toBe("a(a2) b c(a1(a11))");
  expect(shape(move(menu, "c", { parent: "", index: 0 }))).toBe("c a(a1(a11) a2) b");
  expect(shape(menu)).toBe("a(a1(a11) a2) b c");
});

test("nothing stands below itself, nor deeper than four levels", () => {
  const deep = [item("a", item("b", item("c", item("d")))), item("x", item("y"))];
  const index = indexOf(deep);
  expect(mayStand(index, "a", "c")).toBe(false);
  expect(mayStand(index, "a", "a")).toBe(false);
  expect(mayStand(index, "x", "c")).toBe(false);
  expect(mayStand(index, "x", "b")).toBe(true);
  expect(shape(move(deep, "a", { parent: "d", index: 0 }))).toBe(shape(deep));
});

test("what holds nothing is left out, so that equal is equal", () => {
  expect(clean({ id: "a", label: {}, icon: "", newWindow: false, sites: [], badge: {}, url: "https://x.example" })).toEqual({ id: "a", label: {}, url: "https://x.example" });
  expect(change(menu, "a11", { icon: "bolt" })[0]?.items?.[0]?.items?.[0]?.icon).toBe("bolt");
  expect(same(change(change(menu, "b", { icon: "bolt" }), "b", { icon: undefined }), menu)).toBe(true);
  expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
});

test("an id is short, readable and new", () => {
  expect(newId("Énergie à la maison", new Set())).toBe("energie-a-la-maison");
  expect(newId("الطاقة", new Set(["item"]))).toBe("item-2");
  expect(newId("x".repeat(90), new Set()).length).toBeLessThanOrEqual(40);
});
