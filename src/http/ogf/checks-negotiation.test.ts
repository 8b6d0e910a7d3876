/** Which rendering an answer has: 1.2 leaves the rules to 1.1 and to what its clients expect. */
import { expect, test } from "bun:test";
import {
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  type OcciSending,
  smallMachine,
} from "./testing/over-sim.ts";

const [PLAIN, OCCI, JSON_ALIAS, URIS] = ["text/plain", "text/occi", "application/json", "text/uri-list"] as const;
/** Everything that is rendered. */
const PATHS = ["/-/", "/compute/", "/compute/0", "/link/networkinterface/compute_0_nic_0"] as const;

describeOcci("N: negotiation", (world) => {
  const typeOf = async (path: string, accept: string | undefined) => {
    const answer = await world.request("GET", path, accept === undefined ? {} : { accept });
    expect(answer.status).toBe(200);
    return answer.headers.get("content-type");
  };

  test.each([undefined, "*/*"])("N-1 MUST: text/plain for Accept: %s", async (accept) => {
    for (const path of PATHS) expect(await typeOf(path, accept)).toBe(PLAIN);
  });

  test("N-2 MUST: text/plain and text/occi for everything", async () => {
    for (const path of PATHS) {
      for (const type of [PLAIN, OCCI]) expect(await typeOf(path, type)).toBe(type);
    }
  });

  test("N-2 MUST: text/uri-list for listings", async () => {
    for (const path of ["/", "/compute/", "/link/", "/mixin/os_tpl/"]) expect(await typeOf(path, URIS)).toBe(URIS);
  });

  test("N-3 MUST: text/occi+plain is text/plain under the name that was asked for", async () => {
    for (const path of PATHS) {
      expect(await typeOf(path, "text/occi+plain")).toBe("text/occi+plain");
      const bodyFor = async (accept: string) => (await world.request("GET", path, { accept })).body;
      expect(await bodyFor("text/occi+plain")).toBe(await bodyFor(PLAIN));
    }
  });

  test("N-3 MUST: text/occi+plain is read as text/plain", async () => {
    const contentType = "text/occi+plain";
    expect((await world.request("POST", "/compute/", { ...smallMachine(), contentType })).status).toBe(201);
  });

  test("N-4 MUST: application/occi+json is JSON, and PEER: so is application/json, under its own name", async () => {
    for (const path of PATHS) {
      for (const accept of [JSON_TYPE, JSON_ALIAS]) {
        const { headers, body } = await world.request("GET", path, { accept });
        expect(headers.get("content-type")).toBe(accept);
        expect(JSON.parse(body)).toBeObject();
      }
    }
  });

  test.each([
    ["text/plain,text/occi;q=0.2", PLAIN],
    ["text/plain,text/occi", PLAIN],
    ["text/occi,text/plain", PLAIN],
    ["text/plain;q=0.2,text/occi", OCCI],
    ["text/*", PLAIN],
    ["application/*", JSON_TYPE],
    ["application/json, application/occi+json", JSON_TYPE],
    ["text/uri-list, application/json", JSON_ALIAS],
    ["text/*, text/occi", OCCI],
    ["*/*, application/json", JSON_ALIAS],
    ["text/plain;q=0, */*", OCCI],
    ["text/plain;q=0, text/*", OCCI],
    ["text/occi;q=high, text/plain;q=0.9", OCCI],
    ["image/png, text/occi;q=0.1", OCCI],
    ["TEXT/OCCI", OCCI],
    ["text/occi;charset=utf-8", OCCI],
  ])("N-5: weights, then exactness, then our order: %s gives %s", async (accept, type) => {
    expect(await typeOf("/compute/", accept)).toBe(type);
  });

  test.each(["image/png", "text/plain;q=0", "text/html, application/yaml"])(
    "N-6: %s is 406, in text/plain, saying what there is",
    async (accept) => {
      for (const path of PATHS) {
        const { status, headers, body } = await world.request("GET", path, { accept });
        expect(status).toBe(406);
        expect(headers.get("content-type")).toStartWith(PLAIN);
        for (const type of [PLAIN, OCCI, JSON_TYPE, URIS]) expect(body).toContain(type);
      }
    },
  );

  test("N-6: a change whose answer cannot be given is not made", async () => {
    const accept = "image/png";
    expect((await world.request("DELETE", "/compute/0", { accept })).status).toBe(406);
    expect((await world.request("POST", "/compute/", { ...smallMachine(), accept })).status).toBe(406);
    expect(await everything(world, "/compute/")).toEqual(["/compute/1", "/compute/0"]);
  });

  const stop = `Category: ${category(`${INFRA.slice(0, -1)}/compute/action#stop`, "action")}`;
  test.each<[string, string, OcciSending]>([
    ["GET", "/compute/0", {}],
    ["GET", "/link/networkinterface/compute_0_nic_0", {}],
    ["GET", "/-/", {}],
    ["POST", "/compute/0?action=stop", { contentType: PLAIN, body: stop }],
  ])("N-7 MUST: text/uri-list of what is no listing is 400: %s %s", async (method, path, sending) => {
    expect((await world.request(method, path, { ...sending, accept: URIS })).status).toBe(400);
    // And nothing was done.
    expect((await world.request("GET", "/compute/0")).body).toContain('occi.compute.state="active"');
  });

  test.each([PLAIN, OCCI, JSON_TYPE, JSON_ALIAS])(
    "N-8 PEER: creation, update and deletion answer in the type of Accept: %s",
    async (accept) => {
      const made = await world.request("POST", "/compute/", { ...smallMachine(), accept });
      expect([made.status, made.headers.get("content-type")]).toEqual([201, accept]);
      const body = `Category: ${category(`${INFRA}compute`, "kind")}\nX-OCCI-Attribute: occi.core.title="new"`;
      for (const method of ["POST", "PUT"]) {
        const changed = await world.request(method, "/compute/0", { contentType: PLAIN, body, accept });
        expect([changed.status, changed.headers.get("content-type")]).toEqual([200, accept]);
      }
      const gone = await world.request("DELETE", "/compute/0", { accept });
      expect([gone.status, gone.headers.get("content-type")]).toEqual([200, accept]);
    },
  );

  test("N-9: parameters of a Content-Type are ignored", async () => {
    for (const contentType of ["text/plain;charset=utf-8", "text/plain; charset=ISO-8859-1; x=y"]) {
      expect((await world.request("POST", "/compute/", { ...smallMachine(), contentType })).status).toBe(201);
    }
  });
});
