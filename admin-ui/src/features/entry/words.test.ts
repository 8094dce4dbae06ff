import { expect, test } from "vitest";
import { plainText, richLines } from "./words";

test("rich text as lines", () => {
  const words = (...texts: string[]) => ({ type: "paragraph", content: texts.map((text) => ({ type: "text", text })) });
  expect(richLines({ type: "doc", content: [words("One"), { type: "bulletList", content: [{ type: "listItem", content: [words("Two", "!")] }] }] })).toEqual(["One", "Two!"]);
  expect(plainText({ type: "doc", content: [words("One"), words("Two")] }, "rich-text")).toBe("One\n\nTwo");
});

test("what a value says", () => {
  expect(plainText(["a", "b"])).toBe("a, b");
  expect(plainText([{ $type: "quote", $key: "b1", text: "said" }])).toContain("said");
  expect(plainText(null)).toBe("");
  expect(plainText({ lat: 1, lng: 2 })).toBe("1\n2");
  const tip = [{ $type: "tip", $key: "b1", text: { type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "Try" }] }] }, see: { $ref: "chef/1" } }];
  expect(plainText(tip)).toBe("Try\nchef/1");
  expect(plainText(tip, "blocks", true)).toBe("Try");
});
