import { expect, test } from "vitest";
import { type Mark, marked } from "./signs";

/** The selection is between | and |. */
function apply(mark: Mark, text: string): string {
  const start = text.indexOf("|");
  const end = text.lastIndexOf("|") - 1;
  const out = marked(mark, text.replaceAll("|", ""), start, end);
  return `${out.text.slice(0, out.start)}|${out.text.slice(out.start, out.end)}|${out.text.slice(out.end)}`;
}

test.each([
  ["bold", "a |word| b", "a **|word|** b"],
  ["bold", "a **|word|** b", "a |word| b"],
  ["italic", "|x|", "_|x|_"],
  ["heading", "one\n|two|", "one\n## |two|"],
  ["heading", "one\n## |two|", "one\n|two|"],
  ["list", "|a\nb|", "- |a\n- b|"],
  ["link", "see |here| now", "see [here](|https://|) now"],
] as const)("%s: %s", (mark, before, after) => {
  expect(apply(mark, before)).toBe(after);
});
