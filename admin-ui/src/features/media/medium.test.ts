import { expect, test } from "vitest";
import { localesOf, missingAlt, patchOf } from "./medium";

test("missingAlt flags pictures alone", () => {
  expect(missingAlt({ sort: "image", alt: { fr: "Un phare", en: " " } }, ["en", "fr", "nl"])).toEqual(["en", "nl"]);
  expect(missingAlt({ sort: "video", alt: {} }, ["en"])).toEqual([]);
});

test("localesOf: of the site, and for what sites share, of all", () => {
  const sites = [
    { key: "shop", locales: [{ tag: "fr" }, { tag: "nl" }] }, { key: "help", locales: [{ tag: "en" }] }, { key: "shop-be", parent: "shop", locales: [{ tag: "de" }] },
  ] as never;
  expect(localesOf("shop", sites)).toEqual(["de", "fr", "nl"]);
  expect(localesOf("shared", sites)).toEqual(["de", "en", "fr", "nl"]);
});

test("patchOf sends what differs, and takes away what was emptied", () => {
  const m = { file: "a.png", alt: { fr: "Un phare", en: "A lighthouse" } };
  expect(patchOf(m, { file: "a.png", alt: { fr: "Un phare", en: "A lighthouse" } })).toBeUndefined();
  expect(patchOf(m, { file: " b.png ", alt: { fr: "", en: "A lighthouse", nl: "Een vuurtoren " } })).toEqual({ file: "b.png", alt: { fr: null, nl: "Een vuurtoren" } });
});
