/** A thousand machines. How long the page is held up by them is measured by scripts/bench/console.ts. */
import { beforeAll, describe, expect, test } from "bun:test";
import { addManyVms, callerOf } from "../oned-sim/seed.ts";
import { until } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";

const COUNT = 1_000;

describe.skipIf(CHROMIUM === undefined)("a thousand machines", () => {
  const fixture = inBrowser();
  beforeAll(() => {
    const alice = [...fixture.world.sim.world.users.values()].find(({ name }) => name === "alice");
    if (alice === undefined) throw new Error("no user");
    addManyVms(fixture.world.sim.world, callerOf(alice), COUNT);
  }, LONG);

  test(
    "few are drawn at a time, the reader stays in place when others change, and a search finds them",
    async () => {
      const { page, context, faults } = await openWindow(fixture.browser);
      await signIn(page, fixture.world);
      await page.reload();
      await page.waitForSelector(".count >> text=/^100[0-9]$/");
      const drawn = () => page.locator(".row").count();
      expect(await drawn()).toBeLessThan(150);
      const height = await page.evaluate<number>("document.documentElement.scrollHeight");
      expect(height).toBeGreaterThan(COUNT * 60);
      for (let at = 0; at <= 20; at += 1) {
        await page.evaluate(`scrollTo(0, ${(height * at) / 20})`);
        await page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))");
      }
      await page.waitForSelector("text=alice-web");
      await until(async () => (await drawn()) < 150);
      // Others change machines meanwhile; the reader stays where they are: the window is scrolled as far as what is above it grows.
      const place = (name: string): Promise<number> =>
        page.locator(".row", { hasText: name }).evaluate((row) => row.getBoundingClientRect().top);
      const before = await place("alice-web");
      const all = [...fixture.world.sim.world.vms.values()];
      const renamed = all.find(({ name }) => name === "alice-web");
      if (renamed === undefined) throw new Error("no machine");
      renamed.name = "alice-www";
      for (const vm of [...all.filter(({ name }) => name.startsWith("pool-")).slice(0, 50), renamed]) {
        vm.userTemplate.set("DESCRIPTION", "changed");
        fixture.world.sim.world.changed(vm);
      }
      await page.waitForSelector("text=alice-www");
      expect(Math.abs((await place("alice-www")) - before)).toBeLessThan(2);
      await page.fill("[data-search]", "pool-77");
      await page.waitForSelector(".count >> text=/^11 of 100[0-9]$/");
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );
});
