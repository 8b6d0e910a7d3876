/** The page of a machine, in a real browser: what is done to it and to its parts, and what it uses. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { becomes, eventually, until } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { faultsInWindows, layoutFaults } from "./testing/checks.ts";
import { answerHostile, HOSTILE } from "./testing/hostile.ts";
import { inBrowser, LONG } from "./testing/in-browser.ts";

/** Which parts of the width of a plot have pixels of its first line: an x for each that has some. */
async function drawn(page: Page, plot: number, parts: number): Promise<string> {
  const expression = `(() => {
    const holder = document.querySelectorAll(".plot-canvas")[${plot}];
    const canvas = holder.querySelector("canvas");
    const over = holder.querySelector(".u-over");
    const key = holder.parentElement.querySelector(".plot-key");
    const wanted = document.createElement("canvas").getContext("2d");
    wanted.fillStyle = getComputedStyle(key, "::before").backgroundColor;
    wanted.fillRect(0, 0, 1, 1);
    const colour = wanted.getImageData(0, 0, 1, 1).data;
    const scale = canvas.width / canvas.clientWidth;
    const [left, width] = [over.offsetLeft * scale, over.offsetWidth * scale];
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const has = Array.from({ length: ${parts} }, () => false);
    for (let y = 0; y < canvas.height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const at = 4 * (y * canvas.width + Math.floor(left + x));
        const isNear = [0, 1, 2].every((i) => Math.abs(data[at + i] - colour[i]) < 40);
        if (isNear && data[at + 3] > 150) has[Math.floor((x / width) * has.length)] = true;
      }
    }
    return has.map((one) => (one ? "x" : ".")).join("");
  })()`;
  return page.evaluate(expression);
}

describe.skipIf(CHROMIUM === undefined)("the page of a machine in a browser", () => {
  const fixture = inBrowser({}, { seed: "showcase" });

  const vmOf = (name: string) => {
    const found = [...fixture.world.sim.world.vms.values()].find((vm) => vm.name === name);
    if (found === undefined) throw new Error(`there is no machine ${name}`);
    return found;
  };
  const openMachine = async (page: Page, name: string): Promise<void> => {
    await signIn(page, fixture.world, "alice", `/machines/${vmOf(name).id}`);
    await page.waitForSelector(`h1:text-is("${name}")`);
  };
  const state = (page: Page) => page.locator(".machine-head .state-word").textContent();
  const actions = (page: Page) => page.locator(".machine-actions > .button").allTextContents();
  const inDialog = (page: Page, text: string) =>
    page.locator("dialog").getByRole("button", { name: text, exact: true }).click();
  /** Opens the menu of a part, and takes an entry. */
  const choose = async (page: Page, label: string, entry: string): Promise<void> => {
    await page.getByRole("button", { name: label }).click();
    await page.getByRole("menuitem", { name: entry }).click();
  };

  test(
    "from the list to the page; only what is possible is offered, and what was done is shown",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      await signIn(page, fixture.world);
      await page.click("a.name:text-is('mail-test')");
      await page.waitForSelector("h1:text-is('mail-test')");
      await becomes(() => state(page), "Stopped");
      await becomes(() => actions(page), ["Start", "Undeploy", "Delete"]);
      await page.click(".machine-actions >> text=Start");
      await page.waitForSelector(".machine-head .state.running");
      await becomes(() => actions(page), ["Screen", "Stop", "Reboot", "Suspend", "Hibernate", "Undeploy", "Delete"]);
      await choose(page, "Actions for mail-test", "Stop by force");
      await becomes(() => page.locator("dialog h2").textContent(), "Stop mail-test by force?");
      await inDialog(page, "Stop by force");
      await page.waitForSelector(".machine-head .state.stopped");
      expect(fixture.world.sim.calls.some(({ params }) => params.includes("poweroff-hard"))).toBe(true);
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "a deletion asks by the machine's name, and Escape leaves everything as it was",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await openMachine(page, "archive");
      await page.click(".machine-actions >> text=Delete");
      await becomes(() => page.locator("dialog h2").textContent(), "Delete archive?");
      await page.keyboard.press("Escape");
      await page.waitForSelector("dialog", { state: "detached" });
      await until(async () => (await page.evaluate("document.activeElement.textContent")) === "Delete");
      await page.keyboard.press("Enter");
      await inDialog(page, "Delete");
      await page.waitForSelector(".toast >> text=archive is being deleted");
      await becomes(() => page.url(), fixture.world.at("/"));
      expect(fixture.world.sim.calls.findLast(({ method }) => method === "one.vm.action")?.params[0]).toBe(
        "terminate-hard",
      );
      await context.close();
    },
    LONG,
  );

  test(
    "disks are attached, grown, saved, and detached",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      await openMachine(page, "blog");
      const disks = page.getByRole("region", { name: "Disks" }).locator(".part-name");
      const first = (await disks.first().textContent()) ?? "";
      await page.click("text=Attach a disk");
      await page.selectOption("dialog [name=image]", { index: 1 });
      await inDialog(page, "Attach");
      await page.waitForSelector("dialog", { state: "detached" });
      await becomes(() => disks.count(), 2);
      await page
        .getByRole("button", { name: `Actions for the disk ${first}` })
        .first()
        .click();
      await page.getByRole("menuitem", { name: "Grow" }).click();
      await page.fill("dialog [name=size]", "5");
      await inDialog(page, "Grow");
      await page.waitForSelector("text=5 GB");
      await page
        .getByRole("button", { name: `Actions for the disk ${first}` })
        .first()
        .click();
      await page.getByRole("menuitem", { name: "Save as an image" }).click();
      expect(await page.inputValue("dialog [name=name]")).toBe("blog-copy");
      await inDialog(page, "Save as an image");
      await page.waitForSelector(".toast >> text=The image blog-copy was created");
      expect([...fixture.world.sim.world.images.values()].some(({ name }) => name === "blog-copy")).toBe(true);
      await page
        .getByRole("button", { name: /Actions for the disk/ })
        .last()
        .click();
      await page.getByRole("menuitem", { name: "Detach" }).click();
      await eventually(async () =>
        expect(await page.locator("dialog h2").textContent()).toMatch(/^Detach .+ from blog\?$/),
      );
      await inDialog(page, "Detach");
      await page.waitForSelector("dialog", { state: "detached" });
      await becomes(() => disks.count(), 1);
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "networks are attached and detached, and what the server refuses is told in the dialog",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await openMachine(page, "blog");
      const nics = page.getByRole("region", { name: "Networks" }).locator(".part-name");
      await page.click("text=Attach to a network");
      await page.selectOption("dialog [name=network]", { index: 1 });
      await page.route("**/nics", (route) =>
        route.fulfill({
          status: 409,
          contentType: "application/problem+json",
          body: JSON.stringify({ code: "NO_FREE_LEASE", detail: "The network has no free address.", errors: [] }),
        }),
      );
      await inDialog(page, "Attach");
      await eventually(async () =>
        expect(await page.locator("dialog .note.failed").textContent()).toContain("The network has no free address."),
      );
      await page.unroute("**/nics");
      await inDialog(page, "Attach");
      await page.waitForSelector("dialog", { state: "detached" });
      await becomes(() => nics.count(), 2);
      await page
        .getByRole("button", { name: /Actions for the network/ })
        .last()
        .click();
      await page.getByRole("menuitem", { name: "Detach" }).click();
      await eventually(async () =>
        expect(await page.locator("dialog h2").textContent()).toMatch(/^Take blog out of .+\?$/),
      );
      await inDialog(page, "Detach");
      await page.waitForSelector("dialog", { state: "detached" });
      await becomes(() => nics.count(), 1);
      await context.close();
    },
    LONG,
  );

  test(
    "snapshots of the machine and of a disk are taken, gone back to, and deleted",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await openMachine(page, "course-lab");
      await page.getByRole("region", { name: "Snapshots" }).getByText("Take a snapshot").click();
      await page.fill("dialog [name=name]", "before");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".toast >> text=The snapshot before was taken");
      await choose(page, "Actions for the snapshot before", "Revert to this snapshot");
      await becomes(() => page.locator("dialog h2").textContent(), "Set course-lab back to before?");
      await inDialog(page, "Revert to this snapshot");
      await page.waitForSelector("dialog", { state: "detached" });
      expect(fixture.world.sim.calls.some(({ method }) => method === "one.vm.snapshotrevert")).toBe(true);
      await choose(page, "Actions for the snapshot before", "Delete");
      await inDialog(page, "Delete");
      await page.waitForSelector("text=There are no snapshots of the whole machine.");
      await page
        .getByRole("button", { name: /Actions for the disk/ })
        .first()
        .click();
      await page.getByRole("menuitem", { name: "Take a snapshot" }).click();
      await page.fill("dialog [name=name]", "disk-before");
      await inDialog(page, "Take a snapshot");
      await page.waitForSelector(".snapshots >> text=disk-before");
      await context.close();
    },
    LONG,
  );

  test(
    "name, description, size and end are changed, and the end is taken away",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      // As machines of a template are: they have none of the sizes, may have any CPU and memory, and may get a size.
      vmOf("mail").userTemplate.remove("INSTANCE_TYPE");
      await openMachine(page, "mail");
      await page.click("text=Rename");
      await page.fill("dialog [name=name]", "post");
      await page.fill("dialog [name=description]", "Mail of the club");
      await inDialog(page, "Save");
      await page.waitForSelector("h1:text-is('post')");
      await page.waitForSelector("text=Mail of the club");
      await page.click("text=Resize");
      await page.fill("dialog [name=cpu]", "1.5");
      await inDialog(page, "Resize");
      await page.waitForSelector("text=/^1.5 CPU/");
      await page.waitForSelector("dialog", { state: "detached" });
      await page.click("text=Resize");
      await page.selectOption("dialog [name=size]", "medium");
      await inDialog(page, "Resize");
      await page.waitForSelector("text=medium · 4 CPU");
      const end = page.locator(".fact", { hasText: /^Ends/ });
      await end.getByText("Change").click();
      await page.selectOption("dialog [name=ends]", "month");
      await inDialog(page, "Save");
      await page.waitForSelector("dialog", { state: "detached" });
      await eventually(async () =>
        expect(await end.textContent()).toMatch(/\((in (4 weeks|30 days|1 month)|next month)\)/),
      );
      await end.getByText("Change").click();
      await page.selectOption("dialog [name=ends]", "never");
      await inDialog(page, "Save");
      await page.waitForSelector("dialog", { state: "detached" });
      await eventually(async () => expect(await end.textContent()).toContain("never"));
      await context.close();
    },
    LONG,
  );

  test(
    "a machine that failed says why in the words of oned, and one that is gone is not there",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await openMachine(page, "gateway");
      await becomes(() => state(page), "Failed");
      expect(await page.locator(".state-error").textContent()).toBe(
        "Error deploying virtual machine: Could not find bridge br0.42",
      );
      await page.goto(fixture.world.at("/machines/99999"));
      await page.waitForSelector("text=Machine not found");
      await context.close();
    },
    LONG,
  );

  test(
    "addresses, a line for ssh and commands can be copied",
    async () => {
      const { page, context } = await openWindow(fixture.browser);
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await openMachine(page, "blog");
      const { id } = vmOf("blog");
      await page.getByRole("button", { name: /^Copy ssh root@10\.0\.0\.\d+$/ }).click();
      await eventually(async () =>
        expect(await page.evaluate("navigator.clipboard.readText()")).toMatch(/^ssh root@10\.0\.0\.\d+$/),
      );
      await page.click("text=The same with curl and occi-compute");
      await page.locator(".commands .copy-text").first().waitFor();
      const commands = await page.locator(".commands .copy-text").allTextContents();
      expect(commands).toContain(`curl -u alice ${fixture.world.origin}/api/v1/machines/${id}`);
      expect(commands).toContain(`occi-compute poweroff ${id} --url ${fixture.world.origin} --username alice`);
      await context.close();
    },
    LONG,
  );

  test(
    "plots are loaded when they are opened, drawn with their gap, and follow the window",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      const loaded: string[] = [];
      page.on("request", (request) => loaded.push(request.url()));
      await openMachine(page, "alice-web");
      const before = loaded.filter((url) => url.includes("plots-") || url.includes("/metrics"));
      expect(before).toEqual([]);
      await page.click("summary >> text=Usage");
      await page.waitForSelector(".plot canvas");
      await becomes(() => drawn(page, 0, 6), "xxxxxx");
      await page.locator("[name=range][value='2h']").check();
      await becomes(() => page.locator(".plot canvas").count(), 4);
      // Nothing was measured from 70 to 55 minutes ago: of two hours the parts from 5 to 6.5 of 12.
      for (const plot of [0, 1, 2, 3]) {
        await eventually(async () => expect(await drawn(page, plot, 24)).toMatch(/^x{8,12}\.{2,4}x{8,13}$/));
      }
      await eventually(async () =>
        expect(await page.locator(".plot-canvas").first().getAttribute("aria-label")).toMatch(
          /^CPU\. used: \d+% at last, \d+% at most$/,
        ),
      );
      await page.setViewportSize({ width: 700, height: 800 });
      await until(() =>
        page.evaluate(
          "document.querySelector('.plot canvas').clientWidth <= document.querySelector('.plot-canvas').clientWidth",
        ),
      );
      await page.emulateMedia({ colorScheme: "dark" });
      await eventually(async () => expect(await drawn(page, 0, 24)).toMatch(/^x{8,12}\.{2,4}x{8,13}$/));
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "hostile texts are texts in every place of the page and of the form, and make nothing wider",
    async () => {
      const { page, faults, context } = await openWindow(fixture.browser);
      const replaced = await answerHostile(page, /\/api\/v1\/(machines|me|templates|images|networks|sizes)/);
      const paths = [`/machines/${vmOf("blog").id}`, "/new", "/new/3", "/new/image"];
      await signIn(page, fixture.world);
      for (const path of paths) {
        await page.goto(fixture.world.at(path));
        await page.waitForSelector("main h1");
        await page.waitForSelector("main .card");
        for (const summary of await page.locator("summary").all()) await summary.click();
        await eventually(async () => {
          const shown = await page.locator("main").innerText();
          expect(HOSTILE.filter((one) => shown.includes(one)).length).toBeGreaterThan(1);
        });
        expect(await page.evaluate<unknown>("window.hit ?? null")).toBeNull();
        expect(await page.locator("main img, main script, main b").count()).toBe(0);
        for (const width of [1280, 360]) {
          await page.setViewportSize({ width, height: 740 });
          expect(await layoutFaults(page)).toEqual([]);
        }
      }
      expect(replaced()).toBeGreaterThan(5 * HOSTILE.length);
      expect(faults).toEqual([]);
      await context.close();
    },
    LONG,
  );

  test(
    "the page is accessible with its plots, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(fixture.browser, "machine", async ({ page }) => {
        await openMachine(page, "alice-web");
        await page.click("summary >> text=Usage");
        await page.waitForSelector(".plot canvas");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );
});
