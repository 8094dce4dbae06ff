import { expect, test } from "vitest";
import { briefly, chainOf, differences, perDay } from "./lines";

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

test("perDay has every day of the range, by group, whatever kinds there are", () => {
  const days = [{ day: "2026-11-20", kind: "entry", lines: 2 }, { day: "2026-11-20", kind: "media", lines: 1 }, { day: "2026-11-22", kind: "novelty", lines: 4 }, { day: "2030-01-01", kind: "entry", lines: 9 }];
  expect(perDay({ from: "2026-11-20", to: "2026-11-22", days })).toEqual([
    { day: "2026-11-20", values: [3, 0, 0, 0, 0, 0] }, { day: "2026-11-21", values: [0, 0, 0, 0, 0, 0] }, { day: "2026-11-22", values: [0, 0, 0, 0, 0, 4] },
  ]);
  expect(perDay({ from: "", to: "", days: [] })).toEqual([]);
});

test("briefly shortens ids", () => {
  expect(briefly("entry/01a20285-8563-74fe-947b-27686af93960")).toBe("entry/…f93960");
  expect(briefly("menu/shared/main")).toBe("menu/shared/main");
});
