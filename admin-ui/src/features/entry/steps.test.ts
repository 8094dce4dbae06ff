import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Component, Field } from "../../kit/model";
import { type Entry, EntryStore } from "./store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const field = (name: string, kind: string, more: Partial<Field> = {}): Field => ({ name, kind, label: { en: name }, required: false, localized: true, many: false, readOnly: false, ...more });
const quote: Component = { name: "quote", label: {}, fields: [field("text", "long-text")] };
const fields = [field("title", "text"), field("notes", "text"), field("blocks", "blocks", { many: true, components: () => [quote] }), field("lines", "text", { many: true })];

const entry = (version: number, values: Record<string, unknown>): Entry => ({
  id: "1", type: "article", space: "shared", key: "k", version, autosaved: false, shared: {}, locales: { en: values }, status: {}, workflow: {},
  publishedAt: {}, createdAt: "", createdBy: "", updatedAt: "", updatedBy: "",
});
const q = (key: string, text: string) => ({ $type: "quote", $key: key, text });
const at = (...path: (string | number)[]) => ["locales", "en", ...path];

/** open gives an entry in the editor, whose server takes what is sent, as tidy writes it. */
async function open(values: Record<string, unknown>, tidy: (v: Record<string, unknown>) => Record<string, unknown> = (v) => v) {
  const store: EntryStore = new EntryStore(entry(1, values), async (v) => entry(v + 1, tidy(store.whole().locales.en ?? {})), fields);
  const saved = async () => {
    await vi.advanceTimersByTimeAsync(2000);
    expect(store.saving.get().state).toBe("saved");
  };
  const theirs = (next: Record<string, unknown>) => store.adopt(entry(store.entry.get().version + 1, next));
  return { store, saved, theirs };
}

test("a step that a colleague has written over is dropped: undo leaves their text", async () => {
  const { store, saved, theirs } = await open({ title: "A", notes: "N" });
  store.set(at("notes"), "mine");
  await saved();
  store.set(at("title"), "B");
  await saved();
  theirs({ title: "theirs", notes: "mine" });
  store.undo();
  expect(store.whole().locales.en).toEqual({ title: "theirs", notes: "N" });
  store.undo();
  expect(store.whole().locales.en).toEqual({ title: "theirs", notes: "N" });
  store.redo();
  expect(store.get(at("notes"))).toBe("mine");
});

test("undo of a block that was added takes it out, and leaves what a colleague wrote in another one and where they put it", async () => {
  const { store, saved, theirs } = await open({ blocks: [q("a", "A"), q("b", "B")] });
  store.set(at("blocks"), [q("a", "A"), q("b", "B"), q("m", "M")]);
  await saved();
  theirs({ blocks: [q("b", "B2"), q("a", "A"), q("m", "M")] });
  store.undo();
  expect(store.get(at("blocks"))).toEqual([q("b", "B2"), q("a", "A")]);
  store.redo();
  expect(store.get(at("blocks"))).toEqual([q("b", "B2"), q("a", "A"), q("m", "M")]);
});

test("a text of a block is undone wherever the block has gone, and not in the one that took its place", async () => {
  const { store, saved, theirs } = await open({ blocks: [q("a", "A"), q("b", "B")] });
  store.set(at("blocks", 0, "text"), "A2");
  await saved();
  theirs({ blocks: [q("b", "B"), q("a", "A2")] });
  store.undo();
  expect(store.get(at("blocks"))).toEqual([q("b", "B"), q("a", "A")]);
  store.redo();
  theirs({ blocks: [q("b", "B")] });
  store.undo();
  expect(store.get(at("blocks"))).toEqual([q("b", "B")]);
});

test("rows without keys: what was typed in one is undone there, though another came before it", async () => {
  const { store, saved, theirs } = await open({ lines: ["a", "b"] });
  store.set(at("lines", 1), "b2");
  await saved();
  theirs({ lines: ["new", "a", "b2"] });
  store.undo();
  expect(store.get(at("lines"))).toEqual(["new", "a", "b"]);
});

test("what the server tidied can be undone all the same", async () => {
  const { store, saved } = await open({ title: "A" }, (v) => ({ ...v, title: String(v.title).trim() }));
  store.set(at("title"), " B ");
  await saved();
  expect(store.get(at("title"))).toBe("B");
  store.undo();
  expect(store.get(at("title"))).toBe("A");
  store.redo();
  expect(store.get(at("title"))).toBe("B");
});

test("a choice for the colleague's text drops the steps of one's own", async () => {
  const { store, theirs } = await open({ title: "A" });
  store.set(at("title"), "mine");
  theirs({ title: "theirs" });
  expect(store.saving.get().conflicts).toHaveLength(1);
  store.settle([{ path: at("title"), value: "theirs" }]);
  store.undo();
  expect(store.get(at("title"))).toBe("theirs");
});

test("an answer of the server that comes during a question waits: it does not make the question go away", async () => {
  const { store, theirs } = await open({ title: "A", notes: "N" });
  store.set(at("title"), "mine");
  theirs({ title: "theirs", notes: "N" });
  theirs({ title: "theirs", notes: "N2" });
  expect(store.get(at("title"))).toBe("mine");
  expect(store.saving.get().state).toBe("conflict");
  store.close();
});

test("undo never brings back what a colleague has replaced, whatever both do", async () => {
  let state = 7;
  const below = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const wrong: string[] = [];
  for (let round = 0; round < 100; round += 1) {
    const { store, theirs } = await open({ title: "t0", notes: "n0", blocks: [q("a", "a0"), q("b", "b0")] });
    const spots = [at("title"), at("notes"), at("blocks", "a", "text"), at("blocks", "b", "text")];
    const written = new Map<string, string>(); // by spot: what the colleague wrote last
    for (let n = 0; n < 8; n += 1) {
      const spot = spots[below(spots.length)] ?? at("title");
      const step = below(3);
      if (step === 0) {
        store.set(spot, `m${n}`);
        written.delete(spot.join());
      } else if (step === 1) {
        await vi.advanceTimersByTimeAsync(2000);
        const copy = new EntryStore(entry(1, store.whole().locales.en ?? {}), async () => entry(2, {}), fields);
        copy.set(spot, `c${n}`);
        theirs(copy.whole().locales.en ?? {});
        copy.close();
        written.set(spot.join(), `c${n}`);
      } else store.undo();
      for (const s of spots) if (written.has(s.join()) && store.get(s) !== written.get(s.join())) wrong.push(`round ${round}: ${s.join("/")}`);
    }
    store.close();
  }
  expect(wrong).toEqual([]);
});
