// The real server with the sample group, on a data folder of its own, and Chromium before it.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const artifacts = path.join(root, "artifacts", "admin-ui");

const binary = process.env.PORTICO_BINARY ?? path.join(root, "bin", "portico");

/** Administrator of every test's server. */
export const admin = { name: "Ada Rossi", email: "ada@orvane.example", password: "a long enough passphrase 7" };

/** startPortico serves the sample group, or a project folder that is imported first. It gives {url, delivery, setup, run, output, stop}: addresses, the one-time token, and what it printed. */
export async function startPortico({ args = ["--sample"], folder } = {}) {
  const data = mkdtempSync(path.join(tmpdir(), "portico-ui-"));
  if (folder) execFileSync(binary, ["import", folder, "--data-dir", data], { stdio: "pipe" });
  const child = spawn(binary, ["serve", ...args, "--data-dir", data, "--delivery-addr", "127.0.0.1:0", "--authoring-addr", "127.0.0.1:0"]);
  let output = "";
  const printed = new Promise((resolve, reject) => {
    const take = (chunk) => {
      output += chunk;
      const found = /Administration\s+(\S+)\/\n[^]*\/setup#(\S+)/.exec(output);
      if (found) resolve(found);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.on("exit", (code) => reject(new Error(`portico ended with ${code}:\n${output}`)));
    setTimeout(() => reject(new Error(`portico is not there after a minute:\n${output}`)), 60_000).unref();
  });
  const [, url, setup] = await printed;
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  const delivery = /Delivery API\s+(\S+)\/v1/.exec(output)?.[1];
  /** run carries out another command of the binary on the same data, as an operator does beside the server. */
  const run = (...more) => execFileSync(binary, [...more, "--data-dir", data], { stdio: "pipe" }).toString();
  return { url, delivery, setup, stop, run, output: () => output, pause: () => child.kill("SIGSTOP"), resume: () => child.kill("SIGCONT") };
}

/** call asks the management API outside of the browser, as the holder of a session cookie. */
export async function call(portico, method, address, { cookie, body, headers } = {}) {
  const type = method === "PATCH" ? "application/merge-patch+json" : "application/json";
  const init = { method, headers: { ...(cookie && { cookie }), ...(body && { "content-type": type }), ...headers } };
  if (body) init.body = JSON.stringify(body);
  const answer = await fetch(portico.url + address, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${text}`);
  return { body: text ? JSON.parse(text) : undefined, cookie: answer.headers.get("set-cookie")?.split(";")[0], etag: answer.headers.get("etag") };
}

/** setUp makes the first administrator and gives their cookie. */
export async function setUp(portico) {
  return (await call(portico, "POST", "/api/v1/setup", { body: { token: portico.setup, ...admin } })).cookie;
}

export async function startBrowser() {
  mkdirSync(artifacts, { recursive: true });
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
}

/** openPage gives a tab of its own, signed in where a cookie is given, and the list of what went wrong in it. */
export async function openPage(browser, portico, { cookie, language = "en", scheme = "light", width = 1280, height = 860 } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: language, reducedMotion: "reduce" });
  const { hostname } = new URL(portico.url);
  const cookies = [{ name: "portico_language", value: language, domain: hostname, path: "/" }];
  if (cookie) {
    const [name, value] = cookie.split("=");
    cookies.push({ name, value, domain: hostname, path: "/", httpOnly: true });
  }
  await context.addCookies(cookies);
  const page = await context.newPage();
  underWay.set(page, requestsOf(page));
  const wrong = [];
  page.on("console", (m) => m.type() === "error" && wrong.push(m.text()));
  page.on("pageerror", (e) => wrong.push(String(e)));
  return { page, context, wrong };
}

const underWay = new WeakMap();

/** requestsOf keeps the requests of a page that are not answered yet. The stream of changes never ends, and does not count. */
function requestsOf(page) {
  const requests = new Set();
  page.on("request", (r) => r.resourceType() === "eventsource" || requests.add(r));
  for (const end of ["requestfinished", "requestfailed"]) page.on(end, (r) => requests.delete(r));
  return requests;
}

/** settled waits until a page has asked for nothing for a while. Playwright's own "networkidle" waits for the stream of changes, too. */
export async function settled(page) {
  const requests = underWay.get(page);
  const deadline = Date.now() + 30_000;
  for (let quiet = 0; quiet < 10; quiet = requests.size === 0 ? quiet + 1 : 0) {
    if (Date.now() > deadline) throw new Error(`not answered: ${[...requests].map((r) => r.url()).join(" ")}`);
    await page.waitForTimeout(50);
  }
}

/** picture keeps what is on the screen as artifacts/admin-ui/NAME.png. */
export async function picture(page, name) {
  await page.screenshot({ path: path.join(artifacts, `${name}.png`) });
}

/** places gives where the top of an element stands in the window, in whole pixels, each once, from when it is there until a preview is shown. */
export const places = (page, selector) => page.evaluate((wanted) => new Promise((done, failed) => {
  const tops = new Set();
  let calm = 0;
  setTimeout(failed, 30_000, new Error("no preview is shown"));
  const look = () => {
    const element = document.querySelector(wanted);
    if (element) tops.add(Math.round(element.getBoundingClientRect().top));
    calm = element && document.querySelector(".p-stage[data-shown]") ? calm + 1 : 0;
    if (calm > 30) done([...tops]);
    else requestAnimationFrame(look);
  };
  look();
}), selector);

/** late has a request answered a second later, so that what it brings comes when the rest is there. */
export const late = (page, address) => page.route(address, async (route) => {
  await new Promise((done) => setTimeout(done, 1000));
  await route.continue();
});
