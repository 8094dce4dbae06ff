import { expect, test } from "vitest";
import type { Entry } from "./store";
import { approved, endable, plansOf, reviewsOf, waiting } from "./underway";

const entry = (more: Partial<Entry>): Entry => ({
  id: "1", type: "article", space: "shared", key: "k", version: 4, autosaved: false, shared: {}, locales: {}, status: {}, workflow: {}, publishedAt: {}, createdAt: "",
  createdBy: "", updatedAt: "", updatedBy: "", ...more,
});

const plan = (action: string, at: string, failure?: string) => ({ action, at, by: "ada", ...(failure && { failure: { at, code: "conflict", message: failure } }) });
const review = (state: string, version: number, more = {}) => ({ state, version, submittedAt: "2026-11-01T08:00:00Z", submittedBy: "luc", ...more });

test("plans of several locales that are the same stand together, in the order of time", () => {
  const [may, june] = ["2027-05-03T06:00:00Z", "2027-06-01T06:00:00Z"];
  const workflow = {
    fr: { schedule: plan("publish", may), expiry: plan("unpublish", june) }, en: { schedule: plan("publish", may) }, de: { schedule: plan("publish", may, "not approved") },
    it: {},
  };
  expect(plansOf(workflow)).toEqual([
    { action: "publish", at: may, by: "ada", locales: ["en", "fr"] },
    { action: "publish", at: may, by: "ada", locales: ["de"], failure: "not approved" },
    { action: "unpublish", at: june, by: "ada", locales: ["fr"] },
  ]);
});

test("a review of what was saved over is void", () => {
  const workflow = {
    en: { review: review("open", 4, { assignee: "ada" }) }, fr: { review: review("open", 4, { assignee: "ada" }) }, de: { review: review("approved", 4) },
    it: { review: review("approved", 3) },
  };
  expect(reviewsOf({ version: 4, workflow }).map((r) => [r.review.state, r.locales])).toEqual([["open", ["en", "fr"]], ["approved", ["de"]]]);
  expect(["en", "de", "it", "es"].filter((tag) => approved({ version: 4, workflow }, tag))).toEqual(["de"]);
});

test("what waits is what readers do not see; what can end is out, or will be", () => {
  const e = entry({
    locales: { en: {}, fr: {}, de: {} }, status: { en: "published", fr: "changed", de: "scheduled" }, publishedAt: { en: "x", fr: "x" },
    workflow: { de: { schedule: plan("publish", "2027-01-01T00:00:00Z") }, it: { schedule: plan("publish", "2027-01-01T00:00:00Z", "no") } },
  });
  expect(["en", "fr", "de", "es"].filter((tag) => waiting(e, tag))).toEqual(["fr", "de"]);
  expect(endable(e)).toEqual(["de", "en", "fr"]);
});
