import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { violations } from "./axe.mjs";
import { openPage, picture, setUp, settled, startBrowser, startPortico } from "./portico.mjs";
import { routes } from "./routes.mjs";

let portico, browser, cookie;
before(async () => {
  [portico, browser] = await Promise.all([startPortico(), startBrowser()]);
  cookie = await setUp(portico);
});
after(async () => {
  await browser?.close();
  await portico?.stop();
});

for (const scheme of ["light", "dark"]) {
  test(`every screen, ${scheme}`, async (t) => {
    const { page, wrong } = await openPage(browser, portico, { cookie, scheme });
    for (const route of routes) {
      await t.test(route.name, async () => {
        wrong.length = 0;
        const path = typeof route.path === "function" ? await route.path({ portico, cookie }) : route.path;
        await page.goto(portico.url + path);
        await page.locator(route.ready).first().waitFor();
        await route.then?.(page);
        await settled(page);
        await picture(page, `${route.name}-${scheme}`);
        assert.deepEqual(await violations(page), []);
        assert.deepEqual(wrong.filter((w) => !(route.allowed ?? []).some((a) => w.includes(a))), []);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.equal(sideways, 0, "the page is wider than the window");
      });
    }
    await page.context().close();
  });
}

test("every screen in French, and on a phone", async (t) => {
  const { page, wrong } = await openPage(browser, portico, { cookie, language: "fr", width: 390, height: 844 });
  for (const route of routes) {
    await t.test(route.name, async () => {
      wrong.length = 0;
      const path = typeof route.path === "function" ? await route.path({ portico, cookie }) : route.path;
      await page.goto(portico.url + path);
      await page.locator("h1, h2").first().waitFor();
      await settled(page);
      await picture(page, `${route.name}-phone-fr`);
      assert.deepEqual(await violations(page), []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(sideways, 0, "the page is wider than the window");
    });
  }
  await page.context().close();
});
