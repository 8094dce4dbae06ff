import { expect, test } from "vitest";
import { colorValue, groupOf, hexOf, inputsOf, measureOf, valueOf, writeInputs, referring } from "./tokens";

test("a colour is written as token files have it, and read back", () => {
  expect(colorValue("#F7FAFB")).toEqual({ colorSpace: "srgb", components: [0.9686, 0.9804, 0.9843], hex: "#f7fafb" });
  expect(colorValue("#00000080")).toEqual({ colorSpace: "srgb", components: [0, 0, 0], alpha: 0.502, hex: "#000000" });
  expect(hexOf(colorValue("#00000080"))).toBe("#00000080");
  expect(colorValue("red")).toBeUndefined();
  expect(colorValue("#fff")).toBeUndefined();
  expect(hexOf({ colorSpace: "oklch" })).toBe("");
  expect(hexOf(null)).toBe("");
});

test("what is typed is JSON or a reference", () => {
  expect(valueOf(" {color.grey.900} ")).toEqual({ value: "{color.grey.900}" });
  expect(valueOf("{\"value\":4,\"unit\":\"px\"}")).toEqual({ value: { value: 4, unit: "px" } });
  expect(valueOf("1.5")).toEqual({ value: 1.5 });
  expect(valueOf("{}")).toEqual({ value: {} });
  expect(valueOf("red")).toBeUndefined();
});

test("inputs, groups, measures", () => {
  expect(inputsOf("theme=dark,brand=klio")).toEqual({ theme: "dark", brand: "klio" });
  expect(inputsOf("=x,,y")).toEqual({});
  expect(writeInputs({ theme: "dark", brand: "klio" })).toBe("theme=dark,brand=klio");
  expect(groupOf("color.text.default")).toBe("color");
  expect(measureOf({ value: 4, unit: "px" })).toEqual({ value: 4, unit: "px" });
  expect(measureOf(4)).toBeUndefined();
});

test("what refers to a token is found through others, once, and a circle ends", () => {
  const tokens = [{ path: "a" }, { path: "b", alias: "a" }, { path: "c", alias: "b" }, { path: "d", alias: "x" }, { path: "e", alias: "a" }];
  expect(referring(tokens, "a").map((x) => x.path)).toEqual(["b", "e", "c"]);
  expect(referring(tokens, "nothing")).toEqual([]);
  expect(referring([{ path: "a", alias: "b" }, { path: "b", alias: "a" }], "a").map((x) => x.path)).toEqual(["b"]);
});
