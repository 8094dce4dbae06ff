import { expect, test } from "vitest";
import { type Comment, isAt, openAt } from "./use-threads";

const comment = (id: string, pointer: string, more: Partial<Comment> = {}): Comment => ({ id, thread: id, pointer, body: "x", mentions: [], author: "a", createdAt: "", ...more });

test("open threads are counted by their field, whatever within it they are about", () => {
  const all = [
    comment("1", "/locales/fr/blocks/0/text"), comment("2", "/locales/fr/blocks"), comment("3", "/shared/price"), comment("4", "/shared/price", { resolvedAt: "2026-01-01T00:00:00Z" }),
    comment("5", "/shared/price", { thread: "3" }), comment("6", ""),
  ];
  expect(Object.fromEntries(openAt(all))).toEqual({ "/locales/fr/blocks": 2, "/shared/price": 1, "": 1 });
});

test("a comment is at a field or within it, and not at one whose name begins alike", () => {
  expect(isAt(comment("1", "/shared/price/0"), "/shared/price")).toBe(true);
  expect(isAt(comment("1", "/shared/prices"), "/shared/price")).toBe(false);
});
