import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { artifacts, root } from "./portico.mjs";

const dist = path.join(root, "admin-ui", "dist");
const size = (file) => gzipSync(readFileSync(path.join(dist, file)), { level: 9 }).length;
const sum = (files) => files.reduce((n, file) => n + size(file), 0);

test("the first load keeps its budget, gzipped; artifacts/admin-ui/bundle.md lists every chunk", () => {
  const { entry, preload, styles, chunks } = JSON.parse(readFileSync(path.join(dist, "manifest.json"), "utf8"));
  const [scripts, sheets] = [sum([entry, ...preload]), sum(styles)];
  const rows = chunks.map((c) => ({ name: c.source ?? c.path.replace(/^assets\//, ""), bytes: size(c.path) })).sort((a, b) => b.bytes - a.bytes);
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(path.join(artifacts, "bundle.md"), [
    "| file | bytes, gzipped |", "|---|---|", `| **first load, scripts** | ${scripts} |`, `| **first load, styles** | ${sheets} |`, ...rows.map((r) => `| ${r.name} | ${r.bytes} |`), "",
  ].join("\n"));
  assert.ok(scripts <= 180_000, `${scripts} bytes of scripts`);
  assert.ok(sheets <= 40_000, `${sheets} bytes of styles`);
});
