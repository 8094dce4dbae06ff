import { expect, test } from "vitest";
import { initials } from "../initials";
import { hueOf } from "./avatar";

test.each([["Ada Rossi", "AR"], ["Jean Paul de Vries", "JV"], ["bo", "B"], ["  ", "?"], ["Éa Ünal", "ÉÜ"], ["𝒜da", "𝒜"]])("initials of %s", (name, want) => {
  expect(initials(name)).toBe(want);
});

test("somebody keeps their colour, and people differ", () => {
  expect(hueOf("0192-a")).toBe(hueOf("0192-a"));
  expect(new Set(Array.from({ length: 40 }, (_, i) => hueOf(`account-${i}`))).size).toBeGreaterThan(3);
});
