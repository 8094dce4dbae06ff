import { expect, test } from "vitest";
import { kindOf, put, read } from "./recent";

const page = (path: string, title = "T") => ({ path, title, at: "2026-11-22T10:00:00Z" });

test("what is opened again comes first, once, and the list ends", () => {
  const list = put(put(put([], page("/sites/a")), page("/sites/b")), page("/sites/a", "New title"));
  expect(list.map((v) => `${v.path} ${v.title}`)).toEqual(["/sites/a New title", "/sites/b T"]);
  const long = Array.from({ length: 50 }, (_, i) => page(`/sites/s${i}`)).reduce(put, [] as ReturnType<typeof page>[]);
  expect(long).toHaveLength(30);
});

test("pages of one thing are remembered, lists and forms are not", () => {
  expect(["/content/01a", "/menus/shared/main", "/sites/labs", "/design/drafts/1", "/releases/1"].map(kindOf)).toEqual(["entry", "menu", "site", "design", "release"]);
  for (const path of ["/", "/content", "/sites/new", "/menus", "/people/1", "//evil.example", "/sites/a/b"]) expect(kindOf(path)).toBeUndefined();
});

test("what a browser keeps may be anything", () => {
  for (const text of [null, "", "{", "null", "{}", '[1,null,{"path":"javascript:x","title":"","at":"2026-11-22"}]', '[{"path":"/sites/a","title":"T","at":"x"}]']) expect(read(text)).toEqual([]);
  expect(read(JSON.stringify([page("/sites/a")]))).toEqual([page("/sites/a")]);
});
