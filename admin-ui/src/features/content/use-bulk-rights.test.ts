import { expect, test } from "vitest";
import { questionsOf } from "./use-bulk-rights";

const rows = [
  { type: "faq", space: "shared", meta: { locales: ["en", "fr"] } }, { type: "faq", space: "shared", meta: { locales: ["fr"] } }, { type: "faq", space: "shop", meta: {} },
];

test("what is published is asked by language and place, once each", () => {
  expect(questionsOf("publish", rows)).toEqual([
    { action: "publish", type: "faq", site: "shared", locale: "en" }, { action: "publish", type: "faq", site: "shared", locale: "fr" }, { action: "publish", type: "faq", site: "shop" },
  ]);
});

test("what is about entries as a whole is asked by place; archiving is a way to unpublish", () => {
  expect(questionsOf("delete", rows)).toEqual([{ action: "delete", type: "faq", site: "shared" }, { action: "delete", type: "faq", site: "shop" }]);
  expect(questionsOf("restore", rows)[0]?.action).toBe("delete");
  expect(questionsOf("archive", rows)[0]?.action).toBe("unpublish");
  expect(questionsOf("publish", [])).toEqual([]);
});
