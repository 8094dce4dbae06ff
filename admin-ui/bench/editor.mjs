// Measures the editor in Chromium: how soon a form of 300 fields answers a key press, and how long it takes from signing in until one can write.
import { admin, call, openPage } from "../e2e/portico.mjs";
import { fields, wideEntry } from "./model.mjs";

const keys = 120;
const signIns = 7;
const frame = 1000 / 60; // ms
const limits = { key: frame, task: 50, signIn: 1500 }; // ms

const part = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))];
const ms = (n) => n.toFixed(1);
const judged = (value, limit) => `${value <= limit ? "kept" : "**missed**"}`;

/** measureEditor gives the lines of the report. */
export async function measureEditor(portico, browser, cookie) {
  const { id } = (await call(portico, "POST", "/api/v1/entries", { cookie, body: wideEntry() })).body;
  const typed = [await type(portico, browser, cookie, id, "/locales/en/f60", "a text in the middle"), await type(portico, browser, cookie, id, "/locales/en/blocks/40/text", "a text in block 40 of 75")];
  const times = await signIn(portico, browser, id);
  return [
    `## A form of ${fields} fields, and signing in`, "",
    "| | median | 95 of 100 | longest | limit | |", "|---|---|---|---|---|---|",
    ...typed.flatMap(rowsOf),
    `| from signing in to a field that can be written in, ${signIns} browsers with nothing in their caches, ms | ${times.at(signIns >> 1).toFixed(0)} | – | ${times.at(-1).toFixed(0)} | ${limits.signIn} | ${judged(times.at(-1), limits.signIn)} |`, "",
    "A key is answered in one frame where its work, scripts and styles and layout, takes less than one: the processor time of the page per key says so on a busy machine, too.",
    "Until it is painted, a key waits for the next frame as well, for as long as one takes.", "",
  ];
}

function rowsOf({ name, work, paint, long, cpu }) {
  return [
    `| ${name}: from the key press until its work is done, ms | ${ms(part(work, 0.5))} | ${ms(part(work, 0.95))} | ${ms(work.at(-1))} | ${ms(limits.key)} | ${judged(part(work, 0.95), limits.key)} |`,
    `| … until it is painted, ms | ${ms(part(paint, 0.5))} | ${ms(part(paint, 0.95))} | ${ms(paint.at(-1))} | ${ms(2 * frame)} | ${judged(part(paint, 0.95), 2 * frame)} |`,
    `| … processor of the page per key, autosave included, ms | ${ms(cpu)} | – | – | ${ms(limits.key)} | ${judged(cpu, limits.key)} |`,
    `| … tasks over ${limits.task} ms in ${keys} keys | ${long.length} | – | ${long.length ? ms(Math.max(...long)) : "–"} | 0 | ${judged(long.length, 0)} |`,
  ];
}

/** type presses keys in one field, faster than people do, and gives what each took. */
async function type(portico, browser, cookie, id, pointer, name) {
  const { page, context } = await openPage(browser, portico, { cookie, width: 1400, height: 900 });
  await page.goto(`${portico.url}/content/${id}?locale=en`);
  const input = page.locator(`[data-pointer="${pointer}"]`).locator("input, textarea").first();
  await input.click();
  await page.waitForLoadState("networkidle");
  await page.evaluate(watch);
  const profiler = await context.newCDPSession(page);
  await profiler.send("Performance.enable", { timeDomain: "threadTicks" }); // of the thread alone: what else the machine does is not in it
  const busy = async () => (await profiler.send("Performance.getMetrics")).metrics.find((m) => m.name === "TaskDuration").value * 1000;
  await input.press("End");
  const before = await busy();
  await page.evaluate(() => Object.assign(globalThis.pressed, { work: [], paint: [], long: [] }));
  for (let i = 0; i < keys; i += 1) {
    await page.keyboard.press("abcdefghij"[i % 10]);
    await page.waitForTimeout(60);
  }
  const cpu = ((await busy()) - before) / keys;
  await page.waitForFunction((n) => globalThis.pressed.paint.length >= n, keys);
  const { work, paint, long } = await page.evaluate(() => globalThis.pressed);
  await page.locator("[data-save=saved]").waitFor();
  await context.close();
  const order = (list) => list.toSorted((a, b) => a - b);
  return { name, work: order(work), paint: order(paint), long, cpu };
}

/** watch runs in the page. It notes for each key the time until its work is done — what listens has run, and styles and layout are made up to
    date — and until the first moment after the next frame was painted. */
function watch() {
  globalThis.pressed = { work: [], paint: [], long: [] };
  let at = 0;
  addEventListener("keydown", (event) => {
    at = event.timeStamp;
  }, true);
  addEventListener("input", () => queueMicrotask(() => {
    const begin = at;
    void document.body.offsetHeight;
    globalThis.pressed.work.push(performance.now() - begin);
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener("message", () => globalThis.pressed.paint.push(performance.now() - begin));
      port1.start();
      port2.postMessage(0);
    });
  }));
  new PerformanceObserver((list) => globalThis.pressed.long.push(...list.getEntries().map((e) => e.duration))).observe({ type: "longtask" });
}

/** signIn signs in where an entry was asked for, each time in a browser that knows nothing, and gives the times in order, ms. */
async function signIn(portico, browser, id) {
  const times = [];
  for (let n = 0; n < signIns; n += 1) {
    const { page, context } = await openPage(browser, portico);
    await page.goto(`${portico.url}/content/${id}?locale=en`);
    await page.getByLabel("E-mail address").fill(admin.email);
    await page.getByRole("textbox", { name: "Password" }).fill(admin.password);
    const field = page.locator('[data-pointer="/locales/en/f0"] input:not([readonly])');
    const begin = performance.now();
    await page.keyboard.press("Enter");
    await field.waitFor();
    times.push(performance.now() - begin);
    await context.close();
  }
  return times.sort((a, b) => a - b);
}
