/** A server with the console and a browser, for the tests of one `describe`. */
import { afterAll, afterEach, beforeAll, expect } from "bun:test";
import type { Browser, Page } from "playwright-core";
import type { Config } from "../../config/config.ts";
import type { SimOptions } from "../../oned-sim/index.ts";
import { type Opened, openWindow, signIn, startBrowser } from "./browser.ts";
import { type ConsoleWorld, type PASSWORDS, startConsole } from "./world.ts";

/** Milliseconds for the start of both, and for each test in a browser: on a busy machine a page takes seconds to come. */
export const LONG = 120_000;

/** Who signs in, and where. */
export interface Login {
  readonly user?: keyof typeof PASSWORDS;
  /** Another server. */
  readonly there?: ConsoleWorld;
  /** What the page takes for the time. Milliseconds since 1970. */
  readonly now?: number;
}

export interface InBrowser {
  readonly world: ConsoleWorld;
  readonly browser: Browser;
  /**
   * A window of a user who is signed in, at a place below /ui. It is closed after the test, in which nothing must have gone
   * wrong in it. @param ready a selector of what is there when the page is.
   */
  signedIn(path: string, ready: string, login?: Login): Promise<Page>;
  /** Closes that window before the test ends. */
  close(): Promise<void>;
}

/**
 * Starts both before the tests, and ends them after them.
 * @param different @param options as of `startConsole`.
 */
export function inBrowser(different: Partial<Config> = {}, options: SimOptions = {}): InBrowser {
  let world: ConsoleWorld;
  let browser: Browser;
  let opened: Opened | undefined;
  beforeAll(async () => {
    [world, browser] = await Promise.all([startConsole(different, options), startBrowser()]);
  }, LONG);
  const close = async (): Promise<void> => {
    if (opened === undefined) return;
    const { faults, context } = opened;
    opened = undefined;
    await context.close();
    expect(faults).toEqual([]);
  };
  afterEach(close);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });
  return {
    get world() {
      return world;
    },
    get browser() {
      return browser;
    },
    async signedIn(path, ready, { user = "alice", there = world, ...window } = {}) {
      opened = await openWindow(browser, window);
      await signIn(opened.page, there, user, path);
      await opened.page.waitForSelector(ready);
      return opened.page;
    },
    close,
  };
}
