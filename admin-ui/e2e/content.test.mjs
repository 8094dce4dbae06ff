import assert from "node:assert/strict";
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

const count = async (page, n) => page.locator(".p-foot").getByText(new RegExp(`^${n} entr`)).waitFor();

test("words, states and conditions narrow the list, and stand in its address", async () => {
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content?type=article&locale=en`);
  await page.locator(".p-title").first().waitFor();
  await page.getByRole("searchbox", { name: "Search this type" }).fill("storm");
  await page.waitForURL(/q=storm/);
  await page.getByRole("link", { name: /After the storm/ }).waitFor();
  await page.getByRole("searchbox").fill("");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.getByRole("button", { name: "Add a condition" }).click();
  await page.getByRole("combobox", { name: "Value" }).click();
  await page.getByRole("option", { name: "Press release" }).click();
  await picture(page, "content-filter");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await page.waitForURL(/filter=/);
  await page.waitForFunction(() => [...document.querySelectorAll(".p-list tbody tr")].every((r) => r.textContent.includes("Press release")));
  const n = await page.locator(".p-list tbody tr").count();
  assert.ok(n > 0 && n < 20, `${n} rows`);
  await page.reload();
  await count(page, n);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByLabel("Name of the view").fill("Press");
  await page.getByRole("button", { name: "Save this list as a view" }).click();
  await page.getByText("Saved as “Press”.").waitFor();
  await page.goto(`${portico.url}/content?type=faq`);
  await page.locator(".p-title").first().waitFor();
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("link", { name: "Press" }).click();
  await count(page, n);
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("several rows with shift, then a bulk action with its progress and what failed", async () => {
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content?type=notice&locale=en`);
  const boxes = page.locator(".p-list tbody").getByRole("checkbox");
  await boxes.first().waitFor();
  const n = await boxes.count();
  await boxes.first().click();
  await boxes.nth(n - 1).click({ modifiers: ["Shift"] });
  await page.getByText(`${n} entries selected`).first().waitFor();
  await picture(page, "content-selected");
  assert.deepEqual(await violations(page), []);
  const { body } = await call(portico, "POST", "/api/v1/entries/query", { cookie, body: { type: "notice", page: { size: 1 }, sort: ["-updatedAt"] } });
  await call(portico, "PATCH", `/api/v1/entries/${body.data[0].id}`, { cookie, headers: { "if-match": `"${body.data[0].version}"` }, body: { locales: { en: { title: "Changed meanwhile" } } } });
  await page.getByRole("button", { name: "Unpublish" }).click();
  const tray = page.getByRole("region", { name: "Work in progress" });
  await tray.getByText(/1 failed/).waitFor();
  await tray.getByRole("button", { name: "What failed, and why" }).click();
  await tray.getByText("somebody changed it in the meantime").waitFor();
  await picture(page, "content-job");
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("into the trash, and taken back by undo", async () => {
  const { page } = await openPage(browser, portico, { cookie });
  const title = "A page for once";
  await call(portico, "POST", "/api/v1/entries", { cookie, body: { type: "page", space: "shared", locales: { en: { title } } } });
  await page.goto(`${portico.url}/content?type=page&locale=en`);
  await page.getByRole("link", { name: title, exact: true }).click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Move to the trash" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
  await page.getByText(`“${title}” is in the trash.`).waitFor();
  await page.getByRole("link", { name: title, exact: true }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("link", { name: title, exact: true }).waitFor();
  await page.context().close();
});

test("an entry that others lead to goes into the trash with what takes its place", async () => {
  const { page } = await openPage(browser, portico, { cookie });
  const make = async (title, more) => (await call(portico, "POST", "/api/v1/entries", { cookie, body: { type: "article", space: "shared", locales: { en: { title } }, ...more } })).body;
  const old = await make("The old one");
  const leads = await make("It leads there", { shared: { related: [{ $ref: `article/${old.id}` }] } });
  await page.goto(`${portico.url}/content/${old.id}?panel=uses`);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Move to the trash" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
  await page.getByRole("dialog", { name: "This entry is in use" }).getByRole("button", { name: "Choose what takes its place" }).click();
  await page.getByRole("dialog").getByRole("searchbox").fill("storm");
  await page.waitForTimeout(600);
  await picture(page, "editor-picker");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("dialog").getByRole("button", { name: /After the storm/ }).click();
  await page.getByText("“The old one” is in the trash.").waitFor();
  const { body } = await call(portico, "GET", `/api/v1/entries/${leads.id}`, { cookie });
  assert.notEqual(body.shared.related[0].$ref, `article/${old.id}`);
  await page.context().close();
});

test("what leads to something in the trash says so, and keeps it from being deleted for good", async () => {
  const { page } = await openPage(browser, portico, { cookie });
  const make = async (title, more) => (await call(portico, "POST", "/api/v1/entries", { cookie, body: { type: "article", space: "shared", locales: { en: { title } }, ...more } })).body;
  const trash = async ({ id }) => call(portico, "DELETE", `/api/v1/entries/${id}`, { cookie, headers: { "If-Match": (await call(portico, "GET", `/api/v1/entries/${id}`, { cookie })).etag } });
  const gone = await make("A gasometer");
  const leads = await make("Leads to a gasometer", { shared: { related: [{ $ref: `article/${gone.id}` }] } });
  await trash(leads);
  await trash(gone);
  await call(portico, "POST", `/api/v1/entries/${leads.id}/restore`, { cookie });
  await page.goto(`${portico.url}/content/${leads.id}`);
  const field = page.locator('[data-pointer="/shared/related"]');
  await field.getByText("In the trash").scrollIntoViewIfNeeded();
  await field.getByText("It cannot be published with this.").waitFor();
  await picture(page, "editor-leads-to-trash");
  assert.deepEqual(await violations(page), []);
  await page.goto(`${portico.url}/content/${gone.id}`);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await page.getByText("Other content still leads to “A gasometer”").waitFor();
  await page.getByRole("button", { name: "Take it out of the trash" }).click();
  await page.getByText("“A gasometer” is a draft again.").waitFor();
  await page.goto(`${portico.url}/content/${leads.id}`);
  await field.getByRole("button", { name: "Open A gasometer" }).waitFor();
  assert.equal(await field.getByText("In the trash").count(), 0);
  await page.context().close();
});

test("a shared entry is overridden on one site, which then shows again what it inherits", async () => {
  const { page } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content?type=faq&space=shared&locale=en`);
  await page.locator(".p-title").first().click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Override on a site…" }).click();
  await page.getByRole("dialog").getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: "Orvane Careers" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Override on a site…" }).click();
  await page.getByText("Overrides what shared says").waitFor();
  await picture(page, "editor-override");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Show the inherited one again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Show the inherited one again" }).click();
  await page.getByText("The site shows the inherited entry again.").waitFor();
  await page.context().close();
});
