// A newcomer's first hour, by clicks and keys alone: from the set-up link over the first site, the sample, a menu, a story that two people
// write and review, an old version, and an override, to a token that is released. What happened is asked where visitors would see it.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { key as siteKey, startSite } from "./hour/site.mjs";
import { png } from "./png.mjs";
import { admin, openPage, picture, root, startBrowser, startPortico } from "./portico.mjs";
import { luc } from "./team.mjs";

/** The company's project folder: its own content type beside those of Portico, and the sample group. */
const project = mkdtempSync(path.join(tmpdir(), "portico-hour-"));
const model = path.join(project, "content-types");
let portico, browser, site, ada, french, lucs;

before(async () => {
  for (const from of [path.join(root, "content-types"), path.join(root, "admin-ui", "e2e", "hour", "content-types")]) {
    cpSync(from, model, { recursive: true, filter: (file) => !file.endsWith(".go") });
  }
  for (const part of ["sites", "menus", "entries"]) cpSync(path.join(root, "examples", "group", part), path.join(project, part), { recursive: true });
  portico = await startPortico({ args: ["--site-networks", "127.0.0.0/8", "--content-types", model] });
  site = await startSite(portico);
  browser = await startBrowser();
  ada = await openPage(browser, portico);
});
after(async () => {
  await browser?.close();
  site?.stop();
  await portico?.stop();
  rmSync(project, { recursive: true, force: true });
});

/** until asks again and again until something holds, as a visitor who reloads. */
async function until(what, holds) {
  for (let n = 0; n < 300; n += 1) {
    if (await holds()) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  assert.fail(`${what}: never`);
}

let broken = false;
/** step is a test that goes on where the one before has ended. */
const step = (name, f) => test(name, async () => {
  assert.equal(broken, false, "a step before this one failed");
  broken = true;
  try {
    await f();
    broken = false;
  } finally {
    if (broken) await Promise.all([ada, lucs].filter(Boolean).map(({ page }, n) => picture(page, `hour-failed-${n}`)));
  }
});

const served = async (address) => (await fetch(portico.delivery + address)).text();
const frontOf = (page) => page.locator("iframe[data-front]").first().contentFrame().locator("body");
const place = (page, name) => page.getByRole("navigation", { name: /Navigation/ }).getByRole("link", { name, exact: true }).click();
const at = (page, pointer) => page.locator(`[data-pointer="${pointer}"]`);
const saved = (page) => page.locator("[data-save=saved]").waitFor();
const dialogOf = (page, name) => page.getByRole("dialog", { name });

let stops = 0;
/** stop keeps what is on the screen in both themes; with twin the same address in French, too. */
async function stop({ page }, name, { twin = false, language = "en", scheme = "light" } = {}) {
  stops += 1;
  const label = `hour-${String(stops).padStart(2, "0")}-${name}`;
  await look(page, `${label}-${language}`, scheme);
  if (!twin) return;
  await french.page.goto(page.url());
  await french.page.locator("h1, h2").first().waitFor();
  await french.page.waitForLoadState("networkidle");
  await look(french.page, `${label}-fr`, "light");
}

async function look(page, label, scheme) {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await picture(page, `${label}-${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: scheme });
}

/** clean looks for what axe finds, in both themes. */
async function clean(page, scheme = "light") {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violations(page), []);
  }
  await page.emulateMedia({ colorScheme: scheme });
}

step("the set-up link makes an administrator, and the assistant shows the header on a first site", async () => {
  const { page, context } = ada;
  await page.goto(`${portico.url}/setup#${portico.setup}`);
  await page.getByLabel("Name").waitFor();
  await stop(ada, "set-up");
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.locator("#password").fill(admin.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("link", { name: "Begin" }).waitFor();
  const session = (await context.cookies()).find((c) => c.name === "portico_session");
  french = await openPage(browser, portico, { cookie: `${session.name}=${session.value}`, language: "fr" });
  await stop(ada, "empty-home", { twin: true });

  await page.getByRole("link", { name: "Begin" }).click();
  await page.getByLabel("Name", { exact: false }).first().fill("Orvane Labs");
  await page.getByRole("textbox", { name: /Address/ }).fill(site.address);
  await page.getByRole("combobox", { name: "Languages" }).fill("French (fr)");
  await page.getByRole("option", { name: "French (fr)", exact: true }).click();
  await page.keyboard.press("Escape");
  await stop(ada, "register");
  await page.getByRole("button", { name: "Register the site" }).click();
  await page.getByText("The page is there, without anything of Portico").waitFor();
  await stop(ada, "waiting", { twin: true });
  site.integrated = true;
  await page.getByText("The header has arrived").waitFor({ timeout: 30_000 });
  await stop(ada, "arrived");
  await page.getByRole("link", { name: "Go to the home page" }).click();
  await page.getByRole("heading", { level: 2, name: "Recently viewed" }).waitFor();
});

step("the sample group comes beside it, and stories that were written elsewhere come as a file", async () => {
  const { page } = ada;
  portico.run("import", project);
  await until("the sample's sites are served", async () => (await served("/v1/sites")).includes('"customer"'));
  await page.reload();
  await page.getByRole("link", { name: "Orvane Business" }).first().waitFor();
  await stop(ada, "home", { twin: true });
  await place(page, "Sites");
  await page.getByText("Orvane Business").first().waitFor();
  await stop(ada, "sites", { twin: true });

  await place(page, "Content");
  await page.getByRole("navigation", { name: "Content types" }).or(page.locator(".p-pills")).first().getByRole("link", { name: "Story" }).click();
  await page.getByText("Nothing here yet").waitFor();
  await stop(ada, "no-stories", { twin: true });
  await page.getByRole("button", { name: "Import and export" }).click();
  await page.getByRole("menuitem", { name: "Import a file…" }).click();
  const line = (name, title) => JSON.stringify({ space: siteKey, type: "story", key: name, locales: { en: { title, summary: "From the old site." } } });
  const lines = [line("mill", "The mill that runs again"), line("well", "How deep a well goes")].join("\n");
  await dialogOf(page, "Import entries").locator("input[type=file]").setInputFiles({ name: "stories.ndjson", mimeType: "application/x-ndjson", buffer: Buffer.from(lines) });
  await page.getByText("The file can be imported.").waitFor();
  await stop(ada, "import");
  await page.getByRole("button", { name: "Import 2 entries" }).click();
  await page.getByRole("region", { name: "Work in progress" }).getByText("2 new").waitFor();
  await page.getByRole("link", { name: "The mill that runs again" }).waitFor();
  await stop(ada, "imported", { twin: true });
});

step("a menu is changed, seen in the preview as it is typed, and published", async () => {
  const { page } = ada;
  await place(page, "Menus");
  await page.getByRole("link", { name: /Orvane Labs$/ }).first().waitFor();
  await stop(ada, "menus", { twin: true });
  await page.getByRole("link", { name: /Orvane Labs$/ }).first().click();
  await page.getByRole("treeitem", { name: /^Help/ }).click();
  await page.getByRole("group", { name: "Label" }).getByLabel("English", { exact: true }).fill("Help centre");
  await frontOf(page).getByText("Help centre").first().waitFor({ state: "attached" });
  await stop(ada, "menu");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await dialogOf(page, "Publish this menu").getByText("Help centre").first().waitFor();
  await stop(ada, "menu-publish");
  await dialogOf(page, "Publish this menu").getByRole("button", { name: "Publish now" }).click();
  await page.getByText(/Published on \d+ sites?/).waitFor();
  await until("the menu is served", async () => (await served(`/v1/sites/${siteKey}/fragments/header?locale=en`)).includes("Help centre"));
});

step("a colleague is invited, and comes in by the link, in French", async () => {
  const { page } = ada;
  await place(page, "People");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(luc.name);
  await dialog.getByLabel("E-mail address").fill(luc.email);
  await stop(ada, "invite");
  await dialog.getByRole("button", { name: "Make the invitation" }).click();
  const link = await page.getByRole("group", { name: `Link for ${luc.name}` }).locator("code").textContent();
  await stop(ada, "invited");
  await page.getByRole("button", { name: "Close" }).last().click();

  lucs = await openPage(browser, portico, { language: "fr", scheme: "dark" });
  const his = lucs.page;
  await his.goto(link);
  await his.locator("#password").fill(luc.password);
  await stop(lucs, "password", { language: "fr", scheme: "dark" });
  await his.getByRole("button", { name: "Enregistrer le mot de passe" }).click();
  await his.getByRole("textbox", { name: "Adresse e-mail" }).fill(luc.email);
  await his.getByRole("textbox", { name: "Mot de passe" }).fill(luc.password);
  await stop(lucs, "sign-in", { language: "fr", scheme: "dark" });
  await his.getByRole("button", { name: "Se connecter" }).click();
  await his.getByRole("heading", { level: 1, name: /Luc Martin/ }).waitFor();
  await stop(lucs, "home-of-an-editor", { language: "fr", scheme: "dark" });
});

const his = { language: "fr", scheme: "dark" };
const newBlock = async (page, name) => {
  await page.getByRole("button", { name: "Ajouter un bloc…" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
};
const photo = (name, colour) => ({ name, mimeType: "image/png", buffer: png(640, 360, colour) });
const shownPage = (page) => page.frameLocator(".p-site-box iframe").frameLocator("iframe[name=page]");

step("he writes a story with blocks and pictures in two languages", async () => {
  const { page } = lucs;
  await place(page, "Contenu");
  await page.locator(".p-pills").getByRole("link", { name: "Reportage" }).click();
  await page.getByRole("link", { name: "The mill that runs again" }).waitFor();
  await page.getByRole("button", { name: "Nouveau : Reportage" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Pour quel site ?" }).click();
  await page.getByRole("option", { name: "Orvane Labs" }).click();
  await stop(lucs, "new-story", his);
  await dialog.getByRole("button", { name: "Nouveau : Reportage" }).click();
  await page.getByRole("heading", { level: 1, name: "Sans titre" }).waitFor();
  await stop(lucs, "empty-story", his);

  await at(page, "/locales/fr/title").getByRole("textbox").fill("Une turbine dans la rivière");
  await at(page, "/locales/fr/summary").getByRole("textbox").fill("Trois familles, un moulin, et assez de courant pour un village.");
  await at(page, "/shared/picture").locator("input[type=file]").setInputFiles(photo("riviere.png", [70, 140, 190]));
  await at(page, "/shared/picture").locator(".p-medium-use").waitFor();
  await newBlock(page, "Texte");
  await at(page, "/locales/fr/blocks/0/text").getByRole("textbox").fill("Le moulin tourne de nouveau depuis mai.");
  await newBlock(page, "Citation");
  await at(page, "/locales/fr/blocks/1/text").getByRole("textbox").fill("On entend l’eau travailler.");
  await at(page, "/locales/fr/blocks/1/by").getByRole("textbox").fill("Nadia Keller, meunière");
  await newBlock(page, "Image légendée");
  await at(page, "/locales/fr/blocks/2/picture").locator("input[type=file]").setInputFiles(photo("roue.png", [190, 120, 70]));
  await at(page, "/locales/fr/blocks/2/picture").locator(".p-medium-use").waitFor();
  await at(page, "/locales/fr/blocks/2/caption").getByRole("textbox").fill("La roue, remise à neuf");
  await saved(page);
  await stop(lucs, "story-in-french", his);

  await page.getByRole("tab", { name: /anglais/i }).click();
  await page.getByRole("button", { name: /^Afficher à côté/ }).click();
  await page.getByRole("menuitem", { name: /français/i }).click();
  await at(page, "/locales/en/title").getByRole("textbox").fill("A turbine in the river");
  await at(page, "/locales/en/summary").getByRole("textbox").fill("Three families, one mill, and power enough for a village.");
  await newBlock(page, "Texte");
  await at(page, "/locales/en/blocks/0/text").getByRole("textbox").fill("The mill has been running again since May.");
  await newBlock(page, "Citation");
  await at(page, "/locales/en/blocks/1/text").getByRole("textbox").fill("You can hear the water work.");
  await saved(page);
  await stop(lucs, "story-beside", his);
});

step("he sees it on the site's own page; a click there leads to its field, and what he writes is shown", async () => {
  const { page } = lucs;
  const errors = lucs.wrong.length;
  await page.getByRole("button", { name: "Aperçu", exact: true }).click();
  const shown = shownPage(page);
  await shown.getByRole("heading", { level: 1, name: "A turbine in the river" }).waitFor();
  await page.getByText("Cliquez sur un texte de la page pour aller à son champ.").waitFor();
  await stop(lucs, "page", his);
  await clean(page, "dark");

  await shown.getByText("You can hear the water work.").click();
  await page.waitForFunction(() => document.activeElement?.closest("[data-pointer]")?.dataset.pointer.startsWith("/locales/en/blocks/1"));
  await shown.getByRole("heading", { level: 1 }).click();
  await page.waitForFunction(() => document.activeElement?.closest("[data-pointer]")?.dataset.pointer === "/locales/en/title");
  await shown.locator("h1[data-portico-shown]").waitFor();
  await page.keyboard.press("End");
  await page.keyboard.type(" Aare");
  await shown.getByRole("heading", { level: 1, name: "A turbine in the river Aare" }).waitFor();
  await page.getByRole("tab", { name: /français/i }).click();
  await shown.getByRole("heading", { level: 1, name: "Une turbine dans la rivière" }).waitFor();
  await page.locator(".p-site-page").getByTitle("390 pixels de large").click();
  await stop(lucs, "page-on-a-phone", his);
  const token = (await lucs.context.cookies(site.address)).find((c) => c.name === "Portico-Preview");
  assert.equal(token?.httpOnly, true);
  assert.equal(page.url().includes("ppv_"), false);
  assert.deepEqual(lucs.wrong.slice(errors), []);
  await page.getByRole("button", { name: "Fermer l’aperçu" }).click();
});

step("one sends it to review, the other asks for changes; he changes it, she approves and publishes", async () => {
  const { page } = lucs;
  const send = async (languages) => {
    await page.getByRole("button", { name: "Publier", exact: true }).click();
    const dialog = page.getByRole("dialog");
    for (const name of languages) await dialog.getByRole("checkbox", { name }).check();
    await dialog.getByLabel("Note").fill("Le chiffre est-il juste ?");
    await stop(lucs, "send-to-review", his);
    await dialog.getByRole("button", { name: "Envoyer en relecture" }).click();
    await dialog.waitFor({ state: "detached" });
  };
  await send([/français/i, /anglais/i]);
  await page.getByText(/Vous demandez une relecture/).first().waitFor();

  const hers = ada.page;
  const decide = async (locale) => {
    await place(hers, "Reviews");
    await hers.getByText("All", { exact: true }).click();
    await hers.locator(`nav[aria-label="Drafts in review"] a[href*="locale=${locale}"]`).first().click();
    await hers.getByRole("heading", { name: "What would change on the sites" }).waitFor();
  };
  await decide("en");
  await hers.locator("ins", { hasText: "A turbine" }).first().waitFor();
  await hers.getByLabel("Comment", { exact: true }).fill("How many kilowatts? Say it in the summary.");
  await stop(ada, "review");
  await hers.getByRole("button", { name: "Ask for changes" }).click();
  await hers.getByText("is back with Luc Martin").waitFor();

  await page.reload();
  await page.getByText("How many kilowatts?").waitFor();
  await page.getByRole("tab", { name: /anglais/i }).click();
  await stop(lucs, "asked-for-changes", his);
  await at(page, "/locales/en/summary").getByRole("textbox").fill("Three families, one mill, and 40 kilowatts: power enough for a village.");
  await saved(page);
  await send([/anglais/i]);

  for (const locale of ["en", "fr"]) {
    await decide(locale);
    await hers.getByRole("button", { name: "Approve" }).click();
    await hers.getByText(`is approved in ${locale}`).waitFor();
  }
  await stop(ada, "nothing-to-review", { twin: true });
  await place(hers, "Content");
  await hers.locator(".p-pills").getByRole("link", { name: "Story" }).click();
  await hers.getByRole("link", { name: "A turbine in the river Aare" }).click();
  await hers.getByRole("button", { name: "When and how" }).click();
  await hers.getByRole("menuitem", { name: "Publish all that changed…" }).click();
  await stop(ada, "publish");
  await hers.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await hers.getByText(/^Published in /).waitFor();
  await until("the story is served", async () => (await served(`/v1/sites/${siteKey}/entries/story?locale=en`)).includes("40 kilowatts"));
  await until("in French, too", async () => (await served(`/v1/sites/${siteKey}/entries/story?locale=fr`)).includes("Une turbine dans la rivière"));
});

step("an old version is looked at, and brought back", async () => {
  const { page } = ada;
  await page.getByRole("tab", { name: /^English/ }).click();
  await at(page, "/locales/en/title").getByRole("textbox").fill("Turbines everywhere");
  await saved(page);
  await page.keyboard.press("Control+s");
  await page.getByText(/Saved as version/).waitFor();
  await page.getByRole("tab", { name: "History" }).click();
  await stop(ada, "history");
  await page.locator(".p-version-row").nth(1).click(); // the one that went out
  const dialog = dialogOf(page, "History");
  await dialog.getByText("Turbines everywhere").first().waitFor();
  await stop(ada, "compare");
  await dialog.getByRole("button", { name: "Restore this version as the draft" }).click();
  await page.getByRole("heading", { level: 1, name: "A turbine in the river Aare" }).waitFor();
  await stop(ada, "restored");
});

step("what all sites share is overridden on one", async () => {
  const { page } = ada;
  await place(page, "Content");
  await page.locator(".p-pills").getByRole("link", { name: "Question" }).click();
  await page.getByRole("searchbox", { name: "Search this type" }).fill("proof of my contract");
  await page.getByRole("link", { name: "How do I get proof of my contract?" }).first().click();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Override on a site…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Site" }).click();
  await page.getByRole("option", { name: "Orvane Labs" }).click();
  await stop(ada, "override");
  await dialog.getByRole("button", { name: "Override on a site…" }).click();
  await page.getByText("Overrides what shared says").waitFor();
  await page.getByRole("tab", { name: /^English/ }).click();
  await at(page, "/locales/en/question").getByRole("textbox").fill("How do I prove that Labs knows me?");
  await saved(page);
  await stop(ada, "overridden");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publish", exact: true }).click();
  await page.getByText(/^Published in /).waitFor();
  const says = async (one) => (await served(`/v1/sites/${one}/entries/faq/proof-of-contract?locale=en&fields=question`));
  await until("the site has its own", async () => (await says(siteKey)).includes("How do I prove that Labs knows me?"));
  assert.match(await says("customer"), /How do I get proof of my contract\?/);
});

step("a token is changed, and released to the sites", async () => {
  const { page } = ada;
  await place(page, "Design system");
  await page.getByRole("button", { name: "New draft" }).click();
  await page.getByRole("dialog").getByLabel("What it is about").fill("A darker slate");
  await stop(ada, "new-design-draft", { twin: true });
  await page.getByRole("dialog").getByRole("button", { name: "Begin the draft" }).click();
  await page.getByRole("heading", { level: 1, name: "A darker slate" }).waitFor();
  await page.getByRole("textbox", { name: "Find a token" }).or(page.getByRole("searchbox", { name: "Find a token" })).first().fill("palette.slate.900");
  await page.getByText("1 token", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Edit: palette.slate.900" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Value" }).fill("#141c22");
  await stop(ada, "token");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByText("palette.slate.900 is saved in the draft.").waitFor();
  await page.getByRole("tab", { name: /Changes/ }).click();
  await page.getByText("Sites that would look different").waitFor();
  await stop(ada, "design-changes", { twin: true });
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await page.getByRole("dialog").getByText(/It becomes version/).waitFor();
  await page.getByRole("dialog").getByRole("checkbox", { name: "stable" }).check();
  await stop(ada, "release");
  await page.getByRole("dialog").getByRole("button", { name: "Release", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: /^Release \d/ }).waitFor();
  await stop(ada, "released", { twin: true });
  await until("the sites have the new value", async () => (await served(`/v1/sites/${siteKey}/tokens.css`)).includes("#141c22"));
});

step("the tally: nothing went wrong in the console of anybody", () => {
  for (const { wrong } of [ada, french, lucs]) {
    // What is typed may be refused while it is, and an editor may not list accounts.
    assert.deepEqual(wrong.filter((w) => !/status of (403|409|422)/.test(w)), []);
  }
});
