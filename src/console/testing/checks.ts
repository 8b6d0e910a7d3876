/** What holds of each screen: accessible in light and dark at both widths, and nothing wider than the window. */
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { type Opened, openWindow, type Window } from "./browser.ts";

/** The windows in which each screen is looked at. */
export const WINDOWS = [
  { width: 1280, height: 800, scheme: "light" },
  { width: 1280, height: 800, scheme: "dark" },
  { width: 360, height: 740, scheme: "light" },
  { width: 360, height: 740, scheme: "dark" },
] as const satisfies readonly Window[];

/** The rules that a page breaks, each with the first elements that break it. WCAG 2.2 to level AA, and best practices. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The page's policy lets no script in: this one comes by the browser's protocol, past it.
  const session = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  };
  await evaluate(`${axe.source};0`);
  const found = await evaluate(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ": " + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + " " + (failureSummary ?? "").replace(/\\s+/g, " ").slice(0, 200)).join(" | ")))`,
  );
  await session.detach();
  return found as string[];
}

/** Elements that are wider than the window, and make it scroll sideways, once the page has had time to follow the window. */
export async function layoutFaults(page: Page): Promise<string[]> {
  const end = performance.now() + PATIENCE_MS;
  let found = await tooWide(page);
  while (found.length > 0 && performance.now() < end) found = await tooWide(page);
  return found;
}

function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      .slice(0, 5)
      .map((element) => element.tagName + " " + element.className + " is wider than the window");
  })()`);
}

/** Milliseconds: plots take the new width when the browser has drawn the page in it. */
const PATIENCE_MS = 5_000;

/** All faults of a screen in a window. */
export async function screenFaults(page: Page): Promise<string[]> {
  return [...(await accessibilityFaults(page)), ...(await layoutFaults(page))];
}

/**
 * Looks at a screen in each window.
 * @param show brings a new window to the screen, and waits until it is complete.
 * @param name of a picture that is kept where CONSOLE_PICTURES names a directory.
 */
export async function faultsInWindows(
  browser: Browser,
  name: string,
  show: (opened: Opened) => Promise<void>,
): Promise<string[]> {
  const found: string[] = [];
  for (const window of WINDOWS) {
    const opened = await openWindow(browser, window);
    const place = `${name} at ${window.width} in ${window.scheme}`;
    await show(opened);
    const directory = process.env.CONSOLE_PICTURES;
    if (directory !== undefined) {
      await opened.page.screenshot({ path: `${directory}/${name}-${window.width}-${window.scheme}.png` });
    }
    found.push(...[...(await screenFaults(opened.page)), ...opened.faults].map((fault) => `${place}: ${fault}`));
    await opened.context.close();
  }
  return found;
}
