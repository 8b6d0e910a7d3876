/**
 * The console: files in a second, from sign-in to a page that can be used, a thousand machines, and memory under changes.
 *
 *   bun scripts/bench/console.ts [--seconds 3] [--minutes 10] [--rounds 9]
 *
 * Needs dist/occi-server, wrk and chromium. --minutes is how long changes come, one each second, before memory is measured again.
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { mainThreadTasks } from "../../src/console/testing/blocks.ts";
import { CHROMIUM, openWindow, startBrowser } from "../../src/console/testing/browser.ts";
import { load, median, report, startServer, startStandIn } from "./lib.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "3" },
    minutes: { type: "string", default: "10" },
    rounds: { type: "string", default: "9" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/console.ts [--seconds N] [--minutes N] [--rounds N]");
  process.exit(0);
}

/** Notes in the page when the form is sent, and when the first machine with its buttons is there. */
const CLOCK = `(() => {
  addEventListener("submit", () => { window.sent = performance.now(); }, true);
  new MutationObserver(() => {
    if (document.querySelector(".row button") !== null) window.usable ??= performance.now();
  }).observe(document.body, { subtree: true, childList: true });
})()`;

/** Types the password and waits for the first machine. @returns milliseconds between, by the page's own clock. */
async function signIn(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/ui/`);
  await page.fill('input[name="user"]', "alice");
  await page.fill('input[name="password"]', "alicepass");
  await page.evaluate(CLOCK);
  await page.press('input[name="password"]', "Enter");
  await page.locator(".row").first().waitFor();
  return page.evaluate<number>("usable - sent");
}

/** Megabytes that the page's script holds, after a collection of garbage. */
async function heap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  await session.detach();
  return usedSize / 2 ** 20;
}

/** Changes machines of the list, one after the other. */
async function change(url: string, ids: Iterable<number>, description: string): Promise<void> {
  for (const id of ids) {
    const { ok, status } = await fetch(`${url}/api/v1/machines/${id}`, {
      method: "PATCH",
      headers: { Authorization: `Basic ${btoa("alice:alicepass")}`, "Content-Type": "application/merge-patch+json" },
      body: JSON.stringify({ description }),
      tls: { rejectUnauthorized: false },
    });
    if (!ok) throw new Error(`machine ${id} was not changed: ${status}`);
  }
}

const browser = await startBrowser(CHROMIUM);

async function withServer(machines: number, use: (url: string) => Promise<void>): Promise<void> {
  const oned = await startStandIn("--delay", "0", "--machines", String(machines));
  const server = await startServer(oned.url);
  try {
    await use(server.url);
  } finally {
    await server.stop();
    oned.stop();
  }
}

await withServer(20, async (url) => {
  const text = await (await fetch(`${url}/ui/`, { tls: { rejectUnauthorized: false } })).text();
  const headers = { "Accept-Encoding": "br" };
  const files = await Promise.all(
    [...text.matchAll(/(?:src|href)="(\/ui\/[^"]+\.(?:js|css))"/g)].map(async ([, path = ""]) => {
      const answer = await fetch(url + path, { headers, tls: { rejectUnauthorized: false } });
      return { path, bytes: Number(answer.headers.get("content-length")) };
    }),
  );
  const largest = files.toSorted((a, b) => b.bytes - a.bytes)[0]?.path ?? "";
  const options = { connections: 16, seconds: Number(values.seconds), headers };
  await load(url + largest, options);
  const { rate, errors } = await load(url + largest, options);
  report("the largest file of the first load, over TLS", rate, "/s", { least: 10_000 });
  report("errors", errors, "", { most: 0 });
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const { page, context } = await openWindow(browser);
    times.push(await signIn(page, url));
    await context.close();
  }
  report("sign-in to the first machine, median", median(times), "ms", { most: 300 });
});

await withServer(1_000, async (url) => {
  const { page } = await openWindow(browser);
  await signIn(page, url);
  const tasks = await mainThreadTasks(browser, page, async () => {
    await page.reload();
    await page.locator(".row").first().waitFor();
    for (let at = 0; at <= 40; at += 1) {
      await page.evaluate(`scrollTo(0, document.documentElement.scrollHeight * ${at / 40})`);
      await page.waitForTimeout(50);
    }
    await change(
      url,
      Array.from({ length: 30 }, (_, index) => 10 + 30 * index),
      "changed together",
    );
    await page.waitForTimeout(3_000);
  });
  report("1,000 machines: longest task of the main thread", tasks[0] ?? Number.NaN, "ms", { most: 50 });
  await page.evaluate("scrollTo(0, 0)");
  const before = await heap(page);
  report(`1,000 machines: memory of the page at first`, before, "MB");
  const began = Date.now();
  let after = before;
  for (let round = 0, minute = 1; minute <= Number(values.minutes); round += 1) {
    await change(url, [10 + (round % 900)], `changed ${round}`);
    await Bun.sleep(1_000);
    if (Date.now() < began + minute * 60_000) continue;
    after = await heap(page);
    report(`memory after ${minute} minutes of changes`, after, "MB");
    minute += 1;
  }
  report(`added by ${values.minutes} minutes of changes`, after - before, "MB", { most: 5 });
});
await browser.close();
