import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** violations gives what axe finds on the page as it stands, one line each with the first places. */
export async function violations(page) {
  // A page that is still being laid out, on a busy machine, may cover what it does not cover then, and the header covers what is scrolled
  // below it by half: what is wrong is wrong at each look, and in the middle of the screen.
  for (let look = 1; ; look += 1) {
    const found = await violationsNow(page);
    if (found.length === 0 || look === 3) return found.map(line);
    const [place] = found[0].nodes[0]?.target ?? [];
    if (typeof place === "string") await page.locator(place).first().evaluate((e) => e.scrollIntoView({ block: "center" })).catch(() => undefined);
    await page.waitForTimeout(500);
  }
}

const line = (v) => `${v.id} (${v.nodes.length}): ${v.help} — ${v.nodes.slice(0, 3).map((n) => `${n.target.join(" ")} ${n.failureSummary?.split("\n")[1]?.trim() ?? ""}`).join(" | ")}`;

async function violationsNow(page) {
  // One without an end, as a cursor that blinks, is not waited for.
  await page.evaluate(() => Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime !== Infinity).map((a) => a.finished.catch(() => undefined))));
  // Over the debugger's own channel: the page's policy lets nothing in.
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(source);
  const found = await page.evaluate((runOnly) => globalThis.axe.run(document, { runOnly, resultTypes: ["violations"] }), tags);
  return found.violations;
}
