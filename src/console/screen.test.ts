/** The screen of a machine in a real browser, against the stand-in's screens. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { startVncHost } from "../screen/testing/vnc-host.ts";
import { becomes, eventually, until } from "../testing/until.ts";
import { CHROMIUM, type Opened, openWindow, signIn, startBrowser } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { LONG } from "./testing/in-browser.ts";
import { type ConsoleWorld, startConsole } from "./testing/world.ts";

/** Sums of the colours of the picture: another picture has other ones. */
const SUM = `(() => {
  const canvas = document.querySelector(".screen-picture canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (sum * 31 + data[at] + 256 * data[at + 1]) % 1000003;
  return canvas.width + "x" + canvas.height + ":" + sum;
})()`;
const sumOf = async (page: Page): Promise<string> => String(await page.evaluate(SUM));

describe.skipIf(CHROMIUM === undefined)("the screen in a browser", () => {
  let world: ConsoleWorld;
  let browser: Browser;
  let opened: Opened | undefined;
  beforeAll(async () => {
    [world, browser] = await Promise.all([startConsole({}, { screens: true }), startBrowser()]);
  }, LONG);
  afterEach(async () => {
    await opened?.context.close();
    opened = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  const written = (): string => world.sim.world.screens?.textOf(0) ?? "";
  const begin = async (): Promise<Page> => {
    opened = await openWindow(browser);
    return opened.page;
  };
  const shown = (page: Page) => page.waitForSelector(".screen-picture:not([hidden]) canvas");

  test(
    "is opened from the list in a window of its own, moves, and takes keys, Ctrl-Alt-Del and typed text",
    async () => {
      const list = await begin();
      await signIn(list, world);
      await list.click('button[aria-label="Actions for alice-web"]');
      const [page] = await Promise.all([
        opened?.context.waitForEvent("page"),
        list.click('[role=menuitem]:has-text("Screen")'),
      ]);
      if (page === undefined) throw new Error("no window was opened");
      const faults: string[] = [];
      page.on("console", (message) => void (message.type() === "error" && faults.push(message.text())));
      await shown(page);
      await becomes(() => page.title(), "Screen of alice-web – OpenNebula");
      await eventually(async () => expect(await sumOf(page)).toStartWith("640x400:"));
      const first = await sumOf(page);
      await until(async () => (await sumOf(page)) !== first);

      await page.keyboard.type("root");
      await until(() => written().endsWith("login: root"));
      await page.click("text=Ctrl-Alt-Del");
      await until(() => written().includes("[Ctrl-Alt-Del]"));
      await page.click("text=Type text");
      await page.fill('input[name="text"]', 'Pa$$w0rd "ü"');
      await page.check('input[name="return"]');
      await page.press('input[name="text"]', "Enter");
      await until(() => written().endsWith('Pa$$w0rd "ü"\n'));
      // The keys go to the machine again, and back to the buttons by the one way out.
      await until(async () => (await page.evaluate("document.activeElement.tagName")) === "CANVAS");
      await page.keyboard.type("x");
      await until(() => written().endsWith("\nx"));
      await page.keyboard.press("Control+Alt+Home");
      await becomes(() => page.evaluate("document.activeElement.textContent"), "Ctrl-Alt-Del");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await becomes(() => page.getAttribute("button[aria-pressed]", "aria-pressed"), "false");
      await eventually(() => expect(written()).toEndWith("\nx"));
      expect(faults).toEqual([]);
    },
    LONG,
  );

  test(
    "opens again by itself when the server was restarted, and says when the machine has stopped",
    async () => {
      const page = await begin();
      await signIn(page, world);
      await page.goto(world.at("/machines/0/screen"));
      await shown(page);
      await world.stopServer();
      await page.waitForSelector("text=Connecting again");
      await world.startServer();
      await shown(page);
      await page.click('button[aria-label^="Power"]');
      await page.click('[role=menuitem]:has-text("Stop")');
      await page.waitForSelector(".state:has-text('Stopped')");
      // The stand-in's screens outlive their machines: a real host closes them.
      await page.reload();
      await page.waitForSelector("text=The machine is not running");
      await page.click('button[aria-label^="Power"]');
      await page.click('[role=menuitem]:has-text("Start")');
      await page.waitForSelector(".state:has-text('Running')");
      await page.click("text=Try again");
      await shown(page);
      await becomes(() => page.locator("text=Try again").count(), 0);
    },
    LONG,
  );

  test(
    "asks for no password, has the right one, and says when it is wrong",
    async () => {
      const vm = world.sim.world.vms.get(0);
      const [graphics] = vm?.template.vectors("GRAPHICS") ?? [];
      const port = graphics?.get("PORT") ?? "";
      const locked = world.sim.world.screens?.portOf(4711, "locked", "geheim");
      graphics?.set("PORT", String(locked)).set("PASSWD", "geheim");
      world.sim.world.changed(vm);
      const page = await begin();
      await signIn(page, world);
      await page.goto(world.at("/machines/0/screen"));
      await shown(page);
      graphics?.set("PASSWD", "other");
      world.sim.world.changed(vm);
      await page.reload();
      await page.waitForSelector("text=does not accept the password");
      expect(await page.locator(".screen-picture:not([hidden]) canvas").count()).toBe(0);
      graphics?.set("PORT", port).delete("PASSWD");
      world.sim.world.changed(vm);
    },
    LONG,
  );

  test(
    "says in words why it cannot be had",
    async () => {
      const vm = world.sim.world.vms.get(0);
      const [graphics] = vm?.template.vectors("GRAPHICS") ?? [];
      const before = new Map(graphics);
      const page = await begin();
      await signIn(page, world);
      const says = async (values: Readonly<Record<string, string>>, words: string): Promise<void> => {
        for (const [name, value] of Object.entries(values)) graphics?.set(name, value);
        world.sim.world.changed(vm);
        await page.goto(world.at("/machines/0/screen"));
        await page.waitForSelector(`text=${words}`);
        expect(await page.locator(".screen-picture:not([hidden]) canvas").count()).toBe(0);
        for (const [name, value] of before) graphics?.set(name, value);
        world.sim.world.changed(vm);
      };
      await says({ TYPE: "SPICE" }, "is not of the type VNC");
      await says({ PORT: "22" }, "5900 to 65535");
      const gone = startVncHost();
      gone.stop();
      await says({ PORT: String(gone.port) }, "cannot be reached");
      const other = startVncHost({ greeting: "SSH-2.0-OpenSSH\r\n" });
      await says({ PORT: String(other.port) }, "does not speak VNC");
      other.stop();
      const secure = startVncHost({ onData: (socket) => void socket.write(new Uint8Array([1, 19])) });
      await says({ PORT: String(secure.port) }, "requires TLS");
      secure.stop();
      await page.goto(world.at("/machines/1/screen"));
      await page.waitForSelector("text=The machine is not running");
      await page.goto(world.at("/machines/2/screen"));
      await page.waitForSelector("text=The screen cannot be opened");
    },
    LONG,
  );

  test(
    "is accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(browser, "screen", async ({ page }) => {
        await signIn(page, world);
        await page.goto(world.at("/machines/0/screen"));
        await shown(page);
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "so are the words in its place",
    async () => {
      const found = await faultsInWindows(browser, "screen-refused", async ({ page }) => {
        await signIn(page, world);
        await page.goto(world.at("/machines/1/screen"));
        await page.waitForSelector("text=The machine is not running");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );
});
