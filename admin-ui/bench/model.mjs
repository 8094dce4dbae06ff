// The project folder that is measured on: the kitchen of the tests, and a type whose form has 300 fields.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { root } from "../e2e/portico.mjs";

const kinds = ["text", "text", "text", "long-text", "text", "integer", "text", "enumeration", "text", "date"];
const plain = 150; // fields of the type itself, of these kinds in turn
const blocks = 75; // each of two fields

export const fields = plain + 2 * blocks;

/** projectFolder makes it in a temporary folder. */
export function projectFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), "portico-bench-"));
  cpSync(path.join(root, "admin-ui", "e2e", "kitchen"), folder, { recursive: true });
  const values = "values: [{value: small, label: {en: Small}}, {value: large, label: {en: Large}}]";
  const own = Array.from({ length: plain }, (_, i) => {
    const kind = i === 0 ? "text" : kinds[i % kinds.length];
    return `  - {name: f${i}, kind: ${kind}, label: {en: Field ${i}, fr: Champ ${i}}, localized: ${i % 2 === 0}${kind === "enumeration" ? `, ${values}` : ""}}`;
  });
  writeFileSync(path.join(folder, "content-types", "wide.yaml"), [
    "name: wide", "label: {en: Wide, fr: Large}", "title: f0", "fields:", ...own,
    "  - {name: blocks, kind: blocks, label: {en: Blocks, fr: Blocs}, localized: true, components: [quote]}", "",
  ].join("\n"));
  return folder;
}

/** wideEntry gives an entry that has something in each of its fields. */
export function wideEntry() {
  const [shared, en] = [{}, {}];
  for (let i = 0; i < plain; i += 1) {
    const kind = i === 0 ? "text" : kinds[i % kinds.length];
    const value = { text: `Words of field ${i}`, "long-text": `Several lines\nof field ${i}`, integer: i, enumeration: "small", date: "2026-03-01" }[kind];
    (i % 2 === 0 ? en : shared)[`f${i}`] = value;
  }
  en.blocks = Array.from({ length: blocks }, (_, i) => ({ $type: "quote", text: `Quotation ${i}`, by: `Somebody ${i}` }));
  return { type: "wide", space: "home", shared, locales: { en } };
}
