// Lists what each route loads, gzipped: its own chunk, and what comes with it that is not there since the first load.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { root } from "../e2e/portico.mjs";

const ui = path.join(root, "admin-ui");
const size = (file) => gzipSync(readFileSync(path.join(ui, "dist", file)), { level: 9 }).length;
const sum = (files) => files.reduce((n, file) => n + size(file), 0);
const kB = (bytes) => (bytes / 1000).toFixed(1);
const limits = { scripts: 180_000, styles: 40_000 };

/** chunkLines gives the lines of the report. */
export function chunkLines() {
  const { entry, preload, styles, chunks } = JSON.parse(readFileSync(path.join(ui, "dist", "manifest.json"), "utf8"));
  const first = new Set([entry, ...preload]);
  const byPath = new Map(chunks.map((c) => [c.path, c]));
  const needs = (file, seen = new Set()) => {
    if (first.has(file) || seen.has(file)) return seen;
    seen.add(file);
    for (const next of byPath.get(file)?.imports ?? []) needs(next, seen);
    return seen;
  };
  const rows = routes().map(({ address, source }) => {
    const chunk = chunks.find((c) => c.source === source);
    if (!chunk) throw new Error(`${address}: no chunk of ${source}`);
    return { address, own: size(chunk.path), all: sum([...needs(chunk.path)]) };
  });
  const [scripts, sheets] = [sum([entry, ...preload]), sum(styles)];
  return [
    "## What is loaded, gzipped", "",
    "| | kB | limit | |", "|---|---|---|---|",
    `| first load, scripts | ${kB(scripts)} | ${kB(limits.scripts)} | ${scripts <= limits.scripts ? "kept" : "**missed**"} |`,
    `| first load, styles | ${kB(sheets)} | ${kB(limits.styles)} | ${sheets <= limits.styles ? "kept" : "**missed**"} |`, "",
    "| route | its own chunk, kB | with what it needs at once, kB |", "|---|---|---|",
    ...rows.sort((a, b) => b.all - a.all).map((r) => `| ${r.address} | ${kB(r.own)} | ${kB(r.all)} |`), "",
  ];
}

/** routes reads the addresses of the screens, and the files that they load, out of the features' routes. */
function routes() {
  const features = path.join(ui, "src", "features");
  return readdirSync(features).flatMap((feature) => {
    let text;
    try {
      text = readFileSync(path.join(features, feature, "routes.tsx"), "utf8");
    } catch {
      return [];
    }
    return [...text.matchAll(/\bpath: "([^"]+)"[^]*?import\("\.\/([^"]+)"\)/g)].map(([, address, file]) => ({ address, source: `src/features/${feature}/${file}.tsx` }));
  });
}
