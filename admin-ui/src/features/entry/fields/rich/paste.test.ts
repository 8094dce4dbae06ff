import { expect, test } from "vitest";
import { Fragment, type Slice } from "@milkdown/kit/prose/model";
import { schema as markdown } from "../markdown/schema";
import { writeAnew } from "../markdown/write";
import { ofMarkdown } from "./addresses";
import { sliceOf } from "./paste";

const said = (slice: Slice) => writeAnew(markdown.node("doc", null, markdown.topNodeType.contentMatch.matchFragment(slice.content) ? slice.content : Fragment.from(markdown.node("paragraph", null, slice.content))));

test.each([
  ["Google Docs", '<b style="font-weight:normal" id="docs-internal-guid-1"><p><span style="font-weight:700;color:red">Bold</span><span style="font-style:italic"> lean</span></p></b>', "**Bold** *lean*"],
  ["lists inside lists", "<ul><li><p>a</p></li><ul><li><p>b</p></li></ul><li>c</li></ul>", "- a\n  - b\n- c"],
  ["links", '<p><a href="javascript:alert(1)">a</a> <a href="http://x.example/b"><span style="text-decoration:underline">b</span></a></p>', "a [b](https://x.example/b)"],
  ["what nobody sees", "<!-- a --><style>p{}</style><script>1</script><p>x<span style='display: none'>hidden</span><img src='https://y.example/z.png'></p>", "x"],
  ["struck and raised", "<p><span style='text-decoration-line:line-through'>old</span> 2<sup>3</sup> style = x</p>", "~~old~~ 23 style = x"],
  ["our pictures", '<p><img src="/media/1/original/a.png" alt="A"></p>', "![A](/media/1/original/a.png)"],
  ["a table", '<table><thead><tr><th colspan="3">a</th></tr></thead><tbody><tr><td colspan="3" style="text-align:right"><p>b</p></td></tr></tbody></table>', "| a | | |\n| - | - | - |\n| b | | |"],
])("%s", (_name, html, want) => {
  expect(said(sliceOf(html, markdown, ofMarkdown))).toBe(want);
});
