/**
 * Takes the pictures of the console in the README, from the demo of dist/occi-server, in Debian's Chromium.
 *
 *   bun scripts/pictures.ts [DIRECTORY]        (etc/manual/pictures when none is given)
 */
import { join, resolve } from "node:path";
import type { Page } from "playwright-core";
import { CHROMIUM, openWindow, signIn, startBrowser } from "../src/console/testing/browser.ts";
import { freePort } from "../src/http/testing/free-port.ts";

const [argument] = process.argv.slice(2);
if (argument === "--help" || argument === "-h") {
  console.log("Usage: bun scripts/pictures.ts [DIRECTORY]");
  process.exit(0);
}
const directory = resolve(argument ?? join(import.meta.dir, "../etc/manual/pictures"));
const SIZE = { width: 1280, height: 800 };

/** A machine that the demo has measured for weeks. */
const MACHINE = "/machines/0";

const PICTURES: Readonly<Record<string, (page: Page, at: (path: string) => string) => Promise<unknown>>> = {
  machines: async (page, at) => {
    await page.goto(at("/"));
    await page.locator(".row").first().waitFor();
  },
  "new-machine": async (page, at) => {
    await page.goto(at("/new"));
    await page.getByText("WordPress").first().click();
    await page.locator("fieldset").first().waitFor();
  },
  machine: async (page, at) => {
    await page.goto(at(MACHINE));
    await page.locator("summary", { hasText: "Usage" }).click();
    await page.locator("canvas").first().waitFor();
  },
};

const port = freePort();
const demo = Bun.spawn([join(import.meta.dir, "../dist/occi-server"), "demo", "--port", String(port)], {
  stdout: "pipe",
  stderr: "ignore",
});
const browser = await startBrowser(CHROMIUM);
try {
  const reader = demo.stdout.getReader();
  // It prints its address when it answers.
  await reader.read();
  const at = (path = "/"): string => `https://localhost:${port}/ui${path}`;
  const { page, faults } = await openWindow(browser, SIZE);
  await signIn(page, { at });
  for (const [name, show] of Object.entries(PICTURES)) {
    await show(page, at);
    await page.waitForLoadState("networkidle").catch(() => {});
    await page.screenshot({ path: join(directory, `${name}.png`), animations: "disabled" });
  }
  if (faults.length > 0) throw new Error(faults.join("\n"));
} finally {
  await browser.close();
  demo.kill();
  await demo.exited;
}
