// From the set-up link to the first header on a page: an empty Portico, and a site that is served here.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { admin, call, openPage, picture, setUp, startBrowser, startPortico } from "./portico.mjs";

let portico, browser, cookie, site, html;
before(async () => {
  [portico, browser] = await Promise.all([startPortico({ args: ["--site-networks", "127.0.0.0/8"] }), startBrowser()]);
  site = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html" }).end(html));
  await new Promise((listening) => site.listen(0, "127.0.0.1", listening));
});
after(async () => {
  await browser?.close();
  site?.close();
  await portico?.stop();
});

const address = () => `http://127.0.0.1:${site.address().port}`;

test("set-up, the first site, its two lines, and its header arrives", async () => {
  html = "<!doctype html><title>Labs</title><h1>Labs</h1>";
  const { page, wrong, context } = await openPage(browser, portico);
  await page.goto(`${portico.url}/setup#${portico.setup}`);
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.locator("#password").fill(admin.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("heading", { level: 2, name: "Show the shared header on a first site" }).waitFor();
  await page.getByText("portico serve --sample").waitFor();
  await picture(page, "first-run-home");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("link", { name: "Begin" }).click();
  await page.getByRole("heading", { level: 1, name: "A site’s first header" }).waitFor();

  await page.getByRole("button", { name: "Register the site" }).click();
  await page.getByText("Fill this in.").first().waitFor();
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("Name", { exact: false }).first().fill("Orvane Labs & Académie");
  assert.equal(await page.getByLabel("Key", { exact: false }).first().inputValue(), "orvane-labs-academie");
  await page.getByRole("textbox", { name: /Address/ }).fill(`${address()}/`);
  await picture(page, "first-run-form");
  await page.getByRole("button", { name: "Register the site" }).click();
  await page.getByText("Orvane Labs & Académie is registered").waitFor();
  const { body } = await call(portico, "GET", "/api/v1/sites/orvane-labs-academie", { cookie: (await context.cookies()).map((c) => `${c.name}=${c.value}`).join("; ") });
  assert.deepEqual([body.origins, body.integration, body.status, body.owner, body.locales], [[address()], "loader", "in-progress", admin.name, [{ tag: "en", home: "/" }]]);

  await page.getByText("The page is there, without anything of Portico").waitFor();
  await page.locator("iframe[data-front]").waitFor();
  const line = await page.getByText("/e/orvane-labs-academie.js").innerText();
  await picture(page, "first-run-waiting");
  assert.deepEqual(await violations(page), []);

  html = `<!doctype html><head>${line}</head><body><portico-header></portico-header><main>Labs</main><portico-footer></portico-footer>`;
  await page.getByText("The script is on the page").waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: "Look again" }).waitFor();

  const parts = await (await fetch(`${portico.delivery}/v1/sites/orvane-labs-academie/fragments?locale=en`)).json();
  html = `<!doctype html><head>${parts.parts.head}</head><body>${parts.parts.header}<main>Labs</main>${parts.parts.footer}`;
  await page.getByRole("button", { name: "Look again" }).click();
  await page.getByText("The header has arrived").waitFor();
  await picture(page, "first-run-arrived");
  assert.deepEqual(await violations(page), []);

  const shown = await context.newPage();
  await shown.goto(address());
  await shown.locator("[data-portico-part=header]").waitFor();
  await shown.close();

  await page.getByRole("link", { name: "Go to the home page" }).click();
  await page.getByRole("heading", { level: 2, name: "Recently viewed" }).waitFor();
  await page.getByRole("link", { name: "Orvane Labs & Académie" }).first().waitFor();
  assert.deepEqual(wrong, []);
  await context.close();
});

test("what is wrong is said in words, in French too", async () => {
  cookie = (await call(portico, "POST", "/api/v1/sessions", { body: { email: admin.email, password: admin.password } })).cookie;
  const { page, context } = await openPage(browser, portico, { cookie, language: "fr", scheme: "dark" });
  for (const [name, body, text] of [
    ["ssi", '<!--# include virtual="/portico/i/orvane-labs-academie/header/en" -->', "Les lignes sont sur la page telles quelles"],
    ["other", '<script src="https://portico.example/e/shop.js"></script><portico-header></portico-header>', "La page a le script d’un autre site"],
    ["fallback", '<template data-portico-part="header" data-portico-status="fallback"></template>', "Les lignes sont là, mais le site n’a pas atteint Portico"],
  ]) {
    html = `<!doctype html>${body}`;
    await page.goto(`${portico.url}/start?site=orvane-labs-academie`);
    await page.getByText(text).waitFor();
    await picture(page, `first-run-${name}-fr-dark`);
    assert.deepEqual(await violations(page), []);
  }
  await context.close();
});

test("N1: a site in a network that is not allowed is not visited, and that is said", async () => {
  const plain = await startPortico({ args: [] });
  try {
    const session = await setUp(plain);
    const body = { key: "inside", name: "Inside", origins: [address()], owner: "x", brand: "orvane", locales: [{ tag: "en", home: "/" }] };
    await call(plain, "POST", "/api/v1/sites", { cookie: session, body });
    const { page, context } = await openPage(browser, plain, { cookie: session, width: 390 });
    await page.goto(`${plain.url}/sites/inside?tab=integrate`);
    await page.getByText("The site is in a network that Portico may not visit").waitFor();
    await page.getByText("curl -sL").waitFor();
    await picture(page, "first-run-internal-phone");
    assert.deepEqual(await violations(page), []);
    await context.close();
  } finally {
    await plain.stop();
  }
});
