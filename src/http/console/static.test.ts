/** The console's files: to whom they are given, in which form, and what keeps them safe. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { BUDGET, bundleConsole, consolePack, sizesOf } from "../../../scripts/console/bundle.ts";
import type { Config } from "../../config/config.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { type App, createApp } from "../app.ts";
import { makeParts, type Parts } from "../testing/cloud.ts";
import { SmallOned } from "../testing/small-oned.ts";
import { type ConsoleFiles, readPack } from "./pack.ts";
import { type Logo, pictureType } from "./site.ts";

let files: ConsoleFiles;
let parts: Parts;
beforeAll(async () => {
  files = readPack(await consolePack());
  parts = await makeParts(new SmallOned());
});
afterAll(() => parts.remove());

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly address?: string;
  readonly origin?: string;
}

function appWith(different: Partial<Config> = {}, logo?: Logo): App {
  const config = { ...parts.deps.config, ...different };
  return createApp({
    ...parts.deps,
    config,
    console: { files: async () => files, ...(logo !== undefined && { logo }) },
  });
}

function get(app: App, path: string, { method = "GET", headers = {}, address = "127.0.0.1", origin }: Asking = {}) {
  const host = (origin ?? "http://localhost").replace(/^https?:\/\//, "");
  return app(new Request(`${origin ?? "http://localhost"}${path}`, { method, headers: { host, ...headers } }), {
    address,
    untimed() {},
  });
}

/** The code of a problem. */
const codeOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { code?: string }).code;

const HTML = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const NAVIGATION = { ...HTML, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document", "sec-fetch-site": "none" };

describe("the page", () => {
  test("is at every address below /ui, and is asked for each time", async () => {
    const app = appWith({ consoleTitle: 'A "cloud" <of> ours' });
    const first = await get(app, "/ui/");
    const page = await first.text();
    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toBe("text/html;charset=utf-8");
    expect(first.headers.get("cache-control")).toBe("no-cache");
    expect(page).toContain("<title>A &quot;cloud&quot; &lt;of&gt; ours</title>");
    for (const path of ["/ui/machines/7", "/ui/new", "/ui/a/b?c=d"])
      expect(await (await get(app, path)).text()).toBe(page);
    const tag = first.headers.get("etag") ?? "";
    const again = await get(app, "/ui/", { headers: { "if-none-match": tag } });
    expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
    expect((await get(app, "/ui/", { headers: { "if-none-match": '"other"' } })).status).toBe(200);
    const bare = await get(app, "/ui");
    expect([bare.status, bare.headers.get("location")]).toEqual([302, "/ui/"]);
  });

  test("names only files that there are, and knows the path of a proxy", async () => {
    const app = appWith({ baseUrl: "https://cloud.example.org/occi" });
    const page = await (await get(app, "/occi/ui/")).text();
    const named = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path = ""]) => path);
    for (const path of nonEmpty(named)) {
      expect(path).toStartWith("/occi/ui/");
      expect([path, (await get(app, path)).status]).toEqual([path, 200]);
    }
    expect(page).toContain("&quot;prefix&quot;:&quot;/occi&quot;");
  });

  test("has the policy, and nothing that the policy forbids", async () => {
    const answer = await get(appWith(), "/ui/");
    expect(answer.headers.get("content-security-policy")).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
    );
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": expect.stringContaining("camera=()"),
    });
    expect(answer.headers.has("strict-transport-security")).toBe(false);
    expect(await answer.text()).not.toMatch(/<script(?![^>]* src=)|\son\w+=|\sstyle=/);
    const tls = await get(appWith({ ssl: "self-signed", server: "cloud.example.org" }), "/ui/");
    expect(tls.headers.get("strict-transport-security")).toBe("max-age=31536000");
  });
});

describe("every answer below /ui", () => {
  const SAFE = {
    "content-security-policy": expect.stringContaining("trusted-types 'none'"),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": expect.stringContaining("camera=()"),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "strict-transport-security": "max-age=31536000",
  };
  test.each([
    ["GET", "/ui", 302],
    ["GET", "/ui/", 200],
    ["GET", "/ui/missing.js", 404],
    ["GET", "/ui/%00", 400],
    ["POST", "/ui/", 405],
    ["OPTIONS", "/ui/x", 204],
    ["GET", "/ui/session", 400],
    ["OPTIONS", "/ui/session", 204],
    ["PUT", "/ui/session", 400],
  ] as const)("is safe: %s %s is %d", async (method, path, status) => {
    const app = appWith({ ssl: "self-signed", server: "cloud.example.org" });
    const answer = await get(app, path, { method });
    expect([answer.status, Object.fromEntries(answer.headers)]).toMatchObject([status, SAFE]);
    if (method === "OPTIONS") expect(answer.headers.get("allow")).toMatch(/^GET, .*OPTIONS$/);
  });

  test("nothing else has the headers of the console", async () => {
    const answer = await get(appWith(), "/uix");
    expect(answer.headers.has("permissions-policy")).toBe(false);
  });
});

describe("a file", () => {
  test("comes in the smallest form that the browser takes, for ever", async () => {
    const app = appWith();
    const [name = ""] = files.first;
    const forms = [
      ["gzip, deflate, br, zstd", "br", (bytes: Uint8Array) => brotliDecompressSync(bytes)],
      ["gzip", "gzip", (bytes: Uint8Array) => gunzipSync(bytes)],
      ["br;q=0, gzip", "gzip", (bytes: Uint8Array) => gunzipSync(bytes)],
      ["identity", null, (bytes: Uint8Array) => bytes],
    ] as const;
    const plain = gunzipSync(files.files.get(name)?.gzip ?? new Uint8Array());
    for (const [accepted, encoding, decode] of forms) {
      const answer = await get(app, `/ui/${name}`, { headers: { "accept-encoding": accepted } });
      expect([accepted, answer.headers.get("content-encoding")]).toEqual([accepted, encoding]);
      expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
      expect(answer.headers.get("vary")).toBe("Accept-Encoding");
      expect(Buffer.from(decode(new Uint8Array(await answer.arrayBuffer()))).equals(plain)).toBe(true);
    }
  });

  test("that there is not is not the page, and no method changes one", async () => {
    const app = appWith();
    expect((await get(app, "/ui/main-00000000.js")).status).toBe(404);
    const [name = ""] = files.first;
    expect((await get(app, `/ui/${name}`, { method: "HEAD" })).status).toBe(200);
    const posted = await get(app, `/ui/${name}`, { method: "POST" });
    expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
  });
});

describe("the root", () => {
  test("sends a browser to the console, and nobody else", async () => {
    const app = appWith();
    const sent = await get(app, "/", { headers: NAVIGATION });
    expect([sent.status, sent.headers.get("location")]).toEqual([302, "/ui/"]);
    const old = { ...HTML, "user-agent": "Mozilla/5.0 (X11)", "upgrade-insecure-requests": "1" };
    expect((await get(app, "/", { headers: old })).status).toBe(302);
    const programs = [
      {},
      { accept: "*/*" },
      { accept: "application/xml" },
      // As Java's own client sends it.
      { accept: "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "user-agent": "Java/17.0.2" },
      { ...HTML, "sec-fetch-mode": "cors", "sec-fetch-site": "same-origin" },
    ];
    for (const headers of nonEmpty(programs)) expect((await get(app, "/", { headers })).status).not.toBe(302);
    expect((await get(app, "/", { method: "POST", headers: NAVIGATION })).status).not.toBe(302);
    expect((await get(appWith({ console: "off" }), "/", { headers: NAVIGATION })).status).not.toBe(302);
  });
});

describe("where there is no console", () => {
  const PLAIN = { baseUrl: "http://cloud.example.org:4567", server: "cloud.example.org", host: "::" };
  test("plain HTTP beyond the machine gets the reason, as a page and as a problem", async () => {
    const app = appWith({ ...PLAIN, allowedHosts: undefined });
    const away = { address: "192.0.2.7", origin: "http://cloud.example.org:4567" };
    const page = await get(app, "/ui/", { ...away, headers: HTML });
    expect([page.status, page.headers.get("content-type")]).toEqual([403, "text/html;charset=utf-8"]);
    const text = await page.text();
    expect(text).toContain("passwords could be read");
    expect(text).not.toContain("<script");
    const problem = await get(app, "/ui/session", away);
    expect([problem.status, await codeOf(problem)]).toEqual([403, "TLS_REQUIRED"]);
    expect(
      (
        await get(app, "/", {
          ...away,
          headers: { ...HTML, "upgrade-insecure-requests": "1", "user-agent": "Mozilla/5.0" },
        })
      ).status,
    ).not.toBe(302);
    // A name of loopback from elsewhere is a lie.
    expect((await get(app, "/ui/", { address: "192.0.2.7", headers: HTML })).status).toBe(403);
    expect((await get(app, "/ui/", { headers: HTML })).status).toBe(200);
  });

  test("a proxy with TLS in front is safe, unless it says that it was plain HTTP", async () => {
    const app = appWith({ baseUrl: "https://cloud.example.org", server: "cloud.example.org" });
    const through = (proto: string | undefined) =>
      get(app, "/ui/", {
        address: "192.0.2.7",
        origin: "http://cloud.example.org",
        headers: { ...HTML, ...(proto !== undefined && { "x-forwarded-proto": proto }) },
      });
    expect((await through("https")).status).toBe(200);
    expect((await through(undefined)).status).toBe(200);
    expect((await through("http")).status).toBe(403);
  });

  test("CONSOLE=off has none of it, and the path stays reserved", async () => {
    const app = appWith({ console: "off" });
    for (const path of ["/ui", "/ui/", "/ui/session", "/ui/x"]) {
      const answer = await get(app, path, { headers: HTML });
      expect([path, answer.status, await codeOf(answer)]).toEqual([path, 404, "NOT_FOUND"]);
    }
    const bare = createApp({ ...parts.deps, console: { files: undefined } });
    expect(await (await get(bare, "/ui/")).text()).toContain("runs from its source");
  });
});

describe("the logo of the site", () => {
  const svg = Buffer.from('<?xml version="1.0"?>\n<!-- ours -->\n<svg xmlns="http://www.w3.org/2000/svg"/>');
  test("is given as the picture that it is", async () => {
    const app = appWith({}, { type: "image/svg+xml", bytes: svg });
    const answer = await get(app, "/ui/logo");
    expect([answer.status, answer.headers.get("content-type"), await answer.text()]).toEqual([
      200,
      "image/svg+xml",
      String(svg),
    ]);
    // A picture may hold a script: opened by itself it must not run.
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect((await get(appWith(), "/ui/logo")).headers.get("content-type")).toContain("text/html");
  });

  test.each([
    [[0x89, 0x50, 0x4e, 0x47, 0x0d], "image/png"],
    [[0xff, 0xd8, 0xff, 0xe0], "image/jpeg"],
    [[...Buffer.from("RIFF....WEBPVP8 ")], "image/webp"],
    [[...svg], "image/svg+xml"],
    [[...Buffer.from("<html><svg></svg>")], undefined],
    [[...Buffer.from("GIF89a")], undefined],
    [[], undefined],
  ] as const)("%p is %p", (bytes, type) => {
    expect(pictureType(Uint8Array.from(bytes))).toBe(type);
  });
});

describe("the bundle", () => {
  test("is within its budget", async () => {
    const bundle = await bundleConsole();
    expect(bundle.first.length).toBeGreaterThan(1);
    const sizes = sizesOf(bundle);
    expect(sizes.first).toBeGreaterThan(10_000);
    expect(sizes.first).toBeLessThanOrEqual(BUDGET.first);
    // Every file that is served counts, whatever a single browser loads of them.
    expect(sizes.all).toBe([...files.files.values()].reduce((sum, { brotli }) => sum + brotli.length, 0));
    expect(sizes.all).toBeGreaterThan(100_000);
    expect(sizes.all).toBeLessThanOrEqual(BUDGET.all);
    expect(BUDGET).toEqual({ first: 45_000, all: 130_000 });
  });

  test("has the same bytes each time, wherever it is made", () => {
    const directory = mkdtempSync(join(tmpdir(), "occi-console-"));
    const script = join(import.meta.dir, "../../../scripts/console.ts");
    const madeIn = (cwd: string, name: string): Buffer => {
      const env = { ...process.env, NODE_ENV: name };
      const made = Bun.spawnSync([process.execPath, script, join(directory, name)], { cwd, env });
      expect([made.exitCode, String(made.stderr)]).toEqual([0, ""]);
      return readFileSync(join(directory, name));
    };
    try {
      const one = madeIn(directory, "production");
      expect(readPack(one).first.length).toBeGreaterThan(1);
      expect(madeIn(import.meta.dir, "test").equals(one)).toBe(true);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test("loads the other languages when they are chosen", () => {
    const text = (name: string) => String(gunzipSync(files.files.get(name)?.gzip ?? new Uint8Array()));
    const others = [...files.files.keys()].filter((name) => !files.first.includes(name));
    expect(files.first.map(text).some((one) => one.includes("Benutzername"))).toBe(false);
    expect(others.map(text).some((one) => one.includes("Benutzername"))).toBe(true);
  });
});
