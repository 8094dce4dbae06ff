import { expect, test } from "vitest";
import { briefly, chainOf, differences, perDay, publications } from "./lines";

test("differences lays values beside each other, by path", () => {
  expect(differences({ name: "Shop", theme: "dark", locales: ["fr"] }, { name: "The shop", theme: null, locales: ["fr"] })).toEqual([
    { path: "/name", before: "Shop", after: "The shop" },
    { path: "/theme", before: "dark", after: null },
  ]);
});

test("documents are read down to their values, pointers stay", () => {
  expect(differences(null, { "/locales/fr/title": "Été", shared: { order: 3 } })).toEqual([
    { path: "/locales/fr/title", after: "Été" },
    { path: "/shared/order", after: 3 },
  ]);
  expect(differences(null, null)).toEqual([]);
  expect(differences({ a: [1, 2] }, { a: [2, 1] })).toEqual([{ path: "/a", before: [1, 2], after: [2, 1] }]);
  expect(differences({ a: { b: 1 } }, { a: {} })).toEqual([{ path: "/a", after: {} }, { path: "/a/b", before: 1 }]);
});

const line = (number: number, hash: string, previous: string) => ({ number, hash, previous });

test("chainOf follows the marks, and passes over gaps of a filter", () => {
  expect(chainOf([line(3, "c", "b"), line(2, "b", "a"), line(1, "a", "")])).toEqual({ pairs: 2 });
  expect(chainOf([line(3, "c", "x"), line(2, "b", "a")])).toEqual({ pairs: 1, broken: 3 });
  expect(chainOf([line(9, "i", "h"), line(2, "b", "a")])).toEqual({ pairs: 0 });
  expect(chainOf([])).toEqual({ pairs: 0 });
});

test("perDay counts by the reader's day, with the empty days between", () => {
  const lines = [{ at: "2026-11-22T23:30:00Z" }, { at: "2026-11-20T10:00:00Z" }, { at: "2026-11-20T11:00:00Z" }];
  expect(perDay(lines, "UTC")).toHaveLength(14);
  expect(perDay(lines, "UTC").slice(-4)).toEqual([{ day: "2026-11-19", count: 0 }, { day: "2026-11-20", count: 2 }, { day: "2026-11-21", count: 0 }, { day: "2026-11-22", count: 1 }]);
  expect(perDay(lines, "Europe/Paris").at(-1)).toEqual({ day: "2026-11-23", count: 1 });
  expect(perDay([])).toEqual([]);
});

test("publications counts by site", () => {
  expect(publications([
    { action: "entry.publish", site: "shop" }, { action: "menu.publish", site: "shop" }, { action: "entry.save", site: "shop" },
    { action: "entry.publish", site: "help" }, { action: "content-release.publish", site: "" },
  ])).toEqual([{ site: "shop", count: 2 }, { site: "help", count: 1 }]);
});

test("briefly shortens ids", () => {
  expect(briefly("entry/01a20285-8563-74fe-947b-27686af93960")).toBe("entry/…f93960");
  expect(briefly("menu/shared/main")).toBe("menu/shared/main");
});
