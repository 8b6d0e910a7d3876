/** Images in a real browser: uploads above all. */
import { describe, expect, test } from "bun:test";
import type { CDPSession, Page } from "playwright-core";
import { becomes, until } from "../testing/until.ts";
import { CHROMIUM, signIn } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { inBrowser, LONG, type Login } from "./testing/in-browser.ts";
import { startConsole } from "./testing/world.ts";

const MIB = 2 ** 20;
/** Bytes in a second: three megabytes are under way for longer than a busy machine needs to look at them. */
const SLOW = 50_000;

describe.skipIf(CHROMIUM === undefined)("images in a browser", () => {
  const fixture = inBrowser({ uploadLimit: 4 * MIB });

  const begin = (login?: Login): Promise<Page> => fixture.signedIn("/images", ".thing", login);
  const row = (page: Page, name: string) => page.locator(`.thing:has(.name:text-is("${name}"))`);
  const line = (page: Page, name: string) => page.locator(`.upload:has(.name:text-is("${name}"))`);
  const act = async (page: Page, name: string, action: string): Promise<void> => {
    await page.click(`[aria-label="Actions for ${name}"]`);
    await page.click(`[role=menuitem]:text-is("${action}")`);
  };
  const named = (name: string) => [...fixture.world.sim.world.images.values()].filter((image) => image.name === name);
  const file = (name: string, size: number) => ({
    name,
    mimeType: "application/octet-stream",
    buffer: Buffer.alloc(size, 7),
  });
  /** One for each page: what one session has slowed down, no other makes fast again. */
  const sessions = new WeakMap<Page, CDPSession>();
  /** Bytes in a second that go from the browser; 0 for all that can. */
  const slow = async (page: Page, rate: number): Promise<void> => {
    const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
    sessions.set(page, session);
    await session.send("Network.enable");
    await session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: rate === 0 ? -1 : rate,
    });
  };
  const upload = async (page: Page): Promise<void> => {
    await page.click('dialog button[type="submit"]');
  };

  test(
    "are accessible, in light and dark, on phones and desks, with uploads under way",
    async () => {
      const found = await faultsInWindows(fixture.browser, "images", async ({ page }) => {
        await signIn(page, fixture.world, "alice", "/images");
        await row(page, "Debian 12").locator("a").first().waitFor();
        await slow(page, 100_000);
        await page.setInputFiles('input[name="files"]', [file("a.qcow2", 2 * MIB), file("b.iso", 1000)]);
        await upload(page);
        await page.waitForSelector('.upload:has-text("left")');
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "are uploaded with their progress, cancelled, and uploaded again",
    async () => {
      const page = await begin();
      await slow(page, SLOW);
      await page.setInputFiles('input[name="files"]', [file("first.qcow2", 3 * MIB), file("install.iso", MIB / 16)]);
      await becomes(() => page.inputValue('input[name="name-0"]'), "first");
      await becomes(() => page.inputValue('select[name="type-1"]'), "cdrom");
      await upload(page);
      await page.waitForSelector('.upload:has-text("first"):has-text("B/s"):has-text("left")');
      expect(await line(page, "install").textContent()).toContain("Waiting for the upload before it");
      const bar = line(page, "first").locator("progress");
      const before = Number(await bar.getAttribute("value"));
      await until(async () => Number(await bar.getAttribute("value")) > before);
      expect(await bar.getAttribute("aria-label")).toBe("Upload of first");
      // The browser asks before it leaves.
      await becomes(() => page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))"), true);

      await page.click('[aria-label="Cancel the upload of first"]');
      await page.waitForSelector('.upload:has-text("first"):has-text("Cancelled")');
      await slow(page, 0);
      await line(page, "install").locator("text=Uploaded").waitFor();
      expect(named("install")).toEqual([expect.objectContaining({ type: "CDROM", uid: 2 })]);
      expect(named("first")).toEqual([]);
      await becomes(() => page.evaluate("!dispatchEvent(new Event('beforeunload', { cancelable: true }))"), false);

      await page.click('[aria-label="Upload first again"]');
      await line(page, "first").locator("text=Uploaded").waitFor();
      await row(page, "first").waitFor();
      expect(named("first")).toHaveLength(1);
      await page.click('[aria-label="Take first off the list"]');
      await page.click('[aria-label="Take install off the list"]');
      await becomes(() => page.locator(".upload").count(), 0);
    },
    LONG,
  );

  test(
    "that are dropped go on while another page is shown, and are made once when the server was gone meanwhile",
    async () => {
      const page = await begin();
      await slow(page, SLOW);
      await page.evaluate(`(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(${3 * MIB})], "dropped.raw"));
        document.querySelector(".drop").dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
      })()`);
      await upload(page);
      await page.waitForSelector('.upload:has-text("B/s")');
      await page.click('nav a:has-text("Networks")');
      await page.waitForSelector('h1:text-is("Networks")');
      await page.click('nav a:has-text("Images")');
      await line(page, "dropped").locator("progress").waitFor();
      await fixture.world.stopServer();
      await page.waitForSelector('.upload:has-text("The upload was interrupted")');
      await fixture.world.startServer();
      await slow(page, 0);
      await page.click('[aria-label="Upload dropped again"]');
      await line(page, "dropped").locator("text=Uploaded").waitFor();
      expect(named("dropped")).toHaveLength(1);
    },
    LONG,
  );

  test(
    "that were taken before the answer was lost are not made twice",
    async () => {
      const page = await begin();
      let sent = 0;
      await page.route("**/api/v1/images", async (route) => {
        if (route.request().method() !== "POST") return route.fallback();
        sent += 1;
        if (sent > 1) return route.fallback();
        await route.fetch();
        await route.abort("connectionreset");
      });
      await page.setInputFiles('input[name="files"]', file("lost.qcow2", 1000));
      await upload(page);
      await page.waitForSelector('.upload:has-text("The upload was interrupted")');
      expect(named("lost")).toHaveLength(1);
      await page.click('[aria-label="Upload lost again"]');
      await line(page, "lost").locator("text=Uploaded").waitFor();
      expect(sent).toBe(2);
      expect(named("lost")).toHaveLength(1);
    },
    LONG,
  );

  test(
    "are refused before they are sent when they are empty or too large, and by the cloud in its own words",
    async () => {
      const page = await begin();
      await page.setInputFiles('input[name="files"]', [
        file("nothing.raw", 0),
        file("huge.raw", 4 * MIB + 1),
        file("alice-data.raw", 10),
      ]);
      await becomes(
        () => page.locator("dialog .fault").allTextContents(),
        [
          "This file is empty and was not uploaded.",
          "This file is larger than the cloud accepts (4 MB) and was not uploaded.",
        ],
      );
      await upload(page);
      await page.waitForSelector(".upload .note.failed");
      expect(await page.locator(".upload .note.failed").textContent()).toMatch(/taken|exists/);
      await becomes(() => page.locator(".upload").count(), 1);
    },
    LONG,
  );

  test(
    "are made empty, copied, renamed, made persistent and deleted",
    async () => {
      const page = await begin();
      await page.click("text=Empty disk");
      await page.fill('input[name="name"]', "blank");
      await page.fill('input[name="size"]', "1.5");
      await page.click('dialog button[type="submit"]');
      await row(page, "blank").waitFor();
      expect(named("blank")).toEqual([expect.objectContaining({ size: 1536, type: "DATABLOCK", persistent: true })]);

      await act(page, "Debian 12", "Copy");
      await becomes(() => page.inputValue('input[name="name"]'), "Debian 12 copy");
      await page.press('input[name="name"]', "Enter");
      await row(page, "Debian 12 copy").waitFor();
      await act(page, "Debian 12 copy", "Rename");
      await page.fill('input[name="name"]', "my debian");
      await page.press('input[name="name"]', "Enter");
      await row(page, "my debian").waitFor();
      await act(page, "my debian", "Make persistent");
      await until(() => named("my debian")[0]?.persistent === true);
      await row(page, "my debian").locator("text=Persistent").waitFor();
      await act(page, "my debian", "Delete");
      await page.waitForSelector('dialog h2:text-is("Delete my debian?")');
      await page.click("dialog .danger");
      await row(page, "my debian").waitFor({ state: "detached" });
      expect(named("my debian")).toEqual([]);
    },
    LONG,
  );

  test(
    "cannot be deleted while machines use them, whether the page knows it or not",
    async () => {
      const page = await begin({ user: "oneadmin" });
      await act(page, "Debian 12", "Delete");
      await page.waitForSelector('dialog h2:text-is("Debian 12 is in use")');
      await becomes(() => page.locator("dialog li").allTextContents(), ["bob-vm", "alice-held", "alice-web"]);
      expect(await page.locator("dialog .danger").count()).toBe(0);
      await page.keyboard.press("Escape");

      // Another one attaches it while the dialog is open, and the page has not read it yet.
      await act(page, "Ubuntu 24.04", "Delete");
      await page.route("**/api/v1/images?*", (route) => route.abort());
      const headers = { authorization: `Basic ${btoa("alice:alicepass")}`, "content-type": "application/json" };
      const body = JSON.stringify({ image: 1, size: "small", name: "late" });
      const tls = { rejectUnauthorized: false };
      expect(
        (await fetch(`${fixture.world.origin}/api/v1/machines`, { method: "POST", headers, body, tls })).status,
      ).toBe(201);
      await page.click("dialog .danger");
      await page.waitForSelector('dialog .note.failed:has-text("used by")');
      expect(named("Ubuntu 24.04")).toHaveLength(1);
    },
    LONG,
  );

  test(
    "of others are copied and nothing else; a URL is offered only where the cloud takes some",
    async () => {
      const page = await begin({ user: "bob" });
      await page.click('[aria-label="Actions for Debian 12"]');
      await becomes(() => page.locator("[role=menuitem]").allTextContents(), ["Copy"]);
      expect(await page.locator("text=From a URL").count()).toBe(0);
      await fixture.close();
      const there = await startConsole({ uploadUrls: ["images.example.org"] });
      try {
        const other = await begin({ user: "bob", there });
        await other.click("text=From a URL");
        await other.fill('input[name="name"]', "remote");
        await other.fill('input[name="url"]', "https://elsewhere.example.org/a.qcow2");
        await other.click('dialog button[type="submit"]');
        await other.waitForSelector("dialog .note.failed");
        expect(await other.locator("dialog .note.failed").textContent()).toContain("UPLOAD_URLS");
      } finally {
        await fixture.close();
        await there.stop();
      }
    },
    LONG,
  );
});
