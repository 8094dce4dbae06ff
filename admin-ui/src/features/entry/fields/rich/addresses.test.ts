import { expect, test } from "vitest";
import { ofMarkdown, ofRich } from "./addresses";
import { completed } from "./link-dialog";

test.each([
  ["/a/b?c#d", true, true], ["https://x.example/a", true, true], ["mailto:a@b.example", true, true], ["tel:+41441234567", true, true], ["#part", false, true], ["?q=1", false, true], ["a/b", false, true],
  ["http://x.example", false, false], ["//x.example", false, false], ["/\\x.example", false, false], ["javascript:alert(1)", false, false], ["java\nscript:alert(1)", false, false], ["data:text/html,x", false, false],
  ["https://u:p@x.example", false, false], ["https:x.example", false, false], ["", false, false], ["/a b", false, false], ["/a\u202eb", false, false],
])("%j", (href, rich, markdown) => {
  expect([ofRich(href), ofMarkdown(href)]).toEqual([rich, markdown]);
});

test.each([
  ["www.x.example/a", "https://www.x.example/a"], [" a@b.example ", "mailto:a@b.example"], ["+41 44 123 45 67", "tel:+41441234567"], ["x.example", "https://x.example"], ["/a.html", "/a.html"], ["https://x.example", "https://x.example"],
])("%s is completed", (typed, want) => {
  expect(completed(typed)).toBe(want);
});
