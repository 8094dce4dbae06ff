import { expect, test } from "vitest";
import { holds, readType, titleFields } from "./model";

const field = (value: object, own: object) => ({
  anyOf: [value, { type: "null" }],
  "x-portico": { label: { en: "L" }, localized: false, many: false, required: false, ...own },
});

const quote = {
  type: "object", properties: { text: field({ type: "string", "x-maxLength": 9 }, { kind: "text" }), inner: field({ type: "array", items: { anyOf: [{ $ref: "#/$defs/quote.block" }] } }, { kind: "blocks", many: true }) },
  "x-portico": { component: "quote", label: { en: "Quote" }, fields: ["text", "inner"] },
};

const schema = {
  "x-portico": { type: "landing", label: { en: "Landing" }, title: "title", slug: "slug", fields: ["title", "film", "link", "body", "price"], singleton: false, tree: true, review: true, preview: {} },
  properties: {
    shared: {
      properties: {
        film: field({ type: "boolean" }, { kind: "boolean" }),
        link: field({ type: "string", "x-pattern": "^/" }, { kind: "url", when: { field: "film", is: [true] } }),
        body: field({ type: "array", items: { anyOf: [{ $ref: "#/$defs/quote.block" }] } }, { kind: "blocks", many: true }),
        price: field({ type: "array", items: { type: "integer", "x-minimum": 1 } }, { kind: "integer", many: true }),
      },
    },
    locales: { additionalProperties: { properties: { title: field({ type: "string" }, { kind: "text", localized: true, required: true }) } } },
  },
  $defs: { "quote.block": quote },
};

test("a type is read from its schema, in the order of its fields", () => {
  const type = readType(schema);
  expect(type).toMatchObject({ name: "landing", title: "title", tree: true, review: true, description: {} });
  expect(type.fields.map((f) => [f.name, f.kind, f.localized])).toEqual([
    ["title", "text", true], ["film", "boolean", false], ["link", "url", false], ["body", "blocks", false], ["price", "integer", false],
  ]);
  expect(type.fields[2]).toMatchObject({ pattern: "^/", when: { field: "film", is: [true] } });
  expect(type.fields[4]).toMatchObject({ minimum: 1, many: true });
});

test("a title is typed in its own field, or in the texts that it is made of", () => {
  expect(titleFields(readType(schema)).map((f) => f.name)).toEqual(["title"]);
  const person = {
    ...schema, "x-portico": { ...schema["x-portico"], title: "name", fields: ["first", "born", "last", "name"] },
    properties: {
      shared: { properties: {
        first: field({ type: "string" }, { kind: "text" }), last: field({ type: "string" }, { kind: "text" }), born: field({ type: "string" }, { kind: "date" }),
        name: field({ type: "string" }, { kind: "computed", sources: ["last", "born", "first"] }),
      } },
    },
  };
  expect(titleFields(readType(person)).map((f) => f.name)).toEqual(["first", "last"]);
});

test("components may hold themselves", () => {
  const [block] = readType(schema).fields[3]?.components?.() ?? [];
  expect(block).toMatchObject({ name: "quote", label: { en: "Quote" } });
  expect(block?.fields[0]).toMatchObject({ name: "text", maxLength: 9 });
  expect(block?.fields[1]?.components?.()[0]?.name).toBe("quote");
});

test("conditions", () => {
  const [, film, link] = readType(schema).fields;
  if (!film || !link) throw new Error("no fields");
  expect(holds(film, {})).toBe(true);
  expect(holds(link, {})).toBe(false);
  expect(holds(link, { film: true })).toBe(true);
  expect(holds({ ...link, when: { field: "kind", is: ["a"] } }, { kind: ["b", "a"] })).toBe(true);
  expect(holds({ ...link, when: { field: "film", is: [false] } }, { film: null })).toBe(true);
});
