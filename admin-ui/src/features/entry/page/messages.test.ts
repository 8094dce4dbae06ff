import { expect, test } from "vitest";
import type { ContentType, Field } from "../../../kit/model";
import { fieldAt, namesOf, readSaid } from "./messages";

const field = (name: string, localized: boolean): Field => ({ name, kind: "text", label: {}, required: false, localized, many: false, readOnly: false });
const type: ContentType = {
  name: "story", label: {}, description: {}, title: "title", fields: [field("title", true), field("day", false), field("body", true)], singleton: false, tree: false, review: false, preview: {},
};
const doc = { shared: { day: "2026-01-02" }, locales: { fr: { title: "A", body: [{ $type: "quote", $key: "b7", text: "x" }, { $type: "quote", $key: "b1", text: "y" }] } } };
const id = "01920000-0000-7000-8000-00000000000a";

test("a message is read strictly", () => {
  expect(readSaid({ portico: 1, type: "here", more: 1 })).toEqual({ type: "here" });
  expect(readSaid({ portico: 1, type: "edit", entry: id, field: "/title", html: "<b>" })).toEqual({ type: "edit", entry: id, field: "/title" });
  for (const bad of [
    null, 1, "here", [], {}, { type: "here" }, { portico: 2, type: "here" }, { portico: 1, type: "reload" }, { portico: 1, type: "edit", entry: "../x", field: "/a" },
    { portico: 1, type: "edit", entry: id }, { portico: 1, type: "edit", entry: id, field: ["/a"] }, { portico: 1, type: "edit", entry: id, field: `/${"x".repeat(600)}` },
  ]) expect(readSaid(bad)).toBeUndefined();
});

test("what a page calls a field leads to the field of the form", () => {
  expect(fieldAt(type, doc, "fr", "/title")).toBe("/locales/fr/title");
  expect(fieldAt(type, doc, "fr", "day")).toBe("/shared/day");
  expect(fieldAt(type, doc, "fr", "/body/b1/text")).toBe("/locales/fr/body/1/text");
  expect(fieldAt(type, doc, "fr", "/body/0/text")).toBe("/locales/fr/body/0/text");
  expect(fieldAt(type, doc, "fr", "/locales/fr/body/b7")).toBe("/locales/fr/body/0");
  for (const none of ["", "/", "/nothing", "/__proto__", "/locales/fr", "/shared/nothing"]) expect(fieldAt(type, doc, "fr", none)).toBeUndefined();
});

test("the field that is written in has its names, the most exact first", () => {
  expect(namesOf(doc, "/locales/fr/body/1/text")).toEqual([
    "/body/1/text", "/locales/fr/body/1/text", "/body/b1/text", "/locales/fr/body/b1/text", "/body/1", "/locales/fr/body/1", "/body/b1", "/locales/fr/body/b1", "/body", "/locales/fr/body",
  ]);
  expect(namesOf(doc, "/shared/day")).toEqual(["/day", "/shared/day"]);
});
