// Measures the content list with many entries in Chromium: what keeps the page from answering (tasks of more than 50 ms) while somebody
// scrolls, jumps, filters and sorts, and how long it takes until the rows are there.
import { openPage } from "../e2e/portico.mjs";

const piece = 20_000; // lines of one import
const words = ["salt", "bread", "rice", "thyme", "lemon", "pepper", "butter"];

let portico, browser, rows;

/** measureList fills a Portico with entries and gives the lines of the report, and the long tasks that it met. */
export async function measureList(of, chromium, cookie, count) {
  [portico, browser, rows] = [of, chromium, count];
  const made = await fill(cookie);
  const api = await places(cookie);
  const steps = await walk(cookie);
  return report(made, api, steps);
}

/** fill makes the entries; seconds. */
async function fill(cookie) {
  const begin = performance.now();
  let sequence = "0";
  for (let at = 0; at < rows; at += piece) {
    const lines = Array.from({ length: Math.min(piece, rows - at) }, (_, i) => line(at + i)).join("\n");
    const answer = await fetch(`${portico.url}/api/v1/entries/import`, { method: "POST", headers: { cookie, "content-type": "application/x-ndjson" }, body: lines });
    if (!answer.ok) throw new Error(`import: ${answer.status} ${await answer.text()}`);
    sequence = answer.headers.get("portico-sequence");
  }
  const seen = () => fetch(`${portico.url}/api/v1/entries?type=kitchen&page[size]=1`, { headers: { cookie, "portico-min-sequence": sequence } });
  while (!(await seen()).ok) await new Promise((resolve) => setTimeout(resolve, 500)); // until the list has caught up
  return (performance.now() - begin) / 1000;
}

function line(n) {
  const shared = { size: n % 3 === 0 ? "small" : "large", count: n % 11 };
  return JSON.stringify({ space: "home", type: "kitchen", key: `e${n}`, shared, locales: { en: { title: `Entry ${n} about ${words[n % words.length]}` }, ...(n % 2 && { fr: { title: `Fiche ${n}` } }) } });
}

async function query(cookie, body, skip) {
  const begin = performance.now();
  const answer = await fetch(`${portico.url}/api/v1/entries/query?skip=${skip}`, {
    method: "POST", headers: { cookie, "content-type": "application/json" }, body: JSON.stringify({ type: "kitchen", locale: "en", sort: ["-updatedAt"], page: { size: 100 }, fields: ["title"], ...body }),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  await answer.json();
  return performance.now() - begin;
}

/** places asks the server alone for rows further and further down; milliseconds, the median of five. */
async function places(cookie) {
  const out = [];
  for (const part of [0, 0.1, 0.5, 0.9]) {
    const times = [];
    for (let i = 0; i < 5; i++) times.push(await query(cookie, {}, Math.floor(rows * part)));
    out.push([Math.floor(rows * part), times.sort((a, b) => a - b)[2]]);
  }
  const filtered = { count: "exact", filter: { or: [{ size: "small" }, { count: { gt: 5 } }] } };
  out.push(["filtered and counted", await query(cookie, filtered, 0)]);
  return out;
}

/** walk does what editors do, and gives for each step how long it took and the long tasks in it. */
async function walk(cookie) {
  const { page } = await openPage(browser, portico, { cookie, width: 1400, height: 900 });
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => globalThis.longTasks.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
  });
  await page.goto(`${portico.url}/content?type=kitchen&locale=en`);
  await page.locator(".p-title").first().waitFor();
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(2500); // what loads once the page is quiet
  const list = page.locator(".p-list");
  const settled = () => page.waitForFunction(() => !document.querySelector(".p-coming") && !document.querySelector(".p-list[data-stale]"));
  const steps = [];
  const profiler = await page.context().newCDPSession(page);
  await profiler.send("Performance.enable", { timeDomain: "threadTicks" }); // of the thread alone: what else the machine does is not in it
  const busy = async () => (await profiler.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  const step = async (name, act) => {
    await page.evaluate(() => void globalThis.longTasks.splice(0));
    const [begin, before] = [performance.now(), await busy()];
    await act();
    await settled();
    const time = performance.now() - begin;
    const cpu = (await busy()) - before;
    await page.waitForTimeout(200);
    steps.push({ name, time, cpu, long: await page.evaluate(() => globalThis.longTasks.splice(0)) });
  };
  // Found beforehand, and waited for by a plain selector: looking for what has a role goes through the whole page, in its own thread.
  const box = await list.boundingBox();
  const search = await page.getByRole("searchbox").elementHandle();
  const [byTitle, changed] = await Promise.all(["Title", "With changes"].map((name) => page.getByRole("button", { name, exact: true }).elementHandle()));
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await step("scroll 300 rows with the wheel", async () => {
    for (let i = 0; i < 100; i++) {
      await page.mouse.wheel(0, 159);
      await page.waitForTimeout(16);
    }
  });
  for (const part of [0.5, 0.95, 0.1]) {
    await step(`drag the scroll bar to ${part * 100} %`, async () => {
      for (let i = 1; i <= 20; i++) {
        await list.evaluate((e, to) => e.scrollTo(0, e.scrollTop + (to - e.scrollTop) / 3), part * rows * 53);
        await page.waitForTimeout(16);
      }
      await list.evaluate((e, to) => e.scrollTo(0, to), part * rows * 53);
      await page.waitForTimeout(100);
    });
  }
  await step(`go to row ${rows / 2}`, async () => {
    await page.getByLabel("Go to row").fill(String(rows / 2));
    await page.keyboard.press("Enter");
    await page.locator(`tr[aria-rowindex='${rows / 2 + 1}'] .p-title`).waitFor();
  });
  await step("search for a word, letter by letter", async () => {
    await search.type("thyme", { delay: 60 });
    await page.waitForURL(/q=thyme/);
    await page.waitForTimeout(100);
  });
  await step("take the word out again", async () => {
    await search.fill("");
    await page.waitForURL((url) => !url.search.includes("q="));
    await page.waitForTimeout(100);
  });
  await step("sort by title", async () => {
    await byTitle.click();
    await page.waitForURL(/sort=/);
    await page.waitForTimeout(100);
  });
  await step("with changes only", async () => {
    await changed.click();
    await page.locator(".p-note").waitFor();
  });
  await step("and all of them again", async () => {
    await changed.click();
    await page.locator(".p-title").first().waitFor();
  });
  const memory = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
  steps.memory = memory;
  return steps;
}

function report(made, api, steps) {
  const long = steps.flatMap((s) => s.long);
  const lines = [
    `## The content list with ${rows.toLocaleString("en")} entries`, "", `Imported in ${made.toFixed(0)} s.`, "",
    "| in the browser | until the rows are there, ms | processor of the page, ms | tasks over 50 ms | longest, ms |", "|---|---|---|---|---|",
    ...steps.map((s) => `| ${s.name} | ${s.time.toFixed(0)} | ${s.cpu.toFixed(0)} | ${s.long.length} | ${s.long.length ? Math.max(...s.long).toFixed(0) : "–"} |`), "",
    `In all ${long.length} tasks over 50 ms. JavaScript heap at the end: ${(steps.memory / 1e6).toFixed(0)} MB. The times have the walk's own waits in them.`, "",
    "| of the server alone: 100 rows from row | ms |", "|---|---|", ...api.map(([at, ms]) => `| ${at.toLocaleString("en")} | ${ms.toFixed(1)} |`), "",
  ];
  return { lines, long };
}
