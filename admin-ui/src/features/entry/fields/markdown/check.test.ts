import { expect, test } from "vitest";
import { same } from "./check";

test("HTML is compared as readers see it", () => {
  expect(same("<p>a\nb</p>\n", "<p>a b</p>")).toBe(true);
  expect(same("<ul>\n<li>a</li>\n</ul>", "<ul><li>a</li></ul>")).toBe(true);
  expect(same("<p>a <em>b</em></p>", "<p>a<em>b</em></p>")).toBe(false);
  expect(same("<pre><code>a\nb</code></pre>", "<pre><code>a b</code></pre>")).toBe(false);
  expect(same("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>")).toBe(false);
});
