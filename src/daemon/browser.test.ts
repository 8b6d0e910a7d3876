/**
 * Hostile web pages in a real browser that remembers a login or has a certificate: with the guard nothing is done for
 * them, and without it, in the same test, all of it. Where Chromium is installed.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "../certificates/testing/certificates.ts";
import { makeClientAuthority } from "../certificates/testing/client-certificates.ts";
import { HAS_NSS_TOOLS, keepCertificate, SHOW_CERTIFICATE } from "../http/testing/browser-certificate.ts";
import { CHROMIUM, type Chromium, type Page, startChromium } from "../http/testing/chromium.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { addUser, passwordHash } from "../oned-sim/users/users.ts";
import { type Cloud, startCloud } from "./testing/cloud.ts";
import { ATTACKS, type Attack, COMPUTE_XML, embedding, link } from "./testing/hostile-page.ts";

const SECRET = "6efb2e0c5ae3a0cd";
/** One test starts a browser, or sends a dozen pages through it, on a busy machine. Milliseconds. */
const LONG = 60_000;

let directory: string;
let oned: OnedSim;
let browser: Chromium;
let authority: Awaited<ReturnType<typeof makeClientAuthority>>;
/** Serves an empty page under any name of this machine: over TLS, and over plain HTTP. */
let pages: Bun.Server<undefined>;
let plainPages: Bun.Server<undefined>;
/** `basic`: names and passwords, and the portal's page may use it; `certificates`: AUTH=x509; `plain`: SSL=off. */
let clouds: Readonly<Record<"basic" | "certificates" | "plain", Cloud>>;

/** A page of that host. */
async function pageOf(host: string): Promise<Page> {
  const page = await browser.page();
  await page.open(`https://${host}:${pages.port}/`);
  return page;
}

const made = (name: string): boolean =>
  [...oned.world.images.values(), ...oned.world.vms.values()].some((object) => object.name === name);

let number = 0;
/** Lets a page attack once. @returns the answer that it got, and whether oned has what was asked for. */
async function attack(
  cloud: Cloud,
  page: Page,
  { path, by }: Attack,
): Promise<readonly [number, string | undefined, boolean]> {
  number += 1;
  const name = `evil-${number}`;
  const answer = cloud.answered(path);
  await page.run(by(cloud.origin, name));
  const { status, user } = await answer;
  return [status, user, made(name)];
}

describe.skipIf(CHROMIUM === undefined || !HAS_NSS_TOOLS)("in a browser", () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "occi-browser-"));
    oned = await startOnedSim({ seed: "demo", stepMs: 0 });
    for (const user of oned.world.users.values())
      if (user.name === "serveradmin") user.passwordHash = passwordHash(SECRET);
    addUser(oned.world, "carol", "/CN=Carol", "x509");
    authority = await makeClientAuthority();
    const carol = await authority.sign([{ CN: ["Carol"] }]);
    const secrets = { ca: join(directory, "ca.pem"), account: join(directory, "occi_auth") };
    writeFileSync(secrets.ca, authority.ca);
    writeFileSync(secrets.account, `serveradmin:${SECRET}\n`, { mode: 0o600 });
    /** An empty page; with a query it sends on whatever comes, a POST with its body. */
    const html = ({ url }: Request): Response => {
      const to = new URL(url).searchParams.get("to");
      if (to !== null) return new Response(null, { status: 307, headers: { Location: to } });
      return new Response("<!doctype html><title>page</title><body></body>", {
        headers: { "Content-Type": "text/html", Connection: "close" },
      });
    };
    const { cert, key } = await makeCertificate("evil.test");
    pages = Bun.serve({ hostname: "127.0.0.1", port: 0, tls: { cert, key }, fetch: html });
    plainPages = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: html });
    const onedUrls = [oned.url];
    clouds = {
      basic: await startCloud(directory, "https", {
        onedUrls,
        ssl: "self-signed",
        corsOrigins: [`https://portal.cloud.test:${pages.port}`],
      }),
      certificates: await startCloud(directory, "https", {
        onedUrls,
        ssl: "self-signed",
        sslClientCa: secrets.ca,
        auth: "x509",
        oneServerAuth: secrets.account,
      }),
      plain: await startCloud(directory, "http", { onedUrls, ssl: "off" }),
    };
    browser = await startChromium({
      prepare: (home) => keepCertificate(home, carol),
      preferences: SHOW_CERTIFICATE,
    });
    const person = await browser.page();
    for (const scheme of ["https", "http"]) {
      const { port } = scheme === "https" ? clouds.basic : clouds.plain;
      await person.open(`${scheme}://alice:alicepass@cloud.test:${port}/`);
    }
  }, LONG);
  afterAll(async () => {
    await browser.close();
    await Promise.all(Object.values(clouds).map(({ server }) => server.stop(0)));
    await Promise.all([pages.stop(true), plainPages.stop(true), oned.stop()]);
    rmSync(directory, { recursive: true, force: true });
  }, LONG);
  afterEach(() => {
    for (const cloud of Object.values(clouds)) cloud.guarded = true;
  });

  // Names and passwords go with what a page loads only where the site is the same, with a click everywhere.
  const FROM = [
    { login: "basic", user: "alice", host: "shop.cloud.test" },
    { login: "certificates", user: "carol", host: "evil.test" },
  ] as const;

  describe.each(FROM)("a page of $host, in front of $login", ({ login, user, host }) => {
    test.each(ATTACKS)(
      "changes nothing by $what",
      async (one) => {
        const cloud = clouds[login];
        cloud.guarded = false;
        expect(await attack(cloud, await pageOf(host), one)).toEqual([201, user, true]);
        cloud.guarded = true;
        expect(await attack(cloud, await pageOf(host), one)).toEqual([403, undefined, false]);
      },
      LONG,
    );

    test.each(["img", "script", "iframe", "object", "embed"])(
      "loads nothing as %s",
      async (tag) => {
        const cloud = clouds[login];
        const page = await pageOf(host);
        for (const [guarded, expected] of [
          [false, [200, user]],
          [true, [403, undefined]],
        ] as const) {
          cloud.guarded = guarded;
          const answer = cloud.answered("/compute");
          await page.run(`void ${embedding(tag, `${cloud.origin}/compute?guarded=${guarded}`)}`);
          const { status, user: found } = await answer;
          expect([status, found]).toEqual([...expected]);
        }
      },
      LONG,
    );

    test(
      "reads nothing by fetch",
      async () => {
        const cloud = clouds[login];
        const page = await pageOf(host);
        const answer = cloud.answered("/compute");
        expect(
          await page.run<string>(`fetch("${cloud.origin}/compute", {credentials: "include"}).catch(String)`),
        ).toContain("Failed to fetch");
        expect((await answer).status).toBe(403);
        // With a type or a method of its own it asks before, and is refused.
        const asked = cloud.answered("/compute/0");
        await page.run(`fetch("${cloud.origin}/compute/0", {method: "DELETE", credentials: "include"}).catch(String)`);
        expect(await asked).toMatchObject({ method: "OPTIONS", status: 403 });
      },
      LONG,
    );

    test(
      "leads a person there, who reads",
      async () => {
        const cloud = clouds[login];
        const answer = cloud.answered("/network");
        await (await pageOf(host)).run(link(`${cloud.origin}/network`));
        expect(await answer).toMatchObject({ method: "GET", status: 200, user });
      },
      LONG,
    );
  });

  test(
    "a page of another site changes nothing by a form, either",
    async () => {
      const [multipart] = ATTACKS;
      if (multipart === undefined) throw new Error("no attacks");
      for (const [guarded, outcome] of [
        [false, [201, "alice", true]],
        [true, [403, undefined, false]],
      ] as const) {
        clouds.basic.guarded = guarded;
        expect(await attack(clouds.basic, await pageOf("evil.test"), multipart)).toEqual([...outcome]);
      }
    },
    LONG,
  );

  test(
    "a page of an origin in CORS_ORIGINS uses the login and reads answers, and no other page does",
    async () => {
      const { origin } = clouds.basic;
      const portal = await pageOf("portal.cloud.test");
      const script = `(async () => {
        const credentials = "include";
        const xml = { "Content-Type": "application/xml" };
        const made = await fetch("${origin}/compute", { method: "POST", credentials, headers: xml, body: ${JSON.stringify(COMPUTE_XML("portal"))} });
        const at = made.headers.get("Location");
        const text = await made.text();
        const put = await fetch(at, { method: "PUT", credentials, headers: xml, body: "<COMPUTE><STATE>ACTIVE</STATE></COMPUTE>" });
        const missing = await fetch("${origin}/compute/999", { credentials });
        const gone = await fetch(at, { method: "DELETE", credentials });
        return [made.status, text.includes("<NAME>portal</NAME>"), put.status < 300, missing.status, (await missing.text()).slice(0, 9), gone.status];
      })().catch(String)`;
      expect(await portal.run<unknown>(script)).toEqual([201, true, true, 404, "NOT_FOUND", 204]);
      expect(await (await pageOf("shop.cloud.test")).run<unknown>(script)).toContain("Failed to fetch");
    },
    LONG,
  );

  describe("a name that points elsewhere by now", () => {
    let target = 0;
    const open = new Set<Socket>();
    let relay: Server;
    let port = 0;
    beforeAll(async () => {
      // To the browser it is one and the same address all the time, as after a change of the DNS.
      relay = createServer((socket) => {
        const onward = connect(target, "127.0.0.1");
        open.add(socket);
        socket.pipe(onward).pipe(socket);
        socket.on("close", () => open.delete(socket));
        socket.on("error", () => onward.destroy());
        onward.on("error", () => socket.destroy());
      });
      await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
      const address = relay.address();
      port = typeof address === "object" ? (address?.port ?? 0) : 0;
    });
    afterAll(() => void relay.close());

    test.each([
      { scheme: "https", login: "certificates", headers: {}, user: "carol" },
      { scheme: "http", login: "plain", headers: { Authorization: `Basic ${btoa("bob:bobpass")}` }, user: "bob" },
    ] as const)(
      "gives its page nothing: $scheme, $login",
      async ({ scheme, login, headers, user }) => {
        const cloud = clouds[login];
        target = (scheme === "https" ? pages : plainPages).port ?? 0;
        const page = await browser.page();
        await page.open(`${scheme}://evil.test:${port}/`);
        target = cloud.port;
        for (const socket of open) socket.destroy();
        const ask = (method: string, body?: string): Promise<unknown> =>
          page.run(
            `fetch("/compute", ${JSON.stringify({ method, headers: { ...headers, "Content-Type": "application/xml" }, body })}).then(async (answer) => [answer.status, (await answer.text()).split(":")[0]], String)`,
          );
        cloud.guarded = false;
        const unguarded = cloud.answered("/compute");
        expect(await ask("POST", COMPUTE_XML(`rebound-${login}`))).toEqual([201, expect.any(String)]);
        expect([(await unguarded).user, made(`rebound-${login}`)]).toEqual([user, true]);
        cloud.guarded = true;
        for (const [method, body] of [["GET"], ["POST", COMPUTE_XML("again")], ["DELETE"], ["OPTIONS"]] as const) {
          expect([method, await ask(method, body)]).toEqual([method, [403, "HOST_NOT_ALLOWED"]]);
        }
        expect(made("again")).toBe(false);
      },
      LONG,
    );
  });

  test(
    "over plain HTTP a form is refused, too; what a page loads comes, and the page does not see it",
    async () => {
      const cloud = clouds.plain;
      const page = await browser.page();
      const again = (): Promise<void> => page.open(`http://shop.cloud.test:${plainPages.port}/`);
      const [multipart] = ATTACKS;
      if (multipart === undefined) throw new Error("no attacks");
      await again();
      cloud.guarded = false;
      expect(await attack(cloud, page, multipart)).toEqual([201, "alice", true]);
      cloud.guarded = true;
      await again();
      expect(await attack(cloud, page, multipart)).toEqual([403, undefined, false]);
      await again();
      const answer = cloud.answered("/compute");
      expect(await page.run<string>(embedding("script", `${cloud.origin}/compute`))).toBe("error");
      expect(await answer).toMatchObject({ status: 200, user: "alice" });
    },
    LONG,
  );
});
