import { expect, test } from "vitest";
import { byLocale } from "./translations";

test("languages are added up over spaces and types, with the most missing first", () => {
  const one = { space: "shared", type: "article", source: 0, current: 0, outdated: 0, missing: 0 };
  expect(byLocale([
    { ...one, locale: "en", source: 5 }, { ...one, locale: "fr", current: 3, outdated: 1, missing: 1 }, { ...one, space: "a", locale: "fr", missing: 2, source: 1 },
  ])).toEqual([{ locale: "fr", values: [4, 1, 3] }, { locale: "en", values: [5, 0, 0] }]);
  expect(byLocale([])).toEqual([]);
});
