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

const main = "/api/v1/menus/shared/main";
const read = async (address = main) => (await call(portico, "GET", address, { cookie })).body;
const open = async (address, options = {}) => {
  const { page, wrong, context } = await openPage(browser, portico, { cookie, ...options });
  await page.goto(portico.url + address);
  await page.getByRole("tree").waitFor();
  await page.locator("iframe[data-front]").waitFor();
  return { page, wrong, context };
};
const rows = (page) => page.getByRole("treeitem").allInnerTexts().then((all) => all.map((text) => text.split("\n")[0]));
const label = (page, language) => page.getByRole("group", { name: "Label" }).getByLabel(language, { exact: true });
const shown = (page) => page.locator("iframe[data-front]").first().contentFrame().locator("body");

/** delay types a character and gives the milliseconds until the frame in front shows it. */
const delay = (page, text) => page.evaluate((wanted) => new Promise((resolve) => {
  const begin = performance.now();
  const look = () => {
    const seen = [...document.querySelectorAll("iframe[data-front]")].some((f) => f.contentDocument?.body?.textContent.includes(wanted));
    if (seen) resolve(performance.now() - begin);
    else if (performance.now() - begin > 20_000) resolve(Number.NaN);
    else requestAnimationFrame(look);
  };
  addEventListener("input", () => { look(); }, { once: true, capture: true });
}), text);

test("a label is seen in the header as it is typed; what is wrong is said while the last good picture stays", async (t) => {
  const { page, wrong } = await open("/menus/shared/main");
  await page.getByRole("treeitem", { name: /^Water/ }).click();
  const field = label(page, "English");
  const times = [];
  let text = "Water";
  for (const letter of "works") {
    text += letter;
    const seen = delay(page, text);
    await field.press("End");
    await field.press(letter);
    times.push(await seen);
  }
  t.diagnostic(`from key press to picture: ${times.map((x) => Math.round(x)).join(", ")} ms`);
  assert.equal(times.every(Number.isFinite), true);
  await picture(page, "menu-typed");

  await field.fill("");
  for (const language of ["French", "German", "Arabic"]) await label(page, language).fill("");
  await page.getByText("Last good state: mend the errors").waitFor();
  assert.match(await shown(page).innerText(), /Waterworks|Water/);
  await page.getByRole("button", { name: "Save", exact: true }).hover();
  await page.getByRole("tooltip").waitFor();
  await picture(page, "menu-errors");
  await page.mouse.move(640, 5);
  await page.getByRole("tooltip").waitFor({ state: "detached" });
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(wrong.filter((w) => !w.includes("422")), []);
  await page.context().close();
});

test("what somebody writes into a menu is text in the preview, and the frame can run nothing", async () => {
  const { page, wrong } = await open("/menus/shared/main");
  await page.getByRole("treeitem", { name: /^Help/ }).click();
  await label(page, "English").fill('<img src=x onerror="document.title=1"><script>top.document.title=1</script>');
  await shown(page).getByText("<img src=x").first().waitFor();
  assert.equal(await shown(page).locator("script").count(), 0);
  assert.equal(await page.locator("iframe[data-front]").getAttribute("sandbox"), "allow-same-origin");
  assert.notEqual(await page.title(), "1");
  const ran = await page.evaluate(() => {
    const doc = document.querySelector("iframe[data-front]").contentDocument;
    const image = doc.createElement("img");
    try {
      image.setAttribute("onerror", "parent.document.title = 'ran'");
    } catch { /* Trusted Types hold in the frame too */ }
    image.src = "data:,";
    doc.body.append(image);
    return new Promise((resolve) => setTimeout(() => resolve(document.title === "ran"), 300));
  });
  assert.equal(ran, false);
  assert.equal(wrong.every((w) => /script|inline|sandbox|Content Security|img/i.test(w)), true);
  await page.context().close();
});

test("the tree by keyboard alone: walk, open, pick up and put down, move to, up and down, undo", async () => {
  const { page } = await open("/menus/shared/main");
  const start = await rows(page);
  await page.getByRole("treeitem").first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: start[1] }).waitFor();
  await page.getByRole("treeitem", { name: new RegExp(`^${start[1]}`) }).focus();
  await page.keyboard.press("Control+Shift+d");
  await page.getByText("Arrow up and down choose the place").first().waitFor();
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowDown");
  await picture(page, "menu-keyboard-drag");
  await page.keyboard.press("Enter");
  await page.waitForFunction((was) => [...document.querySelectorAll("[role=treeitem]")].map((r) => r.textContent).join() !== was, await page.getByRole("treeitem").allTextContents().then((x) => x.join()), { timeout: 2000 }).catch(() => undefined);
  const moved = await rows(page);
  assert.notDeepEqual(moved, start);

  await page.keyboard.press("Control+z");
  await page.waitForTimeout(100);
  assert.deepEqual(await rows(page), start);

  await page.getByRole("button", { name: "Move down" }).focus();
  await page.keyboard.press("Enter");
  assert.deepEqual((await rows(page)).slice(0, 3), [start[0], start[2], start[1]]);
  await page.getByRole("button", { name: "Move up" }).focus();
  await page.keyboard.press("Enter");
  assert.deepEqual(await rows(page), start);

  await page.getByRole("button", { name: "Move to…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Below").fill("Help");
  await page.getByRole("option", { name: "Help", exact: true }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Move", exact: true }).focus();
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  const row = page.getByRole("treeitem", { name: new RegExp(`^${start[1]}`) });
  assert.equal(await row.getAttribute("aria-level"), "2");
  await page.context().close();
});

test("two people: what both did is kept, and the same label is asked about", async () => {
  const { page } = await open("/menus/shared/main");
  await page.getByRole("treeitem", { name: /^Help/ }).click();
  await label(page, "English").fill("Help me");
  const was = await read();
  await call(portico, "PATCH", `${main}/items/${was.items[0].id}`, { cookie, body: { label: { en: "Energy for homes" } }, headers: { "if-match": `"${was.version}"` } });
  await page.keyboard.press("Control+s");
  await page.getByText("A colleague saved in the meantime. Both changes are together now.").waitFor();
  await page.getByRole("treeitem", { name: /^Energy for homes/ }).waitFor();
  const both = await read();
  assert.equal(both.items[0].label.en, "Energy for homes");
  assert.equal(both.items.find((i) => i.label.en === "Help me")?.label.en, "Help me");

  await label(page, "English").fill("Help mine");
  const id = both.items.find((i) => i.label.en === "Help me").id;
  await call(portico, "PATCH", `${main}/items/${id}`, { cookie, body: { label: { en: "Help theirs" } }, headers: { "if-match": `"${both.version}"` } });
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "You and a colleague changed the same thing" });
  await dialog.getByText("Help theirs").waitFor();
  await picture(page, "menu-clash");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("radio", { name: /Help mine/ }).click();
  await dialog.getByRole("button", { name: "Save both together" }).click();
  await page.getByText("Saved", { exact: false }).first().waitFor();
  await page.waitForFunction(() => document.title.length > 0);
  await dialog.waitFor({ state: "detached" });
  await page.getByText("Not published").first().waitFor();
  assert.equal((await read()).items.find((i) => i.id === id).label.en, "Help mine");
  await page.context().close();
});

test("publish shows what changes, history restores, and delivery has it", async () => {
  const { page } = await open("/menus/shared/legal");
  const start = await read("/api/v1/menus/shared/legal");
  await page.getByRole("treeitem").first().click();
  await label(page, "English").fill("Imprint of the group");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Publish this menu" });
  await dialog.getByText("Imprint of the group").first().waitFor();
  await picture(page, "menu-publish");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Publish now" }).click();
  await page.getByText(/Published on \d+ sites?/).waitFor();
  const served = async () => (await (await fetch(`${portico.delivery}/v1/sites/customer/fragments?locale=en`)).text()).includes("Imprint of the group");
  for (let i = 0; i < 100 && !(await served()); i++) await page.waitForTimeout(100);
  assert.equal(await served(), true);

  await page.getByRole("button", { name: "History" }).click();
  const history = page.getByRole("dialog", { name: "History" });
  await history.getByRole("button", { name: "Compare" }).first().click();
  await history.getByText("Imprint of the group").first().waitFor();
  await picture(page, "menu-history");
  assert.deepEqual(await violations(page), []);
  await history.getByRole("button", { name: "Restore" }).last().click();
  await page.getByText("The old version is the draft now.").waitFor();
  assert.deepEqual((await read("/api/v1/menus/shared/legal")).items, start.items);
  await page.context().close();
});

test("nothing moves under the hand when the preview comes", async () => {
  for (const menu of ["main", "legal"]) {
    const { page } = await openPage(browser, portico, { cookie });
    await late(page, "**/draft-parts");
    await page.goto(`${portico.url}/menus/shared/${menu}`);
    await page.getByRole("tree").waitFor();
    assert.deepEqual((await places(page, ".p-menu-bar")).slice(1), [], menu);
    await page.context().close();
  }
});

test("one site gets its own menu, and inherits again; an item is added with icon, target and visibility", async () => {
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/menus`);
  await page.getByRole("button", { name: "Own copy of Footer for Orvane Business" }).click();
  await page.getByRole("tree").waitFor();
  await page.getByText("The draft is there.").waitFor();
  await page.getByRole("button", { name: "Add an item", exact: true }).click();
  await label(page, "English").fill("Our promise");
  await page.getByRole("button", { name: "Choose an icon" }).click();
  await page.getByRole("button", { name: "leaf", exact: true }).click();
  await page.getByText("Outside", { exact: true }).click();
  await page.getByLabel("Address", { exact: false }).last().fill("https://promise.example/");
  await page.getByText("Only on…").click();
  await page.getByLabel("Shown on these sites alone").first().fill("Orvane Business");
  await page.getByRole("option", { name: "Orvane Business" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await picture(page, "menu-item");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Control+s");
  await page.getByText("Saved. Nothing shows before you publish.").waitFor();
  const item = (await read("/api/v1/menus/business/footer")).items.at(-1);
  assert.deepEqual({ ...item, id: "" }, { id: "", label: { en: "Our promise" }, icon: "leaf", url: "https://promise.example/", sites: ["business"] });

  await label(page, "English").fill("Not saved");
  await page.getByRole("link", { name: "Menus", exact: true }).first().click();
  await page.getByRole("dialog", { name: "Leave without saving?" }).waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await page.keyboard.press("Control+z");

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Inherit again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete and inherit" }).click();
  await page.getByRole("heading", { level: 1, name: "Menus" }).waitFor();
  await page.getByRole("button", { name: "Own copy of Footer for Orvane Business" }).waitFor();
  assert.deepEqual(wrong.filter((w) => !w.includes("422")), []); // an address that is being typed is none yet
  await page.context().close();
});

test("on a phone: the items, one item, and the preview each have the screen", async () => {
  const { page } = await openPage(browser, portico, { cookie, width: 390, height: 844, language: "fr" });
  await page.goto(`${portico.url}/menus/shared/main`);
  await page.getByRole("tree").waitFor();
  await picture(page, "menu-phone-items-fr");
  await page.getByRole("treeitem").nth(1).click();
  await page.getByRole("button", { name: "Retour aux éléments" }).waitFor();
  await picture(page, "menu-phone-item-fr");
  assert.deepEqual(await violations(page), []);
  await page.getByText("Aperçu", { exact: true }).last().click();
  await page.locator("iframe[data-front]").waitFor();
  await shown(page).getByRole("link").first().waitFor();
  await picture(page, "menu-phone-preview-fr");
  assert.deepEqual(await violations(page), []);
  await page.context().close();
});

test("who may only read sees the menu and is told why nothing can be changed", async () => {
  const email = "viewer@orvane.example";
  const roles = [{ role: "viewer", sites: ["*", "shared"], locales: ["*"] }];
  const { body: invited } = await call(portico, "POST", "/api/v1/accounts", { cookie, body: { email, name: "Vera Viewer", roles } });
  const token = /#(.+)$/.exec(invited.link)?.[1];
  await call(portico, "POST", "/api/v1/password-resets/consume", { body: { token, password: "a long enough passphrase 8" } });
  const viewer = await call(portico, "POST", "/api/v1/sessions", { body: { email, password: "a long enough passphrase 8" } });
  const { page } = await openPage(browser, portico, { cookie: viewer.cookie });
  await page.goto(`${portico.url}/menus/shared/main?item=water`);
  await page.getByRole("tree").waitFor();
  const save = page.getByRole("button", { name: "Save", exact: true });
  await save.hover();
  await page.getByRole("tooltip").getByText("Your roles do not let you change this menu.").waitFor();
  assert.equal(await label(page, "English").getAttribute("readonly") !== null, true);
  assert.equal(await page.getByRole("button", { name: "Delete the item" }).count(), 0);
  await page.mouse.move(640, 5);
  await picture(page, "menu-read-only");
  await page.context().close();
});
