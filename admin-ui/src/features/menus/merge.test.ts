import { expect, test } from "vitest";
import { change, insert, type Item, move, remove } from "./document";
import { merge } from "./merge";

const item = (id: string, ...items: Item[]): Item => (items.length > 0 ? { id, label: { en: id }, items } : { id, label: { en: id } });
const base = [item("a", item("a1"), item("a2")), item("b"), item("c")];
const shape = (items: readonly Item[]): string => items.map((i) => i.id + (i.items ? `(${shape(i.items)})` : "")).join(" ");

test("what two people did in different places is all there", () => {
  const mine = change(move(base, "b", { parent: "a", index: 1 }), "a1", { label: { en: "mine" } });
  const theirs = insert(change(base, "c", { icon: "bolt" }), item("new"), { parent: "", index: 1 });
  const { items, conflicts } = merge(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(shape(items)).toBe("a(a1 b a2) new c");
  expect(items[0]?.items?.[0]?.label.en).toBe("mine");
  expect(items[2]?.icon).toBe("bolt");
});

test("texts are brought together locale by locale; the same one twice is a conflict that somebody settles", () => {
  const mine = change(base, "a", { label: { en: "Mine", fr: "À moi" } });
  const theirs = change(base, "a", { label: { en: "Theirs", de: "Deren" } });
  const open = merge(base, mine, theirs);
  expect(open.conflicts).toEqual([{ key: "a/label/en", id: "a", field: "label/en", mine: "Mine", theirs: "Theirs" }]);
  expect(open.items[0]?.label).toEqual({ en: "Theirs", de: "Deren", fr: "À moi" });
  expect(merge(base, mine, theirs, { "a/label/en": "mine" }).items[0]?.label.en).toBe("Mine");
});

test("what one took out and the other worked on is asked, what nobody touched goes", () => {
  expect(shape(merge(base, remove(base, "b"), base).items)).toBe("a(a1 a2) c");
  expect(shape(merge(base, base, remove(base, "a")).items)).toBe("b c");
  const worked = change(base, "b", { icon: "bolt" });
  const asked = merge(base, worked, remove(base, "b"));
  expect(asked.conflicts.map((c) => c.key)).toEqual(["b/there"]);
  expect(shape(merge(base, worked, remove(base, "b"), { "b/there": "mine" }).items)).toBe("a(a1 a2) b c");
});

test("two moves that would make a circle lose nothing", () => {
  const mine = move(base, "b", { parent: "c", index: 0 });
  const theirs = move(base, "c", { parent: "b", index: 0 });
  const ids = (items: readonly Item[]): string[] => items.flatMap((i) => [i.id, ...ids(i.items ?? [])]);
  expect(ids(merge(base, mine, theirs).items).sort()).toEqual(["a", "a1", "a2", "b", "c"]);
});

test("an order that one changed is kept, and both orders give theirs", () => {
  const mine = move(base, "c", { parent: "", index: 0 });
  expect(shape(merge(base, mine, change(base, "a", { icon: "bolt" })).items)).toBe("c a(a1 a2) b");
  expect(shape(merge(base, mine, move(base, "b", { parent: "", index: 0 })).items)).toBe("b a(a1 a2) c");
});
