/** The console with what changes while it is open: machines, the server, the session, the language. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { connect, createServer } from "node:net";
import type { Browser, Page } from "playwright-core";
import { becomes, eventually, until } from "../testing/until.ts";
import { CHROMIUM, type Opened, openWindow, signIn, startBrowser } from "./testing/browser.ts";
import { layoutFaults } from "./testing/checks.ts";
import { answerHostile, HOSTILE } from "./testing/hostile.ts";
import { LONG } from "./testing/in-browser.ts";
import { type ConsoleWorld, startConsole } from "./testing/world.ts";

/** The states of all machines that the page shows, by their names. */
function states(page: Page): Promise<Record<string, string>> {
  const textOf = (part: string) => `row.querySelector("${part}").innerText`;
  return page.evaluate(
    `Object.fromEntries([...document.querySelectorAll(".row")].map((row) => [${textOf(".name")}, ${textOf(".state-word")}]))`,
  );
}

const names = async (page: Page): Promise<string[]> => Object.keys(await states(page)).sort();

const row = (page: Page, name: string) => page.locator(".row", { hasText: name });

describe.skipIf(CHROMIUM === undefined)("the console", () => {
  let browser: Browser;
  let world: ConsoleWorld;
  let opened: Opened;
  let page: Page;

  beforeAll(async () => {
    browser = await startBrowser();
  }, LONG);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    world = await startConsole();
    opened = await openWindow(browser);
    page = opened.page;
  }, LONG);
  afterEach(async () => {
    await opened.context.close();
    await world.stop();
  });

  test(
    "stops and starts a machine, shows only what is possible, and never what oned has not said",
    async () => {
      await signIn(page, world);
      await row(page, "alice-web").getByRole("button", { name: "Stop alice-web" }).click();
      await page.waitForSelector('.row:has-text("alice-web") >> text=Stopped');
      await becomes(() => row(page, "alice-web").getByRole("button", { name: "Stop alice-web" }).count(), 0);
      await row(page, "alice-web").getByRole("button", { name: "Start alice-web" }).click();
      await page.waitForSelector('.row:has-text("alice-web") >> text=Running');
      expect(opened.faults).toEqual([]);
    },
    LONG,
  );

  test(
    "asks before it deletes, naming the machine; Escape is no",
    async () => {
      await signIn(page, world);
      const remove = async () => {
        await row(page, "alice-held").getByRole("button", { name: "Actions for alice-held" }).click();
        await page.getByRole("menuitem", { name: "Delete" }).click();
        await page.getByRole("dialog", { name: "Delete alice-held?" }).waitFor();
      };
      await remove();
      await page.keyboard.press("Escape");
      await becomes(() => names(page), ["alice-held", "alice-web"]);
      await remove();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.waitForSelector("text=alice-held is being deleted");
      await becomes(() => states(page), { "alice-web": "Running" });
    },
    LONG,
  );

  test(
    "acts on several at once, and says of each what failed",
    async () => {
      await signIn(page, world);
      for (const name of ["alice-held", "alice-web"])
        await page.getByRole("checkbox", { name: `Select ${name}` }).check();
      const bar = page.getByRole("region", { name: "2 machines selected" });
      // What only one of them can do is not offered.
      await bar.getByRole("button", { name: "Delete" }).waitFor();
      expect(await bar.getByRole("button", { name: "Release" }).count()).toBe(0);
      // One of them is deleted elsewhere just before.
      const held = [...world.sim.world.vms.values()].find(({ name }) => name === "alice-held");
      if (held === undefined) throw new Error("no machine");
      await page.route(`**/api/v1/machines/${held.id}*`, (route) => {
        world.sim.world.vms.delete(held.id);
        return route.continue();
      });
      await bar.getByRole("button", { name: "Delete" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
      await page.waitForSelector(".toast.failed >> text=Delete, alice-held");
      await row(page, "alice-web").waitFor({ state: "detached" });
    },
    LONG,
  );

  test(
    "shows what others change, and keeps focus, selection, search and scroll meanwhile",
    async () => {
      await signIn(page, world);
      await page.getByRole("checkbox", { name: "Select alice-web" }).check();
      await page.fill("[data-search]", "alice");
      const web = [...world.sim.world.vms.values()].find(({ name }) => name === "alice-web");
      if (web === undefined) throw new Error("no machine");
      await page.locator("[data-search]").focus();
      web.name = "alice-www";
      world.sim.world.changed(web);
      await row(page, "alice-www").waitFor();
      expect(await page.getByRole("checkbox", { name: "Select alice-www" }).isChecked()).toBe(true);
      expect(await page.evaluate<boolean>("document.activeElement.matches('[data-search]')")).toBe(true);
      expect(await page.inputValue("[data-search]")).toBe("alice");
    },
    LONG,
  );

  test(
    "listens to one stream of events for all tabs, and another tab takes it over",
    async () => {
      const tabs: { readonly page: Page; streams: number }[] = [];
      const watch = (one: Page) => {
        const tab = { page: one, streams: 0 };
        one.on("request", (request) => {
          if (request.url().endsWith("/api/v1/events")) tab.streams += 1;
        });
        tabs.push(tab);
        return tab;
      };
      watch(page);
      await signIn(page, world);
      for (let count = 0; count < 2; count += 1) {
        const { page: other } = watch(await opened.context.newPage());
        await other.goto(world.at("/"));
        await other.waitForSelector("text=alice-web");
      }
      const rename = async (from: string, to: string, shown: readonly Page[]): Promise<void> => {
        const web = [...world.sim.world.vms.values()].find(({ name }) => name === from);
        if (web === undefined) throw new Error("no machine");
        web.name = to;
        world.sim.world.changed(web);
        // Without the stream it takes a minute.
        for (const one of shown) await row(one, to).waitFor();
      };
      // A page opens its stream after it has agreed with the other tabs, which it does while it already shows its machines.
      await becomes(() => tabs.map(({ streams }) => streams), [1, 0, 0]);
      await rename("alice-web", "alice-www", [page, ...tabs.slice(1).map((tab) => tab.page)]);
      expect(tabs.map(({ streams }) => streams)).toEqual([1, 0, 0]);
      await page.close();
      const left = tabs.slice(1);
      await becomes(() => left.reduce((sum, { streams }) => sum + streams, 0), 1);
      await rename(
        "alice-www",
        "alice-w3",
        left.map((tab) => tab.page),
      );
    },
    LONG,
  );

  test(
    "says when the server is away, and heals by itself when it is back",
    async () => {
      await signIn(page, world);
      await page.waitForSelector("text=alice-web");
      await world.stopServer();
      await page.waitForSelector(".offline");
      await becomes(() => names(page), ["alice-held", "alice-web"]);
      await world.startServer();
      await page.waitForSelector(".offline", { state: "detached" });
      await page.waitForSelector(".note.failed", { state: "detached" });
      // The session is no thing of one server's: the new one knows it.
      await becomes(() => names(page), ["alice-held", "alice-web"]);
      expect(await page.locator("dialog").count()).toBe(0);
    },
    LONG,
  );

  test(
    "shows the end of a session, and goes on where it was when the user signs in again",
    async () => {
      await signIn(page, world);
      await page.fill("[data-search]", "web");
      for (const user of world.sim.world.users.values()) user.tokens = [];
      const dialog = page.getByRole("dialog", { name: "Your session has ended" });
      await dialog.waitFor();
      await dialog.locator('input[name="password"]').fill("alicepass");
      await dialog.getByRole("button", { name: "Sign in" }).click();
      await dialog.waitFor({ state: "detached" });
      expect(await page.inputValue("[data-search]")).toBe("web");
      await becomes(() => states(page), { "alice-web": "Running" });
    },
    LONG,
  );

  test(
    "has one session over two copies of the server behind a proxy",
    async () => {
      const other = await startConsole({}, {}, world.sim);
      const ports = [new URL(world.origin).port, new URL(other.origin).port].map(Number);
      let turn = 0;
      const used = [0, 0];
      // Each connection goes to the other copy.
      const proxy = createServer((socket) => {
        const at = turn++ % 2;
        used[at] = (used[at] ?? 0) + 1;
        const onward = connect(ports[at] ?? 0, "127.0.0.1");
        socket.pipe(onward).pipe(socket);
        socket.on("error", () => onward.destroy());
        onward.on("error", () => socket.destroy());
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      const address = proxy.address();
      const port = typeof address === "object" ? (address?.port ?? 0) : 0;
      const through = { at: (path = "/") => `https://localhost:${port}/ui${path}` };
      try {
        await signIn(page, through);
        await row(page, "alice-web").getByRole("button", { name: "Stop alice-web" }).click();
        await page.waitForSelector('.row:has-text("alice-web") >> text=Stopped');
        // One of them stops: the other goes on with the session.
        await world.stopServer();
        // A page whose connection is given to the one that has stopped does not come.
        await until(async () => {
          const isThere = await page.reload().then(
            (answer) => answer?.ok() === true,
            () => false,
          );
          return (
            isThere && (await page.waitForSelector("text=alice-web", { timeout: 5_000 }).catch(() => null)) !== null
          );
        });
        expect(await names(page)).toContain("alice-web");
        await world.startServer();
        expect(Math.min(...used)).toBeGreaterThan(0);
      } finally {
        proxy.close();
        await other.stopServer();
      }
    },
    LONG,
  );

  test(
    "tells a wrong password, a delay and a cloud that is down apart",
    async () => {
      await world.stopServer();
      await world.stop();
      world = await startConsole({ loginDelay: 60_000 });
      await page.goto(world.at("/"));
      const attempt = async (password: string): Promise<void> => {
        await page.fill('input[name="user"]', "alice");
        await page.fill('input[name="password"]', password);
        await Promise.all([
          page.waitForResponse((response) => response.request().method() === "POST"),
          page.getByRole("button", { name: "Sign in" }).click(),
        ]);
        await page.locator('button[type="submit"]:not([aria-busy])').waitFor();
      };
      const told = page.locator("[role=alert]");
      await attempt("wrong");
      await becomes(() => told.innerText(), "The user name or the password is wrong.");
      await attempt("wrong2");
      await attempt("wrong3");
      await attempt("wrong4");
      await eventually(async () =>
        expect(await told.innerText()).toMatch(/^There were too many wrong passwords\. Try again in .* seconds?\.$/),
      );
      await world.sim.stop();
      await page.fill('input[name="user"]', "bob");
      await page.fill('input[name="password"]', "bobpass");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.waitForSelector("text=The cloud does not answer at the moment. Your password was not checked.");
    },
    LONG,
  );

  test(
    "signs out in all tabs, and another user finds nothing of the one before",
    async () => {
      await signIn(page, world);
      await page.waitForSelector("text=alice-web");
      const second = await opened.context.newPage();
      await second.goto(world.at("/"));
      await second.waitForSelector("text=alice-web");
      await second.getByRole("button", { name: "Account: alice" }).click();
      await second.getByRole("menuitem", { name: "Sign out" }).click();
      for (const one of [page, second]) await one.waitForSelector('input[name="user"]');
      await eventually(async () => expect(await page.content()).not.toContain("alice-web"));
      expect([...world.sim.world.users.values()].flatMap(({ tokens }) => tokens)).toEqual([]);
      await signIn(second, world, "bob");
      await second.waitForSelector("text=bob-vm");
      await page.waitForSelector("text=bob-vm");
      await eventually(async () => expect(await page.content()).not.toContain("alice-web"));
    },
    LONG,
  );

  test(
    "helps a user with ten login tokens",
    async () => {
      const alice = [...world.sim.world.users.values()].find(({ name }) => name === "alice");
      if (alice === undefined) throw new Error("no user");
      const expires = Math.floor(Date.now() / 1000) + 600;
      alice.tokens = Array.from({ length: 10 }, (_, at) => ({ token: `t${at}`, expires: expires + at, egid: -1 }));
      await page.goto(world.at("/"));
      await page.fill('input[name="user"]', "alice");
      await page.fill('input[name="password"]', "alicepass");
      await page.press('input[name="password"]', "Enter");
      await page.waitForSelector("text=OpenNebula keeps 10 login tokens");
      await page.getByRole("button", { name: "Revoke the first and sign in" }).click();
      await page.waitForSelector("text=alice-web");
      expect(alice.tokens).toHaveLength(10);
      expect(alice.tokens.map(({ token }) => token)).not.toContain("t0");
    },
    LONG,
  );

  test(
    "has keys for searching, help and menus, and a keyboard is enough",
    async () => {
      await signIn(page, world);
      await page.waitForSelector("text=alice-web");
      await page.keyboard.press("?");
      await page.getByRole("dialog", { name: "Keys" }).waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.keyboard.press("/");
      await page.keyboard.type("held");
      await becomes(() => names(page), ["alice-held"]);
      // In a field the keys are letters.
      await page.keyboard.type("?n/");
      expect(await page.inputValue("[data-search]")).toBe("held?n/");
      await page.fill("[data-search]", "held");
      await page.waitForSelector(".count >> text=/^1 of/");
      await row(page, "alice-held").getByRole("button", { name: "Actions for alice-held" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("menu").waitFor();
      await page.keyboard.press("End");
      await page.keyboard.press("Enter");
      await page.getByRole("dialog", { name: "Delete alice-held?" }).waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      await row(page, "alice-held").waitFor({ state: "detached" });
    },
    LONG,
  );

  test.each([
    ["de", "Anmelden", "Maschinen", "Läuft"],
    ["es", "Iniciar sesión", "Máquinas", "En marcha"],
    ["fr", "Se connecter", "Machines", "En marche"],
    ["nl", "Sign in", "Machines", "Running"],
  ])(
    "speaks the language of the browser: %s",
    async (language, action, title, running) => {
      const other = await openWindow(browser, { language });
      await other.page.goto(world.at("/"));
      await other.page.getByRole("button", { name: action }).waitFor();
      await signIn(other.page, world);
      await other.page.getByRole("heading", { name: title }).waitFor();
      await becomes(async () => (await states(other.page))["alice-web"], running);
      expect(await other.page.evaluate<string>("document.documentElement.lang")).toBe(
        language === "nl" ? "en" : language,
      );
      expect(other.faults).toEqual([]);
      await other.context.close();
    },
    LONG,
  );

  test(
    "a link from another site leads to a page, and the session is there",
    async () => {
      await signIn(page, world);
      const elsewhere = Bun.serve({
        port: 0,
        hostname: "127.0.0.1",
        fetch: () =>
          new Response(`<a href="${world.at("/nowhere")}">there</a>`, { headers: { "content-type": "text/html" } }),
      });
      try {
        await page.goto(`http://127.0.0.1:${elsewhere.port}/`);
        await page.getByRole("link", { name: "there" }).click();
        await page.waitForSelector("text=Page not found");
        await page.getByRole("link", { name: "Go to the machines" }).click();
        await page.waitForSelector("text=alice-web");
        expect(page.url()).toBe(world.at("/"));
      } finally {
        await elsewhere.stop(true);
      }
    },
    LONG,
  );

  test(
    "hostile texts are texts in every place, and make nothing wider",
    async () => {
      const replaced = await answerHostile(page, /\/api\/v1\/(machines|me|templates)/);
      await signIn(page, world);
      // The first machines come with the sign-in: they are read anew.
      await page.reload();
      await page.locator(".row").first().waitFor();
      for (const one of await page.locator(".row *").all())
        await one.hover({ timeout: 500, force: true }).catch(() => {});
      expect(replaced()).toBeGreaterThan(HOSTILE.length);
      await eventually(async () => {
        const shown = await page.locator("main").innerText();
        expect(HOSTILE.filter((one) => shown.includes(one)).length).toBeGreaterThan(4);
      });
      expect(await page.evaluate<unknown>("window.hit ?? null")).toBeNull();
      expect(await page.locator(".row img, .row script, .row b").count()).toBe(0);
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 740 });
        expect(await layoutFaults(page)).toEqual([]);
      }
      expect(opened.faults).toEqual([]);
    },
    LONG,
  );
});
