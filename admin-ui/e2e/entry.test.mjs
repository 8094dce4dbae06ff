// The editor as several people and roles meet it: media, merging, presence, comments, rights, languages.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { png } from "./png.mjs";
import { call, openPage, picture, root, setUp, startBrowser, startPortico } from "./portico.mjs";
import { join, upload } from "./team.mjs";

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
const read = async (id) => (await call(portico, "GET", `/api/v1/entries/${id}`, { cookie })).body;
const field = (page, pointer) => page.locator(`[data-pointer="${pointer}"]`);

async function create(values = {}) {
  const body = { type: "kitchen", space: "home", locales: { en: { title: "An entry" } }, ...values };
  return (await call(portico, "POST", "/api/v1/entries", { cookie, body })).body;
}

/** clean looks for what axe finds, in both themes. */
async function clean(page) {
  assert.deepEqual(await violations(page), []);
  await page.emulateMedia({ colorScheme: "dark" });
  assert.deepEqual(await violations(page), []);
  await page.emulateMedia({ colorScheme: "light" });
}

/** until asks again and again until something holds. */
async function until(what, holds) {
  for (let n = 0; n < 100; n += 1) {
    if (await holds()) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  assert.fail(`${what}: never`);
}

test("a picture is chosen, described in its drawer, and others are uploaded in place, ordered and taken out", async () => {
  const harbour = await upload(portico, cookie, "harbour.png", png(640, 420, [250, 160, 90]));
  const { id } = await create();
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content/${id}?locale=en`);
  const one = field(page, "/shared/picture");
  await one.getByRole("button", { name: "Choose from the library" }).click();
  const dialog = page.getByRole("dialog", { name: "Choose a medium" });
  await dialog.getByRole("button", { name: /harbour/ }).click();
  await picture(page, "editor-media-picker");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Take this one" }).click();
  await one.getByText("No alternative text: English").waitFor();
  await one.getByRole("button", { name: /^Open harbour/ }).click();
  const drawer = page.getByRole("dialog", { name: /harbour/ });
  await drawer.getByLabel("In English").fill("A harbour with cranes");
  await drawer.getByRole("button", { name: "Save" }).click();
  await page.getByText(/harbour.* is saved/).waitFor();
  await drawer.getByRole("button", { name: "Close" }).click();
  await one.getByText("A harbour with cranes").waitFor();

  const many = field(page, "/locales/en/gallery");
  const files = [["dawn.png", [200, 90, 90]], ["noon.png", [90, 200, 90]], ["dusk.png", [90, 90, 200]]].map(([name, colour]) => ({ name, mimeType: "image/png", buffer: png(80, 60, colour) }));
  for (const [n, file] of files.entries()) {
    await many.locator("input[type=file]").setInputFiles(file);
    await many.locator(".p-medium-use").nth(n).waitFor();
  }
  await many.getByRole("button", { name: /^Open dusk/ }).waitFor();
  await many.getByRole("button", { name: "Move file 3 up" }).click();
  await many.getByText("file 3 is number 2 of 3 now.").waitFor({ state: "attached" });
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Move file 2 up", "the focus goes along");
  await many.getByRole("button", { name: /^Take dawn/ }).click();
  await until("two pictures in order", async () => (await read(id)).locales.en.gallery?.length === 2);
  await saved(page);
  const { shared, locales } = await read(id);
  assert.deepEqual(shared.picture, { $media: harbour.id });
  const names = await Promise.all(locales.en.gallery.map(async (m) => (await call(portico, "GET", `/api/v1/media/${m.$media}`, { cookie })).body.file));
  assert.deepEqual(names.map((n) => n.replace(/\..*$/, "")), ["dusk", "noon"]);
  await one.scrollIntoViewIfNeeded();
  await picture(page, "editor-media");
  await clean(page);
  await one.getByRole("button", { name: /^Take harbour/ }).click();
  await until("no picture", async () => (await read(id)).shared.picture === undefined);
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("two people in one list: blocks, rows and paragraphs of both stay, and undo takes back one's own alone", async () => {
  const block = (key, text) => ({ $type: "quote", $key: key, text });
  const { id } = await create({ locales: { en: { title: "Start", blocks: [block("a", "First"), block("b", "Second")] } }, shared: { people: [{ name: "Ann" }, { name: "Bob" }] } });
  const bo = await join(portico, cookie, { name: "Bo Lind", email: "bo@home.example", password: "another long passphrase 8", roles: [{ role: "administrator", sites: ["*", "shared"], locales: ["*"] }] });
  const [a, b] = [await openPage(browser, portico, { cookie }), await openPage(browser, portico, { cookie: bo.cookie })];
  for (const { page } of [a, b]) {
    await page.goto(`${portico.url}/content/${id}?locale=en`);
    await page.getByRole("textbox", { name: "Words" }).nth(1).waitFor();
  }
  await a.context.setOffline(true);
  await a.page.getByRole("textbox", { name: "Words" }).nth(0).fill("Ada's first");
  await field(a.page, "/shared/people/0/name").getByRole("textbox").fill("Anna");
  await b.page.getByRole("textbox", { name: "Words" }).nth(1).fill("Bo's second");
  await b.page.getByRole("button", { name: "Move Quote up" }).nth(1).click();
  await field(b.page, "/shared/people/1/name").getByRole("textbox").fill("Bobby");
  await until("what Bo wrote", async () => (await read(id)).shared.people[1].name === "Bobby");
  await saved(b.page);
  await a.page.locator("[data-save=failed]").waitFor();
  await a.context.setOffline(false);
  await saved(a.page);
  await until("both", async () => (await read(id)).locales.en.blocks[1]?.text === "Ada's first");
  let entry = await read(id);
  assert.deepEqual(entry.locales.en.blocks.map((x) => [x.$key, x.text]), [["b", "Bo's second"], ["a", "Ada's first"]]);
  assert.deepEqual(entry.shared.people.map((x) => x.name), ["Anna", "Bobby"]);
  assert.equal(await a.page.getByRole("dialog").count(), 0, "nothing is asked");

  await b.page.waitForFunction(() => [...document.querySelectorAll("textarea")].some((x) => x.value === "Ada's first"));
  await b.page.getByRole("textbox", { name: "Words" }).nth(1).fill("Bo writes over it");
  await until("what Bo wrote over", async () => (await read(id)).locales.en.blocks[1]?.text === "Bo writes over it");
  await a.page.waitForFunction(() => [...document.querySelectorAll("textarea")].some((x) => x.value === "Bo writes over it"));
  await a.page.locator("h1").click();
  await a.page.keyboard.press("Control+z");
  await until("undone", async () => (await read(id)).shared.people[0].name === "Ann");
  await a.page.keyboard.press("Control+z");
  await saved(a.page);
  entry = await read(id);
  assert.equal(entry.locales.en.blocks[1].text, "Bo writes over it", "undo does not bring Ada's text back over Bo's");
  assert.deepEqual(entry.shared.people.map((x) => x.name), ["Ann", "Bobby"]);

  await a.context.setOffline(true);
  await a.page.getByRole("textbox", { name: "Words" }).nth(0).fill("Ada's words");
  await b.page.getByRole("textbox", { name: "Words" }).nth(0).fill("Bo's words");
  await until("Bo's words", async () => (await read(id)).locales.en.blocks[0].text === "Bo's words");
  await a.context.setOffline(false);
  const dialog = a.page.getByRole("dialog", { name: "Two people changed the same thing" });
  await dialog.getByRole("radiogroup", { name: "Blocks › Quote 1 › Words (English)" }).waitFor();
  assert.equal(await dialog.getByRole("radio", { checked: true }).count(), 0, "nothing is chosen in advance");
  const keep = dialog.getByRole("button", { name: "Keep these and save" });
  assert.equal(await keep.getAttribute("aria-disabled"), "true");
  await picture(a.page, "editor-conflict-block");
  assert.deepEqual(await violations(a.page), []);
  await dialog.getByRole("radio", { name: "Both texts, one after the other" }).check();
  await keep.click();
  await until("both words", async () => (await read(id)).locales.en.blocks[0].text === "Ada's words\n\nBo's words");
  await a.context.close();
  await b.context.close();
});

test("presence, comments on a field with a mention, and what waits for who was called", async () => {
  const { id } = await create({ locales: { en: { title: "Soup of the day", notes: "Hot" } } });
  const cleo = await join(portico, cookie, { name: "Cleo Marsh", email: "cleo@home.example", password: "another long passphrase 8", roles: [{ role: "editor", sites: ["*", "shared"], locales: ["*"] }] });
  const [a, b] = [await openPage(browser, portico, { cookie }), await openPage(browser, portico, { cookie: cleo.cookie })];
  await a.page.goto(`${portico.url}/content/${id}?locale=en`);
  await b.page.goto(`${portico.url}/content/${id}?locale=en`);
  await b.page.getByLabel("Notes").focus();
  await field(a.page, "/locales/en/notes").getByRole("img", { name: "Cleo Marsh is here" }).waitFor();
  await a.page.getByRole("button", { name: "Also here: Cleo Marsh" }).click();
  await a.page.getByText(/You can all write at the same time/).waitFor();
  await picture(a.page, "editor-present");
  await clean(a.page);
  await a.page.getByRole("button", { name: "In Notes (English)" }).click();
  await a.page.waitForFunction(() => document.activeElement?.closest("[data-pointer]")?.dataset.pointer === "/locales/en/notes");

  await a.page.keyboard.press("Control+Alt+M");
  await a.page.getByText("About Notes (English)").waitFor();
  const box = a.page.getByRole("textbox", { name: "New comment" });
  await a.page.waitForFunction(() => document.activeElement?.closest(".p-mention"));
  await a.page.keyboard.type("Is it hot, @cl");
  await a.page.getByRole("option", { name: "Cleo Marsh" }).waitFor();
  await picture(a.page, "editor-mention");
  assert.deepEqual(await violations(a.page), []);
  await a.page.keyboard.press("Enter");
  await a.page.keyboard.type("?");
  assert.equal(await box.inputValue(), "Is it hot, @Cleo Marsh ?");
  await a.page.getByRole("button", { name: "Comment", exact: true }).click();
  await a.page.locator(".p-called", { hasText: "@Cleo Marsh" }).waitFor();
  await field(b.page, "/locales/en/notes").getByRole("button", { name: "1 open comment on Notes" }).waitFor();

  await b.page.goto(`${portico.url}/`);
  const card = b.page.getByRole("region", { name: "Comments that mention you" });
  await card.getByText("Is it hot, @Cleo Marsh ?").waitFor();
  await picture(b.page, "home-mentions");
  await card.getByRole("link", { name: "Soup of the day" }).click();
  await b.page.getByText("About Notes (English)").waitFor();
  await b.page.getByRole("button", { name: "Reply" }).click();
  await b.page.getByRole("textbox", { name: "Your reply" }).fill("It is.");
  await b.page.getByRole("button", { name: "Comment", exact: true }).click();
  await a.page.getByText("It is.").waitFor();
  await picture(a.page, "editor-comments");
  await clean(a.page);
  await b.page.getByRole("button", { name: "Resolve" }).click();
  await b.page.getByText("Resolved", { exact: true }).waitFor();
  await field(a.page, "/locales/en/notes").getByRole("button", { name: "Comment on Notes" }).waitFor({ state: "attached" });
  assert.deepEqual([...a.wrong, ...b.wrong], []);
  await a.context.close();
  await b.context.close();
});

test("a role with some fields: the others are locked and say why, and so do actions that are not allowed", async () => {
  const grants = [{ actions: ["read"], types: ["*"], sites: ["*", "shared"], locales: ["*"], fields: ["*"] }, { actions: ["update"], types: ["kitchen"], sites: ["*"], locales: ["*"], fields: ["title", "people"] }];
  await call(portico, "POST", "/api/v1/roles", { cookie, body: { name: "titler", label: { en: "Titler", fr: "Titreur" }, description: { en: "Writes titles" }, grants } });
  const tia = await join(portico, cookie, { name: "Tia Holt", email: "tia@home.example", password: "another long passphrase 8", roles: [{ role: "titler", sites: ["*", "shared"], locales: ["*"] }] });
  const { id } = await create({ locales: { en: { title: "Plain", notes: "Kept" } }, shared: { people: [{ name: "Ann" }, { name: "Bob" }], film: true } });
  const { page, wrong } = await openPage(browser, portico, { cookie: tia.cookie });
  await page.goto(`${portico.url}/content/${id}?locale=en`);
  await field(page, "/locales/en/notes").getByText("Your roles do not let you change this field.").waitFor();
  assert.equal(await page.getByLabel("Notes").getAttribute("readonly"), "");
  assert.match(await page.getByLabel("Notes").getAttribute("aria-describedby"), /-lock/);
  assert.equal(await field(page, "/shared/film").getByRole("switch").isDisabled(), true);
  assert.equal(await field(page, "/shared/picture").getByRole("button", { name: /Choose/ }).count(), 0);
  await page.getByLabel("Title").fill("A title by Tia");
  await field(page, "/shared/people").getByRole("button", { name: "Move People 2 up" }).click();
  await saved(page);
  await until("what Tia may write", async () => (await read(id)).shared.people[0].name === "Bob");
  const first = field(page, "/shared/people").getByRole("button", { name: "Move People 1 up" });
  assert.equal(await first.getAttribute("aria-disabled"), "true");
  assert.equal(await first.getAttribute("title"), "It is the first one.");
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /Move to the trash/ }).getByText("Your roles do not let you delete this.").waitFor();
  await page.getByRole("menuitem", { name: /Archive/ }).getByText(/Your roles do not let you/).waitFor();
  await picture(page, "editor-rights");
  await clean(page);
  await page.getByRole("menuitem", { name: /Move to the trash/ }).click({ force: true });
  assert.equal(await page.getByRole("dialog").count(), 0);
  await page.keyboard.press("Escape");

  assert.deepEqual(wrong.filter((w) => !/status of 40[34]/.test(w)), []); // who only writes titles may list neither accounts nor sites
  await page.goto(`${portico.url}/content?type=kitchen&locale=en`);
  await page.locator(".p-list tbody").getByRole("checkbox").first().click();
  for (const name of ["Publish", "Unpublish", "Move to the trash"]) {
    await until(`${name} is refused`, async () => (await page.locator(".p-bulk").getByRole("button", { name, exact: true }).getAttribute("aria-disabled")) === "true");
  }
  await page.locator(".p-bulk").getByRole("button", { name: "Publish", exact: true }).hover();
  await page.getByText("Your roles do not let you do this.").waitFor();
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test("languages: what readers see instead is shown and taken over; a source that changed asks for the translation", async () => {
  const { id, version } = await create({ locales: { en: { title: "Lentil soup", notes: "With bread" }, fr: { title: "Soupe" } } });
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content/${id}?locale=fr`);
  const notes = field(page, "/locales/fr/notes");
  await notes.getByText("Readers see the text in English:").waitFor();
  await notes.getByText("With bread").waitFor();
  assert.equal(await field(page, "/locales/fr/title").getByText("Readers see").count(), 0);
  await picture(page, "editor-fallback");
  await clean(page);
  await notes.getByRole("button", { name: "Write it here" }).click();
  await until("a copy", async () => (await read(id)).locales.fr.notes === "With bread");
  assert.equal(await notes.getByText("Readers see").count(), 0);

  await saved(page);
  const now = await read(id);
  assert.ok(now.version >= version);
  await call(portico, "PATCH", `/api/v1/entries/${id}`, { cookie, headers: { "If-Match": `"${now.version}"` }, body: { locales: { en: { title: "Red lentil soup" } } } });
  await page.getByText("The text in English has changed since this was translated.").waitFor();
  await picture(page, "editor-outdated");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Show English beside" }).click();
  await field(page, "/locales/fr/title").getByRole("group", { name: "In en:" }).getByText("Red lentil soup").waitFor();
  await page.getByRole("button", { name: "It still says the same" }).click();
  await page.getByText("The translation is confirmed.").waitFor();
  assert.equal(await page.getByText("has changed since this was translated").count(), 0);
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("an entry is moved in its tree, archived and taken back, thrown away, taken out, and deleted for good; its old versions are all there", async () => {
  const shelf = async (title) => (await call(portico, "POST", "/api/v1/entries", { cookie, body: { type: "shelf", space: "home", locales: { en: { title } } } })).body;
  const [top, one, two] = [await shelf("Kitchen shelf"), await shelf("Spices"), await shelf("Pans")];
  await call(portico, "POST", `/api/v1/entries/${one.id}/move`, { cookie, headers: { "If-Match": '"1"' }, body: { parent: top.id, last: true } });
  let { version } = two;
  for (let n = 1; n <= 60; n += 1) {
    const body = { locales: { en: { title: `Pans ${n}` } } };
    version = (await call(portico, "PATCH", `/api/v1/entries/${two.id}`, { cookie, headers: { "If-Match": `"${version}"` }, body })).body.version;
  }
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/content/${two.id}?locale=en&panel=history`);
  await page.getByRole("button", { name: "Show older versions" }).click();
  await page.getByText("Version 1", { exact: true }).waitFor();
  assert.equal(await page.locator(".p-version-row").count(), 61);

  const menu = async (name) => {
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  await menu("Move in the tree…");
  const dialog = page.getByRole("dialog", { name: "Move in the tree" });
  await dialog.getByRole("button", { name: /^Kitchen shelf/ }).click();
  await dialog.getByRole("button", { name: /^Spices/ }).waitFor();
  await dialog.getByRole("radio", { name: "Before another entry" }).check();
  await dialog.getByRole("combobox", { name: "Before another entry" }).click();
  await page.getByRole("option", { name: "Spices" }).click();
  await picture(page, "editor-move");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Move it here" }).click();
  await page.getByText("It stands in “Kitchen shelf” now.").waitFor();
  const { body } = await call(portico, "GET", `/api/v1/trees/home/shelf?parent=${top.id}`, { cookie });
  assert.deepEqual(body.data.map((n) => n.id), [two.id, one.id]);

  await menu("Archive");
  await page.getByText("Archived: out of use, and out of everyday lists.").waitFor();
  await menu("Take back into use");
  await until("in use again", async () => (await read(two.id)).status.en === "draft");
  await menu("Move to the trash");
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
  await page.waitForURL(/\/content\?/);
  await page.goto(`${portico.url}/content/${two.id}`);
  await page.getByText("This entry is in the trash.").waitFor();
  await picture(page, "editor-trashed");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("button", { name: "Take it out of the trash" }).click();
  await page.getByText("“Pans 60” is a draft again.").waitFor();
  await menu("Move to the trash");
  await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
  await page.waitForURL(/\/content\?/);
  await page.goto(`${portico.url}/content/${two.id}`);
  await page.getByRole("button", { name: "Delete for good" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
  await page.getByText("“Pans 60” is deleted.").waitFor();
  assert.deepEqual(wrong.filter((w) => !/status of 40[49]/.test(w)), []); // what is in the trash or gone answers so
  await page.context().close();
});

test("eight languages all stand above the entry, and what readers see instead of a long text keeps to its column", async () => {
  const site = {
    key: "eight", name: "Eight", origins: ["https://eight.example"], brand: "orvane", channel: "stable", defaultLocale: "en", owner: "x", contact: "x@eight.example",
    locales: ["en", "fr", "de", "de-CH", "pt-BR", "zh-Hant", "he", "ja"].map((tag) => ({ tag, home: `/${tag}/`, ...(tag !== "en" && { fallback: "en" }) })),
  };
  await call(portico, "POST", "/api/v1/sites", { cookie, body: site });
  const { id } = await create({ space: "eight", locales: { en: { title: "Long ".repeat(60).trim() } } });
  for (const [language, beside] of [["en", "Show beside"], ["fr", "Afficher à côté"]]) {
    const { page, wrong } = await openPage(browser, portico, { cookie, language });
    await page.goto(`${portico.url}/content/${id}?locale=ja`);
    await page.locator(".p-fallback").first().waitFor();
    const tabs = page.getByRole("tablist").first();
    assert.equal(await tabs.getByRole("tab").count(), 8);
    await page.getByRole("button", { name: beside }).waitFor();
    // Whatever stands in the form's card ends within it, and nothing is behind an edge.
    const out = await page.locator(".p-form").evaluate((form) => {
      const edge = form.parentElement.getBoundingClientRect();
      const within = [...form.parentElement.querySelectorAll(".p-tab, .p-tabs button, .p-field, .p-fallback")];
      return within.filter((e) => e.getBoundingClientRect().right > edge.right + 0.5 || e.scrollWidth > e.clientWidth + 1).map((e) => e.className);
    });
    assert.deepEqual(out, []);
    await picture(page, `editor-eight-languages-${language}`);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(wrong, []);
    await page.context().close();
  }
});
