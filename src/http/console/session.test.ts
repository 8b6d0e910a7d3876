/** Sign-in and sign-out of the console, and when its cookie counts. */
import { expect, test } from "bun:test";
import { consolePack } from "../../../scripts/console/bundle.ts";
import { youngestFitting } from "../../cloud/self-service/sign-in.ts";
import { codeOf } from "../../cloud/testing/second-factor.ts";
import { OcciError } from "../../errors.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { createApp } from "../app.ts";
import type { AppDeps } from "../app-deps.ts";
import { LoginDelay } from "../login-delay.ts";
import { describeOcci, type OcciWorld } from "../ogf/testing/over-sim.ts";
import { basic } from "../testing/cloud.ts";
import { cookieName, readCookie, setCookie } from "./cookie.ts";
import { readPack } from "./pack.ts";

const files = readPack(await consolePack());

/** What a browser adds to the requests of the console's script. */
const PAGE = { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "x-occi-console": "1" } as const;

interface Asking {
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookie?: string | undefined;
  readonly body?: object | string;
}

/** The console of a world, as the browser's page of it. */
function consoleOf(
  deps: AppDeps,
  different: Partial<AppDeps["config"]> = {},
  { subject, logins = new LoginDelay() }: { readonly subject?: string | undefined; readonly logins?: LoginDelay } = {},
) {
  const config = { ...deps.config, baseUrl: "http://localhost", ...different };
  const app = createApp({ ...deps, config, logins, console: { files: async () => files } });
  return async (method: string, path: string, { headers = PAGE, cookie, body }: Asking = {}) => {
    const request = new Request(`http://localhost${path}`, {
      method,
      headers: {
        host: "localhost",
        ...headers,
        ...(cookie !== undefined && { cookie }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const response = await app(request, {
      address: "127.0.0.1",
      untimed() {},
      ...(subject !== undefined && { subject }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, document: text === "" ? {} : JSON.parse(text) };
  };
}

type Send = ReturnType<typeof consoleOf>;

/** What the browser keeps of Set-Cookie. */
const kept = (headers: Headers): string => (headers.get("set-cookie") ?? "").split(";")[0] ?? "";

const ALICE = { user: "alice", password: "alicepass" };
const ALICE_SESSION = "alice:alicepass";

async function signedIn(send: Send, credentials: object = ALICE): Promise<string> {
  const { status, headers, text } = await send("POST", "/ui/session", { body: credentials });
  if (status !== 200) throw new Error(text);
  return kept(headers);
}

const tokensOf = ({ sim }: OcciWorld) =>
  [...sim.world.users.values()].find(({ name }) => name === "alice")?.tokens ?? [];

describeOcci("a second factor", (world) => {
  const secret = "GEZDGNBVGY3TQOJQ";
  const factor = (place: "FIREEDGE" | "SUNSTONE" = "SUNSTONE"): void => {
    const user = [...world.sim.world.users.values()].find(({ name }) => name === "alice");
    user?.template.set(place, new Map([["TWO_FACTOR_AUTH_SECRET", secret]]));
    world.sim.world.changed();
  };
  const attempt = async (send: Send, code?: string, user: object = ALICE) => {
    const { status, headers, document } = await send("POST", "/ui/session", {
      body: { ...user, ...(code !== undefined && { code }) },
    });
    return {
      status,
      code: document.code,
      cookie: headers.get("set-cookie"),
      challenge: headers.get("www-authenticate"),
    };
  };

  test("is asked for where its secret stands in the user's template, and nothing is made before", async () => {
    const send = consoleOf(world.deps);
    for (const place of ["SUNSTONE", "FIREEDGE"] as const) {
      factor(place);
      for (const code of [undefined, "", " "]) {
        expect(await attempt(send, code)).toEqual({
          status: 401,
          code: "SECOND_FACTOR",
          cookie: null,
          challenge: null,
        });
      }
    }
    expect(tokensOf(world)).toEqual([]);
    expect((await attempt(send, undefined, { user: "bob", password: "bobpass" })).status).toBe(200);
    expect(await attempt(send, undefined, { ...ALICE, password: "wrong" })).toMatchObject({ code: "BAD_CREDENTIALS" });
    const { code, next } = await codeOf(secret);
    expect(await attempt(send, next)).toMatchObject({ status: 401, code: "BAD_CREDENTIALS", cookie: null });
    expect(await attempt(send, `${code.slice(0, 3)} ${code.slice(3)}`)).toMatchObject({ status: 200 });
    expect(tokensOf(world).length).toBe(1);
  });

  test("has codes that count once, and not with another password", async () => {
    factor();
    const send = consoleOf(world.deps);
    const { code } = await codeOf(secret);
    expect(await attempt(send, code, { ...ALICE, password: "wrong" })).toMatchObject({ code: "BAD_CREDENTIALS" });
    expect((await attempt(send, code)).status).toBe(200);
    for (const again of [code, ` ${code}`, `${code.slice(0, 2)} ${code.slice(2)}`]) {
      expect((await attempt(send, again)).code).toMatch(/BAD_CREDENTIALS|LOGIN_DELAYED/);
    }
    expect(tokensOf(world).length).toBe(1);
  });

  test("guesses wait as those of passwords do, many at a time as well, and the password alone still has its own count", async () => {
    factor();
    // On a busy machine all of them take longer than the first delay: for them the time stands still.
    const send = consoleOf(world.deps, { loginDelay: 60_000 }, { logins: new LoginDelay(() => 1_000) });
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, index) => attempt(send, `00000${index % 10}`)));
    expect(guesses.filter(({ code }) => code === "LOGIN_DELAYED").length).toBeGreaterThanOrEqual(17);
    const { code } = await codeOf(secret);
    expect((await attempt(send, code)).code).toBe("LOGIN_DELAYED");
    expect((await attempt(send)).code).toBe("SECOND_FACTOR");
  });

  test("is not asked for by HTTP Basic, and shown nowhere", async () => {
    factor();
    const app = consoleOf(world.deps);
    const { status, text } = await app("GET", "/api/v1/me", { headers: { authorization: basic("alice:alicepass") } });
    expect([status, text.includes(secret)]).toEqual([200, false]);
    const { code } = await codeOf(secret);
    const { text: answer } = await app("POST", "/ui/session", { body: { ...ALICE, code } });
    expect(answer).not.toContain(secret);
  });

  test("with a secret that is none lets nobody in", async () => {
    factor();
    const user = [...world.sim.world.users.values()].find(({ name }) => name === "alice");
    user?.template.set("SUNSTONE", new Map([["TWO_FACTOR_AUTH_SECRET", "???"]]));
    world.sim.world.changed();
    expect(await attempt(consoleOf(world.deps), "123456")).toMatchObject({
      status: 500,
      code: "INTERNAL",
      cookie: null,
    });
  });
});

describeOcci("the console's session", (world) => {
  test("is a login token of oned's in a cookie that no script and no other site has", async () => {
    const send = consoleOf(world.deps);
    world.resetCalls();
    const before = world.sim.calls.length;
    const { status, headers, document, text } = await send("POST", "/ui/session", { body: ALICE });
    expect(status).toBe(200);
    expect(world.calls()).toBe(2);
    expect(world.sim.calls.slice(before).map(({ method }) => method)).toEqual([
      "system.multicall",
      "one.user.info",
      "one.group.info",
      "one.vmpool.infoextended",
      "one.user.login",
    ]);
    expect(document).toMatchObject({ user: "alice", shared: false, me: { name: "alice", quotas: expect.any(Object) } });
    const list = await send("GET", "/api/v1/machines?limit=500", { cookie: kept(headers) });
    expect(list.document.items.length).toBeGreaterThan(1);
    expect(document.machines.items).toEqual(list.document.items);
    const hours = (new Date(document.expiresAt).getTime() - Date.now()) / 3600_000;
    expect(hours).toBeGreaterThan(11.9);
    expect(hours).toBeLessThanOrEqual(12);
    expect(headers.get("set-cookie")).toMatch(
      /^__Host-occi=o\.\d+\.[\w-]+; Max-Age=43(?:200|1\d\d); Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const [token] = tokensOf(world);
    expect(readCookie(kept(headers), "__Host-occi")).toMatchObject({
      user: "alice",
      session: `alice:${token?.token}`,
      shared: false,
    });
    expect(text).not.toContain(token?.token ?? "no token");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("content-security-policy")).toContain("trusted-types 'none'");
  });

  test("works at the API of every copy of the server, for reading and for changes", async () => {
    const cookie = await signedIn(consoleOf(world.deps));
    const other = consoleOf(world.deps);
    expect((await other("GET", "/api/v1/me", { cookie })).document.name).toBe("alice");
    const made = await other("POST", "/api/v1/images", { cookie, body: { name: "mine", sizeMiB: 8 } });
    expect(made.status).toBe(201);
    expect((await other("GET", "/ui/session", { cookie })).document).toMatchObject({ user: "alice", shared: false });
    expect((await other("GET", "/ui/session")).document).toEqual({ user: null, expiresAt: null, shared: false });
  });

  test("counts only for the console's own page, and only at the API", async () => {
    const send = consoleOf(world.deps);
    const cookie = await signedIn(send);
    const reading = (headers: Record<string, string>) => send("GET", "/api/v1/me", { cookie, headers });
    // A tab that the console opens says the same as its script, but for the header.
    expect((await reading({ "sec-fetch-site": "same-origin" })).status).toBe(200);
    expect((await reading({ origin: "http://localhost", "x-occi-console": "1" })).status).toBe(200);
    for (const headers of [
      {},
      { "x-occi-console": "1" },
      { "sec-fetch-site": "none" },
      { "sec-fetch-site": "none", "x-occi-console": "1" },
    ]) {
      expect((await reading(headers)).status).toBe(401);
    }
    for (const headers of [
      { "sec-fetch-site": "same-site", "x-occi-console": "1" },
      { "sec-fetch-site": "cross-site", "x-occi-console": "1" },
      { origin: "https://evil.test", "x-occi-console": "1" },
      { origin: "https://evil.test", "sec-fetch-site": "same-origin", "x-occi-console": "1" },
      { origin: "null", "x-occi-console": "1" },
    ]) {
      expect((await reading(headers)).status).toBe(403);
    }
    const changing = (headers: Record<string, string>) =>
      send("POST", "/api/v1/images", { cookie, headers, body: { name: "evil", sizeMiB: 8 } });
    expect((await changing({ "sec-fetch-site": "same-origin" })).status).toBe(401);
    expect((await changing({ origin: "http://localhost" })).status).toBe(401);
    expect((await changing({ "sec-fetch-site": "cross-site", "x-occi-console": "1" })).status).toBe(403);
    for (const path of ["/compute", "/user/-1", "/-/", "/"]) {
      const answer = await send("GET", path, { cookie, headers: { ...PAGE, accept: "text/plain" } }).catch(() => ({
        status: 401,
      }));
      expect([path, [200, 401].includes(answer.status)]).toEqual([path, true]);
    }
    expect([...world.sim.world.images.values()].map(({ name }) => name)).not.toContain("evil");
  });

  test("never mixes with HTTP Basic", async () => {
    const send = consoleOf(world.deps);
    const cookie = await signedIn(send);
    const bob = { authorization: basic("bob:bobpass") };
    // A login that the browser remembers does not count for the console.
    expect((await send("GET", "/api/v1/me", { cookie, headers: { ...PAGE, ...bob } })).document.name).toBe("alice");
    const without = await send("GET", "/api/v1/me", { headers: { ...PAGE, ...bob } });
    expect([without.status, without.headers.get("www-authenticate")]).toEqual([401, null]);
    const both = await send("GET", "/api/v1/me", { cookie, headers: { "sec-fetch-site": "same-origin", ...bob } });
    expect([both.status, both.document.code]).toEqual([400, "INVALID_REQUEST"]);
    // A program is not disturbed by a cookie.
    expect((await send("GET", "/api/v1/me", { cookie, headers: bob })).document.name).toBe("bob");
    expect((await send("GET", "/api/v1/me", { headers: {} })).headers.get("www-authenticate")).toStartWith("Basic");
  });

  test("ends with its token, and is out at once with its user", async () => {
    const send = consoleOf(world.deps);
    const cookie = await signedIn(send);
    const out = await send("DELETE", "/ui/session", { cookie });
    expect([out.status, out.headers.get("set-cookie")]).toEqual([
      204,
      "__Host-occi=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict",
    ]);
    expect(tokensOf(world)).toEqual([]);
    const after = await send("GET", "/api/v1/me", { cookie });
    expect([after.status, after.document.code, after.headers.get("www-authenticate")]).toEqual([
      401,
      "BAD_CREDENTIALS",
      null,
    ]);
    // What has ended already is forgotten all the same.
    expect((await send("DELETE", "/ui/session", { cookie })).status).toBe(204);
    expect((await send("DELETE", "/ui/session")).status).toBe(204);

    const again = await signedIn(send);
    const user = [...world.sim.world.users.values()].find(({ name }) => name === "alice");
    if (user !== undefined) user.enabled = false;
    expect((await send("GET", "/api/v1/me", { cookie: again })).status).toBe(401);
  });

  test("everywhere ends all tokens of the user", async () => {
    const send = consoleOf(world.deps);
    const cookies = [await signedIn(send), await signedIn(send), await signedIn(send)];
    expect(tokensOf(world)).toHaveLength(3);
    expect((await send("DELETE", "/ui/session?everywhere=true", { cookie: cookies[1] })).status).toBe(204);
    expect(tokensOf(world)).toEqual([]);
    for (const cookie of nonEmpty(cookies)) expect((await send("GET", "/api/v1/me", { cookie })).status).toBe(401);
  });

  test("everywhere leaves nothing to a thief who makes tokens all the while", async () => {
    const { oned } = world.deps;
    const steal = async <T>(answer: Promise<T>): Promise<T> => {
      const result = await answer;
      const [stolen] = tokensOf(world).slice(-1);
      if (stolen !== undefined) await oned.change(`alice:${stolen.token}`, "one.user.login", "alice", "", 3600, -1);
      return result;
    };
    const cookie = await signedIn(consoleOf(world.deps));
    const send = consoleOf({
      ...world.deps,
      oned: {
        ...oned,
        read: (...call) => steal(oned.read(...call)),
        readMany: (...call) => steal(oned.readMany(...call)),
        change: (...call) => steal(oned.change(...call)),
      },
    });
    expect((await send("GET", "/api/v1/me", { cookie })).status).toBe(200);
    expect(tokensOf(world).length).toBeGreaterThan(1);
    expect((await send("DELETE", "/ui/session?everywhere=true", { cookie })).status).toBe(204);
    expect(tokensOf(world)).toEqual([]);
  });

  test("a token that another request has just ended is in nobody's way", async () => {
    const plain = consoleOf(world.deps);
    const { oned } = world.deps;
    const { token } = (await plain("POST", "/api/v1/me/tokens", { cookie: await signedIn(plain), body: {} })).document;
    for (let count = tokensOf(world).length; count < 10; count += 1) {
      await oned.change(`alice:${token}`, "one.user.login", "alice", "", 3600, -1);
    }
    const send = consoleOf({
      ...world.deps,
      oned: {
        ...oned,
        async change(session, method, ...parameters) {
          if (parameters[2] === 0) await oned.change(ALICE_SESSION, method, ...parameters);
          return oned.change(session, method, ...parameters);
        },
      },
    });
    const cookie = await signedIn(send, { ...ALICE, endFirst: true });
    const [first] = (await send("GET", "/api/v1/me/tokens", { cookie })).document.items;
    expect((await send("DELETE", `/api/v1/me/tokens/${first.id}`, { cookie })).status).toBe(204);
  });

  test("is shared from eight tokens on, and then only forgotten", async () => {
    const send = consoleOf(world.deps);
    const cookies: string[] = [];
    for (let count = 0; count < 12; count += 1) cookies.push(await signedIn(send));
    expect(tokensOf(world)).toHaveLength(8);
    expect(cookies.filter((cookie) => readCookie(cookie, "__Host-occi")?.shared === true)).toHaveLength(4);
    expect((await send("DELETE", "/ui/session", { cookie: cookies[11] })).status).toBe(204);
    expect(tokensOf(world)).toHaveLength(8);
    expect((await send("DELETE", "/ui/session", { cookie: cookies[0] })).status).toBe(204);
    expect(tokensOf(world)).toHaveLength(7);
  });

  test("is refused at ten tokens, with the way out", async () => {
    const send = consoleOf(world.deps);
    const make = (seconds: number) =>
      send("POST", "/api/v1/me/tokens", { headers: { authorization: basic("alice:alicepass") }, body: { seconds } });
    for (let count = 0; count < 10; count += 1) expect((await make(600 + count)).status).toBe(201);
    const first = tokensOf(world).toSorted((a, b) => a.expires - b.expires)[0]?.token;
    const refused = await send("POST", "/ui/session", { body: ALICE });
    expect([refused.status, refused.document.code]).toEqual([409, "WRONG_STATE"]);
    expect(refused.document.detail).toContain("10 login tokens");
    expect(refused.document.hint).toContain("Revoke the one that expires first");
    expect(tokensOf(world)).toHaveLength(10);
    const made = await send("POST", "/ui/session", { body: { ...ALICE, endFirst: true } });
    expect(made.status).toBe(200);
    expect(tokensOf(world)).toHaveLength(10);
    expect(tokensOf(world).map(({ token }) => token)).not.toContain(first);
  });

  test("tells an unknown user and a wrong password nothing of each other, and delays guesses", async () => {
    const send = consoleOf(world.deps, { loginDelay: 60_000 });
    const guess = (user: string) => send("POST", "/ui/session", { body: { user, password: "wrong" } });
    const [unknown, wrong] = [await guess("nobody"), await guess("alice")];
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    const told = ({ document: { requestId: _, ...rest } }: typeof wrong) => rest;
    expect(told(unknown)).toEqual(told(wrong));
    await guess("alice");
    await guess("alice");
    const delayed = await guess("alice");
    expect([delayed.status, delayed.document.code]).toEqual([429, "LOGIN_DELAYED"]);
    expect(Number(delayed.headers.get("retry-after"))).toBeGreaterThan(0);
    await world.sim.stop();
    const down = await send("POST", "/ui/session", { body: { user: "bob", password: "bobpass" } });
    expect([down.status, down.document.code]).toEqual([503, "ONED_UNREACHABLE"]);
  });

  test.each([
    ["no JSON", "user=alice", 400],
    ["another member", { ...ALICE, admin: true }, 400],
    ["no password", { user: "alice" }, 400],
    ["a colon in the name", { user: "alice:alicepass", password: "x" }, 401],
    ["a line in the password", { user: "alice", password: "alice\npass" }, 401],
    ["more than a sign-in", { user: "alice", password: "x".repeat(40_000) }, 413],
  ])("refuses %s", async (_, body, status) => {
    expect((await consoleOf(world.deps)("POST", "/ui/session", { body })).status).toBe(status);
  });

  test("is for the page alone: no form, no program, no other method", async () => {
    const send = consoleOf(world.deps);
    for (const headers of [{}, { "sec-fetch-site": "same-origin" }, { "x-occi-console": "1" }]) {
      expect((await send("POST", "/ui/session", { headers, body: ALICE })).status).toBe(400);
    }
    const foreign = { "sec-fetch-site": "cross-site", "x-occi-console": "1" };
    expect((await send("POST", "/ui/session", { headers: foreign, body: ALICE })).status).toBe(403);
    expect((await send("PUT", "/ui/session")).status).toBe(405);
    expect(tokensOf(world)).toEqual([]);
  });
});

describeOcci("the console of a user with a certificate", (world) => {
  const SUBJECT = "/O=Test/CN=alice";
  const x509 = {
    async login(subject: string) {
      if (subject === SUBJECT) return { user: "alice", session: "alice:alicepass" };
      throw new OcciError("BAD_CREDENTIALS", "No user has this certificate.");
    },
  };
  const sending = (subject: string | undefined) => consoleOf({ ...world.deps, x509 }, { auth: "x509" }, { subject });

  test("signs in at once, needs no cookie, and gets none", async () => {
    const send = sending(SUBJECT);
    expect((await send("GET", "/ui/session")).document.user).toBeNull();
    expect((await send("GET", "/api/v1/me")).document.name).toBe("alice");
    expect(
      (await send("GET", "/api/v1/me", { headers: { ...PAGE, authorization: basic("bob:bobpass") } })).document.name,
    ).toBe("alice");
    const out = await send("DELETE", "/ui/session");
    expect(out.status).toBe(204);
    expect(tokensOf(world)).toEqual([]);
  });

  test("a password signs in as another user, and the cookie counts before the certificate", async () => {
    const send = sending(SUBJECT);
    const cookie = await signedIn(send, { user: "bob", password: "bobpass" });
    expect((await send("GET", "/api/v1/me", { cookie })).document.name).toBe("bob");
    expect((await send("GET", "/api/v1/me")).document.name).toBe("alice");
  });

  test("a certificate that no user has, or none, is no login", async () => {
    for (const subject of ["/O=Test/CN=nobody", undefined]) {
      expect((await sending(subject)("GET", "/api/v1/me")).status).toBe(401);
    }
    // Where certificates are no logins, one that is shown changes nothing.
    const send = consoleOf(world.deps, {}, { subject: SUBJECT });
    expect((await send("GET", "/api/v1/me")).status).toBe(401);
  });
});

describeOcci("the cookie", (world) => {
  const NAME = "__Host-occi";
  const session = { user: "ä", session: "ä:t0ken", expires: new Date(2_000_000_000_000), shared: true };
  test("is read as it was written", () => {
    expect(readCookie(`a=b; ${kept(new Headers({ "set-cookie": setCookie(NAME, session, 0) }))}; c=d`, NAME)).toEqual(
      session,
    );
  });

  test.each([
    null,
    "",
    "__Host-occi=",
    "__Host-occi=x.1.YTpi",
    "__Host-occi=o.1.!!!",
    "__Host-occi=o.1.YTpi; __Host-occi=o.1.YTpj",
    `__Host-occi=o.1.${Buffer.from("no colon").toString("base64url")}`,
    `__Host-occi=o.1.${Buffer.from("a:b\r\nc").toString("base64url")}`,
    `__Host-occi=o.1.${Buffer.from([0xff, 0x3a, 0x61]).toString("base64url")}`,
    `__Host-occi=o.1.${"YTpi".repeat(2_000)}`,
    "occi=o.1.YTpi",
  ])("%p is no session", (header) => {
    expect(readCookie(header, NAME)).toBeUndefined();
  });

  // Browsers have one set of cookies for all ports and paths of a host.
  test.each([
    ["of its own port", "https://cloud.example.org:4567", 4567, { host: "cloud.example.org:4567" }, "-4567"],
    ["of the port of HTTPS", "https://cloud.example.org", 443, { host: "cloud.example.org" }, ""],
    ["behind a proxy for connections", "https://localhost:4567", 4567, { host: "cloud.example.org:8443" }, "-8443"],
    ["behind one on the port of HTTPS", "https://localhost:4567", 4567, { host: "cloud.example.org" }, ""],
    [
      "behind one that names the client's Host",
      "https://localhost:4567",
      4567,
      { host: "10.0.0.9:4567", "x-forwarded-host": "cloud.example.org:444, inner:1" },
      "-444",
    ],
    ["behind one that changes Host", "https://cloud.example.org", 4567, { host: "10.0.0.9:4567" }, ""],
    ["below a path", "https://cloud.example.org/occi/two;x", 4567, { host: "cloud.example.org" }, "-occi-two_x"],
  ] as const)("of a server %s has a name of its own", (_, baseUrl, port, headers, more) => {
    expect(cookieName(new Headers(headers), { baseUrl, port })).toBe(NAME + more);
  });

  test("of another server under the same host name is none, and is not forgotten for it", async () => {
    const there = consoleOf(world.deps, { baseUrl: "http://localhost:4568", port: 4568 });
    const here = consoleOf(world.deps);
    const cookie = await signedIn(here);
    expect((await here("GET", "/ui/session", { cookie })).document).toMatchObject({ user: "alice" });
    const at = { headers: { ...PAGE, host: "localhost:4568" }, cookie };
    expect((await there("GET", "/ui/session", at)).document).toMatchObject({ user: null });
    const { headers } = await there("DELETE", "/ui/session", at);
    expect(kept(headers)).toBe("__Host-occi-4568=");
    expect((await here("GET", "/api/v1/me", { cookie })).status).toBe(200);
  });
});

test("a token that is shared has six to thirteen hours left, and all rights of the user", () => {
  const token = (value: string, hours: number | undefined, group?: number) => ({
    value,
    expires: hours === undefined ? undefined : hours * 3600,
    group,
  });
  const all = [token("short", 5.9), token("one", 7), token("two", 12), token("long", 13.1), token("ever", undefined)];
  expect(youngestFitting([...all, token("narrow", 12.5, 100)], 0)?.value).toBe("two");
  expect(youngestFitting([token("short", 5.9), token("long", 13.1)], 0)).toBeUndefined();
});
