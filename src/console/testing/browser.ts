/** Chromium, driven as a person drives it (playwright-core), under the console's own security policy. */
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { CHROMIUM } from "../../http/testing/chromium.ts";
import type { ConsoleWorld } from "./world.ts";
import { PASSWORDS } from "./world.ts";

export { CHROMIUM };

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-dev-shm-usage"];

/**
 * The same engine without a desktop's windows, where it is installed: Chromium without a window loads the pages that it is
 * itself made of for each new profile, which takes three times as long as the console's.
 */
const WINDOWLESS = Bun.which("chromium-headless-shell") ?? CHROMIUM;

/** Starts it; the caller closes it. */
export function startBrowser(executablePath = WINDOWLESS ?? ""): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS, chromiumSandbox: false });
}

export interface Window {
  /** Pixels. */
  readonly width?: number;
  readonly height?: number;
  readonly scheme?: "light" | "dark";
  readonly language?: string;
  /** What the page takes for the time, all the while. Milliseconds since 1970; the machine's clock without it. */
  readonly now?: number;
}

export interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What went wrong in the page so far: exceptions, errors of the console, violations of the policy. */
  readonly faults: readonly string[];
}

/** A browser window of a new profile. */
export async function openWindow(
  browser: Browser,
  { width = 1280, height = 800, scheme = "light", language = "en", now }: Window = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    locale: language,
    ignoreHTTPSErrors: true,
    reducedMotion: "reduce",
  });
  if (now !== undefined) await context.clock.setFixedTime(now);
  const page = await context.newPage();
  const close = context.close.bind(context);
  // A test's own answer to a request might still be on its way: nobody waits for it any more.
  context.close = async (options) => {
    // Of the windows that are still open: a test may have closed its first one.
    await Promise.all(context.pages().map((open) => open.unrouteAll({ behavior: "ignoreErrors" })));
    await close(options);
  };
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  return { context, page, faults };
}

/** Signs in by the form, and waits for what comes behind it. */
export async function signIn(
  page: Page,
  world: Pick<ConsoleWorld, "at">,
  user: keyof typeof PASSWORDS = "alice",
  path = "/",
): Promise<void> {
  await page.goto(world.at(path));
  await page.fill('input[name="user"]', user);
  await page.fill('input[name="password"]', PASSWORDS[user]);
  await page.press('input[name="password"]', "Enter");
  await page.waitForSelector("header.top");
}
