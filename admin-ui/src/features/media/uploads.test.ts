import { expect, test } from "vitest";
import { Problem } from "../../api/problem";
import type { Medium } from "./medium";
import { createQueue, type Sender } from "./uploads";

interface Call {
  name: string;
  onPart: (part: number) => void;
  signal: AbortSignal;
  resolve: (m: Medium) => void;
  reject: (e: unknown) => void;
}

function queue() {
  const calls: Call[] = [];
  const send: Sender = (_file, upload, onPart, signal) => new Promise((resolve, reject) => {
    calls.push({ name: upload.name, onPart, signal, resolve, reject });
  });
  const done: string[] = [];
  const q = createQueue(send, (m) => done.push(m.file));
  return { q, calls, done, states: () => q.list.get().map((u) => `${u.name} ${u.state} ${u.part}`) };
}

const files = (...names: string[]) => names.map((n) => new File(["x"], n));
const settle = () => new Promise((resolve) => {
  setTimeout(resolve, 0);
});

test("two at once, the next when one is there, each with its progress", async () => {
  const { q, calls, done, states } = queue();
  q.add(files("a", "b", "c"), "shared");
  expect(calls.map((c) => c.name)).toEqual(["a", "b"]);
  calls[0]?.onPart(0.5);
  expect(states()).toEqual(["a sending 0.5", "b sending 0", "c waiting 0"]);
  calls[0]?.resolve({ file: "a.png" } as Medium);
  await settle();
  expect(calls.map((c) => c.name)).toEqual(["a", "b", "c"]);
  expect(states()).toEqual(["a done 1", "b sending 0", "c sending 0"]);
  expect(done).toEqual(["a.png"]);
});

test("what failed stays with its reason, goes on at request, and keeps nobody waiting", async () => {
  const { q, calls, states } = queue();
  const [id = ""] = q.add(files("a"), "shared");
  calls[0]?.reject(new Problem(413));
  await settle();
  expect(q.list.get()[0]).toMatchObject({ state: "failed", problem: { status: 413 } });
  q.retry(id);
  expect(calls).toHaveLength(2);
  calls[1]?.resolve({ file: "a" } as Medium);
  await settle();
  expect(states()).toEqual(["a done 1"]);
  q.clear();
  expect(states()).toEqual([]);
});

test("one that is cancelled is stopped and gone", async () => {
  const { q, calls, states } = queue();
  const [id = ""] = q.add(files("a", "b"), "shared");
  q.cancel(id);
  expect(calls[0]?.signal.aborted).toBe(true);
  calls[0]?.reject(new Problem(0));
  await settle();
  expect(states()).toEqual(["b sending 0"]);
});
