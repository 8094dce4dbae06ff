import { expect, test } from "vitest";
import { clashes, overdue, patchOf, path, valuesOf } from "./model";
import { snippets } from "./snippets";

const site = valuesOf();

test("only what differs is sent", () => {
  expect(patchOf(site, site)).toEqual({});
  expect(patchOf(site, { ...site, name: "N", origins: ["https://a.example"] })).toEqual({ name: "N", origins: ["https://a.example"] });
});

test("a colleague's change of the same field is a clash, of another one it is not", () => {
  expect(clashes(site, { ...site, name: "Theirs", owner: "o" }, { name: "Mine" })).toEqual(["name"]);
  expect(clashes(site, { ...site, name: "Mine" }, { name: "Mine" })).toEqual([]);
  expect(clashes(site, { ...site, owner: "o" }, { name: "Mine" })).toEqual([]);
});

test("the way to alignment counts who is late from today, and who is retired never", () => {
  const sites = [
    { name: "a", status: "aligned" }, { name: "b", status: "planned", targetDate: "2026-01-01" }, { name: "c", status: "in-progress", targetDate: "2027-03-01" },
    { name: "d", status: "retired", targetDate: "2027-03-01" }, { name: "e", status: "planned" },
  ];
  expect(path(sites, "2026-11-22")).toEqual([
    { day: "2026-11-22", aligned: 1, sites: [] }, { day: "2026-11-22", aligned: 2, sites: ["b"] }, { day: "2027-03-01", aligned: 3, sites: ["c"] },
  ]);
  expect(overdue({ status: "planned", targetDate: "2026-01-01" }, "2026-11-22")).toBe(true);
  expect(overdue({ status: "aligned", targetDate: "2026-01-01" }, "2026-11-22")).toBe(false);
});

test("what is to be copied names the site and the node, and no include is too long for nginx", () => {
  for (const s of snippets({ key: "a-site-with-a-name-of-forty-characters-xx", locale: "fr-CA", delivery: "https://portico.example" })) {
    for (const { code } of s.blocks) {
      expect(code).not.toMatch(/undefined|\$\{/);
      for (const include of code.match(/virtual="[^"]+"/g) ?? []) expect(include.length).toBeLessThan(256);
    }
    expect(s.blocks.map((b) => b.code).join("\n")).toContain("a-site-with-a-name-of-forty-characters-xx");
  }
});
