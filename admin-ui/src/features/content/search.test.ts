import { expect, test } from "vitest";
import type { ContentType, Field } from "../../kit/model";
import { columnsOf, countOf, mostConditions, queryOf, readSearch } from "./search";
import { type Chosen, extend, none, toggle } from "./selection";

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
  expect(queryOf({}, type, "fr")).toEqual({ type: "article", locale: "fr", sort: ["-updatedAt"], fields: ["title", "category"] });
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
  const of = (op: "eq" | "gt" | "lt") => queryOf({ filter: [{ field: "updatedAt", op, value: "2026-11-20" }] }, type, "en").filter;
  const [begin, end] = [new Date("2026-11-20T00:00:00").toISOString(), new Date("2026-11-21T00:00:00").toISOString()];
  expect([of("eq"), of("gt"), of("lt")]).toEqual([{ updatedAt: { gte: begin, lt: end } }, { updatedAt: { gte: end } }, { updatedAt: { lt: begin } }]);
});

test("columns are those that can stand in a cell", () => {
  expect(columnsOf({ columns: ["status", "body", "price", "nothing"] }, type)).toEqual(["status", "price"]);
  expect(columnsOf({}, type)).toEqual(["status", "locales", "category", "space", "updatedAt"]);
});

test("groups stand in groups, as deep and as many as the server takes", () => {
  const leaf = { field: "category", op: "eq" as const, value: "news" };
  const deep = [{ match: "any", of: [leaf, { match: "all", of: [leaf, { match: "any", of: [leaf] }] }, { of: "nothing" }] }, { match: "none", of: [] }];
  expect(readSearch({ filter: deep }).filter).toEqual([{ match: "any", of: [leaf, { match: "all", of: [leaf] }] }, { match: "all", of: [] }]);
  expect(countOf(readSearch({ filter: [{ match: "any", of: Array.from({ length: 15 }, () => leaf) }, ...Array.from({ length: 15 }, () => leaf)] }).filter ?? [])).toBe(mostConditions);
  const filter = [leaf, { match: "any" as const, of: [{ field: "film", op: "eq" as const, value: "true" }, { match: "all" as const, of: [leaf, { field: "price", op: "gt" as const, value: "3" }] }] }, { match: "any" as const, of: [] }];
  expect(queryOf({ filter }, type, "en").filter).toEqual({ and: [{ category: "news" }, { or: [{ film: true }, { and: [{ category: "news" }, { price: { gt: 3 } }] }] }] });
});

test("states are those of the list's language, of another, or of any", () => {
  const of = (where?: string, status = ["changed", "draft"]) => queryOf({ status, ...(where && { in: where }) }, type, "en", ["en", "fr"]).filter;
  expect(of()).toEqual({ status: { in: ["changed", "draft"] } });
  expect(of("fr")).toEqual({ states: { in: ["fr:changed", "fr:draft"] } });
  expect(of("any")).toEqual({ states: { in: ["en:changed", "en:draft", "fr:changed", "fr:draft"] } });
  expect(of("fr", ["archived"])).toMatchObject({ and: [{ states: { in: ["fr:archived"] } }, { status: { in: expect.arrayContaining(["archived", "absent", "draft"]) } }] });
  expect(readSearch({ in: "any or '" })).toEqual({});
  expect(readSearch({ in: "fr-CA" })).toEqual({ in: "fr-CA" });
});

test("shift makes a range as the row is where it begins", () => {
  const row = (id: string): Chosen => ({ id, version: 1, title: id });
  const [a, b, c, d] = ["a", "b", "c", "d"].map(row) as [Chosen, Chosen, Chosen, Chosen];
  let s = toggle(none, b, 1);
  s = extend(s, [b, c, d], b, 3);
  expect([...s.rows.keys()].sort()).toEqual(["b", "c", "d"]);
  s = toggle(s, d, 3);
  s = extend(s, [c, d], d, 2);
  expect([...s.rows.keys()]).toEqual(["b"]);
  expect([...toggle(s, a, 0).rows.keys()].sort()).toEqual(["a", "b"]);
});
