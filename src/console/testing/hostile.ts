/** Texts that a page must show as they are, in the place of all texts of the server's answers. */
import type { Page } from "playwright-core";

export const HOSTILE = [
  '<img src=x onerror="window.hit=1">',
  "</script><script>window.hit=1</script>",
  "javascript:window.hit=1",
  "{{constructor.constructor('window.hit=1')()}}",
  "\u202egnp.exe",
  "x".repeat(400),
  "' onmouseover='window.hit=1",
  "&lt;b&gt;<b>",
  "\0\b\ufeff\u2028",
] as const;

/**
 * OpenNebula's own rules keep most of them out of names: they are put into the answers, in every member that is a text.
 * @param places the addresses whose answers are changed.
 * @returns how many texts have been replaced so far.
 */
export async function answerHostile(page: Page, places: RegExp): Promise<() => number> {
  let next = 0;
  const hostile = (value: unknown, name = ""): unknown => {
    if (Array.isArray(value)) return value.map((one) => hostile(one, name));
    if (typeof value === "object" && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, hostile(one, key)]));
    }
    const isText =
      typeof value === "string" &&
      !/^(state|lcmState|actions|next|type|range|from|to|date|month|\w+At|default)$/.test(name);
    return isText || (value === null && /^(error|message|description)$/.test(name))
      ? HOSTILE[next++ % HOSTILE.length]
      : value;
  };
  await page.route(places, async (route) => {
    if (route.request().method() !== "GET") return route.continue();
    const headers = { ...route.request().headers(), "if-none-match": "", "sec-fetch-site": "same-origin" };
    const response = await route.fetch({ headers });
    await route.fulfill({ status: response.status(), json: hostile(await response.json()) });
  });
  return () => next;
}
