/** Hostile texts on the pages of images, networks, usage and the account: they are texts, and make nothing wider. */
import { describe, expect, test } from "bun:test";
import { eventually } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { layoutFaults } from "./testing/checks.ts";
import { answerHostile, HOSTILE } from "./testing/hostile.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";

describe.skipIf(CHROMIUM === undefined)("hostile texts", () => {
  const fixture = inBrowser({}, { seed: "showcase" });

  test.each([
    ["/images", "main .thing"],
    ["/networks", "main .thing"],
    ["/usage", "main table td"],
    ["/account", "main .card"],
  ])(
    "%s",
    async (path, part) => {
      const { page, faults, context } = await openWindow(fixture.browser);
      const replaced = await answerHostile(page, /\/api\/v1\/(machines|me|images|networks|sizes|usage)/);
      await signIn(page, fixture.world, "alice", path);
      await page.waitForSelector(part);
      for (const summary of await page.locator("main summary").all()) await summary.click();
      // The page begins with what came with the sign-in, and reads it anew.
      await eventually(async () => {
        const shown = await page.locator("main").innerText();
        expect(HOSTILE.filter((one) => shown.includes(one)).length).toBeGreaterThan(1);
      });
      expect(replaced()).toBeGreaterThan(5);
      expect(await page.evaluate<unknown>("window.hit ?? null")).toBeNull();
      expect(await page.locator("main img, main script, main b").count()).toBe(0);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await layoutFaults(page)).toEqual([]);
      }
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );
});
