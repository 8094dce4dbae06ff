import { expect, test } from "vitest";
import { drawing } from "./icons";
import { diff, lines } from "./diff";
import { change, insert, type Item, move, remove } from "./document";
import { collect, missing, read } from "./problems";
import { indexOf } from "./document";

const menu: Item[] = [{ id: "a", label: { en: "A", fr: "A" }, items: [{ id: "a1", label: { en: "A1" } }] }, { id: "b", label: { en: "B" } }];

test("differences name what came, went, changed and moved", () => {
  expect(diff(menu, menu)).toEqual([]);
  const after = move(change(insert(remove(menu, "a1"), { id: "n", label: { en: "N" } }, { parent: "b", index: 0 }), "a", { label: { en: "Aa", fr: "A" }, icon: "bolt" }), "b", { parent: "", index: 0 });
  const found = diff(menu, after);
  expect(found.map((d) => [d.id, d.added, d.removed, d.changed, d.moved])).toEqual([
    ["b", undefined, undefined, false, true], ["n", true, undefined, undefined, undefined], ["a", undefined, undefined, true, true], ["a1", undefined, true, undefined, undefined],
  ]);
  const a = found.find((d) => d.id === "a");
  expect(a && lines(a)).toEqual([{ field: "label", locale: "en", before: "A", after: "Aa" }, { field: "icon", locale: "", before: "", after: "bolt" }]);
});

test("flaws are about items, whatever stands before in the pointer", () => {
  expect(read([{ pointer: "/items/a~1b/label/fr", code: "bad_text", message: "m" }, { pointer: "/menus/0/items/x/icon", code: "unknown_icon", message: "m" }, { pointer: "", code: "c", message: "m", severity: "warning" }])).toEqual([
    { id: "a/b", severity: "error", code: "bad_text", field: "label", locale: "fr", message: "m" },
    { id: "x", severity: "error", code: "unknown_icon", field: "icon", locale: "", message: "m" },
    { id: "", severity: "warning", code: "c", field: "", locale: "", message: "m" },
  ]);
});

test("texts are missing in the locales of the sites that show an item, and in those alone", () => {
  const site = (key: string, ...tags: string[]) => ({ key, locales: tags.map((tag) => ({ tag, home: "/" })) }) as never;
  const found = collect(indexOf([{ id: "a", label: { en: "A" }, notSites: ["two"] }]), [], [], [site("one", "en", "fr"), site("two", "de")], ["en", "fr", "de"]);
  expect(found.map((f) => [f.id, f.code, f.locale])).toEqual([["a", "missing_locale", "fr"]]);
  expect(missing({ id: "a", label: { fr: "A" } }, ["fr-CA", "fr", "pt-BR"])).toEqual([{ field: "label", locale: "pt-BR" }]);
  expect(missing({ id: "a", label: { en: "A" }, badge: { en: "New" } }, ["en", "fr"])).toEqual([{ field: "label", locale: "fr" }, { field: "badge", locale: "fr" }]);
});

test("the drawing of an icon is the one that stands before its name", () => {
  const html = '<button><svg id="1"></svg>icon:bolt<span></span></button><a><svg id="2"></svg>icon:bolt-2</a><a><svg id="3"></svg><b>x</b>icon:far</a>';
  expect(decodeURIComponent(drawing(html, "bolt-2"))).toContain('id="2"');
  expect(decodeURIComponent(drawing(html, "bolt"))).toContain('id="1"');
  expect(drawing(html, "far")).toBe("");
  expect(drawing(html, "none")).toBe("");
});
