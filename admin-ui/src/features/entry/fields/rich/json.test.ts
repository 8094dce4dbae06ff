import { expect, test } from "vitest";
import { EditorState } from "@milkdown/kit/prose/state";
import { type Json, paragraphs, plain, read, write } from "./json";

/** dice gives numbers below n that are the same in every run. */
function dice(seed: number) {
  let state = seed * 2_654_435_761 + 1;
  return (n: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

type Dice = ReturnType<typeof dice>;

const blocks = ["paragraph", "heading", "bulletList", "orderedList", "blockquote", "codeBlock", "horizontalRule", "table"];
const inside: Record<string, string[]> = {
  doc: blocks, paragraph: ["text", "text", "hardBreak"], heading: ["text", "hardBreak"], bulletList: ["listItem"], orderedList: ["listItem"], listItem: blocks, blockquote: blocks,
  codeBlock: ["text"], table: ["tableRow"], tableRow: ["tableHeader", "tableCell"], tableHeader: blocks, tableCell: blocks,
};
const marks = ["link", "bold", "italic", "underline", "strike", "superscript", "subscript", "code"];
const words = ["a", " b ", "c\nd", "é", "نص", "𝄞", "<b>", "  ", "\t"];
const one = <T,>(roll: Dice, list: readonly T[]) => list[roll(list.length)] as T;

/** attrs gives attributes of a kind of node or mark, now and then with one that a later server may have. */
function attrs(roll: Dice, name: string, strange: boolean): object {
  const out: Record<string, unknown> = {};
  if (strange && roll(4) === 0) out.accent = { deep: [1, null] };
  if (name === "heading") out.level = 1 + roll(6);
  if (name === "link") Object.assign(out, { href: one(roll, ["/a", "https://x.example/?b=c"]) }, roll(2) ? { title: "t" } : {});
  if (name === "codeBlock" && roll(2)) out.language = "c++";
  if (name === "orderedList" && roll(2)) out.start = roll(9);
  return Object.keys(out).length > 0 ? { attrs: out } : {};
}

/** value makes a node as the server keeps it: no empty lists, marks in their order; members sorted. loose puts the same marks on texts side by side. */
function value(roll: Dice, name: string, depth: number, mode: { strange: boolean; loose: boolean }): object {
  if (name === "text") {
    const found = marks.filter(() => roll(5) === 0).map((m) => ({ ...attrs(roll, m, mode.strange), type: m }));
    if (mode.strange && roll(8) === 0) found.push({ attrs: { who: 1 }, type: "comment" } as never);
    return { ...(found.length > 0 && { marks: found }), text: one(roll, words), type: "text" };
  }
  if (mode.strange && roll(12) === 0) return { type: "embed", url: one(roll, words), zone: [depth] };
  const content: object[] = [];
  for (let n = depth > 5 ? 0 : roll(4); n > 0; n--) {
    const child = value(roll, one(roll, inside[name] ?? []), depth + 1, mode) as Json;
    const before = content.at(-1) as Json | undefined;
    if (mode.loose || child.type !== "text" || before?.type !== "text" || JSON.stringify(before.marks) !== JSON.stringify(child.marks)) content.push(child);
  }
  return { ...attrs(roll, name, mode.strange), ...(content.length > 0 && inside[name] && { content }), type: name };
}

function example(seed: number, mode: { strange: boolean; loose: boolean }): Json {
  const doc = value(dice(seed), "doc", 0, { ...mode, strange: false }) as Json;
  const more = value(dice(seed + 7919), "blockquote", 1, mode);
  return { content: [...(doc.content ?? []), more as Json, { content: [{ text: "end", type: "text" }], type: "paragraph" }], type: "doc" };
}

const seeds = Array.from({ length: 120 }, (_, i) => i);

test("every value becomes a document that holds together, and is itself again, to the byte", () => {
  for (const seed of seeds) {
    const json = example(seed, { strange: false, loose: true });
    const doc = read(json);
    doc?.check();
    expect({ seed, json: JSON.stringify(doc && write(doc)) }).toEqual({ seed, json: JSON.stringify(json) });
  }
});

test("also where nothing is remembered, and with nodes, marks and attributes that nobody knows", () => {
  for (const strange of [false, true]) {
    for (const seed of seeds) {
      const json = example(seed, { strange, loose: false });
      const doc = read(json, new WeakMap());
      doc?.check();
      expect({ seed, json: JSON.stringify(doc && write(doc, new WeakMap())) }).toEqual({ seed, json: JSON.stringify(json) });
    }
  }
});

test("a change in one place leaves all other values as they are", () => {
  for (const seed of seeds.slice(0, 40)) {
    const json = example(seed, { strange: true, loose: true });
    const doc = read(json);
    if (!doc) throw new Error(String(seed));
    const state = EditorState.create({ doc });
    const after = write(state.apply(state.tr.insertText("!", doc.content.size - 1)).doc);
    expect(JSON.stringify(after?.content?.slice(0, -1))).toBe(JSON.stringify(json.content?.slice(0, -1)));
    expect(after?.content?.at(-1)).toEqual({ content: [{ text: "end!", type: "text" }], type: "paragraph" });
  }
});

test("what is empty is nothing, and what is no rich text is not read", () => {
  const empty = read(undefined);
  expect(empty && write(empty)).toBeUndefined();
  const left = read({ type: "doc", content: [{ type: "paragraph" }, { type: "bulletList", content: [{ type: "listItem" }] }] });
  expect(left && write(left)).toBeUndefined();
  for (const bad of [{ type: "paragraph" }, [1], 3, { type: "doc", content: 4 }]) expect(read(bad)).toBeUndefined();
});

test("plain text is read as the server reads it", () => {
  expect(paragraphs("a\nb\n\n\n\nc")).toEqual({
    type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: "a" }, { type: "hardBreak" }, { type: "text", text: "b" }] }, { type: "paragraph", content: [{ type: "text", text: "c" }] }],
  });
});

test("a node that stands where it must not is kept as a card", () => {
  const odd = { type: "doc", content: [{ type: "bulletList", content: [{ type: "paragraph" }] }, { type: "heading", attrs: { level: 9 } }, { type: "paragraph", content: [{ type: "table" }] }, { type: "codeBlock", content: [{ type: "hardBreak" }] }] };
  const doc = read(odd);
  expect(doc?.content.content.map((n) => n.type.name)).toEqual(["opaqueBlock", "opaqueBlock", "paragraph", "opaqueBlock"]);
  expect(doc && write(doc, new WeakMap())).toEqual(odd);
});

test("length is measured as the server does", () => {
  const doc = read({ type: "doc", content: [{ type: "heading", attrs: { level: 2 }, content: [{ type: "text", text: "𝄞a" }] }, { type: "bulletList", content: [{ type: "listItem", content: [{ type: "paragraph", content: [{ type: "text", text: "b" }, { type: "hardBreak" }, { type: "text", text: "c" }] }] }] }] });
  expect(doc && plain(doc)).toBe("𝄞a\nb\nc");
});
