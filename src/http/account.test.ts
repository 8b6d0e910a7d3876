/** What is left of a request: lines of the log, and counts. */
import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { createApp } from "./app.ts";
import type { ObservedRequest, Observer } from "./observer.ts";
import { authorization, makeParts } from "./testing/cloud.ts";
import { SUCCESSES, split } from "./testing/requests.ts";
import { SmallOned } from "./testing/small-oned.ts";

const oned = new SmallOned();
const parts = await makeParts(oned);
const counted: (string | number | ObservedRequest)[] = [];
const observer: Observer = {
  requestBegan: () => counted.push("began"),
  requestEnded: (request) => counted.push(request),
  loginFailed: () => counted.push("login failed"),
  browserRefused: (code) => counted.push(code),
  readerCut: () => counted.push("reader cut"),
  uploadBegan: () => counted.push("upload began"),
  uploaded: (bytes) => counted.push(bytes),
  uploadEnded: (result) => counted.push(result),
  screenOpened: () => counted.push("screen opened"),
  screenClosed: (by) => counted.push(by),
  screenMoved: (toClient) => counted.push(toClient),
};
const app = createApp({ ...parts.deps, observer });
afterAll(parts.remove);
beforeEach(() => {
  oned.reset();
  parts.log.clear();
  counted.length = 0;
});

interface Sent {
  readonly user?: "alice" | `${string}:${string}`;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
}

async function send(line: string, { user = "alice", headers = {}, body }: Sent = {}): Promise<Response> {
  const [method, path] = split(line);
  const request = new Request(`http://localhost${path}`, {
    method,
    headers: { ...(user !== ":" && { authorization: authorization(user) }), "x-request-id": "r1", ...headers },
    ...(body !== undefined && { body }),
  });
  return app(request, { address: "192.0.2.1", untimed() {} });
}

const routes = (): string[] => counted.flatMap((entry) => (typeof entry === "object" ? [entry.route] : []));

describe("requests are counted", () => {
  test("by the pattern of their route, whatever their path is", async () => {
    for (const path of ["/compute/7", "//compute//8", "/compute/x%20y", "/compute/x%2Fy", "/nothing/of/ours"]) {
      await send(`GET ${path}`);
    }
    expect(routes()).toEqual(["/compute/:id", "/compute/:id", "/compute/:id", "/*", "/*"]);
    expect(counted.filter((entry) => entry === "began")).toHaveLength(5);
  });

  test("with method, status and dialect", async () => {
    await send("DELETE /compute/7");
    expect(counted[1]).toMatchObject({
      route: "/compute/:id",
      method: "DELETE",
      status: 204,
      dialect: "opennebula-xml",
    });
  });
});

describe("a login", () => {
  test("that is refused is counted, and is one warning that names address and user", async () => {
    await send("GET /compute", { user: "alice:wrong" });
    expect(counted).toContain("login failed");
    expect(parts.log.lines[0]).toContain(" warning login refused client=192.0.2.1 user=alice request=r1");
  });

  test("that is not tried, after too many wrong passwords, is one more", async () => {
    const delaying = createApp({ ...parts.deps, observer, config: { ...parts.deps.config, loginDelay: 60_000 } });
    const headers = { authorization: authorization("alice:wrong") };
    const request = () =>
      delaying(new Request("http://localhost/compute", { headers }), { address: "192.0.2.9", untimed() {} });
    let status = 401;
    for (let tries = 0; status === 401 && tries < 9; tries++) status = (await request()).status;
    expect(status).toBe(429);
    const refused = parts.log.lines.filter((line) => line.includes(" warning login refused"));
    expect(refused).toHaveLength(parts.log.accesses.length);
    expect(counted.filter((entry) => entry === "login failed")).toHaveLength(refused.length);
  });

  test("of which a foreign page makes use is not: the page is counted, with its code", async () => {
    await send("DELETE /compute/7", { headers: { origin: "https://evil.test" } });
    await send("GET /compute", { headers: { "sec-fetch-site": "same-origin", host: "evil.test" } });
    expect(counted.filter((entry) => typeof entry === "string")).toEqual([
      "began",
      "CROSS_ORIGIN",
      "began",
      "HOST_NOT_ALLOWED",
    ]);
    expect(parts.log.audits).toEqual([]);
    expect(parts.log.accesses.map(({ status, user }) => [status, user])).toEqual([
      [403, undefined],
      [403, undefined],
    ]);
  });

  test("that was not tried is neither", async () => {
    await send("GET /compute", { user: ":" });
    expect(counted).not.toContain("login failed");
    expect(parts.log.lines.join("")).not.toContain("login refused");
  });
});

describe("a change", () => {
  const changes = SUCCESSES.filter(({ line }) => !line.startsWith("GET "));

  test.each(changes)("$line has one audit line", async ({ line, sending, status }) => {
    const answer = await send(line, { ...(sending as Sent) });
    expect(answer.status).toBe(status as 200);
    expect(parts.log.audits).toHaveLength(1);
    const [, kind] = split(line)[1].split("/");
    expect(parts.log.audits[0]).toMatchObject({
      user: "alice",
      kind: String(kind),
      outcome: "done",
      status,
      client: "192.0.2.1",
      requestId: "r1",
    });
    expect(parts.log.audits[0]?.id).toMatch(/^-?\d+$/);
  });

  const body = "<ACTION><PERFORM>clone</PERFORM><PARAMS><NAME>x</NAME></PARAMS></ACTION>";
  test("says what was done: the action's word, the state asked for, the copy that was made", async () => {
    await send("POST /storage/9/action", { body });
    await send("PUT /compute/7", { body: "<COMPUTE><STATE>STOPPED</STATE></COMPUTE>" });
    await send("DELETE /network/5");
    expect(parts.log.audits.map(({ action, kind, id, made }) => [action, kind, id, made])).toEqual([
      ["clone", "storage", "9", "3"],
      ["STOPPED", "compute", "7", undefined],
      ["delete", "network", "5", undefined],
    ]);
  });

  test("that fails has one too, with the code", async () => {
    await send("POST /compute", { body: "<<<" });
    expect(parts.log.audits[0]).toMatchObject({
      action: "create",
      kind: "compute",
      outcome: "INVALID_XML",
      status: 400,
    });
  });

  test("of somebody whom oned does not know has none, and reads have none", async () => {
    await send("DELETE /compute/7", { user: "alice:wrong" });
    await send("GET /compute/7");
    await send("POST /nothing");
    expect(parts.log.audits).toEqual([]);
  });
});

describe("who is named", () => {
  const RIGHT = { user: "alice" } as const;
  const body = "<<<";

  test("a user whom oned has accepted in this request is `user` in both lines", async () => {
    await send("DELETE /compute/7", RIGHT);
    expect(parts.log.accesses[0]).toMatchObject({ user: "alice" });
    expect(parts.log.audits[0]).toMatchObject({ user: "alice" });
    for (const entry of nonEmpty([...parts.log.accesses, ...parts.log.audits])) expect(entry.claimed).toBeUndefined();
  });

  test.each(["alice:wrong", "nobody:nothing"] as const)("%s is `claimed`, and changes nothing", async (user) => {
    for (const line of ["GET /compute", "DELETE /compute/7", "POST /compute"]) await send(line, { user, body });
    const name = user.split(":")[0];
    for (const access of nonEmpty(parts.log.accesses)) {
      expect(access).toMatchObject({ claimed: name as string, status: 401 });
      expect(access.user).toBeUndefined();
    }
    expect(parts.log.audits).toEqual([]);
  });

  test.each([
    ["a failure of this server", new RangeError("Out of memory"), 500],
    ["an oned that is down", new OcciError("ONED_UNREACHABLE", "down"), 503],
    ["a full queue", new OcciError("OVERLOADED", "full"), 503],
    ["a delayed login", new OcciError("LOGIN_DELAYED", "wait"), 429],
    ["a name that oned cannot read", new OcciError("INVALID_CHARACTER", "no"), 400],
  ])("before oned has answered, %s names nobody as a user and has no audit line", async (_, failure, status) => {
    oned.failure = failure;
    for (const line of ["POST /compute", "DELETE /network/5", "PUT /storage/3"]) {
      expect((await send(line, { body: "<COMPUTE><NAME>x</NAME></COMPUTE>" })).status).toBe(status);
    }
    expect(parts.log.audits).toEqual([]);
    for (const access of nonEmpty(parts.log.accesses)) expect(access).toMatchObject({ claimed: "alice" });
    expect(parts.log.accesses.filter(({ user }) => user !== undefined)).toEqual([]);
  });

  test("a change whose answer was lost has its line, without a user when oned had accepted nobody", async () => {
    oned.failure = new OcciError("OUTCOME_UNKNOWN", "lost");
    await send("POST /network", { body: "<NETWORK><NAME>n</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>8</SIZE></NETWORK>" });
    expect(parts.log.audits[0]).toMatchObject({ claimed: "alice", action: "create", outcome: "OUTCOME_UNKNOWN" });
    expect(parts.log.audits[0]?.user).toBeUndefined();
    parts.log.clear();
    oned.reset();
    oned.failure = new OcciError("OUTCOME_UNKNOWN", "lost");
    oned.failsAt = 1;
    await send("PUT /compute/7", { body: "<COMPUTE><STATE>STOPPED</STATE></COMPUTE>" });
    expect(parts.log.audits[0]).toMatchObject({ user: "alice", action: "STOPPED", outcome: "OUTCOME_UNKNOWN" });
  });

  test("what this server cannot do at all is told to those only whom oned knows", async () => {
    const occi = {
      "content-type": "text/occi",
      category: 'save; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"',
    };
    const headers = { ...occi, "x-occi-attribute": 'method="deferred", name="x"' };
    expect((await send("POST /compute/7?action=save", { user: "alice:wrong", headers })).status).toBe(401);
    expect((await send("POST /compute/7?action=save", { headers })).status).toBe(501);
    expect(parts.log.audits).toEqual([expect.objectContaining({ user: "alice", outcome: "NOT_SUPPORTED" })]);
  });
});

test("an upload is counted while it comes and when it has ended", async () => {
  const form = new FormData();
  form.append("occixml", "<STORAGE><NAME>d</NAME></STORAGE>");
  form.append("file", new Blob(["x".repeat(1000)]), "disk");
  expect((await send("POST /storage", { body: form })).status).toBe(201);
  const upload = counted.filter((entry) => typeof entry !== "object" && entry !== "began");
  expect(upload.filter((entry) => typeof entry === "string")).toEqual(["upload began", "stored"]);
  expect(upload.reduce((sum: number, entry) => sum + Number(typeof entry === "number" ? entry : 0), 0)).toBe(1000);
});

test("an upload that is refused ends with the code", async () => {
  const form = new FormData();
  form.append("file", new Blob(["x".repeat(1000)]), "disk");
  form.append("occixml", "<STORAGE>");
  expect((await send("POST /storage", { body: form })).status).toBe(400);
  expect(counted).toContain("INVALID_XML");
  expect(counted).not.toContain("stored");
});

describe("traceparent", () => {
  const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  const PARENT = "00f067aa0ba902b7";

  test.each([
    `00-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-00`,
    `cc-${TRACE}-${PARENT}-01`,
    `cc-${TRACE}-${PARENT}-01-what-comes-later`,
  ])("%s is in the lines of its request", async (traceparent) => {
    await send("DELETE /compute/7", { headers: { traceparent } });
    expect(parts.log.accesses[0]).toMatchObject({ trace: TRACE, parent: PARENT });
    expect(parts.log.audits[0]).toMatchObject({ trace: TRACE, parent: PARENT });
  });

  test.each([
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${"0".repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${"0".repeat(16)}-01`,
    `00-${TRACE}x-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01, 00-${TRACE}-${PARENT}-01`,
    "",
  ])("%j is not valid, and is left out", async (traceparent) => {
    await send("GET /compute/7", { headers: { traceparent } });
    expect(parts.log.accesses[0]).not.toHaveProperty("trace");
  });
});
