import { expect, test } from "vitest";
import { clashes, history, mergeOf, overdue, patchOf, path, valuesOf } from "./model";
import { linkTo, targetOf } from "./options-links";
import { snippets } from "./snippets";
import { addressOf, keyOf, siteOf, wayOf, wrongIn } from "./start-model";

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

test("options are sent as a merge patch, in which what is gone is null", () => {
  const before = { logo: "alone", hidden: ["a"], consent: { version: "1", policy: { fr: "/p", en: "/q" } } };
  expect(mergeOf(before, { logo: "alone", hidden: [], consent: { version: "1", policy: { fr: "/p" } } })).toEqual({ hidden: [], consent: { policy: { en: null } } });
  expect(mergeOf(before, {})).toEqual({ logo: null, hidden: null, consent: null });
  expect(patchOf(site, { ...site, options: { sticky: true } })).toEqual({ options: { sticky: true } });
});

test("a link leads to a path or to an address, and keeps what the form does not show", () => {
  const link = { id: "a", label: {}, icon: "bolt", path: "/x", items: [] };
  expect(targetOf(link)).toBe("/x");
  expect(linkTo(link, "https://a.example/")).toEqual({ id: "a", label: {}, icon: "bolt", items: [], url: "https://a.example/" });
  expect(linkTo(link, "")).toEqual({ id: "a", label: {}, icon: "bolt", items: [] });
});

test("history goes back to the first change that is known", () => {
  const now = Date.parse("2026-11-22T12:00:00Z");
  const changes = [
    { at: "2026-10-01T00:00:00Z", site: "new", from: "", to: "planned" }, { at: "2026-11-10T00:00:00Z", site: "new", from: "planned", to: "aligned" },
    { at: "2026-11-12T00:00:00Z", site: "old", from: "planned", to: "in-progress" },
  ];
  const rows = history([{ key: "new", status: "aligned" }, { key: "old", status: "in-progress" }, { key: "still", status: "retired" }], changes, now);
  expect(rows).toHaveLength(12);
  expect(rows.at(0)?.values).toEqual([1, 0, 0, 1]); // "old" was planned, "new" not registered yet
  expect(rows.at(-1)?.values).toEqual([0, 1, 1, 1]);
  expect(rows.at(-3)?.values).toEqual([2, 0, 0, 1]);
  expect((rows.at(-1)?.at ?? 0) - (rows.at(-2)?.at ?? 0)).toBe(7 * 86_400_000);
  expect(history([], [], now).at(-1)?.values).toEqual([0, 0, 0, 0]);
});

test("a first site is made of a few answers", () => {
  const draft = { name: " Énergie & Co ", key: keyOf(" Énergie & Co "), address: "Www.Example.com/", way: "apache" as const, locales: ["fr", "pt-BR"], brand: "orvane" };
  expect(wrongIn(draft)).toEqual([]);
  expect(siteOf(draft, "Ada")).toMatchObject({
    key: "energie-co", name: "Énergie & Co", origins: ["https://www.example.com"], integration: "ssi", stack: "Apache", owner: "Ada", defaultLocale: "fr",
    locales: [{ tag: "fr", home: "/" }, { tag: "pt-BR", home: "/pt-br/", fallback: "fr" }],
  });
  expect(wrongIn({ name: "", key: keyOf("中文"), address: "http://intranet/x", way: "nginx", locales: [], brand: "" })).toEqual(["name", "key", "address", "locales", "brand"]);
  expect(["https://a.example/x", "javascript:alert(1)", "http://a.example", "https://u@a.example"].map((address) => wrongIn({ ...draft, address }))).toEqual([["address"], ["address"], ["address"], ["address"]]);
  expect(addressOf("http://127.0.0.1:8080/")).toBe("http://127.0.0.1:8080");
  expect([wayOf({ integration: "ssi", stack: "Apache httpd" }), wayOf({ integration: "ssi", stack: "" }), wayOf({ integration: "sdk", stack: "Java" })]).toEqual(["apache", "nginx", "fragments"]);
});
