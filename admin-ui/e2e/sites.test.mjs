import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { call, openPage, picture, setUp, startBrowser, startPortico } from "./portico.mjs";

let portico, browser, cookie;
before(async () => {
  [portico, browser] = await Promise.all([startPortico(), startBrowser()]);
  cookie = await setUp(portico);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

test("a site is registered, gets its header, and what it adds can be copied", async () => {
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/sites`);
  await page.getByRole("button", { name: "Register a site" }).click();
  await page.waitForURL("**/sites/new");
  await page.getByRole("heading", { level: 2, name: "Languages" }).waitFor();
  await page.getByRole("button", { name: "Register a site" }).click();
  await page.getByText("Fill this in.").first().waitFor();
  await picture(page, "site-new-errors");
  assert.deepEqual(await violations(page), []);
  await page.getByLabel("Name", { exact: false }).first().fill("Orvane Labs");
  await page.getByLabel("Key", { exact: false }).first().fill("labs");
  await page.getByLabel("Addresses", { exact: false }).first().fill("https://labs.orvane.example");
  await page.keyboard.press("Enter");
  await page.getByLabel("Owner", { exact: false }).first().fill("Labs team");
  await page.getByLabel("Add a language").first().fill("French");
  await page.getByRole("option", { name: "French (fr)" }).click();
  await page.getByLabel("Add a language").first().fill("English");
  await page.getByRole("option", { name: "English (en)" }).click();
  await page.getByLabel("Brand", { exact: false }).first().click();
  await page.getByRole("option", { name: "orvane" }).click();
  await page.getByRole("button", { name: "Register a site" }).click();
  await page.getByText("Orvane Labs is registered. Here is what it adds.").waitFor();
  await page.locator("iframe[data-front]").waitFor();
  await page.getByText("nginx", { exact: true }).click();
  await page.getByText('virtual="/portico/i/labs/header/fr').waitFor();
  await picture(page, "site-integrate-new");
  assert.deepEqual(await violations(page), []);
  assert.equal((await call(portico, "GET", "/api/v1/sites/labs", { cookie })).body.defaultLocale, "fr");
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("a site is changed; a colleague's change of another field stays, of the same one is asked about", async () => {
  const { page } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/sites/partners`);
  const owner = page.getByLabel("Owner", { exact: false }).first();
  await owner.fill("Partner portal team");
  const { body } = await call(portico, "GET", "/api/v1/sites/partners", { cookie });
  await call(portico, "PATCH", "/api/v1/sites/partners", { cookie, body: { stack: "Java 25" }, headers: { "if-match": `"${body.version}"` } });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByText("Saved, and effective on all nodes.").waitFor();
  const now = (await call(portico, "GET", "/api/v1/sites/partners", { cookie })).body;
  assert.deepEqual([now.owner, now.stack], ["Partner portal team", "Java 25"]);

  await page.getByLabel("Owner", { exact: false }).first().fill("Mine");
  await call(portico, "PATCH", "/api/v1/sites/partners", { cookie, body: { owner: "Theirs" }, headers: { "if-match": `"${now.version}"` } });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "A colleague changed the same" });
  await dialog.getByText("Theirs").waitFor();
  await dialog.getByRole("button", { name: "Save mine" }).click();
  await dialog.waitFor({ state: "detached" });
  for (let i = 0; i < 50 && (await call(portico, "GET", "/api/v1/sites/partners", { cookie })).body.owner !== "Mine"; i++) await page.waitForTimeout(100);
  assert.equal((await call(portico, "GET", "/api/v1/sites/partners", { cookie })).body.owner, "Mine");
  await page.context().close();
});

test("delivery keys: shown once, two alive, revoked", async () => {
  const { page } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/sites/partners?tab=keys`);
  for (const name of ["Production", "Next"]) {
    await page.getByRole("button", { name: "Make a key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Where it is used").fill(name);
    await dialog.getByRole("button", { name: "Make a key" }).click();
    await dialog.getByText(/^pds_/).waitFor();
    await picture(page, "site-key-made");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    await dialog.waitFor({ state: "detached" });
  }
  const make = page.getByRole("button", { name: "Make a key" });
  assert.equal(await make.getAttribute("aria-disabled"), "true");
  assert.equal(await page.getByText(/^pds_/).count(), 0);
  await page.getByRole("row", { name: /Production/ }).getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByText("The key is revoked.").waitFor();
  await page.getByRole("row", { name: /Production/ }).getByText("Revoked").waitFor();
  await page.context().close();
});

test("a preview is shared as a file that opens it in another browser, with drafts that nobody else sees", async () => {
  const menu = (await call(portico, "GET", "/api/v1/menus/shared/main", { cookie })).body;
  await call(portico, "PATCH", `/api/v1/menus/shared/main/items/${menu.items[0].id}`, { cookie, body: { label: { en: "Draft energy" } }, headers: { "if-match": `"${menu.version}"` } });
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/preview?site=customer&locale=en`);
  await page.locator("iframe[data-front]").waitFor();
  await page.locator("iframe[data-front]").contentFrame().getByText("Draft energy").first().waitFor();
  await page.getByRole("button", { name: "Share a preview" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Who it is for").fill("The board");
  await dialog.getByRole("button", { name: "Make the preview" }).click();
  await dialog.getByText(/^ppv_/).waitFor();
  await picture(page, "preview-shared");
  assert.deepEqual(await violations(page), []);
  const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Save as a file to send" }).click()]);
  const html = await readFile(await file.path(), "utf8");
  assert.match(html, /<form method="post" action="http:\/\/[^"]+\/v1\/preview">/);
  const [shown] = await Promise.all([page.context().waitForEvent("page"), dialog.getByRole("button", { name: "Open it here" }).click()]);
  await shown.waitForLoadState();
  assert.match(shown.url(), /\/showcase\/customer\?locale=en$/);
  assert.doesNotMatch(shown.url(), /ppv_/);
  await shown.close();
  await dialog.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("row", { name: /The board/ }).getByRole("button", { name: "Revoke" }).click();
  await page.getByText("It shows nothing any more.").waitFor();
  assert.deepEqual(wrong, []);
  await page.context().close();
});
