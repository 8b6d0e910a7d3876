/** What every answer of OCCI 1.2 has in common (GFD.223, 5 and 12): versions, types, credentials, status codes. */
import { describe, expect, test } from "bun:test";
import type { InjectedFault } from "../../oned-sim/index.ts";
import { category, describeOcci, INFRA, JSON_TYPE, type OcciSending, smallMachine } from "./testing/over-sim.ts";

type Asked = readonly [method: string, path: string, sending: OcciSending];

/** One of each kind of answer. */
const ALL_SORTS: readonly Asked[] = [
  ["GET", "/-/", {}],
  ["GET", "/compute/", {}],
  ["GET", "/compute/0", {}],
  ["POST", "/compute/", smallMachine()],
  ["DELETE", "/compute/0", {}],
  ["GET", "/compute/", { user: null }],
  ["GET", "/compute/999", {}],
  ["GET", "/nothing/here", {}],
  ["PUT", "/compute/", smallMachine()],
  ["GET", "/compute/", { accept: "image/png" }],
  ["GET", "/compute/", { headers: { "User-Agent": "future/1.0 OCCI/1.3" } }],
];

const actionOf = (id: string): OcciSending => ({
  contentType: "text/plain",
  body: `Category: ${category(`${INFRA.slice(0, -1)}/${id}`, "action")}`,
});

describeOcci("H: HTTP", (world) => {
  test.each(ALL_SORTS)("H-1 MUST: Server has OCCI/1.2, and PEER: OCCI/1.1: %s %s", async (method, path, sending) => {
    const { headers } = await world.request(method, path, sending);
    expect(headers.get("server")).toMatch(/^occi-server\/\S+ OCCI\/1\.2 OCCI\/1\.1$/);
  });

  test.each(["OCCI/1.3", "OCCI/2.0", "client/3 (x) OCCI/1.10 more", "OCCI/1.2 OCCI/2.0"])(
    "H-2 MUST: a User-Agent with a later version is answered 501: %s",
    async (agent) => {
      const { status } = await world.request("GET", "/compute/", { headers: { "User-Agent": agent } });
      expect(status).toBe(501);
    },
  );

  test.each(["curl/8", "OCCI/1.1", "OCCI/1.2", "client/3 OCCI/1.2 (linux)", "pOCCI/9.9"])(
    "H-2 MUST: other User-Agents are served, wherever the token stands: %s",
    async (agent) => {
      const { status } = await world.request("GET", "/compute/", { headers: { "User-Agent": agent } });
      expect(status).toBe(200);
    },
  );

  test.each(ALL_SORTS)("H-3 MUST: an answer with a body has a Content-Type: %s %s", async (method, path, sending) => {
    const { headers, body } = await world.request(method, path, sending);
    expect(body).not.toBe("");
    expect(headers.get("content-type")).toMatch(/^[a-z]+\/[a-z+-]+/);
  });

  test.each(ALL_SORTS)(
    "H-4 SHOULD, PEER: Accept of an answer lists our types: %s %s",
    async (method, path, sending) => {
      const types = ((await world.request(method, path, sending)).headers.get("accept") ?? "").split(/, ?/);
      for (const type of ["text/plain", "text/occi", JSON_TYPE, "application/json", "text/uri-list"])
        expect(types).toContain(type);
    },
  );

  test("H-4 PEER: also GET of the endpoint itself, where rOCCI-api looks", async () => {
    expect((await world.request("GET", "/")).headers.get("accept")).toContain("text/plain");
  });

  describe("H-5 MUST: a body is read by its Content-Type", () => {
    const json = `{"kind":"${INFRA}network","attributes":{"occi.core.title":"n"}}`;
    test.each([
      ["text/plain", `Category: ${category(`${INFRA}network`, "kind")}\nX-OCCI-Attribute: occi.core.title="n"`, 201],
      [JSON_TYPE, json, 201],
      ["application/json", json, 201],
      ["text/plain", json, 400],
      [JSON_TYPE, "Category: network", 400],
      ["image/png", json, 415],
      ["application/yaml", json, 415],
    ])("%s: %p: %i", async (contentType, body, status) => {
      expect((await world.request("POST", "/network/", { contentType, body })).status).toBe(status);
    });

    test("text/occi: what the headers say, and not the body", async () => {
      const headers = { Category: category(`${INFRA}network`, "kind"), "X-OCCI-Attribute": 'occi.core.title="n"' };
      const { status } = await world.request("POST", "/network/", { contentType: "text/occi", headers, body: "x" });
      expect(status).toBe(201);
    });
  });

  test("H-6 PEER: of a list of types, as rOCCI-cli sends it, the first known one is taken", async () => {
    for (const contentType of ["text/plain,text/occi", "text/x-unknown, text/plain"]) {
      const { status } = await world.request("POST", "/compute/", { ...smallMachine(), contentType });
      expect(status).toBe(201);
    }
  });

  test.each(["X-Occi-Attribute", "x-occi-attribute", "X-OCCI-ATTRIBUTE"])(
    "H-7: names of lines and headers are case-insensitive: %s",
    async (name) => {
      const kind = category(`${INFRA}network`, "kind");
      const body = `cATEGORY: ${kind}\n${name}: occi.core.title="lines"`;
      const lines = await world.request("POST", "/network/", { contentType: "text/plain", body });
      expect(lines.status).toBe(201);
      const headers = { cATEGORY: kind, [name]: 'occi.core.title="headers"' };
      expect((await world.request("POST", "/network/", { contentType: "text/occi", headers })).status).toBe(201);
      const all = (await world.request("GET", "/network/", { accept: JSON_TYPE })).body;
      for (const title of ["lines", "headers"]) expect(all).toContain(`"title":"${title}"`);
    },
  );

  test.each([null, "alice:wrong", "nobody:x"] as const)("H-8 SHOULD: 401 asks for Basic: %s", async (user) => {
    const { status, headers } = await world.request("GET", "/-/", { user });
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toStartWith('Basic realm="');
  });

  test("H-8 SHOULD: Basic credentials of OpenNebula are taken", async () => {
    for (const user of ["alice", "bob", "oneadmin"] as const)
      expect((await world.request("GET", "/compute/", { user })).status).toBe(200);
  });

  const TAG = { contentType: "text/plain", body: 'Category: t; scheme="http://example.org/t#"; class="mixin"' };
  const compute = `Category: ${category(`${INFRA}compute`, "kind")}`;
  test.each<[string, number, ...Asked]>([
    ["unparsable body", 400, "POST", "/compute/", { contentType: "text/plain", body: "no line" }],
    ["unknown category", 400, "POST", "/compute/", smallMachine('Category: x; scheme="http://x.org/#"; class="mixin"')],
    ["unknown attribute", 400, "POST", "/compute/", smallMachine('X-OCCI-Attribute: occi.compute.colour="red"')],
    ["wrong type", 400, "POST", "/compute/", smallMachine('X-OCCI-Attribute: occi.compute.cores="many"')],
    ["missing kind", 400, "POST", "/compute/", { contentType: "text/plain", body: 'X-OCCI-Attribute: a.b="c"' }],
    ["the action's term differs", 400, "POST", "/compute/0?action=start", actionOf("compute/action#stop")],
    ["no credentials", 401, "GET", "/compute/", { user: null }],
    ["bad credentials", 401, "GET", "/compute/", { user: "alice:no" }],
    ["OpenNebula refuses", 403, "DELETE", "/network/0", {}],
    ["unknown path", 404, "GET", "/nothing/", {}],
    ["unknown id", 404, "GET", "/compute/4711", {}],
    ["PUT of a kind's collection", 405, "PUT", "/compute/", { contentType: "text/plain", body: compute }],
    ["PUT of the query interface", 405, "PUT", "/-/", TAG],
    ["Accept cannot be met", 406, "GET", "/compute/", { accept: "image/png" }],
    ["the state forbids it", 409, "POST", "/compute/0?action=start", actionOf("compute/action#start")],
    ["a page too large", 413, "GET", "/compute/?page=1&number=100000", {}],
    ["a later version", 501, "GET", "/compute/", { headers: { "User-Agent": "OCCI/3.0" } }],
    ["an action that OpenNebula has not", 501, "POST", "/network/0?action=down", actionOf("network/action#down")],
  ])("H-9: %s is %i", async (_what, status, method, path, sending) => {
    const answer = await world.request(method, path, sending);
    expect([answer.status, answer.headers.get("allow") !== null]).toEqual([status, status === 405]);
  });

  test("H-9: 405 and OPTIONS name the same methods; OPTIONS needs nothing but a path that is there", async () => {
    for (const [path, allow] of [
      ["/-/", "GET, POST, DELETE, HEAD, OPTIONS"],
      ["/compute/", "GET, POST, DELETE, HEAD, OPTIONS"],
      ["/compute/0", "GET, PUT, POST, DELETE, HEAD, OPTIONS"],
      ["/mixin/os_tpl/", "GET, POST, PUT, DELETE, HEAD, OPTIONS"],
    ] as const) {
      for (const [method, expected] of [
        ["PATCH", 405],
        ["OPTIONS", 204],
      ] as const) {
        const { status, headers } = await world.request(method, path);
        expect([path, status, headers.get("allow")]).toEqual([path, expected, allow]);
      }
    }
    expect((await world.request("OPTIONS", "/nothing/")).status).toBe(404);
  });

  test("HEAD answers as GET does, without the body", async () => {
    for (const path of ["/-/", "/compute/", "/compute/0", "/compute/4711"]) {
      const [get, head] = await Promise.all([world.request("GET", path), world.request("HEAD", path)]);
      const seen = ({ status, headers }: typeof get) => [status, headers.get("content-type")];
      expect([...seen(head), head.body]).toEqual([...seen(get), ""]);
    }
  });

  test("H-9: an entity has one path: 404 for others of the same number", async () => {
    for (const path of ["/compute/00", "/compute/+0", "/compute/0x0", "/link/networkinterface/compute_00_nic_0"])
      expect((await world.request("GET", path)).status).toBe(404);
  });

  test("H-9: what was deleted is 404", async () => {
    expect((await world.request("DELETE", "/compute/0")).status).toBe(200);
    expect((await world.request("GET", "/compute/0")).status).toBe(404);
  });

  test("H-9: a tag that is there already is 409", async () => {
    expect((await world.request("POST", "/-/", TAG)).status).toBe(200);
    expect((await world.request("POST", "/-/", TAG)).status).toBe(409);
  });

  test("H-9: a body above the limit is 413", async () => {
    const body = `Category: x\n${"#".repeat(2 * world.deps.config.bodyLimit)}`;
    expect((await world.request("POST", "/compute/", { contentType: "text/plain", body })).status).toBe(413);
  });

  test("H-9: oned that cannot be reached is 503", async () => {
    await world.sim.stop();
    expect((await world.request("GET", "/compute/")).status).toBe(503);
  });

  test("H-10: nothing is 202: creation, action and deletion answer when they are done", async () => {
    const made = await world.request("POST", "/compute/", smallMachine());
    expect(made.status).toBe(201);
    const stop = actionOf("compute/action#stop");
    expect((await world.request("POST", "/compute/0?action=stop", stop)).status).toBe(200);
    expect((await world.request("GET", "/compute/0")).body).toContain('occi.compute.state="inactive"');
    expect((await world.request("DELETE", "/compute/0")).status).toBe(200);
  });
});

/** For the next test. */
const trouble: { fault: InjectedFault | undefined } = { fault: { error: ["INTERNAL", "oned is broken"] } };

describeOcci(
  "H: HTTP with a broken oned",
  (world) => {
    test("H-9: what goes wrong within OpenNebula is 500", async () => {
      expect((await world.request("GET", "/compute/")).status).toBe(500);
    });
  },
  {},
  { faults: () => trouble.fault },
);
