/** A whole session with a keyboard alone: sign in, make a machine, look at its screen, delete it. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { CHROMIUM, openWindow } from "./testing/browser.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";
import { PASSWORDS } from "./testing/world.ts";

/** More keys than it takes to get to any place of a page. */
const FAR = 60;

/** Presses Tab until the element with that text, or with that label, has the focus. @throws Error when there is none. */
async function tabTo(page: Page, wanted: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < FAR; presses++) {
    const focused = await page.evaluate<string>(
      "(document.activeElement.getAttribute('aria-label') ?? '') + (document.activeElement.innerText ?? '')",
    );
    if (isThat(focused, wanted)) return;
    seen.push(focused.slice(0, 20));
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${wanted}, but to ${seen.join(", ")}`);
}

const isThat = (text: string, wanted: RegExp): boolean => text.length < 200 && wanted.test(text.trim());

describe.skipIf(CHROMIUM === undefined)("a keyboard is enough", () => {
  const fixture = inBrowser({}, { seed: "showcase", screens: true });

  test(
    "to sign in, make a machine, look at its screen, and delete it",
    async () => {
      const { page, context, faults } = await openWindow(fixture.browser);
      await page.goto(fixture.world.at("/"));
      await page.waitForSelector('input[name="user"]:focus');
      await page.keyboard.type("alice");
      await page.keyboard.press("Tab");
      await page.keyboard.type(PASSWORDS.alice);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".row");
      const before = new Set(fixture.world.sim.world.vms.keys());

      await page.keyboard.press("n");
      await page.waitForSelector(".template-card >> text=Debian 12");
      await tabTo(page, /^D?\s*Debian 12/);
      await page.keyboard.press("Enter");
      await page.waitForSelector("button[type=submit]");
      await tabTo(page, /^Create the machine$/);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".toast >> text=is being created");
      const made = [...fixture.world.sim.world.vms.values()].find(({ id }) => !before.has(id));

      await page.waitForSelector("main >> text=Running");
      await page.waitForSelector("button:has-text('Screen')");
      await tabTo(page, /^Screen$/);
      const [screen] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Enter")]);
      await screen.waitForSelector(".screen-picture:not([hidden]) canvas");
      await screen.close();

      await tabTo(page, /^Delete$/);
      await page.keyboard.press("Enter");
      await page.waitForSelector("dialog[open]");
      await tabTo(page, /^Delete$/);
      await page.keyboard.press("Enter");
      await page.waitForSelector(".row");
      expect(fixture.world.sim.world.vms.get(made?.id ?? -1)?.state ?? 6).toBe(6);
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );
});
