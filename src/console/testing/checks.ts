/** What holds of each screen: accessible in light and dark at both widths, and nothing wider than the window. */
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { type Opened, openWindow, type Window } from "./browser.ts";

/** The windows in which each screen is looked at, in each of the schemes. */
const WINDOWS = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
] as const satisfies readonly Window[];
const SCHEMES = ["light", "dark"] as const;

/** Colours pass from one to the other: what they are meanwhile is nobody's choice. */
const SETTLED =
  "Promise.all(document.getAnimations().filter((one) => one instanceof CSSTransition).map(({ finished }) => finished.catch(() => {}))).then(() => {})";

/** The rules that a page breaks, each with the first elements that break it. WCAG 2.2 to level AA, and best practices. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // The page's policy lets no script in: this one comes by the browser's protocol, past it.
  const session = await page.context().newCDPSession(page);
  const evaluate = async <Value>(expression: string): Promise<Value> => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value as Value;
  };
  if (!(await evaluate<boolean>('typeof axe === "object"'))) await evaluate(`${axe.source};0`);
  const found = await evaluate<string[]>(
    `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) =>
      id + ": " + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + " " + (failureSummary ?? "").replace(/\\s+/g, " ").slice(0, 200)).join(" | ")))`,
  );
  await session.detach();
  return found;
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
 * Looks at a screen in each window, in light and then in dark colours.
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
    const { page } = opened;
    await show(opened);
    for (const scheme of SCHEMES) {
      const place = `${name} at ${window.width} in ${scheme}`;
      await page.emulateMedia({ colorScheme: scheme });
      await page.evaluate(SETTLED);
      const directory = process.env.CONSOLE_PICTURES;
      if (directory !== undefined) {
        await page.screenshot({ path: `${directory}/${name}-${window.width}-${scheme}.png` });
      }
      found.push(...(await screenFaults(page)).map((fault) => `${place}: ${fault}`));
    }
    found.push(...opened.faults.map((fault) => `${name} at ${window.width}: ${fault}`));
    await opened.context.close();
  }
  return found;
}
