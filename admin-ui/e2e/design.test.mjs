import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { call, late, openPage, picture, places, setUp, startBrowser, startPortico } from "./portico.mjs";

let portico, browser, cookie;
before(async () => {
  [portico, browser] = await Promise.all([startPortico(), startBrowser()]);
  cookie = await setUp(portico);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

const begin = async (name) => (await call(portico, "POST", "/api/v1/design-system/drafts", { cookie, body: { name } })).body;

/** colour gives the computed background of the element in the frame that is shown. */
const colour = (page, selector) => page.frameLocator("iframe[data-front]").locator(selector).first().evaluate((e) => getComputedStyle(e).backgroundColor);

test("a draft is seen on a site while its tokens change, and whole pages are shared", async () => {
  const draft = await begin("Rosy");
  const { page, context, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/design/drafts/${draft.id}?q=palette.white&site=customer&locale=fr`);
  const look = page.getByRole("region", { name: "A site in the look of this draft" });
  await look.locator("iframe[data-front]").waitFor();
  const first = await colour(page, ".portico-header");
  await page.getByRole("button", { name: "Edit: palette.white" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Value" }).fill("#fff0f5");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("palette.white is saved in the draft.").waitFor();
  for (let i = 0; i < 100 && await colour(page, ".portico-header") === first; i++) await page.waitForTimeout(100);
  assert.equal(await colour(page, ".portico-header"), "rgb(255, 240, 245)");
  await picture(page, "design-on-site");
  assert.deepEqual(await violations(page), []);
  await look.getByText("Components", { exact: true }).click();
  await page.frameLocator("iframe[data-front]").locator("portico-alert").waitFor();
  await picture(page, "design-on-site-components");
  await look.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Who it is for").fill("The board");
  await dialog.getByRole("button", { name: "Make the preview" }).click();
  const [shown] = await Promise.all([context.waitForEvent("page"), dialog.getByRole("button", { name: "Open it here" }).click()]);
  await shown.locator(".portico-header").waitFor();
  assert.equal(await shown.locator(".portico-header").evaluate((e) => getComputedStyle(e).backgroundColor), "rgb(255, 240, 245)");
  assert.deepEqual(wrong, []);
  await context.close();
});

test("tokens do not move under the hand when the site above them comes", async () => {
  const draft = await begin("Calm");
  const { page } = await openPage(browser, portico, { cookie });
  await late(page, "**/api/v1/sites");
  await late(page, "**/parts");
  await page.goto(`${portico.url}/design/drafts/${draft.id}?q=palette.white`);
  await page.getByRole("button", { name: "Edit: palette.white" }).waitFor();
  assert.deepEqual((await places(page, ".p-tokens")).slice(1), []);
  await page.context().close();
});

test("tokens are added, described, renamed and removed", async () => {
  const draft = await begin("Another scale");
  const { page, context, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/design/drafts/${draft.id}?q=palette.rose&show=nothing`);
  await page.getByText("No token fits.").waitFor();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Path").fill("palette.rose.100");
  await picture(page, "token-add");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("palette.rose.100 is in the draft.").waitFor();
  await page.getByRole("button", { name: "Name and meaning: palette.rose.100" }).click();
  await dialog.getByRole("textbox", { name: "Name" }).fill("pale");
  await dialog.getByLabel("What it is for").fill("Petals");
  await dialog.getByLabel("Deprecated").check();
  await dialog.getByLabel("What to use instead").fill("Use palette.white");
  await picture(page, "token-structure");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Name and meaning: palette.rose.pale" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog", { name: "Remove palette.rose.pale?" }).getByRole("button", { name: "Remove" }).click();
  await page.getByText("palette.rose.pale is removed from the draft.").waitFor();
  await page.getByText("No token fits.").waitFor();
  await page.goto(`${portico.url}/design/drafts/${draft.id}?q=palette.white&show=nothing`);
  await page.getByRole("button", { name: "Name and meaning: palette.white" }).click();
  await dialog.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("dialog", { name: "Remove palette.white?" }).getByRole("button", { name: "Remove" }).click();
  await page.getByRole("alert").getByText(/this is referred to by/).waitFor();
  await picture(page, "token-referenced");
  assert.deepEqual(wrong.filter((w) => !/422/.test(w)), []);
  await context.close();
});
