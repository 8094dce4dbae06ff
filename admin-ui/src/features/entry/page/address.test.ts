import { expect, test } from "vitest";
import type { ContentType } from "../../../kit/model";
import { originsOf, pathOf, sitesFor } from "./address";

const type = (preview: Record<string, string>, slug?: string): ContentType =>
  ({ name: "story", label: {}, description: {}, title: "title", fields: [], singleton: false, tree: false, review: false, preview, ...(slug && { slug }) });
const site = (key: string, more: object = {}) => ({ key, name: key, origins: [`https://${key}.example`], locales: [{ tag: "en", home: "/" }], ...more });
const shown = { id: "1", key: "k", locale: "fr", chain: ["en"], doc: { shared: {}, locales: { en: { slug: "a b" }, fr: {} } } };

test("a path is made of what the entry has, in its language or the next that readers see", () => {
  expect(pathOf(type({ "*": "/{locale}/news/{slug}" }, "slug"), "shop", shown)).toBe("/fr/news/a%20b");
  expect(pathOf(type({ "*": "/x/{key}", shop: "/n/{id}" }), "shop", shown)).toBe("/n/1");
  expect(pathOf(type({ "*": "/x/{key}", shop: "/n/{id}" }), "other", shown)).toBe("/x/k");
});

test("where a value is missing, or would lead elsewhere, there is none", () => {
  expect(pathOf(type({ "*": "/{slug}" }, "slug"), "shop", { ...shown, chain: [] })).toBeUndefined();
  expect(pathOf(type({ shop: "/{slug}" }, "slug"), "other", shown)).toBeUndefined();
  for (const slug of ["..", ".", ""]) expect(pathOf(type({ "*": "/{slug}" }, "slug"), "shop", { ...shown, doc: { shared: { slug }, locales: {} } })).toBeUndefined();
  expect(pathOf(type({ "*": "/{slug}" }, "slug"), "shop", { ...shown, doc: { shared: { slug: "//evil.example/?x#" }, locales: {} } })).toBe("/%2F%2Fevil.example%2F%3Fx%23");
});

test("sites are those that show the space, in that language, with a page for the type", () => {
  const sites = [site("shop"), site("below", { parent: "shop" }), site("other"), site("french", { locales: [{ tag: "fr", home: "/" }] }), site("here", { origins: [location.origin] })];
  const keys = (space: string, preview: Record<string, string>) => sitesFor(type(preview), space, "en", sites).map((s) => s.key);
  expect(keys("shared", { "*": "/" })).toEqual(["shop", "below", "other"]);
  expect(keys("shop", { "*": "/" })).toEqual(["shop", "below"]);
  expect(keys("shop", { below: "/" })).toEqual(["below"]);
  expect(keys("other", {})).toEqual([]);
});

test("our own origin is no site's page", () => {
  expect(originsOf(site("a", { origins: ["https://admin.example", "https://a.example"] }), "https://admin.example")).toEqual(["https://a.example"]);
  expect(originsOf(site("a", { origins: ["https://admin.example"] }), "https://admin.example")).toEqual([]);
});
