/** The console in a real browser. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { CHROMIUM, openWindow, signIn, startBrowser } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { type ConsoleWorld, startConsole } from "./testing/world.ts";

const LONG = 60_000;

describe.skipIf(CHROMIUM === undefined)("the console in a browser", () => {
  let world: ConsoleWorld;
  let browser: Browser;
  beforeAll(async () => {
    [world, browser] = await Promise.all([startConsole(), startBrowser()]);
  }, LONG);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  test(
    "signs in and shows the machines, and breaks no rule of its own policy",
    async () => {
      const { page, faults, context } = await openWindow(browser);
      await signIn(page, world);
      await page.waitForSelector("text=alice-web");
      expect(await page.locator(".row .name").allTextContents()).toEqual(["alice-held", "alice-web"]);
      const cookies = await context.cookies();
      expect(cookies).toEqual([
        expect.objectContaining({ name: "__Host-occi", httpOnly: true, secure: true, sameSite: "Strict", path: "/" }),
      ]);
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "the sign-in is accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(browser, "sign-in", async ({ page }) => {
        await page.goto(world.at());
        await page.waitForSelector("form");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "so are the machines",
    async () => {
      const found = await faultsInWindows(browser, "machines", async ({ page }) => {
        await signIn(page, world, "bob");
        await page.waitForSelector("text=bob-vm");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );
});
