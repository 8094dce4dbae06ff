import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { call, openPage, picture, setUp, startBrowser, startPortico } from "./portico.mjs";
import { png } from "./png.mjs";

let portico, browser, cookie;
before(async () => {
  [portico, browser] = await Promise.all([startPortico(), startBrowser()]);
  cookie = await setUp(portico);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

test("files go up while somebody goes on; what is no picture is refused with its reason", async () => {
  const { page, context, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/media`);
  await page.getByText("No media here yet").waitFor();
  await page.locator("input[type=file]").first().setInputFiles([
    { name: "dam.png", mimeType: "image/png", buffer: png(300, 200, [90, 150, 200]) }, { name: "page.png", mimeType: "image/png", buffer: Buffer.from("<script>alert(1)</script>") },
  ]);
  await page.getByRole("link", { name: "Reviews" }).click();
  const queue = page.getByRole("region", { name: "Uploads" });
  await queue.getByText("1 of 2 uploaded").waitFor();
  await queue.getByText("This kind of file is not taken").waitFor();
  await picture(page, "uploads");
  assert.deepEqual(await violations(page), []);
  await queue.getByRole("button", { name: "Clear what is finished" }).click();
  await page.getByRole("link", { name: "Media" }).click();
  await page.getByRole("button", { name: /dam\.png/ }).click();
  const drawer = page.getByRole("dialog", { name: "dam.png" });
  await drawer.getByLabel("In French").fill("Un barrage");
  await drawer.getByRole("button", { name: "Save" }).click();
  await page.getByText("dam.png is saved.").waitFor();
  await drawer.getByText("No entry shows it.").waitFor();
  await drawer.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog", { name: "Delete dam.png?" }).getByRole("button", { name: "Delete" }).click();
  await page.getByText("dam.png is deleted.").waitFor();
  assert.deepEqual(wrong.filter((w) => !/4(15|22)/.test(w)), []);
  await context.close();
});

test("a token is changed in a draft, looked at, and released", async () => {
  const base = (await call(portico, "GET", "/api/v1/design-system/releases", { cookie })).body.data[0].version;
  const draft = (await call(portico, "POST", "/api/v1/design-system/drafts", { cookie, body: { name: "Rounder corners", base } })).body;
  const { page, context, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/design/drafts/${draft.id}?q=palette.slate.900`);
  await page.getByRole("button", { name: "Edit: palette.slate.900" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Value" }).fill("#141c22");
  await picture(page, "token-edit");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("palette.slate.900 is saved in the draft.").waitFor();
  await page.getByRole("tab", { name: /Changes/ }).click();
  await page.getByText("Sites that would look different").waitFor();
  await picture(page, "design-changes");
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await page.getByText(/It becomes version/).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Release", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: /^Release \d/ }).waitFor();
  await picture(page, "design-released");
  assert.deepEqual(wrong, []);
  await context.close();
});
