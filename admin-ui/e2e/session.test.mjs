import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { admin, call, openPage, picture, settled, startBrowser, startPortico } from "./portico.mjs";

let portico, browser;
before(async () => {
  [portico, browser] = await Promise.all([startPortico(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

test("set-up by the one-time link, then the UI is there", async () => {
  const { page, wrong } = await openPage(browser, portico);
  await page.goto(`${portico.url}/setup#${portico.setup}`);
  await page.getByLabel("Name").fill(admin.name);
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.locator("#password").fill(admin.password);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("heading", { level: 1, name: /Ada Rossi/ }).waitFor();
  assert.deepEqual(wrong, []);
  await page.context().close();
});

test("sign-in: what is wrong stands at its field, and the address that was asked is there afterwards", async () => {
  const { page, wrong } = await openPage(browser, portico);
  await page.goto(`${portico.url}/account`);
  const button = page.getByRole("button", { name: "Sign in", exact: true });
  await button.click();
  assert.equal(await page.getByText("Write your e-mail address.").isVisible(), true);
  await page.getByLabel("E-mail address").fill(admin.email);
  await page.getByRole("textbox", { name: "Password" }).fill("not the password");
  await button.click();
  await page.getByText("E-mail address or password is wrong.").waitFor();
  await picture(page, "sign-in-wrong");
  assert.deepEqual(await violations(page), []);
  await page.getByRole("textbox", { name: "Password" }).fill(admin.password);
  await button.click();
  await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
  assert.deepEqual(wrong.filter((w) => !w.includes("401")), []);
  await page.context().close();
});

test("S1: a session that ends asks to sign in again, over what is on the screen", async () => {
  const { cookie } = await call(portico, "POST", "/api/v1/sessions", { body: { email: admin.email, password: admin.password } });
  const { page } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/account`);
  await page.getByLabel("Present password").fill("something I was writing");
  await call(portico, "DELETE", "/api/v1/sessions/current", { cookie });
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.getByRole("textbox", { name: "Password" }).fill(admin.password);
  await picture(page, "session-expired");
  assert.deepEqual(await violations(page), []);
  await dialog.getByRole("button", { name: "Sign in" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Present password").inputValue(), "something I was writing");
  await page.context().close();
});

test("the policy holds: no inline script runs, no text becomes HTML", async () => {
  const { page } = await openPage(browser, portico);
  const answer = await page.goto(portico.url);
  const policy = answer.headers()["content-security-policy"];
  assert.match(policy, /script-src 'nonce-[A-Z0-9]+' 'strict-dynamic';/);
  assert.doesNotMatch(policy, /unsafe/);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const refused = await page.evaluate(() => {
    const tried = [];
    for (const html of ["<img src=x onerror=alert(1)>", "<b>x</b>"]) {
      try {
        document.createElement("div").innerHTML = html;
        tried.push(html);
      } catch { /* as it should be */ }
    }
    return tried;
  });
  assert.deepEqual(refused, []);
  assert.equal(await page.evaluate(() => Object.keys(localStorage).some((k) => /token|session/i.test(k))), false);
  await page.context().close();
});

test("a server that stops answering is said, and so is its return", async () => {
  const cookie = (await call(portico, "POST", "/api/v1/sessions", { body: { email: admin.email, password: admin.password } })).cookie;
  const { page, context } = await openPage(browser, portico, { cookie });
  await page.goto(`${portico.url}/account`);
  await page.getByRole("heading", { name: "Where you are signed in" }).waitFor();
  await settled(page);
  await page.waitForTimeout(2000); // the messages are there by then
  await context.setOffline(true);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await page.getByText("Portico does not answer. What you write stays here").waitFor();
  await picture(page, "offline");
  assert.deepEqual(await violations(page), []);
  await context.setOffline(false);
  const back = page.getByText("Portico does not answer. What you write stays here").waitFor({ state: "detached" });
  await Promise.race([page.getByRole("button", { name: "Try now" }).click().catch(() => undefined), back]); // the browser may have told sooner
  await back;
  await context.close();
});

test("the palette goes to a screen and finds an entry, by keyboard alone", async () => {
  const cookie = (await call(portico, "POST", "/api/v1/sessions", { body: { email: admin.email, password: admin.password } })).cookie;
  const { page, wrong } = await openPage(browser, portico, { cookie });
  await page.goto(portico.url);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("home");
  await page.getByRole("option", { name: "Home" }).first().waitFor();
  await picture(page, "palette");
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Enter");
  await page.getByRole("combobox").waitFor({ state: "detached" });
  assert.deepEqual(wrong, []);
  await page.context().close();
});
