import { expect, test } from "vitest";
import type { Component, Field } from "../../kit/model";
import { bothOf } from "./both";
import type { Doc } from "./document";
import { crumbs, fieldAt } from "./shape";

const field = (name: string, kind: string, more: Partial<Field> = {}): Field => ({ name, kind, label: { en: name }, required: false, localized: true, many: false, readOnly: false, ...more });
const quote: Component = { name: "quote", label: { en: "Quote" }, fields: [field("text", "long-text")] };
const address: Component = { name: "address", label: {}, fields: [field("city", "text")] };
const fields = [
  field("blocks", "blocks", { many: true, components: () => [quote] }), field("people", "component", { many: true, components: () => [address] }), field("home", "component", { components: () => [address] }),
];
const doc: Doc = { shared: { people: [{ city: "A" }, { city: "B" }], home: { city: "C" } }, locales: { fr: { blocks: [{ $type: "quote", $key: "b1", text: "x" }, { $type: "quote", $key: "b2", text: "y" }] } } };

const said = (path: (string | number)[]) => crumbs(fields, doc, path).map((c) => `${c.label.en ?? ""}${c.n ?? ""}`);

test("the way to a value is told by labels, and by the place of what stands in a list", () => {
  expect(said(["locales", "fr", "blocks", "b2", "text"])).toEqual(["blocks", "Quote2", "text"]);
  expect(said(["shared", "people", 1, "city"])).toEqual(["people", "2", "city"]);
  expect(said(["shared", "home", "city"])).toEqual(["home", "city"]);
  expect(said(["shared", "unknown"])).toEqual(["unknown"]);
});

test("fieldAt knows what kind of value it is", () => {
  expect(fieldAt(fields, doc, ["locales", "fr", "blocks", "b1", "text"])?.kind).toBe("long-text");
  expect(fieldAt(fields, doc, ["locales", "fr", "blocks", "b1"])).toMatchObject({ kind: "blocks", many: false });
  expect(fieldAt(fields, doc, ["shared", "nothing"])).toBeUndefined();
});

test("both: texts one after the other, each in the way of its kind; nothing for what is no text", () => {
  expect(bothOf(field("t", "text"), "a", "b")).toBe("a b");
  expect(bothOf(field("t", "markdown"), "a", "b")).toBe("a\n\nb");
  expect(bothOf(field("t", "rich-text"), { type: "doc", content: [1] }, { type: "doc", content: [2] })).toEqual({ type: "doc", content: [1, 2] });
  expect(bothOf(field("t", "url"), "a", "b")).toBeUndefined();
  expect(bothOf(field("t", "text", { many: true }), ["a"], ["b"])).toBeUndefined();
  expect(bothOf(field("t", "text"), undefined, "b")).toBeUndefined();
});
