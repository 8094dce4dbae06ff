import { expect, test } from "vitest";
import { errorLine, parsed, pretty } from "./json";

test.each([
  ['{"a": 1}', 0], ["", 0], [' [1, -2.5e3, "\\u00e9", null, true, {}, []] ', 0],
  ['{\n  "a": 1,\n}', 3], ['{\n  "a" 1\n}', 2], ['{\n  a: 1\n}', 2], ["[1,\n2,\n,3]", 3], ['{"a": [1, 2\n', 1], ['"a\nb"', 1], ["[01]", 1], ["1 2", 1], ["{}\n}", 2], ["[1}\n", 1], ["tru", 1], ["[\n'a']", 2],
  ['{"a": "b"\n "c": 1}', 2],
])("%j is wrong in line %d", (text, line) => {
  expect(errorLine(text)).toBe(line);
  expect(parsed(text) === undefined).toBe(line > 0);
});

test("what is wrong is found in any text that is no JSON, and nothing in one that is", () => {
  const good = pretty({ a: [1, { b: null, c: "d\"\n" }], e: -1.5e-7 });
  for (let i = 0; i < good.length; i++) {
    for (const text of [good.slice(0, i), good.slice(0, i) + good.slice(i + 1), `${good.slice(0, i)}?${good.slice(i)}`]) expect({ text, wrong: errorLine(text) > 0 }).toEqual({ text, wrong: parsed(text) === undefined });
  }
});
