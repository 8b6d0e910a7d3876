/** Addresses of the console in a real browser: deep links, wrong ones, and what the window is called. */
import { describe, expect, test } from "bun:test";
import { until } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { layoutFaults } from "./testing/checks.ts";
import { inBrowser } from "./testing/in-browser.ts";

const LONG = 60_000;

describe.skipIf(CHROMIUM === undefined)("an address of the console", () => {
  const fixture = inBrowser({ consoleTitle: "Our cloud" });

  test(
    "is kept until somebody has signed in, and the window has its name",
    async () => {
      const { context, page, faults } = await openWindow(fixture.browser);
      await page.goto(fixture.world.at("/machines/0"));
      await page.waitForSelector('input[name="user"]');
      expect(await page.title()).toBe("Sign in – Our cloud");
      await page.fill('input[name="user"]', "alice");
      await page.fill('input[name="password"]', "alicepass");
      await page.press('input[name="password"]', "Enter");
      await page.waitForSelector('h1:has-text("alice-web")');
      expect([page.url(), await page.title()]).toEqual([fixture.world.at("/machines/0"), "alice-web – Our cloud"]);
      for (const [path, title] of [
        ["/", "Machines"],
        ["/new", "New"],
        ["/new/0", "Debian 12"],
        ["/images", "Images"],
        ["/networks", "Networks"],
        ["/usage", "Usage"],
        ["/account", "Account"],
      ]) {
        await page.goto(fixture.world.at(path));
        await page.waitForSelector("h1");
        await until(async () => (await page.title()) === `${title} – Our cloud`);
      }
      await page.goBack();
      await until(async () => (await page.title()) === "Usage – Our cloud");
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test.each([
    ["/machines/%zz", "Machine not found"],
    ["/machines/0x0", "Machine not found"],
    ["/machines/-1", "Machine not found"],
    ["/machines/1e0", "Machine not found"],
    ["/new/%zz", "This template does not exist"],
    ["/%zz/%", "Page not found"],
    ["/machines/0/nothing", "Page not found"],
  ])("%s is of nothing, and says so", async (path, said) => {
    const page = await fixture.signedIn(path, "main");
    await page.waitForSelector(`main >> text=${said}`);
    expect(await page.locator("header.top").count()).toBe(1);
  });

  test.each(["de", "es", "fr"])(
    "fits a phone in %s",
    async (language) => {
      const { context, page, faults } = await openWindow(fixture.browser, { width: 360, height: 740, language });
      await signIn(page, fixture.world);
      for (const path of ["/", "/new", "/new/0", "/machines/0", "/images", "/networks", "/usage", "/account"]) {
        await page.goto(fixture.world.at(path));
        await page.waitForSelector("h1");
        expect([path, await page.getAttribute("html", "lang"), await layoutFaults(page)]).toEqual([path, language, []]);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );
});
