import { expect, test } from "vitest";
import { byDay, type Plan } from "./agenda";

const plan = (key: string, at: string): Plan => ({ key, at, what: "publish", title: key, to: "/", detail: "" });

test("plans stand under their day, in the order of time", () => {
  const days = byDay([plan("c", "2026-11-23T08:00:00Z"), plan("b", "2026-11-22T22:30:00Z"), plan("a", "2026-11-22T09:00:00Z")], "UTC");
  expect(days.map((d) => [d.day, d.plans.map((p) => p.key)])).toEqual([["2026-11-22", ["a", "b"]], ["2026-11-23", ["c"]]]);
});

test("a day is that of the reader", () => {
  expect(byDay([plan("b", "2026-11-22T23:30:00Z")], "Europe/Paris").map((d) => d.day)).toEqual(["2026-11-23"]);
});
