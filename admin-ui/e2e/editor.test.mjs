import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { call, openPage, picture, root, setUp, startBrowser, startPortico } from "./portico.mjs";

let portico, browser, cookie;
before(async () => {
  portico = await startPortico({ args: [], folder: path.join(root, "admin-ui", "e2e", "kitchen") });
  browser = await startBrowser();
  cookie = await setUp(portico);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

const saved = (page) => page.locator("[data-save=saved]").waitFor();
const entryOf = async (page) => (await call(portico, "GET", `/api/v1/entries/${new URL(page.url()).pathname.split("/").pop()}`, { cookie })).body;

async function create(values = {}) {
  const body = { type: "kitchen", space: "home", locales: { en: { title: "An entry" } }, ...values };
  return (await call(portico, "POST", "/api/v1/entries", { cookie, body })).body;
}

test("an entry is created, and every kind of field is written and saved by itself", async () => {
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content?type=kitchen`);
  await page.getByText("Nothing here yet").waitFor();
  await picture(page, "content-empty");
  await page.getByRole("button", { name: "New: Kitchen" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "For which site?" }).click();
  await page.getByRole("option", { name: "Home" }).click();
  await dialog.getByRole("button", { name: "New: Kitchen" }).click();
  await page.getByRole("heading", { name: "Untitled" }).waitFor();

  const input = (name) => page.locator(`[data-pointer="/shared/${name}"] input`);
  await page.getByLabel("Title").fill("Soup");
  await page.getByRole("heading", { name: "Soup", level: 1 }).waitFor();
  await page.getByLabel("Notes").fill("One\nTwo");
  const text = page.getByRole("textbox", { name: "Text" });
  await text.fill("Good soup");
  await text.selectText();
  await page.locator("[data-pointer='/locales/en/body']").getByRole("button", { name: "Bold" }).click();
  await page.getByRole("textbox", { name: "Story" }).fill("First");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Second");
  assert.equal(await page.locator("[data-pointer='/shared/link']").count(), 0, "the film's address is asked only with a film");
  await page.getByText("With a film").locator("xpath=ancestor::div[@data-pointer]").getByRole("switch").click();
  await page.locator("[data-pointer='/shared/link'] input").fill("https://film.example/soup");
  await input("count").fill("7");
  await input("weight").fill("1.5");
  await input("price").fill("12.50");
  await input("length").fill("PT30M");
  await page.getByRole("combobox", { name: "Size" }).click();
  await page.getByRole("option", { name: "Large" }).click();
  await page.locator("[data-pointer='/shared/colors'] .mantine-MultiSelect-input").click();
  await page.getByRole("option", { name: "Blue" }).click();
  await page.keyboard.press("Escape");
  await input("mail").fill("cook@home.example");
  await input("phone").fill("+41 44 123 45 67");
  await page.locator("[data-pointer='/shared/color'] input").fill("#0b5563");
  await page.getByLabel("Latitude").fill("47.5");
  await page.getByLabel("Longitude").fill("8.5");
  await page.getByRole("textbox", { name: "Data" }).fill('{"a": [1, 2]}');
  await page.getByRole("combobox", { name: "Keywords" }).fill("warm");
  await page.keyboard.press("Enter");
  await page.getByLabel("Street").fill("Main Street 1");
  await saved(page);
  const { locales, shared } = await entryOf(page);
  assert.equal(locales.en.title, "Soup");
  assert.equal(locales.en.body, "**Good soup**");
  assert.deepEqual(locales.en.story.content?.map((n) => n.content[0].text), ["First", "Second"]);
  const { film, count, weight, price, length, size, colors, mail, phone, color, place, data, tags, address } = shared;
  assert.deepEqual({ film, count, weight, price, length, size, colors, mail, phone, color, place, data, tags, address }, {
    film: true, count: 7, weight: 1.5, price: "12.50", length: "PT30M", size: "large", colors: ["blue"], mail: "cook@home.example", phone: "+41441234567", color: "#0b5563",
    place: { lat: 47.5, lng: 8.5 }, data: { a: [1, 2] }, tags: ["warm"], address: { street: "Main Street 1" },
  });
  await picture(page, "editor-kitchen");
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("blocks are added, moved by keyboard and removed; what is undone comes back", async () => {
  const { id } = await create();
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content/${id}?locale=en`);
  for (const name of ["Quote", "Figures"]) {
    await page.getByRole("button", { name: "Add a block…" }).click();
    await page.getByRole("menuitem", { name }).click();
  }
  await page.getByRole("textbox", { name: "Words" }).fill("Soup is good");
  await page.getByRole("button", { name: "Move Figures up" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.getByText("Figures is number 1 of 2 now.").waitFor({ state: "attached" });
  await saved(page);
  let { locales } = await entryOf(page);
  assert.deepEqual(locales.en.blocks.map((b) => b.$type), ["figures", "quote"]);
  assert.equal(locales.en.blocks[1].text, "Soup is good");
  await picture(page, "editor-blocks");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Remove Quote" }).click();
  await page.getByText("Soup is good").waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await saved(page);
  ({ locales } = await entryOf(page));
  assert.deepEqual(locales.en.blocks.map((b) => b.$type), ["figures", "quote"]);
  const [grip, target] = [page.locator(".p-grip").nth(1), page.locator(".p-block").nth(0)];
  await grip.dragTo(target, { targetPosition: { x: 60, y: 10 } });
  await saved(page);
  await page.waitForTimeout(1000);
  await saved(page);
  ({ locales } = await entryOf(page));
  assert.deepEqual(locales.en.blocks.map((b) => b.$type), ["quote", "figures"]);
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("what is missing is listed and leads to its field; then it is published, and the history brings the old text back", async () => {
  const { id } = await create({ shared: { film: true } });
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content/${id}?locale=en`);
  await page.getByRole("button", { name: /^Film/ }).click();
  await page.waitForFunction(() => document.activeElement?.closest("[data-pointer]")?.dataset.pointer === "/shared/link");
  await picture(page, "editor-todo");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.type("/soup");
  await page.getByText("Nothing is missing: it can be published.").waitFor();
  await page.keyboard.press("Control+Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("What changes for readers").waitFor();
  await dialog.getByText("An entry").first().waitFor();
  await picture(page, "editor-publish");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Publish" }).click();
  await page.getByText("Published in English.").waitFor();
  const first = await entryOf(page);
  assert.equal(first.status.en, "published");

  await page.getByLabel("Title").fill("Another title");
  await saved(page);
  await page.keyboard.press("Control+s");
  await page.getByText(/Saved as version/).waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await page.locator(".p-version-row").last().click();
  await page.getByRole("dialog").locator("ins", { hasText: "Another" }).waitFor();
  await picture(page, "editor-history");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Restore this version as the draft" }).click();
  await page.getByText(/is the draft again/).waitFor();
  assert.equal(await page.getByLabel("Title").inputValue(), "An entry");
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("two people: each sees the other, other fields merge in silence, the same field asks, and nobody's text is lost", async () => {
  const { id } = await create({ locales: { en: { title: "Start", notes: "Start" } } });
  const link = await call(portico, "POST", "/api/v1/accounts", { cookie, body: { email: "bo@home.example", name: "Bo Lind", roles: [{ role: "administrator", sites: ["*", "shared"], locales: ["*"] }] } });
  const token = link.body.link.split("#")[1];
  await call(portico, "POST", "/api/v1/password-resets/consume", { body: { token, password: "another long passphrase 8" } });
  const bo = (await call(portico, "POST", "/api/v1/sessions", { body: { email: "bo@home.example", password: "another long passphrase 8" } })).cookie;
  const a = await openPage(browser, portico, { cookie });
  const b = await openPage(browser, portico, { cookie: bo });
  await a.page.goto(`${portico.url}/content/${id}?locale=en`);
  await b.page.goto(`${portico.url}/content/${id}?locale=en`);
  await a.page.getByText("Also here: Bo Lind").waitFor();
  await b.page.getByLabel("Notes").focus();
  await a.page.getByRole("img", { name: "Bo Lind is here" }).waitFor();
  await picture(a.page, "editor-presence");

  await b.page.getByLabel("Notes").fill("Bo's notes");
  await saved(b.page);
  await a.page.waitForFunction(() => document.querySelector("[data-pointer='/locales/en/notes'] textarea")?.value === "Bo's notes");

  await a.context.setOffline(true);
  await a.page.getByLabel("Title").fill("Ada's title");
  await b.page.getByLabel("Title").fill("Bo's title");
  await saved(b.page);
  await a.page.locator("[data-save=failed]").waitFor();
  await a.context.setOffline(false);
  const dialog = a.page.getByRole("dialog", { name: "Two people changed the same thing" });
  await dialog.waitFor();
  await dialog.getByText("Ada's title").waitFor();
  await dialog.getByText("Bo's title").waitFor();
  await picture(a.page, "editor-conflict");
  assert.deepEqual(await violations(a.page), []);
  await dialog.getByRole("radio", { name: "Both texts, one after the other" }).check();
  await dialog.getByRole("button", { name: "Keep these and save" }).click();
  await saved(a.page);
  const { body } = await call(portico, "GET", `/api/v1/entries/${id}`, { cookie });
  assert.match(body.locales.en.title, /Ada's title Bo's title/);
  assert.equal(body.locales.en.notes, "Bo's notes");
  await a.context.close();
  await b.context.close();
});

test("a reader who may only read is told so, and nothing can be written", async () => {
  const { id } = await create();
  const link = await call(portico, "POST", "/api/v1/accounts", { cookie, body: { email: "vi@home.example", name: "Vi Ewer", roles: [{ role: "viewer", sites: ["*", "shared"], locales: ["*"] }] } });
  await call(portico, "POST", "/api/v1/password-resets/consume", { body: { token: link.body.link.split("#")[1], password: "another long passphrase 9" } });
  const vi = (await call(portico, "POST", "/api/v1/sessions", { body: { email: "vi@home.example", password: "another long passphrase 9" } })).cookie;
  const { page } = await openPage(browser, portico, { cookie: vi });
  await page.goto(`${portico.url}/content/${id}?locale=en`);
  await page.getByText("Your roles let you read this, not change it.").waitFor();
  assert.equal(await page.getByLabel("Title").getAttribute("readonly"), "");
  const publish = page.getByRole("button", { name: "Publish" });
  assert.equal(await publish.getAttribute("aria-disabled"), "true");
  await publish.focus();
  await page.getByText("Your roles do not let you publish this.").waitFor();
  await picture(page, "editor-locked");
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});
