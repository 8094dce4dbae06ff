// Publishing from the editor, references to other entries, files in and out, and what the list can do: on the real server.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { call, openPage, picture, root, setUp, startBrowser, startPortico } from "./portico.mjs";
import { join, luc } from "./team.mjs";

let portico, browser, cookie, colleague;
before(async () => {
  portico = await startPortico({ args: [], folder: path.join(root, "admin-ui", "e2e", "kitchen") });
  browser = await startBrowser();
  cookie = await setUp(portico);
  colleague = await join(portico, cookie, luc);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

const create = async (type, locales, more = {}) => (await call(portico, "POST", "/api/v1/entries", { cookie, body: { type, space: "home", locales, ...more } })).body;
const read = async (id) => (await call(portico, "GET", `/api/v1/entries/${id}`, { cookie })).body;
const act = async (who, entry, step, body) => (await call(portico, "POST", `/api/v1/entries/${entry.id}/${step}`, { cookie: who, headers: { "if-match": `"${entry.version}"` }, body })).body;

/** walk opens a page for somebody, and fails where the console says an error. */
async function walk(address, who, f, options = {}) {
  const { page, context, wrong } = await openPage(browser, portico, { cookie: who, ...options });
  await page.goto(portico.url + address);
  await f(page);
  assert.deepEqual(wrong.filter((w) => !(options.allowed ?? []).some((a) => w.includes(a))), []);
  await context.close();
}

const menu = async (page, name) => {
  await page.getByRole("button", { name: "When and how" }).click();
  await page.getByRole("menuitem", { name }).click();
};

/** nextMonth chooses the 15th of next month in a picker of days. */
async function nextMonth(page, dialog, label) {
  await dialog.getByRole("button", { name: label }).click();
  await page.getByRole("button", { name: "Next" }).first().click();
  await page.getByRole("button", { name: /^15 / }).first().click();
  await page.getByRole("button", { name: "OK", exact: true }).click();
}

test("one language goes out, its end is planned and cancelled, and it is taken out of service; the other stays", async () => {
  const entry = await create("kitchen", { en: { title: "Soup" }, fr: { title: "Soupe" } });
  await walk(`/content/${entry.id}?locale=fr`, cookie, async (page) => {
    await menu(page, "Publish in French…");
    let dialog = page.getByRole("dialog", { name: "Publish “Soupe”" });
    await dialog.locator("ins", { hasText: "Soupe" }).first().waitFor();
    assert.equal(await dialog.locator("ins", { hasText: /^Soup$/ }).count(), 0, "what changes in another language is not shown");
    await picture(page, "publish-dialog");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Published in French.").waitFor();
    assert.deepEqual(Object.keys((await read(entry.id)).publishedAt), ["fr"]);

    await menu(page, "Publish all that changed…");
    dialog = page.getByRole("dialog", { name: "Publish “Soupe”" });
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Published in English.").waitFor();

    await menu(page, "End at a time…");
    dialog = page.getByRole("dialog", { name: "Take “Soupe” out of service" });
    await nextMonth(page, dialog, "When it ends");
    await picture(page, "publish-end");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Take out of service" }).click();
    await page.getByText(/^Ends in French on/).waitFor();
    assert.equal((await read(entry.id)).workflow.fr.expiry.action, "unpublish");
    await picture(page, "publish-planned");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Cancel the plan for French" }).click();
    await page.getByText(/^Ends in French on/).waitFor({ state: "detached" });
    assert.equal((await read(entry.id)).workflow.fr.expiry, undefined);

    await menu(page, "Take out of service…");
    dialog = page.getByRole("dialog", { name: "Take “Soupe” out of service" });
    await dialog.getByText("It stays on the sites in English.").waitFor();
    await dialog.getByRole("button", { name: "Take out of service" }).click();
    await page.getByText("Out of service in French.").waitFor();
    assert.deepEqual(Object.keys((await read(entry.id)).publishedAt), ["en"]);
  });
});

test("a draft is planned for a day, goes into a new release, and says so", async () => {
  const entry = await create("kitchen", { en: { title: "Bread" }, fr: { title: "Pain" } });
  await walk(`/content/${entry.id}?locale=en`, cookie, async (page) => {
    await menu(page, "Publish at a time…");
    let dialog = page.getByRole("dialog", { name: "Publish “Bread”" });
    await nextMonth(page, dialog, "When");
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText(/^Goes out in English on/).waitFor();
    await menu(page, "Add to a release…");
    dialog = page.getByRole("dialog", { name: "Publish “Bread”" });
    const add = dialog.getByRole("button", { name: "Add to the release" });
    assert.equal(await add.getAttribute("aria-disabled"), "true");
    await dialog.getByLabel("Name of the new release").fill("Autumn menu");
    await picture(page, "publish-release");
    assert.deepEqual(await violations(page), []);
    await add.click();
    await page.getByText("In the release “Autumn menu” now.").waitFor();
    await page.getByRole("link", { name: "Autumn menu" }).waitFor();
    const { data } = (await call(portico, "GET", "/api/v1/content-releases?state=open", { cookie })).body;
    assert.deepEqual(data[0].items.map((i) => [i.entry, i.locales]), [[entry.id, ["en"]]]);
    await menu(page, "Add to a release…");
    await dialog.getByRole("combobox", { name: "Release" }).click();
    await page.getByRole("option", { name: "Autumn menu" }).click();
    await dialog.getByText("It is in this release already").waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
  });
});

test("somebody is asked to review, asks for changes, and approves, all in the editor", async () => {
  const memo = (await call(portico, "POST", "/api/v1/entries", { cookie: colleague.cookie, body: { type: "memo", space: "home", locales: { en: { title: "Salt", text: "Less of it" } } } })).body;
  await walk(`/content/${memo.id}?locale=en`, colleague.cookie, async (page) => {
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Publish “Salt”" });
    await dialog.getByText("This type is published once somebody else has approved it.").waitFor();
    await dialog.getByRole("combobox", { name: "Reviewer" }).click();
    await page.getByRole("option", { name: "Ada Rossi" }).waitFor();
    assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["Whoever may approve", "Ada Rossi"]);
    await page.getByRole("option", { name: "Ada Rossi" }).click();
    await dialog.getByLabel("Note").fill("Is that too little?");
    await picture(page, "publish-review");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Send to review" }).click();
    await page.getByText("You ask Ada Rossi to review English.").waitFor();
    assert.equal((await read(memo.id)).workflow.en.review.note, "Is that too little?");
  }); // an editor, who may not list accounts

  await walk(`/content/${memo.id}?locale=en`, cookie, async (page) => {
    await page.getByText("Is that too little?").waitFor();
    await page.getByRole("button", { name: "Decide…" }).click();
    const dialog = page.getByRole("dialog", { name: "Review of English" });
    await dialog.locator("ins", { hasText: "Salt" }).waitFor();
    await dialog.getByRole("button", { name: "Ask for changes" }).click();
    await dialog.getByText("Say what is to be changed.").waitFor();
    await dialog.getByRole("textbox", { name: "Comment" }).fill("Say how much.");
    await picture(page, "publish-decide");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Ask for changes" }).click();
    await page.getByText("Say how much.").waitFor();
    assert.equal((await read(memo.id)).workflow.en.review.state, "changes-requested");
  });
  await act(colleague.cookie, await read(memo.id), "submit", { locales: ["en"], assignee: (await call(portico, "GET", "/api/v1/me", { cookie })).body.id });
  await walk(`/content/${memo.id}?locale=en`, cookie, async (page) => {
    await page.getByText(/Luc Martin asks you to review English/).waitFor();
    await page.getByRole("button", { name: "Decide…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    await page.getByText("Approved in English.").waitFor();
    await page.getByText("You approved English.").waitFor();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Published in English.").waitFor();
  });
  assert.equal((await read(memo.id)).status.en, "published");
});

test("who may not publish is told why, in the menu too", async () => {
  const nina = await join(portico, cookie, { name: "Nina Okafor", email: "nina@orvane.example", password: luc.password, roles: [{ role: "translator", sites: ["home"], locales: ["fr"] }] });
  const entry = await create("kitchen", { en: { title: "Pepper" }, fr: { title: "Poivre" } });
  await walk(`/content/${entry.id}?locale=fr`, nina.cookie, async (page) => {
    await page.getByRole("button", { name: "When and how" }).click();
    const one = page.getByRole("menuitem", { name: "Publish in French…" });
    await one.getByText("Your roles do not let you publish this.").waitFor();
    assert.equal(await one.getAttribute("aria-disabled"), "true");
    await picture(page, "publish-menu-denied");
    assert.deepEqual(await violations(page), []);
  }, { allowed: ["403"] });
});

test("a reference is made from the words that were searched for, written in beside, and stays chosen", async () => {
  const entry = await create("kitchen", { en: { title: "Menu of the day" } });
  await walk(`/content/${entry.id}?locale=en`, cookie, async (page) => {
    const field = page.locator("[data-pointer='/shared/related']");
    await field.getByRole("button", { name: "Choose an entry" }).click();
    const picker = page.getByRole("dialog", { name: "Choose an entry" });
    await picker.getByRole("searchbox").fill("Cardamom");
    await picker.getByText("Nothing found").waitFor();
    await picker.getByRole("button", { name: "Create: Kitchen" }).click();
    const making = page.getByRole("dialog", { name: "Create: Kitchen" });
    assert.equal(await making.getByLabel("Title").inputValue(), "Cardamom");
    await picture(page, "reference-create");
    assert.deepEqual(await violations(page), []);
    await making.getByRole("button", { name: "Create: Kitchen" }).click();
    const drawer = page.getByRole("dialog", { name: "Cardamom" });
    await drawer.getByLabel("Notes").fill("Seeds and pods");
    await drawer.locator("[data-save=saved]").waitFor();
    await picture(page, "reference-drawer");
    assert.deepEqual(await violations(page), []);
    await drawer.getByText("Used by").waitFor();
    await drawer.getByRole("button", { name: "Close" }).first().click();
    await field.getByRole("button", { name: "Open Cardamom" }).waitFor();
    await page.locator("[data-save=saved]").waitFor();
    const { shared } = await read(entry.id);
    const made = await read(shared.related[0].$ref.split("/")[1]);
    assert.deepEqual([made.locales.en.title, made.locales.en.notes, made.space], ["Cardamom", "Seeds and pods", "home"]);

    await field.getByRole("button", { name: "Open Cardamom" }).click();
    await drawer.getByRole("link", { name: "Menu of the day" }).waitFor();
    await drawer.getByLabel("Title").fill("Green cardamom");
    await page.keyboard.press("Escape");
    await field.getByRole("button", { name: "Open Green cardamom" }).waitFor();
    await picture(page, "reference-chosen");
    assert.deepEqual(await violations(page), []);
  });
});

/** lineFile is a file of lines for an input of the page. */
const lineFile = (name, lines) => ({ name, mimeType: "application/x-ndjson", buffer: Buffer.from(lines.map((l) => (typeof l === "string" ? l : JSON.stringify(l))).join("\n")) });

const exchange = async (page, name) => {
  await page.getByRole("button", { name: "Import and export" }).click();
  await page.getByRole("menuitem", { name }).click();
};

test("a file of entries is checked by line, then imported while somebody works elsewhere, with a report", async () => {
  const line = (key, title) => ({ space: "home", type: "memo", key, locales: { en: { title } } });
  await walk("/content?type=memo&locale=en", cookie, async (page) => {
    await exchange(page, "Import a file…");
    const dialog = page.getByRole("dialog", { name: "Import entries" });
    const choose = (file) => dialog.locator("input[type=file]").setInputFiles(file);
    await choose(lineFile("wrong.ndjson", [line("a", "One"), { ...line("b", "Two"), type: "poem" }, "no JSON"]));
    await dialog.getByText("The file cannot be imported as it is. Nothing was changed.").waitFor();
    await dialog.getByRole("row", { name: /^2 not accepted/ }).waitFor();
    await dialog.getByRole("row", { name: /^3 not accepted/ }).waitFor();
    await picture(page, "exchange-refused");
    assert.deepEqual(await violations(page), []);
    await choose(lineFile("good.ndjson", [line("a", "One"), line("b", "Two")]));
    await dialog.getByText("The file can be imported.").waitFor();
    await dialog.getByRole("row", { name: /^1 new home memo\/a/ }).waitFor();
    await picture(page, "exchange-check");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Import 2 entries" }).click();
    await page.getByRole("link", { name: "Media" }).click();
    const tray = page.getByRole("region", { name: "Work in progress" });
    await tray.getByText("2 new").waitFor();
    await picture(page, "exchange-done");
    assert.deepEqual(await violations(page), []);
    const [report] = await Promise.all([page.waitForEvent("download"), tray.getByRole("button", { name: "Download the report" }).click()]);
    assert.equal(report.suggestedFilename(), "good.ndjson.report.csv");
    assert.match(readFileSync(await report.path(), "utf8"), /^\uFEFFLine,Result,Entry,Note\r\n1,new,home memo\/a,\r\n2,new,home memo\/b,\r\n$/);
  }, { allowed: ["422"] });
});

test("what the list shows, and what is selected, goes out as a file", async () => {
  await create("memo", { en: { title: "Vinegar, old" } });
  await create("memo", { en: { title: "Vinegar, new" } });
  const saved = async (page, begin) => {
    const [file] = await Promise.all([page.waitForEvent("download"), begin()]);
    return readFileSync(await file.path(), "utf8").trim().split("\n").map((l) => JSON.parse(l).locales.en.title).sort();
  };
  await walk("/content?type=memo&locale=en&q=vinegar", cookie, async (page) => {
    await page.getByRole("link", { name: "Vinegar, old" }).waitFor();
    assert.deepEqual(await saved(page, () => exchange(page, "What the list shows (2)")), ["Vinegar, new", "Vinegar, old"]);
    assert.ok((await saved(page, () => exchange(page, "All entries of this type"))).length > 2);
    await page.getByRole("checkbox", { name: "Select Vinegar, old" }).click();
    assert.deepEqual(await saved(page, async () => {
      await page.getByRole("button", { name: "More", exact: true }).click();
      await page.getByRole("menuitem", { name: "Export as a file" }).click();
    }), ["Vinegar, old"]);
  });
});

test("texts go to translators and come back", async () => {
  const memo = await create("memo", { en: { title: "Thyme", text: "Dried" } });
  await walk("/content?type=memo&locale=en&q=thyme", cookie, async (page) => {
    await page.getByRole("checkbox", { name: "Select Thyme" }).click();
    await page.getByRole("button", { name: "More", exact: true }).click();
    await page.getByRole("menuitem", { name: "Translations…" }).click();
    const dialog = page.getByRole("dialog", { name: "Translations" });
    await dialog.getByRole("combobox", { name: "Into" }).click();
    await page.getByRole("option", { name: "French" }).click();
    await dialog.getByText("CSV", { exact: true }).click();
    await picture(page, "exchange-translations");
    assert.deepEqual(await violations(page), []);
    const [file] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: "Save the file" }).click()]);
    const csv = readFileSync(await file.path(), "utf8");
    assert.match(csv, /Thyme/);
    await page.getByText("The texts of 1 entry are in the file.", { exact: true }).waitFor();
    const translated = csv.replace("Thyme,,", "Thyme,Thym,").replace("Dried,,", "Dried,Séché,");
    await exchange(page, "Translations…");
    await dialog.getByRole("tab", { name: "From translators" }).click();
    await dialog.locator("input[type=file]").setInputFiles({ name: "back.csv", mimeType: "text/csv", buffer: Buffer.from(translated) });
    await dialog.getByText("2 texts taken over").waitFor();
    await picture(page, "exchange-translated");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Take over the translations" }).click();
    await page.getByText("Translations of 1 entry taken over, as drafts.").waitFor();
    assert.deepEqual((await read(memo.id)).locales.fr, { title: "Thym", text: "Séché" });
  });
});

test("groups of conditions, states of any language, and a day narrow the list", async () => {
  const [small, large] = await Promise.all([create("kitchen", { en: { title: "Cup" } }, { shared: { size: "small", count: 3, day: "2026-03-04" } }), create("kitchen", { en: { title: "Pot" }, fr: { title: "Pot" } }, { shared: { size: "large", count: 9 } })]);
  await act(cookie, large, "publish", { locales: ["fr"] });
  const now = await read(large.id);
  await call(portico, "PATCH", `/api/v1/entries/${large.id}`, { cookie, headers: { "if-match": `"${now.version}"` }, body: { locales: { fr: { title: "Marmite" } } } });
  const filter = [{ match: "any", of: [{ field: "size", op: "eq", value: "small" }, { match: "all", of: [{ field: "size", op: "eq", value: "large" }, { field: "count", op: "gt", value: "5" }] }] }];
  await walk(`/content?type=kitchen&locale=en&filter=${encodeURIComponent(JSON.stringify(filter))}`, cookie, async (page) => {
    await page.getByRole("link", { name: "Cup", exact: true }).waitFor();
    await page.getByRole("link", { name: "Pot", exact: true }).waitFor();
    await page.locator(".p-foot").getByText("2 entries").waitFor();
    await page.locator(".p-locale[data-state=changed]", { hasText: "fr" }).waitFor();
    await page.getByRole("button", { name: "Filter" }).click();
    await page.getByRole("group", { name: "Group 1" }).first().waitFor();
    await picture(page, "content-groups");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Remove group 1" }).last().click();
    await page.getByRole("button", { name: "Add a condition" }).click();
    await page.getByRole("combobox", { name: "Field" }).click();
    await page.getByRole("option", { name: "Day", exact: true }).click();
    await page.getByRole("textbox", { name: "Value" }).fill("Mar 4, 2026");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Escape");
    await page.locator(".p-foot").getByText("1 entry", { exact: true }).waitFor();
    await page.goto(`${portico.url}/content?type=kitchen&locale=en`);
    await page.getByRole("button", { name: "With changes" }).click();
    await page.waitForURL(/in=any/);
    await page.locator(".p-foot").getByText("1 entry", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Pot", exact: true }).waitFor();
    await picture(page, "content-changes");
    assert.deepEqual(await violations(page), []);
  });
  assert.ok(small.id);
});

test("one field of all that match is edited, and the trash is emptied for good", async () => {
  const lines = Array.from({ length: 130 }, (_, i) => JSON.stringify({ space: "home", type: "memo", key: `crumb-${i}`, locales: { en: { title: `Crumb ${i}` } } })).join("\n");
  const sent = await fetch(`${portico.url}/api/v1/entries/import`, { method: "POST", headers: { cookie, "content-type": "application/x-ndjson" }, body: lines });
  assert.equal(sent.status, 200);
  await walk("/content?type=memo&locale=en&q=crumb", cookie, async (page) => {
    await page.locator(".p-foot").getByText("130 entries").waitFor();
    await page.getByRole("spinbutton", { name: "Go to row" }).or(page.getByLabel("Go to row")).fill("120");
    await page.keyboard.press("Enter");
    await page.locator("tr[aria-rowindex='121'] .p-title").waitFor();
    await page.locator("tr[aria-rowindex='121']").getByRole("checkbox").click();
    await page.getByRole("button", { name: "Select all 130" }).click();
    await page.getByText("130 entries selected").first().waitFor();
    await page.getByRole("button", { name: "Edit a field…" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit a field of 130 entries" });
    await dialog.getByRole("combobox", { name: "Field" }).click();
    await page.getByRole("option", { name: "Text" }).click();
    await dialog.getByRole("textbox", { name: "Text" }).fill("Swept up");
    await picture(page, "content-bulk-edit");
    assert.deepEqual(await violations(page), []);
    await dialog.getByRole("button", { name: "Change 130 entries" }).click();
    const tray = page.getByRole("region", { name: "Work in progress" });
    await tray.getByText("130 done").waitFor();
    const { data } = (await call(portico, "POST", "/api/v1/entries/query", { cookie, body: { type: "memo", locale: "en", q: "crumb", fields: ["text"], page: { size: 100 } } })).body;
    assert.ok(data.every((e) => e.fields.text === "Swept up"));
    await page.getByRole("checkbox", { name: /^Select Crumb/ }).first().click();
    await page.getByRole("button", { name: "Move to the trash" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Move to the trash" }).click();
    await page.locator(".p-foot").getByText("129 entries").waitFor();
    await page.getByRole("button", { name: "Trash", exact: true }).click();
    await page.getByRole("checkbox", { name: /^Select Crumb/ }).first().click();
    await picture(page, "content-trash-selected");
    await page.getByRole("button", { name: "Delete for good" }).click();
    await page.getByRole("dialog", { name: "Delete for good?" }).getByRole("button", { name: "Delete for good" }).click();
    await page.getByText("The trash is empty").or(page.getByText("Nothing matches")).waitFor();
  });
});
