import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Problem } from "../../api/problem";
import { type Entry, EntryStore, type Send } from "./store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const entry = (version: number, title: string, more: object = {}): Entry => ({
  id: "1", type: "article", space: "shared", key: "k", version, autosaved: false, shared: {}, locales: { en: { title, ...more } }, status: {}, workflow: {},
  publishedAt: {}, createdAt: "", createdBy: "", updatedAt: "", updatedBy: "",
});

const title = ["locales", "en", "title"];

test("changes are saved together, once somebody pauses", async () => {
  const sent: unknown[] = [];
  const send: Send = async (version, patch) => {
    sent.push({ version, patch });
    return entry(version + 1, "Abc");
  };
  const store = new EntryStore(entry(1, "A"), send);
  store.set(title, "Ab");
  await vi.advanceTimersByTimeAsync(500);
  store.set(title, "Abc");
  await vi.advanceTimersByTimeAsync(790);
  expect(sent).toEqual([]);
  expect(store.dirty()).toBe(true);
  await vi.advanceTimersByTimeAsync(20);
  expect(sent).toEqual([{ version: 1, patch: { locales: { en: { title: "Abc" } } } }]);
  expect(store.saving.get().state).toBe("saved");
  expect(store.dirty()).toBe(false);
  expect(store.entry.get().version).toBe(2);
});

test("what is typed while a save is on its way stays, and is saved next", async () => {
  let answer: (e: Entry) => void = () => undefined;
  const versions: number[] = [];
  const store = new EntryStore(entry(1, "A"), (version) => {
    versions.push(version);
    return new Promise((resolve) => {
      answer = resolve;
    });
  });
  store.set(title, "B");
  await vi.advanceTimersByTimeAsync(801);
  store.set(title, "BC");
  answer(entry(2, "B"));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.get(title)).toBe("BC");
  await vi.advanceTimersByTimeAsync(801);
  expect(versions).toEqual([1, 2]);
});

test("an answer keeps the objects that are as they were, so that nothing else is rendered", async () => {
  const body = [{ $key: "a", $type: "quote", text: "One" }];
  const store = new EntryStore(entry(1, "A", { body, tags: ["x", "y"] }), async () => entry(2, "B", structuredClone({ body, tags: ["x", "z"] })));
  const whole = store.whole();
  store.set(title, "B");
  await vi.advanceTimersByTimeAsync(801);
  expect(store.entry.get().version).toBe(2);
  expect(store.get(["locales", "en", "body"])).toBe(whole.locales.en?.body);
  expect(store.whole().shared).toBe(whole.shared);
  expect(store.get(["locales", "en", "tags"])).toEqual(["x", "z"]);
  const before = store.entry.get();
  store.adopt(entry(3, "C", structuredClone({ body, tags: ["x", "z"] })));
  expect(store.entry.get().status).toBe(before.status);
  expect(store.get(["locales", "en", "body"])).toBe(whole.locales.en?.body);
  expect(store.get(title)).toBe("C");
});

test("the server's tidied value is taken", async () => {
  const store = new EntryStore(entry(1, "A"), async () => entry(2, "Tidy"));
  store.set(title, " tidy ");
  await vi.advanceTimersByTimeAsync(801);
  expect(store.get(title)).toBe("Tidy");
});

test("somebody else's change of another field is merged without a question", async () => {
  const calls: object[] = [];
  const store = new EntryStore(entry(1, "A"), async (version, patch) => {
    calls.push({ version, patch });
    if (calls.length === 1) throw new Problem(412, { current: entry(5, "A", { summary: "theirs" }) });
    return entry(6, "mine", { summary: "theirs" });
  });
  store.set(title, "mine");
  await vi.advanceTimersByTimeAsync(801);
  expect(store.get(["locales", "en", "summary"])).toBe("theirs");
  await vi.advanceTimersByTimeAsync(801);
  expect(calls[1]).toEqual({ version: 5, patch: { locales: { en: { title: "mine" } } } });
  expect(store.saving.get().state).toBe("saved");
});

test("the same field asks, saves nothing meanwhile, and then saves what was chosen", async () => {
  const calls: object[] = [];
  const store = new EntryStore(entry(1, "A"), async (version, patch) => {
    calls.push({ version, patch });
    if (calls.length === 1) throw new Problem(412, { current: entry(5, "theirs") });
    return entry(6, "both");
  });
  store.set(title, "mine");
  await vi.advanceTimersByTimeAsync(801);
  expect(store.saving.get()).toEqual({ state: "conflict", conflicts: [{ path: title, mine: "mine", theirs: "theirs" }] });
  store.set(title, "mine and more");
  await vi.advanceTimersByTimeAsync(5000);
  expect(calls).toHaveLength(1);
  store.settle([{ path: title, value: "both" }]);
  await vi.advanceTimersByTimeAsync(801);
  expect(calls[1]).toEqual({ version: 5, patch: { locales: { en: { title: "both" } } } });
});

test("a repetition that waits after a failure does not save over a conflict that came meanwhile", async () => {
  let times = 0;
  const store = new EntryStore(entry(1, "A"), async (v) => {
    times += 1;
    if (times === 1) throw new Problem(0);
    return entry(v + 1, "mine");
  });
  store.set(title, "mine");
  await vi.advanceTimersByTimeAsync(801);
  store.adopt(entry(5, "theirs"));
  expect(store.saving.get().state).toBe("conflict");
  await vi.advanceTimersByTimeAsync(20_000);
  await store.save(true);
  expect(times).toBe(1);
});

test("a server that is away is asked again; nothing is lost", async () => {
  let times = 0;
  const store = new EntryStore(entry(1, "A"), async () => {
    times += 1;
    if (times === 1) throw new Problem(503, {}, 2);
    return entry(2, "B");
  });
  store.set(title, "B");
  await vi.advanceTimersByTimeAsync(801);
  expect(store.saving.get().state).toBe("failed");
  await vi.advanceTimersByTimeAsync(2001);
  expect(store.saving.get().state).toBe("saved");
  expect(times).toBe(2);
});

test("undo and redo, with key presses of a second as one step", async () => {
  const store = new EntryStore(entry(1, "A"), async (v) => entry(v + 1, "x"));
  store.set(title, "Ab");
  await vi.advanceTimersByTimeAsync(100);
  store.set(title, "Abc");
  store.set(["shared", "price"], 3);
  store.undo();
  expect(store.get(["shared", "price"])).toBeUndefined();
  store.undo();
  expect(store.get(title)).toBe("A");
  store.redo();
  expect(store.get(title)).toBe("Abc");
  store.close();
});

test("a named save makes a revision of what was saved by itself", async () => {
  const named: boolean[] = [];
  const store = new EntryStore({ ...entry(3, "A"), autosaved: true }, async (v, _patch, n) => {
    named.push(n);
    return entry(v + 1, "A");
  });
  await store.save(true);
  expect(named).toEqual([true]);
  await store.save(true);
  expect(named).toEqual([true]);
});
