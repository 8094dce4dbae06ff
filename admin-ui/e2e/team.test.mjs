import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { call, openPage, picture, setUp, startBrowser, startPortico } from "./portico.mjs";
import { drafts, luc, seed } from "./team.mjs";

let portico, browser, cookie, made;
before(async () => {
  [portico, browser] = await Promise.all([startPortico(), startBrowser()]);
  cookie = await setUp(portico);
  made = await seed(portico, cookie);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

/** walk opens a page for somebody, and fails where the console says an error. */
async function walk(path, who, f, options = {}) {
  const { page, context, wrong } = await openPage(browser, portico, { cookie: who, ...options });
  await page.goto(portico.url + path);
  await f(page);
  assert.deepEqual(wrong.filter((w) => !(options.allowed ?? []).some((a) => w.includes(a))), []);
  await context.close();
}

const state = async (id) => (await call(portico, "GET", `/api/v1/entries/${id}`, { cookie })).body;

test("reviews: changes are asked for with a comment, and a draft is approved, by keyboard", async () => {
  await walk("/reviews?view=all", cookie, async (page) => {
    await page.getByRole("heading", { name: "What would change on the sites" }).waitFor();
    await page.getByText("The new title is what customers search for.").waitFor();
    await page.locator("ins", { hasText: "(revised)" }).waitFor();
    const comment = page.getByLabel("Comment", { exact: true });
    await page.getByRole("button", { name: "Ask for changes" }).click();
    await page.getByText("Say what is to be changed.").waitFor();
    assert.deepEqual(await violations(page), []);
    await comment.fill("Shorter, please.");
    await comment.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("is back with Luc Martin").waitFor();
    const first = (await state(made.review)).workflow.en.review;
    assert.deepEqual([first.state, first.comment], ["changes-requested", "Shorter, please."]);
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("is approved in en").waitFor();
    await page.getByText("No draft waits for a decision").waitFor();
    await picture(page, "reviews-empty");
  });
});

test("reviews: a draft that was changed and sent again since it was last looked at is decided on as it is now", async () => {
  const given = async (id, title) => {
    const entry = await call(portico, "GET", `/api/v1/entries/${id}`, { cookie });
    const saved = await call(portico, "PATCH", `/api/v1/entries/${id}`, { cookie: made.luc.cookie, headers: { "If-Match": entry.etag }, body: { locales: { en: { title } } } });
    await call(portico, "POST", `/api/v1/entries/${id}/submit`, { cookie: made.luc.cookie, headers: { "If-Match": saved.etag }, body: { locales: ["en"] } });
  };
  await given(made.review, "Bakeries by the harbour");
  await walk("/reviews?view=all", cookie, async (page) => {
    await page.locator("ins", { hasText: "Bakeries" }).waitFor();
    const place = (name) => page.getByRole("navigation", { name: /Navigation/ }).getByRole("link", { name, exact: true }).click();
    await place("Releases");
    await page.getByRole("heading", { level: 1, name: "Releases" }).waitFor();
    await given(made.review, "Lighthouses by the harbour");
    let asked = 0;
    await page.route(`**/api/v1/entries/${made.review}`, async (route) => {
      asked += 1;
      await new Promise((done) => setTimeout(done, 700)); // who is quicker than the answer must not decide on the old draft
      await route.continue();
    });
    await place("Reviews");
    await page.getByText("All", { exact: true }).click();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByText("is approved in en").waitFor();
    assert.ok(asked > 0);
  });
  assert.equal((await state(made.review)).workflow.en.review.state, "approved");
});

test("a release is made, filled by search, checked and published", async () => {
  const [country] = await drafts(portico, cookie, "faq", 1, 1);
  await walk("/releases", cookie, async (page) => {
    await page.getByRole("button", { name: "New release" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New release" });
    await dialog.getByRole("button", { name: "Make the release" }).click();
    await dialog.getByText("Give the release a name.").waitFor();
    await dialog.getByLabel("Name").fill("Winter tariffs");
    await dialog.getByRole("button", { name: "Make the release" }).click();
    await page.getByRole("heading", { level: 1, name: "Winter tariffs" }).waitFor();
    const publish = page.getByRole("button", { name: "Publish now" });
    assert.equal(await publish.getAttribute("aria-disabled"), "true");
    await page.getByRole("button", { name: "Add items" }).click();
    const add = page.getByRole("dialog", { name: "Add items" });
    const words = country.locales.en.question.replace(" (revised)", "").split(" ").slice(0, 5).join(" ");
    await add.getByLabel("Look for content").fill(words);
    await add.getByRole("button", { name: `Add ${country.locales.en.question}` }).click();
    await add.getByText("In this release").waitFor();
    await picture(page, "release-add");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await page.getByText("Everything is ready to go out.").waitFor();
    await publish.click();
    await page.getByRole("dialog").getByRole("button", { name: "Publish now" }).click();
    await page.getByText("Winter tariffs is published.").waitFor();
    await page.locator(".p-head").getByText("Published").waitFor();
  });
  assert.equal((await state(country.id)).status.en, "published");
});

test("a release is planned for a day, and opened again", async () => {
  await walk(`/releases/${made.release}`, cookie, async (page) => {
    await page.getByRole("button", { name: "Schedule", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Schedule" });
    await dialog.getByRole("button", { name: "Schedule", exact: true }).click();
    await dialog.getByText("Choose a moment that is still to come.").waitFor();
    await dialog.getByRole("button", { name: "Day and time" }).click();
    await page.getByRole("button", { name: "Next" }).first().click();
    await page.getByRole("button", { name: /^15 / }).first().click();
    await picture(page, "release-schedule");
    await page.getByRole("button", { name: "OK" }).click();
    await dialog.getByRole("button", { name: "Schedule", exact: true }).click();
    await page.getByText(/Spring campaign goes out on/).waitFor();
    await page.getByRole("button", { name: "Open again" }).click();
    await page.getByText("Spring campaign is open again.").waitFor();
  });
});

test("somebody is invited by a link that is shown once, gets another role, is suspended and comes back", async () => {
  await walk("/people", cookie, async (page) => {
    await page.getByRole("button", { name: "Invite somebody" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Zoé Klein");
    await dialog.getByLabel("E-mail address").fill("nowhere");
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    await dialog.getByText("Write an e-mail address such as").waitFor();
    await dialog.getByLabel("E-mail address").fill(luc.email);
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    await dialog.locator("[role=alert], [aria-invalid=true]").first().waitFor();
    await picture(page, "invite");
    assert.deepEqual(await violations(page), []);
    await dialog.getByLabel("E-mail address").fill("zoe@orvane.example");
    await dialog.getByRole("button", { name: "Make the invitation" }).click();
    const link = await page.getByRole("group", { name: "Link for Zoé Klein" }).locator("code").textContent();
    assert.match(link, /#\S{20,}/);
    await picture(page, "invite-link");
    await page.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("link", { name: "Zoé Klein" }).click();
    await page.getByText("Invited").waitFor();
    await page.getByRole("combobox", { name: "Role", exact: true }).click();
    await page.getByRole("option", { name: "Viewer", exact: true }).click();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Zoé Klein is saved.").waitFor();
    await page.locator('.p-right[aria-label="Publish: not allowed"]').first().waitFor();
    await page.locator('[role=grid] .p-right[tabindex="0"]').focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await page.getByText("No: none of the roles allows it here.").first().waitFor();
    await page.locator("h1").click(); // the tooltip goes
    await picture(page, "person-why");
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Suspend" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Suspend" }).click();
    await page.getByText("Zoé Klein is suspended.").waitFor();
    await page.getByRole("button", { name: "Let them in again" }).click();
    await page.getByText("Zoé Klein may sign in again.").waitFor();
  }, { allowed: ["409", "422"] });
});

test("a role is copied, changed, and deleted only while nobody has it", async () => {
  await walk("/roles?role=translator", cookie, async (page) => {
    await page.getByRole("button", { name: "Copy this role" }).click();
    await page.getByLabel("Key").fill("Not a key");
    await page.getByRole("button", { name: "Create the role" }).click();
    await page.getByText("1 to 40 of a–z").waitFor();
    await page.getByLabel("Key").fill("subtitler");
    await page.getByLabel("Name in English").fill("Subtitler");
    await page.getByRole("button", { name: "Create the role" }).click();
    await page.getByText("The role is there.").waitFor();
    await page.getByRole("heading", { level: 2, name: "Subtitler", exact: true }).waitFor();
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByRole("group", { name: "Rule 2" }).getByLabel("Create").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("The role is saved.").waitFor();
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText("The role is deleted.").waitFor();
  });
});

test("a key's secret is shown once; it works, is replaced, and revoked", async () => {
  const works = async (secret) => (await fetch(`${portico.url}/api/v1/sites`, { headers: { Authorization: `Bearer ${secret}` } })).status;
  const shown = (page) => page.getByRole("group", { name: /Secret of CI/ }).locator("code").textContent();
  await walk("/keys", cookie, async (page) => {
    await page.getByRole("button", { name: "New key" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New key" });
    await dialog.getByRole("button", { name: "Make the key" }).click();
    await dialog.getByText("Say what the key is for.").waitFor();
    await dialog.getByLabel("What it is for").fill("CI");
    await dialog.getByRole("combobox", { name: "What", exact: true }).click();
    await page.getByRole("option", { name: "Sites", exact: true }).click();
    await picture(page, "key-new");
    await dialog.getByRole("button", { name: "Make the key" }).click();
    const first = await shown(page);
    assert.match(first, /^portico_/);
    assert.deepEqual(await violations(page), []);
    await picture(page, "key-secret");
    assert.equal(await works(first), 200);
    await page.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Give CI a new secret" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "New secret" }).click();
    const second = await shown(page);
    assert.deepEqual([await works(first), await works(second)], [401, 200]);
    await page.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Revoke CI" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("CI opens nothing any more.").waitFor();
    assert.equal(await works(second), 401);
    assert.equal(await page.evaluate((s) => JSON.stringify({ ...localStorage, ...sessionStorage }).includes(s), second), false);
  });
});

test("the audit: filtered by its address, a line with what changed, an export that is complete", async () => {
  await walk("/audit?action=entry.save", cookie, async (page) => {
    await page.locator(".p-line").first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("/locales/en/").first().waitFor();
    await drawer.locator("ins", { hasText: "(revised)" }).first().waitFor();
    await picture(page, "audit-line");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Export" }).click()]);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    const lines = Buffer.concat(chunks).toString().trim().split("\n").map((l) => JSON.parse(l));
    assert.equal(lines.at(-1).complete, true);
    assert.equal(lines.slice(0, -1).every((l) => l.action === "entry.save"), true);
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await page.getByText(/pairs? of lines that follow each other/).waitFor();
  });
});

test("settings: a host that is none stands at its field, and one that is is kept", async () => {
  await walk("/settings", cookie, async (page) => {
    const field = page.getByRole("textbox", { name: "Hosts outside of the group" });
    const save = page.getByRole("button", { name: "Save" });
    await field.fill("https://x/");
    await save.click();
    await page.getByText("Write a host name such as").waitFor();
    await field.fill("press.example.com");
    await save.click(); // the sample's menus lead to others, which are named
    await page.locator("form [role=alert] li").first().waitFor();
    const named = (await page.locator("form [role=alert] li").allTextContents()).map((text) => /leads to (\S+),/.exec(text)?.[1]).filter(Boolean);
    await field.fill(["press.example.com", ...named].join("\n"));
    await save.click();
    await page.getByText("The settings are saved.").waitFor();
    await picture(page, "settings-saved");
  }, { allowed: ["422"] });
});

test("who may not is told so: no place in the navigation, and a page that says why", async () => {
  await walk("/people", made.luc.cookie, async (page) => {
    await page.getByText("You may not see this").first().waitFor();
    assert.equal(await page.getByRole("navigation", { name: "Navigation" }).getByRole("link", { name: "People" }).count(), 0);
    await picture(page, "people-denied");
    assert.deepEqual(await violations(page), []);
  }, { allowed: ["403"] });
});
