// Measures the admin UI in Chromium, and writes artifacts/bench-ui.md: what is loaded, the editor, and the content list. `make bench-ui` runs
// it; so does `node admin-ui/bench/index.mjs 0` without the list.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import path from "node:path";
import { root, setUp, startBrowser, startPortico } from "../e2e/portico.mjs";
import { chunkLines } from "./chunks.mjs";
import { measureEditor } from "./editor.mjs";
import { measureList } from "./list.mjs";
import { projectFolder } from "./model.mjs";

const rows = Number(process.argv[2] ?? 100_000);
const folder = projectFolder();
const portico = await startPortico({ args: [], folder });
const browser = await startBrowser();
try {
  const cookie = await setUp(portico);
  const lines = [
    "# The admin UI", "", `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0].model.trim()}, Node ${process.version}, Chromium ${browser.version()}.`, "",
    ...chunkLines(), ...(await measureEditor(portico, browser, cookie)),
  ];
  if (rows > 0) lines.push(...(await measureList(portico, browser, cookie, rows)).lines);
  mkdirSync(path.join(root, "artifacts"), { recursive: true });
  writeFileSync(path.join(root, "artifacts", "bench-ui.md"), lines.join("\n"));
  process.stdout.write(lines.join("\n"));
} finally {
  await browser.close();
  await portico.stop();
  rmSync(folder, { recursive: true, force: true });
}
