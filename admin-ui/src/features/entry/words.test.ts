import { expect, test } from "vitest";
import { isPlain, plainText, richLines, richOf } from "./words";

test("plain paragraphs become rich text and plain again", () => {
  const rich = richOf("One\n\nTwo");
  expect(rich).toEqual({ type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "One" }] }, { type: "paragraph", content: [{ type: "text", text: "Two" }] }] });
  expect(isPlain(rich)).toBe(true);
  expect(richLines(rich).join("\n\n")).toBe("One\n\nTwo");
  expect(richOf("")).toBeUndefined();
});

test("what has marks, lists or attributes is not plain: it is edited as source", () => {
  const text = (marks?: unknown[]) => ({ type: "text", text: "x", ...(marks && { marks }) });
  expect(isPlain({ type: "doc", content: [{ type: "paragraph", content: [text([{ type: "bold" }])] }] })).toBe(false);
  expect(isPlain({ type: "doc", content: [{ type: "bulletList", content: [] }] })).toBe(false);
  expect(isPlain({ type: "doc", content: [{ type: "heading", attrs: { level: 2 }, content: [text()] }] })).toBe(false);
  expect(isPlain("text")).toBe(true);
});

test("what a value says", () => {
  expect(plainText(["a", "b"])).toBe("a, b");
  expect(plainText([{ $type: "quote", $key: "b1", text: "said" }])).toContain("said");
  expect(plainText(null)).toBe("");
  expect(plainText({ lat: 1, lng: 2 })).toBe("1\n2");
});
