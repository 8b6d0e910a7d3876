/** Usage in a real browser, and the parts of it that need none. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { becomes, eventually } from "../testing/until.ts";
import { csvOf } from "./app/screens/usage/csv.ts";
import { periodOf } from "./app/screens/usage/period.ts";
import { CHROMIUM, signIn } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";

describe("times of usage", () => {
  const at = (text: string): number => new Date(text).getTime();

  test.each([
    ["week", "2026-03-02T01:00:00Z", "2026-02-24", "2026-03-02"],
    ["days30", "2026-03-02T23:59:59Z", "2026-02-01", "2026-03-02"],
    ["month", "2026-03-01T00:00:00Z", "2026-03-01", "2026-03-01"],
    ["lastMonth", "2026-01-15T12:00:00Z", "2025-12-01", "2025-12-31"],
    ["lastMonth", "2028-03-31T12:00:00Z", "2028-02-01", "2028-02-29"],
  ] as const)("%s at %s", (choice, now, from, to) => {
    expect(periodOf(choice, at(now))).toEqual({ from, to });
  });
});

describe("comma-separated values", () => {
  test("quote what separates, and are no formulas", () => {
    const rows = [
      ["a", 1.5, null],
      ['say "x", y', "line\nbreak", ""],
      ["=cmd|' /C calc'!A0", "+1", "-web"],
      ["@SUM(1)", -3, "ümlaut"],
      [" =1+1", "\n=1", "a=1"],
    ];
    expect(csvOf(rows)).toBe(
      [
        "a,1.5,",
        '"say ""x"", y","line\nbreak",',
        "'=cmd|' /C calc'!A0,'+1,'-web",
        "'@SUM(1),-3,ümlaut",
        "' =1+1,\"'\n=1\",a=1",
        "",
      ].join("\r\n"),
    );
  });
});

describe.skipIf(CHROMIUM === undefined)("usage in a browser", () => {
  const fixture = inBrowser();

  /** For the browser too, so that midnight does not come between the two. */
  const now = Date.now();
  const dayBefore = (days: number): string => new Date(now - days * 86_400_000).toISOString().slice(0, 10);
  const choose30Days = async (page: Page): Promise<void> => {
    await page.selectOption('select[name="period"]', "days30");
    // Each day, and the sum: before it the page shows the days of this month.
    await becomes(async () => (await cells(page, "days")).length, 31);
    await page.waitForSelector(".plot canvas");
  };
  const begin = async (): Promise<Page> => {
    const page = await fixture.signedIn("/usage", 'select[name="period"]', { now });
    await choose30Days(page);
    return page;
  };
  interface Amounts {
    readonly cpuHours: number;
    readonly memoryGiBHours: number;
    readonly diskGiBHours: number;
  }
  interface Answer {
    readonly total: Amounts & { readonly cost: { readonly total: number } | null };
    readonly days: readonly (Amounts & { readonly date: string })[];
    readonly machines: readonly (Amounts & { readonly id: number; readonly name: string })[];
  }
  /** Of the API itself, by a password. */
  const answer = async (from: string, to: string): Promise<Answer> => {
    const headers = { authorization: `Basic ${btoa("alice:alicepass")}` };
    const url = `${fixture.world.origin}/api/v1/usage?from=${from}&to=${to}`;
    return (await (await fetch(url, { headers, tls: { rejectUnauthorized: false } })).json()) as Answer;
  };
  const cells = (page: Page, section: string): Promise<string[][]> =>
    page.evaluate(
      `[...document.querySelectorAll("section:has(#${section}) tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent))`,
    );
  const numberOf = (text: string | undefined): number => Number((text ?? "").replaceAll(",", ""));

  test(
    "is accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(fixture.browser, "usage", async ({ page }) => {
        await signIn(page, fixture.world, "alice", "/usage");
        await choose30Days(page);
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "adds up, by day as by machine, to what the API says",
    async () => {
      const page = await begin();
      const { from, to } = periodOf("days30", now);
      const { total, days } = await answer(from, to);
      const [byDay, byMachine] = [await cells(page, "days"), await cells(page, "machines")];
      expect(byDay).toHaveLength(days.length + 1);
      for (const table of [byDay, byMachine]) {
        const sum = table.at(-1) ?? [];
        const rows = table.slice(0, -1);
        expect(sum[0]).toBe("Total");
        for (const [column, value] of [total.cpuHours, total.memoryGiBHours, total.diskGiBHours].entries()) {
          expect(numberOf(sum[column + 1])).toBeCloseTo(value, 1);
          const added = rows.reduce((all, row) => all + numberOf(row[column + 1]), 0);
          // Each row is rounded to two digits.
          expect(Math.abs(added - value)).toBeLessThan(0.01 * rows.length + 0.05);
        }
      }
      expect(byMachine[0]?.[0]).toBe("alice-web");
      expect(numberOf(byMachine.at(-1)?.[4])).toBeCloseTo(total.cost?.total ?? -1, 2);
    },
    LONG,
  );

  test(
    "is drawn for each measure, and for the time that is chosen",
    async () => {
      const page = await begin();
      await eventually(async () =>
        expect(await page.getAttribute(".plot-canvas", "aria-label")).toContain("CPU hours"),
      );
      await page.check('input[value="diskGiBHours"]', { force: true });
      await page.waitForSelector('.plot-canvas[aria-label*="Disk"]');
      await page.selectOption('select[name="period"]', "own");
      const day = dayBefore(2);
      await page.fill('input[name="to"]', day);
      await page.fill('input[name="from"]', day);
      await becomes(async () => (await cells(page, "days")).length, 2);
      expect(numberOf((await cells(page, "days"))[0]?.[1])).toBeCloseTo(12, 1);
      // Ends before it begins: the server says so, in its words.
      await page.fill('input[name="from"]', dayBefore(1));
      await page.waitForSelector('.note.failed:has-text("ends before it begins")');
    },
    LONG,
  );

  test(
    "is kept as files",
    async () => {
      const page = await begin();
      const { from, to } = periodOf("days30", now);
      const { days, machines } = await answer(from, to);
      const csv = async (title: string): Promise<{ readonly name: string; readonly lines: string[] }> => {
        const [download] = await Promise.all([
          page.waitForEvent("download"),
          page.click(`[aria-label="CSV: ${title}"]`),
        ]);
        const text = await Bun.file((await download.path()) ?? "").text();
        expect(text.endsWith("\r\n")).toBe(true);
        return { name: download.suggestedFilename(), lines: text.replace("\uFEFF", "").trimEnd().split("\r\n") };
      };
      const byDay = await csv("By day");
      expect(byDay.name).toBe(`usage-days-${from}-${to}.csv`);
      expect(byDay.lines[0]).toBe("date,cpu_hours,memory_gib_hours,disk_gib_hours");
      expect(byDay.lines).toHaveLength(days.length + 1);
      const [first] = days;
      expect(byDay.lines[1]).toBe([first?.date, first?.cpuHours, first?.memoryGiBHours, first?.diskGiBHours].join(","));
      const byMachine = await csv("By machine");
      expect(byMachine.lines[0]).toBe("machine,name,cpu_hours,memory_gib_hours,disk_gib_hours,cost");
      expect(byMachine.lines.slice(1).map((line) => line.split(",")[1])).toEqual(machines.map(({ name }) => name));
    },
    LONG,
  );

  test(
    "of somebody without machines is empty, and says so",
    async () => {
      const nothing = "text=Your machines used nothing in this period";
      const page = await fixture.signedIn("/usage", nothing, { user: "oneadmin" });
      expect(await page.locator(nothing).count()).toBe(1);
    },
    LONG,
  );
});
