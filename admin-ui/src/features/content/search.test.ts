import { expect, test } from "vitest";
import type { ContentType, Field } from "../../kit/model";
import { columnsOf, queryOf, readSearch } from "./search";
import { pick, type Selection } from "./selection";

const field = (name: string, kind: string, more: Partial<Field> = {}): Field => ({
  name, kind, label: { en: name }, required: false, localized: false, many: false, readOnly: false, ...more,
});

const type: ContentType = {
  name: "article", label: {}, description: {}, title: "title", singleton: false, tree: false, review: false, preview: {},
  fields: [field("title", "text", { searchable: true }), field("category", "enumeration"), field("price", "number"), field("film", "boolean"), field("body", "markdown")],
};

test("an address is read strictly: what is not understood is left out", () => {
  expect(readSearch({
    type: "article", q: 3, status: ["draft", 4], filter: [{ field: "a", op: "eq", value: "x" }, { field: "a", op: "drop table", value: "" }, "x", null], trash: "yes", match: "any", other: 1,
  })).toEqual({ type: "article", status: ["draft"], filter: [{ field: "a", op: "eq", value: "x" }], match: "any" });
  expect(readSearch({ q: "x".repeat(500), columns: "no list", filter: { field: "a" } })).toEqual({});
});

test("the query says what the address says", () => {
  expect(queryOf({}, type, "fr")).toEqual({ type: "article", locale: "fr", count: "exact", sort: ["-updatedAt"], fields: ["title", "category"] });
  const body = queryOf({
    q: "storm", status: ["draft"], space: "one", trash: true, match: "any", sort: "title",
    filter: [{ field: "category", op: "eq", value: "news" }, { field: "price", op: "gt", value: "3" }, { field: "film", op: "eq", value: "true" }, { field: "category", op: "exists", value: "false" }, { field: "price", op: "lt", value: " " }],
  }, type, "en");
  expect(body).toMatchObject({
    q: "storm", sort: ["title"],
    filter: { and: [
      { or: [{ category: "news" }, { price: { gt: 3 } }, { film: true }, { category: { exists: false } }] },
      { status: { in: ["draft"] } }, { space: "one" }, { trashed: true },
    ] },
  });
});

test("words are not sent for a type without words, and a day becomes a moment", () => {
  const silent = { ...type, fields: type.fields.map((f) => ({ ...f, searchable: false })) };
  expect(queryOf({ q: "storm" }, silent, "en")).not.toHaveProperty("q");
  expect(queryOf({ filter: [{ field: "updatedAt", op: "gt", value: "2026-11-20" }] }, type, "en").filter).toEqual({ updatedAt: { gt: "2026-11-20T00:00:00Z" } });
});

test("columns are those that can stand in a cell", () => {
  expect(columnsOf({ columns: ["status", "body", "price", "nothing"] }, type)).toEqual(["status", "price"]);
  expect(columnsOf({}, type)).toEqual(["status", "locales", "category", "space", "updatedAt"]);
});

test("shift selects and deselects the rows in between", () => {
  const order = ["a", "b", "c", "d"];
  let s: Selection = { ids: new Set(), last: undefined };
  s = pick(s, order, "b", false);
  s = pick(s, order, "d", true);
  expect([...s.ids].sort()).toEqual(["b", "c", "d"]);
  s = pick(s, order, "d", false);
  s = pick(s, order, "c", true);
  expect([...s.ids]).toEqual(["b"]);
  expect([...pick(s, order, "gone", true).ids].sort()).toEqual(["b", "gone"]);
});
