/** New machine, in a real browser: what a student does, every type of input, what is missing, and what does not fit. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { becomes, eventually } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";

interface Creation {
  readonly key: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Requests that make machines, as the browser sends them from now on. */
function creations(page: Page): readonly Creation[] {
  const sent: Creation[] = [];
  page.on("request", (request) => {
    if (request.method() !== "POST" || !request.url().endsWith("/api/v1/machines")) return;
    sent.push({ key: request.headers()["idempotency-key"], body: request.postDataJSON() });
  });
  return sent;
}

describe.skipIf(CHROMIUM === undefined)("a new machine in a browser", () => {
  const fixture = inBrowser({}, { seed: "showcase" });

  const machines = () => [...fixture.world.sim.world.vms.values()];
  const idOf = (template: string): number =>
    [...fixture.world.sim.world.vmTemplates.values()].find(({ name }) => name === template)?.id ?? -1;
  /** The element that screen readers find with a field for what is said about it. */
  const saidOf = async (page: Page, name: string): Promise<string | null> =>
    page
      .locator(`#${await page.locator(`[name="${name}"][aria-describedby]`).getAttribute("aria-describedby")}`)
      .textContent();

  test(
    "three clicks make a machine of a template that asks nothing, and show it",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world);
      const before = machines().length;
      await page.click("nav >> text=New");
      await page.click("text=Debian 12");
      await page.click("text=Create the machine");
      await page.waitForSelector(".toast >> text=is being created");
      expect(machines()).toHaveLength(before + 1);
      const made = machines().at(-1);
      await becomes(() => page.url(), fixture.world.at(`/machines/${made?.id}`));
      expect(sent).toEqual([
        {
          key: expect.stringMatching(/^"[0-9a-f-]{36}"$/),
          body: { template: idOf("Debian 12"), sshKeys: [expect.stringContaining("alice@desk")] },
        },
      ]);
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "every type of input has its field, and what is typed reaches the machine",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world, "alice", `/new/${idOf("Every input")}`);
      await page.fill('[name="name"]', "inputs");
      await page.fill('[name="GREETING"]', "Hi, $USER & <b>all</b>");
      await page.fill('textarea[name="MOTD"]', "Line one\nLine two");
      await page.fill('[name="SECRET"]', "s3cret pass");
      await page.fill('[name="WORKERS"]', "6");
      await page.fill('[name="OFFSET"]', "-30");
      await page.fill('[name="RATIO"]', "0,5");
      await page.fill('[name="PORT"]', "9443");
      await page.fill('[name="LOAD"]', "2.5");
      await page.selectOption('[name="EDITION"]', "enterprise");
      await page.selectOption('[name="LANGUAGE"]', "de");
      await page.getByLabel("calendar").check();
      await page.getByLabel("mail").uncheck();
      await page.getByLabel("north").check();
      await page.getByLabel("west").check();
      await page.locator('[name="TLS"][value="NO"]').check();
      await page.locator('[name="TELEMETRY"][value="YES"]').check();
      expect(await page.locator('[name="LICENCE"]').getAttribute("readonly")).not.toBeNull();
      await page.click("text=Create the machine");
      await page.waitForSelector(".toast >> text=inputs is being created");
      expect(sent.map(({ body }) => body.inputs)).toEqual([
        {
          GREETING: "Hi, $USER & <b>all</b>",
          MOTD: "Line one\nLine two",
          SECRET: "s3cret pass",
          WORKERS: "6",
          OFFSET: "-30",
          RATIO: "0.5",
          PORT: "9443",
          LOAD: "2.5",
          EDITION: "enterprise",
          LANGUAGE: "de",
          MODULES: ["calendar", "files"],
          REGIONS: ["north", "west"],
          TLS: false,
          TELEMETRY: true,
        },
      ]);
      const made = machines().at(-1);
      const context_ = made?.template.vectors("CONTEXT")[0];
      expect(context_?.get("MOTD")).toBe(Buffer.from("Line one\nLine two").toString("base64"));
      expect(context_?.get("LICENCE")).toBe("Apache-2.0");
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "what is missing or wrong is told at its field, the first of them has the focus, and nothing is sent",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world, "alice", `/new/${idOf("Every input")}`);
      await page.fill('[name="WORKERS"]', "2.5");
      await page.fill('[name="RATIO"]', "much");
      await page.fill('[name="PORT"]', "80");
      await page.fill('[name="count"]', "51");
      await page.click("text=Create the machine");
      await becomes(() => saidOf(page, "count"), "This must be from 1 to 50.");
      await becomes(() => saidOf(page, "GREETING"), "This is required.");
      await becomes(() => saidOf(page, "WORKERS"), "This must be a whole number.");
      await becomes(() => saidOf(page, "RATIO"), "This must be a number.");
      await becomes(() => saidOf(page, "PORT"), "This must be from 1,024 to 49,151.");
      await becomes(
        () => page.locator("fieldset:has([name=REGIONS]) >> .fault").last().textContent(),
        "This is required.",
      );
      await becomes(() => page.evaluate("document.activeElement.name"), "count");
      await page.fill('[name="GREETING"]', "now");
      await becomes(() => page.locator('[name="GREETING"]').getAttribute("aria-invalid"), null);
      expect(sent).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "what only the server knows is told at the same fields",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world, "alice", `/new/${idOf("WordPress")}`);
      const before = machines().length;
      await page.fill('[name="ONEAPP_SITE_TITLE"]', "ends ]]> here");
      await page.fill('[name="otherKey"]', "no key");
      await page.click("text=Create the machine");
      await page.waitForSelector(".note.failed");
      await becomes(() => saidOf(page, "ONEAPP_ADMIN_PASSWORD"), "Input ONEAPP_ADMIN_PASSWORD is required.");
      await eventually(async () =>
        expect(await saidOf(page, "ONEAPP_SITE_TITLE")).toContain("OpenNebula cannot store"),
      );
      await becomes(() => page.evaluate("document.activeElement.name"), "ONEAPP_SITE_TITLE");
      expect(await page.locator("legend.form-title").allTextContents()).toEqual([
        "Site",
        "Admin",
        "DB",
        "Backup",
        "Network and access",
      ]);
      expect(sent).toHaveLength(1);
      expect(machines()).toHaveLength(before);
      await context.close();
    },
    LONG,
  );

  test(
    "several machines are made at once, with an end and another network, and numbered",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world, "alice", `/new/${idOf("Debian 12")}`);
      await page.fill('[name="name"]', "lab");
      await page.fill('[name="count"]', "3");
      await becomes(() => saidOf(page, "name"), "From lab-0 to lab-2");
      await page.selectOption('[name="ends"]', "week");
      await page.selectOption('[name="network"]', { index: 1 });
      await page.click("text=Create 3 machines");
      await page.waitForSelector(".toast >> text=3 machines are being created");
      expect(
        machines()
          .slice(-3)
          .map(({ name }) => name),
      ).toEqual(["lab-0", "lab-1", "lab-2"]);
      const body = sent[0]?.body ?? {};
      expect(body).toMatchObject({ name: "lab-%i", count: 3, networks: [expect.any(Number)] });
      const days = (new Date(String(body.endsAt)).getTime() - Date.now()) / 86_400_000;
      expect(days).toBeGreaterThan(6.99);
      expect(days).toBeLessThanOrEqual(7);
      await context.close();
    },
    LONG,
  );

  test(
    "what does not fit is told beside the button, which is off until it fits",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world, "alice", `/new/${idOf("Sized by you")}`);
      const button = page.locator("button[type=submit]");
      await page.selectOption('[name="CPU"]', "4");
      await page.fill('[name="count"]', "5");
      await page.waitForSelector(
        ".side-reason >> text=/^Your quota does not leave enough CPU: 20 is needed, [\\d.]+ is left\\.$/",
      );
      await becomes(() => button.getAttribute("aria-disabled"), "true");
      await becomes(() => page.locator(".takes-row.short dt").allTextContents(), ["CPU"]);
      await button.click({ force: true });
      await page.press('[name="count"]', "Enter");
      expect(sent).toEqual([]);
      await page.fill('[name="count"]', "1");
      await becomes(() => button.getAttribute("aria-disabled"), null);
      await context.close();
    },
    LONG,
  );

  test(
    "a lost answer makes nothing twice: the same key is sent again, and finds the machine",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      const sent = creations(page);
      await signIn(page, fixture.world, "alice", `/new/${idOf("Debian 12")}`);
      const before = machines().length;
      let lost = 0;
      await page.route("**/api/v1/machines", async (route) => {
        if (route.request().method() !== "POST" || lost > 0) return route.continue();
        lost += 1;
        // The server does it, and its answer does not come.
        await route.fetch();
        return route.abort("connectionreset");
      });
      await page.fill('[name="name"]', "once");
      await page.dblclick("text=Create the machine");
      await page.waitForSelector(".toast >> text=once is being created");
      expect(lost).toBe(1);
      expect(sent).toHaveLength(2);
      expect(sent[1]).toEqual(sent[0] as Creation);
      expect(machines()).toHaveLength(before + 1);
      await context.close();
    },
    LONG,
  );

  test(
    "an image and a size make one, too",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await signIn(page, fixture.world, "alice", "/new");
      await page.fill("[data-search]", "word");
      await becomes(() => page.locator(".template-name").allTextContents(), ["WordPress"]);
      await page.fill("[data-search]", "");
      await page.click("text=Image and size");
      await page.click("text=Create the machine");
      await becomes(() => saidOf(page, "image"), "This is required.");
      await page.selectOption('[name="image"]', { index: 1 });
      await page.locator('[name="size"][value="small"]').check();
      await page.fill('[name="name"]', "plain");
      await page.click("text=Create the machine");
      await page.waitForSelector(".toast >> text=plain is being created");
      expect(machines().at(-1)?.name).toBe("plain");
      await context.close();
    },
    LONG,
  );

  test(
    "the cards are accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(fixture.browser, "new", async ({ page }) => {
        await signIn(page, fixture.world, "alice", "/new");
        await page.waitForSelector(".template-card");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "so is the form, with what is wrong in it",
    async () => {
      const found = await faultsInWindows(fixture.browser, "new-form", async ({ page }) => {
        await signIn(page, fixture.world, "alice", `/new/${idOf("Every input")}`);
        await page.fill('[name="count"]', "60");
        await page.click("button[type=submit]");
        await page.waitForSelector(".fault");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );
});
