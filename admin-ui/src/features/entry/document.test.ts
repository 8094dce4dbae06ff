import { expect, test } from "vitest";
import { anchored, type Doc, equal, get, patchOf, pointer, set, steps } from "./document";
import { merge } from "./merge";

const doc: Doc = { shared: { price: 1, place: { lat: 1, lng: 2 } }, locales: { en: { title: "A", blocks: [{ $key: "b1", text: "x" }] } } };

/** apply is what the server does with a merge patch (RFC 7396). */
function apply(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const out: Record<string, unknown> = typeof target === "object" && target !== null && !Array.isArray(target) ? { ...target } : {};
  for (const [k, v] of Object.entries(patch)) {
    if (v === null) delete out[k];
    else out[k] = apply(out[k], v);
  }
  return out;
}

test("set copies what is on the path alone", () => {
  const next = set(doc, ["locales", "en", "blocks", 0, "text"], "y");
  expect(get(next, ["locales", "en", "blocks", 0, "text"])).toBe("y");
  expect(get(doc, ["locales", "en", "blocks", 0, "text"])).toBe("x");
  expect(next.shared).toBe(doc.shared);
  expect(set(doc, ["locales", "en", "title"], undefined).locales.en).not.toHaveProperty("title");
  expect(get(set(doc, ["locales", "fr", "title"], "B"), ["locales", "fr", "title"])).toBe("B");
});

test("a patch makes the one of the other", () => {
  const to = set(set(set(doc, ["shared", "price"], undefined), ["shared", "place", "lat"], 9), ["locales", "fr", "title"], "B");
  const patch = patchOf(doc as never, to as never);
  expect(patch).toEqual({ shared: { price: null, place: { lat: 9 } }, locales: { fr: { title: "B" } } });
  expect(apply(doc, patch)).toEqual(to);
  expect(patchOf(doc as never, structuredClone(doc) as never)).toBeUndefined();
});

test("pointers", () => {
  expect(pointer(["locales", "fr", "a/b", 0, "~"])).toBe("/locales/fr/a~1b/0/~0");
  expect(steps("/locales/fr/a~1b/0/~0")).toEqual(["locales", "fr", "a/b", "0", "~"]);
});

test("merge takes what one of two changed", () => {
  const mine = set(doc, ["locales", "en", "title"], "mine");
  const theirs = set(set(doc, ["shared", "price"], 2), ["locales", "de", "title"], "ihres");
  const { doc: both, conflicts } = merge(doc, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(both).toEqual({ shared: { price: 2, place: { lat: 1, lng: 2 } }, locales: { en: { title: "mine", blocks: doc.locales.en?.blocks }, de: { title: "ihres" } } });
});

test("merge tells where both changed the same field, and loses neither text", () => {
  const { doc: both, conflicts } = merge(doc, set(doc, ["locales", "en", "title"], "mine"), set(doc, ["locales", "en", "title"], "theirs"));
  expect(conflicts).toEqual([{ path: ["locales", "en", "title"], mine: "mine", theirs: "theirs" }]);
  expect(both.locales.en?.title).toBe("mine");
  const same = merge(doc, set(doc, ["shared", "price"], 5), set(doc, ["shared", "price"], 5));
  expect(same.conflicts).toEqual([]);
});

test("what one took out stays out, unless the other changed it", () => {
  const without = set(doc, ["shared", "price"], undefined);
  expect(merge(doc, without, doc).doc.shared).not.toHaveProperty("price");
  expect(merge(doc, doc, without).doc.shared).not.toHaveProperty("price");
  expect(merge(doc, without, set(doc, ["shared", "price"], 7)).conflicts).toEqual([{ path: ["shared", "price"], mine: undefined, theirs: 7 }]);
});

test("equal", () => {
  expect(equal({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true);
  expect(equal({ a: undefined }, { b: undefined })).toBe(false);
  expect(equal([1], { 0: 1 })).toBe(false);
});

test("a text leads into a list by the key of a block, wherever it stands; anchored turns places into keys", () => {
  const two: Doc = { shared: { people: [{ name: "Ann" }], place: { lat: 1 } }, locales: { en: { blocks: [{ $key: "b2", text: "y" }, { $key: "b1", text: "x" }] } } };
  const at = ["locales", "en", "blocks", "b1", "text"];
  expect(get(two, at)).toBe("x");
  expect(get(set(two, at, "z"), ["locales", "en", "blocks", 1, "text"])).toBe("z");
  expect(get(set(two, at.slice(0, 4), undefined), ["locales", "en", "blocks"])).toEqual([{ $key: "b2", text: "y" }]);
  expect(set(two, ["locales", "en", "blocks", "b9", "text"], "z")).toEqual(two);
  expect(anchored(two, ["locales", "en", "blocks", 1, "text"])).toEqual(at);
  expect(anchored(two, ["shared", "people", 0, "name"])).toEqual(["shared", "people"]);
  expect(anchored(two, ["shared", "place", "lat"])).toEqual(["shared", "place", "lat"]);
});
