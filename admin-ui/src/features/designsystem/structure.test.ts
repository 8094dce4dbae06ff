import { expect, test } from "vitest";
import { changesTo, lastName, saidOf, targets } from "./structure";

const token = { path: "color.link", type: "color", value: 1, css: "", file: "a", line: 1, description: "Links", deprecated: true, reason: "use color.text" };

test("the groups around a token can be meant, too", () => {
  expect(targets("a.b.$root")).toEqual(["a.b.$root", "a.b", "a"]);
  expect(lastName("a.b.$root")).toBe("");
  expect(saidOf(token, "color")).toEqual({ name: "color", description: "", deprecated: false, reason: "" });
});

test("only what is another is sent, the name last", () => {
  const was = saidOf(token, token.path);
  expect(changesTo(token.path, was, { ...was, description: " Links " })).toEqual([]);
  expect(changesTo(token.path, was, { name: "anchor", description: "", deprecated: true, reason: "" })).toEqual([
    { kind: "describe", path: "color.link", value: null }, { kind: "deprecate", path: "color.link", value: true }, { kind: "rename", path: "color.link", name: "anchor" },
  ]);
  expect(changesTo(token.path, was, { ...was, deprecated: false })).toEqual([{ kind: "deprecate", path: "color.link", value: null }]);
});
