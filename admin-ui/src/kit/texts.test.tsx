import { parse, type MessageFormatElement } from "@formatjs/icu-messageformat-parser";
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { labelIn, languages, type Texts } from "./texts";

const here = path.resolve(import.meta.dirname, "..");
const files = readdirSync(here, { recursive: true, encoding: "utf8" }).filter((f) => /(^|\/)texts(-[a-z]+)?\.ts$/.test(f) && f !== "kit/texts.ts");

/** names gives the names of the values and tags of a message, sorted. */
function names(elements: MessageFormatElement[]): string[] {
  const found = elements.flatMap((e) => {
    if (e.type === 0 || e.type === 7) return [];
    const inner = "options" in e ? Object.values(e.options).flatMap((o) => names(o.value)) : "children" in e ? names(e.children) : [];
    return ["value" in e ? String(e.value) : "", ...inner];
  });
  return [...new Set(found)].sort();
}

test("there are files of texts", () => {
  expect(files.length).toBeGreaterThan(2);
});

test.each(files)("%s: every text is there in all languages, can be read, and takes the same values", async (file) => {
  const sets = Object.values(await import(path.join(here, file))) as Texts[];
  for (const texts of sets) {
    for (const [key, text] of Object.entries(texts)) {
      const values = languages.map((language) => names(parse(text[language])));
      expect({ key, empty: languages.filter((l) => text[l].trim() === "") }).toEqual({ key, empty: [] });
      expect({ key, values: values[1] }).toEqual({ key, values: values[0] });
      expect(text.fr).not.toMatch(/[a-zà-ÿ]'[a-zà-ÿ]/i); // French has no straight apostrophe
    }
  }
});

test("labelIn prefers the reader's language, then English", () => {
  expect(labelIn({ en: "News", fr: "Actualités" }, "fr")).toBe("Actualités");
  expect(labelIn({ en: "News", de: "Aktuelles" }, "fr")).toBe("News");
  expect(labelIn({ de: "Aktuelles" }, "fr")).toBe("Aktuelles");
  expect(labelIn(undefined, "fr")).toBe("");
});
