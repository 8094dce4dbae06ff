import { expect, test } from "vitest";
import type { Node } from "@milkdown/kit/prose/model";
import { kept, read } from "./read";
import { schema } from "./schema";
import { write, writeAnew } from "./write";

const corpus: Record<string, string> = {
  text: "One\n\nTwo",
  spaces: "a&nbsp;**b** &nbsp;\n\n&nbsp;\n\nc",
  marks: "a **bold** b *italic* c ~~gone~~ d `co**de` ***both*** **a *b* c**",
  headings: "# One\n\n## Two\n\n###### Six `x`",
  links: "[a](https://x.example \"t\") <https://y.example> https://z.example [*b* c](/d) [`e`](#f)",
  image: "![alt](/media/1/original/a.png \"title\") and [![b](/media/2/original/b.png)](/c)",
  breaks: "a\\\nb  \nc\nd",
  lists: "- a\n- b\n  1. c\n  2. d\n\n     e\n- f",
  loose: "3. a\n\n4. b",
  "lists side by side": "- a\n- b\n\n* c\n\n1. d\n\n1) e",
  quote: "> a\n>\n> > b\n>\n> - c",
  code: "```go run\na < b\n\n```\n\n    indented\n\n~~~\n```\n~~~",
  rule: "a\n\n---\n\nb",
  table: "| a | b | c |\n| :- | -: | - |\n| 1 | **2** \\| | [x](/y) |\n| | | |",
  html: "a <b>c</b> <!-- d -->\n\n<div>\n\n*e*\n\n</div>",
  references: "[a][b] ![c][b] [b]\n\n[b]: /d \"e\"",
  signs: "\\# no heading 1\\. a_b_c \\*no\\* &amp; &lt; [x] a*b",
  arabic: "# فاتورة\n\nنص **عريض** و[رابط](/ar)",
  "bold in words": "Donau**dampf**schiff und *M*örtel",
  footnote: "a[^1]\n\n[^1]: b",
  tasks: "- [ ] a\n- [x] b",
  empty: "-\n- a\n\n>\n\n1.",
};

test.each(Object.entries(corpus))("%s: read, written anew, and read again is the same document", (_name, text) => {
  const doc = read(text);
  doc.check();
  const again = read(writeAnew(doc));
  const plain = (d: Node) => JSON.stringify(d.toJSON());
  expect(plain(again)).toBe(plain(doc));
});

test.each(Object.entries(corpus))("%s: what nobody touched is written as it came", (_name, text) => {
  const doc = read(text);
  const touched = doc.copy(doc.content.addToEnd(schema.node("paragraph", null, schema.text("new"))));
  const out = write(touched);
  expect({ out, same: read(out).eq(touched) }).toEqual({ out, same: true });
  const sources = doc.content.content.map((n) => kept.get(n)?.source).filter((found) => found !== undefined && !/^[-*\d]/.test(found));
  expect(sources.filter((found) => !out.includes(found ?? ""))).toEqual([]);
});

test("a change in one paragraph leaves the others' source alone", () => {
  const text = "Setext\n======\n\n* one\n* two\n\n\nA  *word*  _here_\nand there\n\n| a |\n|-|\n| b |\n";
  const doc = read(text);
  const [heading, list, , table] = doc.content.content;
  const out = write(schema.node("doc", null, [heading as Node, list as Node, schema.node("paragraph", null, schema.text("Another")), table as Node]));
  expect(out).toBe("Setext\n======\n\n* one\n* two\n\nAnother\n\n| a |\n|-|\n| b |");
});

test("lists that come to stand side by side stay two, and nothing slips into an open fence", () => {
  const doc = read("- a\n\nx\n\n- b");
  const lists = doc.content.content.filter((n) => n.type.name === "bulletList");
  expect(read(write(schema.node("doc", null, lists))).childCount).toBe(2);
  const open = read("```\ncode");
  const more = open.copy(open.content.addToEnd(schema.node("paragraph", null, schema.text("behind"))));
  expect(read(write(more)).eq(more)).toBe(true);
});

test.each([
  [["a ", "bold ", "b"], "a **bold** b"],
  [["", " bold ", "b"], "**bold** b"],
  [["", "  ", "b"], "b"],
] as const)("spaces at the ends of marks and lines are not inside: %s", ([before, bold, after], want) => {
  const parts = [before && schema.text(before), schema.text(bold, [schema.mark("bold")]), schema.text(after)].filter((n) => n !== "");
  expect(writeAnew(schema.node("doc", null, schema.node("paragraph", null, parts)))).toBe(want);
});

test("empty paragraphs and a text of nothing", () => {
  expect(write(read(""))).toBe("");
  expect(write(schema.node("doc", null, [schema.node("paragraph"), schema.node("paragraph", null, schema.text("a")), schema.node("paragraph")]))).toBe("a");
});

test("bare addresses lead to https, as the server leads them", () => {
  expect(writeAnew(read("see www.home.example"))).toBe("see [www.home.example](https://www.home.example)");
});

test("a text that refers to a definition is kept as it came while that is there", () => {
  const doc = read("See [a] and *b*.\n\n[a]: /x\n\nEnd");
  const [first, definition] = doc.content.content;
  const more = schema.node("paragraph", null, schema.text("More"));
  expect(write(schema.node("doc", null, [first as Node, definition as Node, more]))).toBe("See [a] and *b*.\n\n[a]: /x\n\nMore");
  expect(write(schema.node("doc", null, [first as Node, more]))).toBe("See [a](/x) and *b*.\n\nMore");
});
