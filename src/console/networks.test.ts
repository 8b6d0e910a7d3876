/** Networks in a real browser. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { becomes } from "../testing/until.ts";
import { CHROMIUM, signIn } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { inBrowser, LONG, type Login } from "./testing/in-browser.ts";
import { startConsole } from "./testing/world.ts";

describe.skipIf(CHROMIUM === undefined)("networks in a browser", () => {
  const fixture = inBrowser();

  const begin = (login?: Login): Promise<Page> => fixture.signedIn("/networks", ".thing", login);
  const row = (page: Page, name: string) => page.locator(`.thing:has(.name:text-is("${name}"))`);

  test(
    "are accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(fixture.browser, "networks", async ({ page }) => {
        await signIn(page, fixture.world, "alice", "/networks");
        await page.click('[aria-label="My addresses in private"]');
        await page.waitForSelector(".thing-details table");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "show what is free, and which of the user's machines has which address",
    async () => {
      const page = await begin();
      const bar = row(page, "private").locator(".bar");
      await becomes(() => bar.locator(".bar-value").textContent(), "3 of 250 used");
      await becomes(() => bar.locator(".bar-left").textContent(), "247 free");
      await page.click('[aria-label="My addresses in private"]');
      const leases = row(page, "private").locator("tbody tr");
      // The third address is that of bob's machine.
      await becomes(() => leases.locator("td:first-child").allTextContents(), ["alice-web", "alice-held"]);
      await becomes(() => leases.locator(".copy-text").allTextContents(), ["10.0.0.2", "10.0.0.3"]);
      await page.click('[aria-label="My addresses in private"]');
      await becomes(() => leases.count(), 0);
    },
    LONG,
  );

  test(
    "of others cannot be changed; one's own is made, renamed, kept while it is used, and deleted",
    async () => {
      const page = await begin();
      expect(await row(page, "private").locator('[aria-haspopup="menu"]').count()).toBe(0);
      await page.click("text=New network");
      await page.fill('input[name="name"]', "mine");
      await page.fill('input[name="address"]', "10.9.0.0/33");
      await page.click('dialog button[type="submit"]');
      await page.waitForSelector("dialog .note.failed");
      await page.fill('input[name="address"]', "10.9.0.0/28");
      await page.click('dialog button[type="submit"]');
      await row(page, "mine").waitFor();

      await page.click('[aria-label="Actions for mine"]');
      await page.click('[role=menuitem]:has-text("Rename")');
      await page.fill('input[name="name"]', "lab");
      await page.press('input[name="name"]', "Enter");
      await row(page, "lab").waitFor();

      const made = [...fixture.world.sim.world.vnets.values()].find(({ name }) => name === "lab");
      const headers = {
        authorization: `Basic ${btoa("alice:alicepass")}`,
        "content-type": "application/json",
      };
      const body = JSON.stringify({ image: 0, size: "small", name: "guest", networks: [made?.id] });
      const tls = { rejectUnauthorized: false };
      const created = await fetch(`${fixture.world.origin}/api/v1/machines`, { method: "POST", headers, body, tls });
      expect(created.status).toBe(201);
      await page.reload();
      await page.click('[aria-label="Actions for lab"]');
      await page.click('[role=menuitem]:has-text("Delete")');
      await page.waitForSelector('dialog h2:text-is("lab is in use")');
      await page.waitForSelector('dialog a:text-is("guest")');
      expect(await page.locator("dialog .danger").count()).toBe(0);
      await page.keyboard.press("Escape");

      const { id } = (await created.json()) as { readonly id: number };
      const machine = `${fixture.world.origin}/api/v1/machines/${id}`;
      expect((await fetch(machine, { method: "DELETE", headers, tls })).status).toBeLessThan(300);
      await page.reload();
      await page.click('[aria-label="Actions for lab"]');
      await page.click('[role=menuitem]:has-text("Delete")');
      await page.waitForSelector('dialog h2:text-is("Delete lab?")');
      await page.click("dialog .danger");
      await row(page, "lab").waitFor({ state: "detached" });
      expect([...fixture.world.sim.world.vnets.values()].map(({ name }) => name)).not.toContain("lab");
    },
    LONG,
  );

  test(
    "are reservations where the administrator has it so",
    async () => {
      const there = await startConsole({ networkFrom: 0 });
      try {
        const page = await begin({ user: "bob", there });
        await page.click("text=Reserve addresses");
        await page.fill('input[name="name"]', "part");
        await page.fill('input[name="size"]', "4000");
        await page.click('dialog button[type="submit"]');
        await page.waitForSelector("dialog .note.failed");
        await page.fill('input[name="size"]', "8");
        await page.click('dialog button[type="submit"]');
        await row(page, "part").waitFor();
        await becomes(() => row(page, "part").locator(".bar-left").textContent(), "8 free");
        expect(await row(page, "part").textContent()).toContain("reserved");
      } finally {
        await fixture.close();
        await there.stop();
      }
    },
    LONG,
  );

  test(
    "are not offered any more once the cloud has refused to let the user make some",
    async () => {
      const there = await startConsole();
      // Without the right that the manual tells an administrator to grant.
      there.sim.world.acl.splice(3);
      try {
        const page = await begin({ user: "bob", there });
        await page.click("text=New network");
        await page.fill('input[name="name"]', "mine");
        await page.fill('input[name="address"]', "10.9.0.0/28");
        await page.click('dialog button[type="submit"]');
        await page.waitForSelector("dialog .note.failed");
        await page.keyboard.press("Escape");
        const button = page.locator('button:has-text("New network")');
        await becomes(() => button.getAttribute("aria-disabled"), "true");
        expect(await button.getAttribute("title")).not.toBe("");
      } finally {
        await fixture.close();
        await there.stop();
      }
    },
    LONG,
  );
});
