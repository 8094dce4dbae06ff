import { expect, test } from "vitest";
import type { Component, Field } from "../../kit/model";
import { canonical, type Doc, equal, get, type Values } from "./document";
import { merge, settled } from "./merge";

const field = (name: string, kind: string, more: Partial<Field> = {}): Field => ({ name, kind, label: { en: name }, required: false, localized: true, many: false, readOnly: false, ...more });
const quote: Component = { name: "quote", label: { en: "Quote" }, fields: [field("text", "long-text"), field("by", "text")] };
const figures: Component = { name: "figures", label: { en: "Figures" }, fields: [field("label", "text"), field("inner", "blocks", { many: true, components: () => [quote] })] };
const address: Component = { name: "address", label: {}, fields: [field("street", "text"), field("city", "text")] };
const person: Component = { name: "person", label: {}, fields: [field("name", "text"), field("phone", "text")] };
const fields: Field[] = [
  field("title", "text"), field("story", "rich-text"), field("place", "geo-point"), field("data", "json"), field("tags", "tags", { many: true }),
  field("blocks", "blocks", { many: true, components: () => [quote, figures] }), field("address", "component", { components: () => [address] }),
  field("people", "component", { many: true, components: () => [person] }), field("refs", "reference", { many: true }), field("lines", "text", { many: true }),
];

const doc = (values: Values): Doc => ({ shared: {}, locales: { en: values } });
const run = (base: Values, mine: Values, theirs: Values) => {
  const { doc: merged, conflicts } = merge(doc(base), doc(mine), doc(theirs), fields);
  return { values: merged.locales.en ?? {}, doc: merged, conflicts };
};
const q = (key: string, text: string, more: Values = {}) => ({ $type: "quote", $key: key, text, ...more });
const p = (text: string) => ({ type: "paragraph", content: [{ type: "text", text }] });
const rich = (...texts: string[]) => ({ type: "doc", content: texts.map(p) });
const ref = (id: string) => ({ $ref: `kitchen/${id}` });

const [A, B, C] = [q("a", "A"), q("b", "B"), q("c", "C")];

test.each<[string, Values, Values, Values, Values]>([
  ["two fields of a component", { address: { street: "S", city: "C" } }, { address: { street: "S2", city: "C" } }, { address: { street: "S", city: "C2" } }, { address: { street: "S2", city: "C2" } }],
  ["a component that both begin", {}, { address: { street: "S" } }, { address: { city: "C" } }, { address: { street: "S", city: "C" } }],
  ["two blocks of one list", { blocks: [A, B] }, { blocks: [q("a", "A2"), B] }, { blocks: [A, q("b", "B2")] }, { blocks: [q("a", "A2"), q("b", "B2")] }],
  ["two fields of one block", { blocks: [A] }, { blocks: [q("a", "A2")] }, { blocks: [q("a", "A", { by: "X" })] }, { blocks: [q("a", "A2", { by: "X" })] }],
  ["both add a block", { blocks: [A] }, { blocks: [A, q("m", "M")] }, { blocks: [A, q("t", "T")] }, { blocks: [A, q("t", "T"), q("m", "M")] }],
  ["both begin the list", {}, { blocks: [q("m", "M")] }, { blocks: [q("t", "T")] }, { blocks: [q("t", "T"), q("m", "M")] }],
  ["one adds in the middle, the other moves", { blocks: [A, B, C] }, { blocks: [A, q("m", "M"), B, C] }, { blocks: [C, A, B] }, { blocks: [C, A, q("m", "M"), B] }],
  ["one moves, the other writes", { blocks: [A, B] }, { blocks: [B, A] }, { blocks: [q("a", "A2"), B] }, { blocks: [B, q("a", "A2")] }],
  ["one takes a block out, the other writes in another one", { blocks: [A, B] }, { blocks: [B] }, { blocks: [A, q("b", "B2")] }, { blocks: [q("b", "B2")] }],
  ["both take the same block out", { blocks: [A, B] }, { blocks: [B] }, { blocks: [B] }, { blocks: [B] }],
  ["the last blocks go, one each", { blocks: [A, B] }, { blocks: [A] }, { blocks: [B] }, {}],
  ["blocks within blocks", { blocks: [{ $type: "figures", $key: "f", inner: [A, B] }] }, { blocks: [{ $type: "figures", $key: "f", inner: [q("a", "A2"), B] }] },
    { blocks: [{ $type: "figures", $key: "f", label: "L", inner: [A, q("b", "B2")] }] }, { blocks: [{ $type: "figures", $key: "f", label: "L", inner: [q("a", "A2"), q("b", "B2")] }] }],
  ["two rows of a repeatable component", { people: [{ name: "Ann" }, { name: "Bob" }] }, { people: [{ name: "Anna" }, { name: "Bob" }] }, { people: [{ name: "Ann" }, { name: "Bobby" }] }, { people: [{ name: "Anna" }, { name: "Bobby" }] }],
  ["a row that is written in, while another one comes before it", { people: [{ name: "Ann" }] }, { people: [{ name: "Ann", phone: "1" }] }, { people: [{ name: "Zoe" }, { name: "Ann" }] }, { people: [{ name: "Zoe" }, { name: "Ann", phone: "1" }] }],
  ["a row that is moved and one that is written in", { people: [{ name: "Ann" }, { name: "Bob" }, { name: "Cy" }] }, { people: [{ name: "Cy" }, { name: "Ann" }, { name: "Bob" }] },
    { people: [{ name: "Ann" }, { name: "Bob", phone: "2" }, { name: "Cy" }] }, { people: [{ name: "Cy" }, { name: "Ann" }, { name: "Bob", phone: "2" }] }],
  ["tags of both", { tags: ["x"] }, { tags: ["x", "m"] }, { tags: ["t"] }, { tags: ["t", "m"] }],
  ["references of both", { refs: [ref("1"), ref("2")] }, { refs: [ref("2"), ref("1")] }, { refs: [ref("1"), ref("2"), ref("3")] }, { refs: [ref("2"), ref("3"), ref("1")] }],
  ["two paragraphs of one text", { story: rich("A", "B", "C") }, { story: rich("A2", "B", "C") }, { story: rich("A", "B", "C2") }, { story: rich("A2", "B", "C2") }],
  ["paragraphs that are added at two places", { story: rich("A", "B") }, { story: rich("M", "A", "B") }, { story: rich("A", "B", "T") }, { story: rich("M", "A", "B", "T") }],
])("no question: %s", (_, base, mine, theirs, want) => {
  const { values, conflicts } = run(base, mine, theirs);
  expect(conflicts).toEqual([]);
  expect(values).toEqual(want);
});

const en = (...steps: (string | number)[]) => ["locales", "en", ...steps];

test.each<[string, Values, Values, Values, unknown[]]>([
  ["the same text of a block", { blocks: [A, B] }, { blocks: [q("a", "M"), B] }, { blocks: [B, q("a", "T")] }, [{ path: en("blocks", "a", "text"), mine: "M", theirs: "T" }]],
  ["a block that one took out and the other wrote in", { blocks: [A, B] }, { blocks: [B] }, { blocks: [q("a", "T"), B] }, [{ path: en("blocks", "a"), mine: undefined, theirs: q("a", "T") }]],
  ["the same, the other way round", { blocks: [A, B] }, { blocks: [q("a", "M"), B] }, { blocks: [B] }, [{ path: en("blocks", "a"), mine: q("a", "M"), theirs: undefined }]],
  ["two orders", { blocks: [A, B, C] }, { blocks: [C, A, B] }, { blocks: [B, A, C] }, [{ path: en("blocks"), mine: [C, A, B], theirs: [B, A, C], order: true }]],
  ["two orders of rows without keys", { lines: ["a", "b", "c"] }, { lines: ["c", "a", "b"] }, { lines: ["b", "a", "c"] }, [{ path: en("lines"), mine: ["c", "a", "b"], theirs: ["b", "a", "c"] }]],
  ["the same value of a row", { people: [{ name: "Ann" }] }, { people: [{ name: "Anna" }] }, { people: [{ name: "Anne" }] }, [{ path: en("people", 0, "name"), mine: "Anna", theirs: "Anne" }]],
  ["a row that one took out and the other wrote in", { lines: ["a", "b"] }, { lines: ["b"] }, { lines: ["a2", "b"] }, [{ path: en("lines", 0), mine: undefined, theirs: "a2" }]],
  ["one paragraph", { story: rich("A", "B") }, { story: rich("M", "B") }, { story: rich("T", "B") }, [{ path: en("story"), mine: rich("M", "B"), theirs: rich("T", "B") }]],
  ["paragraphs that touch", { story: rich("A", "B") }, { story: rich("A2", "B") }, { story: rich("A", "B2") }, [{ path: en("story"), mine: rich("A2", "B"), theirs: rich("A", "B2") }]],
  ["a place is one value", { place: { lat: 1, lng: 2 } }, { place: { lat: 9, lng: 2 } }, { place: { lat: 1, lng: 9 } }, [{ path: en("place"), mine: { lat: 9, lng: 2 }, theirs: { lat: 1, lng: 9 } }]],
  ["and so is JSON", { data: { a: 1, b: 2 } }, { data: { a: 9, b: 2 } }, { data: { a: 1, b: 9 } }, [{ path: en("data"), mine: { a: 9, b: 2 }, theirs: { a: 1, b: 9 } }]],
])("asks: %s", (_, base, mine, theirs, want) => {
  const { conflicts } = run(base, mine, theirs);
  expect(conflicts.map(({ field: __, ...c }) => c)).toEqual(want);
});

test("what is chosen takes its place: a text, an order, a block that goes", () => {
  const base = { blocks: [A, B, C], lines: ["a", "b", "c", "d"] };
  const { doc: merged, conflicts } = run(base, { blocks: [q("c", "M"), A, B], lines: ["c", "d"] }, { blocks: [q("b", "T"), A, q("c", "T")], lines: ["a2", "b2", "c", "d"] });
  const theirs = settled(merged, conflicts.map((c) => ({ ...c, value: c.theirs })));
  expect(theirs.locales.en).toEqual({ blocks: [q("b", "T"), A, q("c", "T")], lines: ["a2", "b2", "c", "d"] });
  const mine = settled(merged, conflicts.map((c) => ({ ...c, value: c.mine })));
  expect(mine.locales.en).toEqual({ blocks: [q("c", "M"), A, q("b", "T")], lines: ["c", "d"] });
});

test("the last block that goes takes its list along", () => {
  const { doc: merged, conflicts } = run({ blocks: [A] }, {}, { blocks: [q("a", "T")] });
  expect(get(merged, en("blocks"))).toEqual([q("a", "T")]);
  expect(settled(merged, conflicts.map((c) => ({ ...c, value: c.mine }))).locales.en).toEqual({});
});

test("two blocks with one key both stay", () => {
  const { values } = run({ blocks: [A] }, { blocks: [A, q("n", "M")] }, { blocks: [A, { $type: "figures", $key: "n", label: "T" }] });
  const blocks = values.blocks as Values[];
  expect(blocks.map((b) => b.text ?? b.label)).toEqual(["A", "T", "M"]);
  expect(new Set(blocks.map((b) => b.$key)).size).toBe(3);
});

/* What holds for any changes of any entry, tried on many that chance makes. */

function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { below: (n: number) => Math.floor(next() * n), fresh: (by: string) => `${by}${Math.floor(next() * 1e9).toString(36)}` };
}

type Chance = ReturnType<typeof chance>;

function start(c: Chance): Values {
  const list = <T>(make: (i: number) => T) => Array.from({ length: c.below(5) }, (_, i) => make(i));
  return {
    title: c.fresh("t"), address: { street: c.fresh("s") }, tags: list(() => c.fresh("g")), lines: list(() => c.fresh("l")), story: rich(...list(() => c.fresh("p"))),
    blocks: list((i) => q(`k${i}`, c.fresh("q"))), people: list(() => ({ name: c.fresh("n"), phone: c.fresh("f") })),
  };
}

/** changed makes some changes as an editor does. */
function changed(c: Chance, from: Values, by: string): Values {
  const out = structuredClone(from);
  for (let n = c.below(4); n >= 0; n -= 1) {
    const name = ["title", "address", "tags", "lines", "story", "blocks", "people"][c.below(7)] ?? "";
    if (name === "title") out.title = c.fresh(by);
    else if (name === "address") out.address = { ...(out.address as Values), [c.below(2) ? "street" : "city"]: c.fresh(by) };
    else if (name === "story") out.story = { type: "doc", content: rearranged(c, (out.story as { content: unknown[] }).content, () => p(c.fresh(by)), () => p(c.fresh(by))) };
    else {
      const make = { tags: () => c.fresh(by), lines: () => c.fresh(by), blocks: () => q(c.fresh(by), c.fresh(by)), people: () => ({ name: c.fresh(by) }) }[name] ?? (() => undefined);
      const write = (one: unknown) => (name === "blocks" ? { ...(one as Values), text: c.fresh(by) } : name === "people" ? { ...(one as Values), phone: c.fresh(by) } : c.fresh(by));
      out[name] = rearranged(c, out[name] as unknown[], make, write);
    }
  }
  return out;
}

function rearranged(c: Chance, list: unknown[], make: () => unknown, write: (one: unknown) => unknown): unknown[] {
  const copy = [...list];
  const at = c.below(copy.length + 1);
  const what = c.below(4);
  if (what === 0 || copy.length === 0) copy.splice(at, 0, make());
  else if (what === 1) copy.splice(at, 1);
  else if (what === 2) copy[Math.min(at, copy.length - 1)] = write(copy[Math.min(at, copy.length - 1)]);
  else copy.splice(c.below(copy.length), 0, ...copy.splice(Math.min(at, copy.length - 1), 1));
  return copy;
}

/** said gives all texts in a value. */
function said(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(said) : [];
}

const many = Array.from({ length: 200 }, (_, i) => i + 1);

test("whatever two people do, every text that one of them wrote is in the entry or in a question", () => {
  for (const seed of many) {
    const c = chance(seed);
    const base = start(c);
    const [mine, theirs] = [changed(c, base, "M"), changed(c, base, "T")];
    const { values, conflicts } = run(base, mine, theirs);
    const there = new Set([...said(values), ...conflicts.flatMap((x) => [...said(x.mine), ...said(x.theirs)])]);
    const before = new Set(said(base));
    const lost = [...said(mine), ...said(theirs)].filter((text) => !before.has(text) && !there.has(text));
    expect(lost, `seed ${seed}`).toEqual([]);
    const keys = ((values.blocks ?? []) as Values[]).map((b) => b.$key);
    expect(new Set(keys).size, `seed ${seed}`).toBe(keys.length);
  }
});

test("where only one of two changed something, that is what there is then; and the same change of both is no question", () => {
  const tidy = (v: Values) => Object.fromEntries(Object.entries(v).filter(([, one]) => !equal(one, [])));
  for (const seed of many) {
    const c = chance(seed);
    const base = start(c);
    const mine = changed(c, base, "M");
    for (const [m, t] of [[mine, base], [base, mine], [mine, mine]] as const) {
      const { values, conflicts } = run(base, m, t);
      expect(conflicts, `seed ${seed}`).toEqual([]);
      expect(canonical(tidy(values)), `seed ${seed}`).toBe(canonical(tidy(mine)));
    }
  }
});

test("both sides come to the same texts, and to the same questions", () => {
  for (const seed of many) {
    const c = chance(seed);
    const base = start(c);
    const [mine, theirs] = [changed(c, base, "M"), changed(c, base, "T")];
    const [here, there] = [run(base, mine, theirs), run(base, theirs, mine)];
    expect(here.conflicts.length, `seed ${seed}`).toBe(there.conflicts.length);
    const [a, b] = [settled(here.doc, here.conflicts.map((x) => ({ ...x, value: x.theirs }))), settled(there.doc, there.conflicts.map((x) => ({ ...x, value: x.mine })))];
    expect(said(a).toSorted(), `seed ${seed}`).toEqual(said(b).toSorted());
  }
});
