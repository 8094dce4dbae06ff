import { expect, test } from "vitest";
import { Problem } from "../../api/problem";
import { cell, refusedRows, reportFile, rowsOf } from "./report";

test("a report has a row for each line, in their order, with all that is wrong", () => {
  const items = [
    { pointer: "/lines/12/locales/en/title", code: "too_long", message: "line 12: too long" }, { pointer: "/lines/2", code: "bad_json", message: "line 2: no JSON" },
    { pointer: "/lines/12/shared/x", code: "unknown_field", message: "line 12: no such field" },
  ];
  expect(refusedRows(new Problem(422, { errors: items }), (i) => i.message)).toEqual([
    { line: 2, state: "failed", entry: "", note: "no JSON" },
    { line: 12, state: "failed", entry: "", note: "/locales/en/title: too long · /shared/x: no such field" },
  ]);
  expect(refusedRows(new Error("x"), () => "")).toEqual([]);
  const rows = [{ number: 1, id: "i", space: "home", type: "faq", key: "k", state: "created" as const, published: true }];
  expect(rowsOf({ lines: 1, created: 1, updated: 0, unchanged: 0, published: 1, dryRun: true, rows }, "out")).toEqual([{ line: 1, state: "created", entry: "home faq/k", id: "i", note: "out" }]);
});

// SECURITY I6
test("what a spreadsheet would take for a formula is text", () => {
  expect(["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"].map(cell)).toEqual(["'=1+1", "'+1", "'-1", "'@x", "'\t=1", "\"'\r=1\""]);
  expect([cell('say "hi"'), cell("a,b"), cell("plain")]).toEqual(['"say ""hi"""', '"a,b"', "plain"]);
  const file = reportFile([{ line: 3, state: "failed", entry: "", note: '=HYPERLINK("x"),y' }], ["Line", "Result", "Entry", "Note"], (s) => s);
  expect(file).toBe(`\uFEFFLine,Result,Entry,Note\r\n3,failed,,"'=HYPERLINK(""x""),y"\r\n`);
});
