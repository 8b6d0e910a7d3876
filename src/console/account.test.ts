/** The account in a real browser: keys, tokens, quotas, language, colours, and out. */
import { describe, expect, test } from "bun:test";
import type { Page } from "playwright-core";
import { becomes, eventually } from "../testing/until.ts";
import { CHROMIUM, openWindow, signIn } from "./testing/browser.ts";
import { faultsInWindows } from "./testing/checks.ts";
import { inBrowser, LONG, type Login } from "./testing/in-browser.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
/** As `ssh-keygen -lf` shows it. */
const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

describe.skipIf(CHROMIUM === undefined)("the account in a browser", () => {
  const fixture = inBrowser({}, { seed: "showcase" });

  const begin = (login?: Login): Promise<Page> => fixture.signedIn("/account", "h1", login);
  const keysOf = (id: number): string => fixture.world.sim.world.user(id).template.single("SSH_PUBLIC_KEY") ?? "";
  const statusAs = async (user: string, password: string): Promise<number> => {
    const headers = { authorization: `Basic ${btoa(`${user}:${password}`)}` };
    return (await fetch(`${fixture.world.origin}/api/v1/me`, { headers, tls: { rejectUnauthorized: false } })).status;
  };

  test(
    "is accessible, in light and dark, on phones and desks",
    async () => {
      const found = await faultsInWindows(fixture.browser, "account", async ({ page }) => {
        await signIn(page, fixture.world, "alice", "/account");
        await page.waitForSelector("text=SHA256:");
        await page.waitForSelector(".lines code");
      });
      expect(found).toEqual([]);
    },
    LONG,
  );

  test(
    "refuses what is no key before it is sent, adds keys, and removes one",
    async () => {
      const page = await begin({ user: "bob" });
      await page.waitForSelector("text=You do not have any SSH keys yet.");
      await page.click("text=Add a key");
      const tried: readonly (readonly [string, string])[] = [
        ["-----BEGIN OPENSSH PRIVATE KEY-----", "This is a private key"],
        [KEY.slice(0, 40), "This key is damaged"],
        [`from="10.0.0.1" ${KEY}`, "This key begins with options"],
        ["not a key", "This is not an SSH public key"],
        [`${KEY} one\n${KEY} two`, "This is more than one line"],
      ];
      for (const [text, refusal] of tried) {
        await page.fill('textarea[name="key"]', text);
        await page.click('dialog button[type="submit"]');
        await page.waitForSelector(`dialog .note.failed:has-text("${refusal}")`);
      }
      expect(keysOf(3)).toBe("");
      await page.fill('textarea[name="key"]', `${KEY} bob@desk`);
      await page.click('dialog button[type="submit"]');
      await page.waitForSelector('.lines .name:text-is("bob@desk")');
      expect(await page.locator("section:has(#keys) code").textContent()).toMatch(FINGERPRINT);
      expect(keysOf(3)).toBe(`${KEY} bob@desk`);

      await page.click("text=Add a key");
      await page.fill('textarea[name="key"]', `${KEY} again`);
      await page.waitForSelector("text=You have this key already.");
      await page.keyboard.press("Escape");
      await page.click('[aria-label="Remove the key bob@desk"]');
      await page.waitForSelector('dialog h2:text-is("Remove the key bob@desk?")');
      await page.click("dialog .danger");
      await page.waitForSelector("text=You do not have any SSH keys yet.");
      expect(keysOf(3).trim()).toBe("");
    },
    LONG,
  );

  test(
    "adds a key to those that another window has added meanwhile",
    async () => {
      const page = await begin({ user: "bob" });
      await page.click("text=Add a key");
      const other = `${KEY.slice(0, -4)}AAAA elsewhere`;
      fixture.world.sim.world.user(3).template.set("SSH_PUBLIC_KEY", other);
      await page.fill('textarea[name="key"]', `${KEY} here`);
      await page.click('dialog button[type="submit"]');
      await page.waitForSelector('.lines .name:text-is("here")');
      expect(keysOf(3)).toBe(`${other}\n${KEY} here`);
      fixture.world.sim.world.user(3).template.remove("SSH_PUBLIC_KEY");
    },
    LONG,
  );

  test(
    "makes a token that works, shows it once, marks the session's own, and ends it",
    async () => {
      const page = await begin();
      await page.waitForSelector('.lines li:has-text("this sign-in")');
      const before = await page.locator("section:has(#tokens) li").count();
      await page.click("text=Create a token");
      await page.selectOption('select[name="hours"]', "1");
      await page.click('dialog button[type="submit"]');
      await page.waitForSelector('dialog h2:text-is("Your new login token")');
      const token = (await page.locator("dialog .copy-text").textContent()) ?? "";
      expect(token.length).toBeGreaterThan(20);
      expect(await statusAs("alice", token)).toBe(200);
      await page.click("text=I have copied it");
      await eventually(async () => expect(await page.content()).not.toContain(token));
      await becomes(() => page.locator("section:has(#tokens) li").count(), before + 1);
      // The shortest is the first to expire.
      await page.click("section:has(#tokens) li:first-child button");
      await page.click("dialog .danger");
      await becomes(() => statusAs("alice", token), 401);
      await becomes(() => page.locator("section:has(#tokens) li").count(), before);
      await page.waitForSelector(".toast.done");
    },
    LONG,
  );

  test(
    "shows both quotas of each thing and marks the narrower one",
    async () => {
      const page = await begin();
      const row = (label: string) => page.locator(`section:has(#quotas) tr:has(td:text-is("${label}"))`);
      await row("Machines").waitFor();
      const marked = async (label: string): Promise<number[]> =>
        Promise.all([2, 3].map((column) => row(label).locator(`td:nth-child(${column}) .narrower`).count()));
      // 30 machines for alice and 60 for the group; 24 CPUs for alice and 16 for the group.
      await becomes(() => marked("Machines"), [1, 0]);
      await becomes(() => marked("CPU"), [0, 1]);
      await becomes(() => row("Addresses of private").count(), 1);
    },
    LONG,
  );

  test(
    "changes the language and the colours at once, and the browser keeps them",
    async () => {
      const page = await begin();
      const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
      const light = await background();
      await page.check('input[value="dark"]', { force: true });
      await eventually(async () => expect(await background()).not.toBe(light));
      const dark = await background();
      for (const [language, title] of [
        ["de", "Konto"],
        ["es", "Cuenta"],
        ["fr", "Compte"],
      ] as const) {
        await page.selectOption('select[name="language"]', language);
        await page.waitForSelector(`h1:text-is("${title}")`);
        await becomes(() => page.getAttribute("html", "lang"), language);
      }
      await page.reload();
      await page.waitForSelector('h1:text-is("Compte")');
      await becomes(background, dark);
      await page.check('input[value="system"]', { force: true });
      await becomes(background, light);
    },
    LONG,
  );

  test(
    "signs out everywhere: other browsers are out as well",
    async () => {
      const page = await begin({ user: "oneadmin" });
      const other = await openWindow(fixture.browser);
      await signIn(other.page, fixture.world, "oneadmin", "/account");
      await other.page.waitForSelector(".lines code");
      await page.click('button:has-text("Sign out everywhere")');
      await page.click("dialog .danger");
      await page.waitForSelector('input[name="user"]');
      expect(await other.page.evaluate("fetch('/api/v1/me').then((answer) => answer.status)")).toBe(401);
      await other.context.close();
    },
    LONG,
  );
});
