/** The console in a real browser. */
import { describe, expect, test } from "bun:test";
import { codeOf } from "../cloud/testing/second-factor.ts";
import { becomes } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";

describe.skipIf(CHROMIUM === undefined)("the console in a browser", () => {
  const fixture = inBrowser();

  test(
    "signs in and shows the machines, and breaks no rule of its own policy",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      await signIn(page, fixture.world);
      await page.waitForSelector("text=alice-web");
      await becomes(() => page.locator(".row .name").allTextContents(), ["alice-held", "alice-web"]);
      const cookies = await context.cookies();
      // Another server under the name has another port, and another cookie.
      const { port } = new URL(fixture.world.origin);
      expect(cookies).toEqual([
        expect.objectContaining({
          name: `__Host-occi-${port}`,
          httpOnly: true,
          secure: true,
          sameSite: "Strict",
          path: "/",
        }),
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
      const bob = [...fixture.world.sim.world.users.values()].find(({ name }) => name === "bob");
      bob?.template.set("FIREEDGE", new Map([["TWO_FACTOR_AUTH_SECRET", secret]]));
      fixture.world.sim.world.changed();
      const { page, faults, context } = await openWindow(fixture.browser);
      await page.goto(fixture.world.at());
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
      fixture.world.sim.world.changed();
    },
    LONG,
  );

  test(
    "shows the machines after a sign-in of two calls to oned",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await page.goto(fixture.world.at());
      await page.fill('input[name="user"]', "alice");
      await page.fill('input[name="password"]', "alicepass");
      // What comes after the machines, as the names of templates, is not waited for.
      const held = Promise.withResolvers<void>();
      await page.route("**/api/v1/**", async (route) => {
        await held.promise;
        await route.continue().catch(() => {});
      });
      const before = fixture.world.sim.callCount;
      await page.press('input[name="password"]', "Enter");
      await page.locator(".row", { hasText: "alice-web" }).getByRole("button", { name: "Stop alice-web" }).waitFor();
      expect(fixture.world.sim.callCount - before).toBe(2);
      held.resolve();
      await context.close();
    },
    LONG,
  );

  test(
    "the sign-in is accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(fixture.browser, "sign-in", async ({ page }) => {
        await page.goto(fixture.world.at());
        await page.waitForSelector("form");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "so are the machines",
    async () => {
      const found = await faultsInWindows(fixture.browser, "machines", async ({ page }) => {
        await signIn(page, fixture.world, "bob");
        await page.waitForSelector("text=bob-vm");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );
});
