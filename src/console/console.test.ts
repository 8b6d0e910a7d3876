/** The console in a real browser. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { codeOf } from "../cloud/testing/second-factor.ts";
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
    "asks for the code of a second factor, keeps what was typed, and takes it",
    async () => {
      const secret = "GEZDGNBVGY3TQOJQ";
      const bob = [...world.sim.world.users.values()].find(({ name }) => name === "bob");
      bob?.template.set("FIREEDGE", new Map([["TWO_FACTOR_AUTH_SECRET", secret]]));
      world.sim.world.changed();
      const { page, faults, context } = await openWindow(browser);
      await page.goto(world.at());
      await page.fill('input[name="user"]', "bob");
      await page.fill('input[name="password"]', "bobpass");
      await page.press('input[name="password"]', "Enter");
      await page.waitForSelector('input[name="code"]:focus');
      const { code, next } = await codeOf(secret);
      await page.keyboard.type(next);
      await page.keyboard.press("Enter");
      await page.waitForSelector("text=The code or the password is wrong");
      await page.fill('input[name="code"]', code);
      await page.press('input[name="code"]', "Enter");
      await page.waitForSelector("header.top");
      expect(faults).toEqual([]);
      await context.close();
      bob?.template.remove("FIREEDGE");
      world.sim.world.changed();
    },
    LONG,
  );

  test(
    "shows the machines after a sign-in of two calls to oned",
    async () => {
      const { page, context } = await openWindow(browser);
      await page.goto(world.at());
      await page.fill('input[name="user"]', "alice");
      await page.fill('input[name="password"]', "alicepass");
      // What comes after the machines, as the names of templates, is not waited for.
      const held = Promise.withResolvers<void>();
      await page.route("**/api/v1/**", async (route) => {
        await held.promise;
        await route.continue().catch(() => {});
      });
      const before = world.sim.callCount;
      await page.press('input[name="password"]', "Enter");
      await page.locator(".row", { hasText: "alice-web" }).getByRole("button", { name: "Stop alice-web" }).waitFor();
      expect(world.sim.callCount - before).toBe(2);
      held.resolve();
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
