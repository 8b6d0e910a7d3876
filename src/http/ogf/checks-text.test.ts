/** Text renderings as they travel in HTTP (GFD.229, 4 to 8): headers, separators, sizes, locations. */
import { describe, expect, test } from "bun:test";
import { addManyVms, callerOf } from "../../oned-sim/seed.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import {
  BASE,
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  listedPaths,
  type OcciSending,
  OS_TPL,
  RESOURCE_TPL,
} from "./testing/over-sim.ts";

const OCCI = "text/occi";
const COMPUTE = category(`${INFRA}compute`, "kind");
const SMALL = category(`${RESOURCE_TPL}small`);
const DEBIAN = category(`${OS_TPL}image_0`);

describeOcci("T: text over HTTP", (world) => {
  const addMachines = (count: number) => addManyVms(world.sim.world, callerOf(world.sim.world.user(2)), count);
  const show = (path: string, sending: OcciSending = {}) => world.request("GET", path, { accept: OCCI, ...sending });

  describe("T-10 MUST: text/occi has everything in headers", () => {
    test.each(["/-/", "/", "/compute/", "/compute/0", "/link/storagelink/compute_0_disk_0"])(
      "the body is OK: %s",
      async (path) => {
        const { status, headers, body } = await show(path);
        expect([status, headers.get("content-type"), body]).toEqual([200, OCCI, "OK"]);
      },
    );

    test("the same as text/plain has in lines", async () => {
      const [{ headers }, { body }] = await Promise.all([show("/compute/0"), world.request("GET", "/compute/0")]);
      for (const name of ["Category", "Link", "X-OCCI-Attribute"]) {
        const lines = body.split("\n").filter((line) => line.startsWith(`${name}: `));
        expect(headers.get(name)).toBe(lines.map((line) => line.slice(name.length + 2)).join(","));
      }
    });

    test("on success of changes, too", async () => {
      const headers = { Category: `${COMPUTE},${SMALL},${DEBIAN}`, "X-OCCI-Attribute": 'occi.core.title="in headers"' };
      const made = await world.request("POST", "/compute/", { contentType: OCCI, accept: OCCI, headers });
      expect([made.status, made.body]).toEqual([201, "OK"]);
      expect(listedPaths(made)).toEqual(["/compute/3"]);
      const gone = await world.request("DELETE", "/compute/3", { accept: OCCI });
      expect([gone.status, gone.body]).toEqual([200, "OK"]);
    });

    test.each<[string, NonNullable<OcciSending["headers"]>]>([
      ["one header with commas", { Category: `${COMPUTE}, ${SMALL}, ${DEBIAN}` }],
      ["repeated headers", [COMPUTE, SMALL, DEBIAN].map((value) => ["Category", value] as const)],
      ["both", [["Category", COMPUTE] as const, ["Category", `${SMALL},${DEBIAN}`] as const]],
    ])("several values on input: %s", async (_how, headers) => {
      const { status } = await world.request("POST", "/compute/", { contentType: OCCI, headers });
      expect(status).toBe(201);
      const { body } = await world.request("GET", "/compute/3");
      for (const id of ["small", "image_0"]) expect(body).toContain(`Category: ${id};`);
    });

    test("commas and semicolons within quotes are plain", async () => {
      const headers = { Category: COMPUTE, "X-OCCI-Attribute": 'occi.core.title="one, two; three=4"' };
      expect((await world.request("POST", "/compute/0", { contentType: OCCI, headers })).status).toBe(200);
      expect((await show("/compute/0")).headers.get("x-occi-attribute")).toContain('"one, two; three=4"');
    });
  });

  test("T-11 PEER (ran): values are joined by a comma alone, locations by a comma and a blank", async () => {
    const { headers } = await show("/compute/0");
    for (const name of ["category", "link", "x-occi-attribute"]) {
      expect(headers.get(name)).toContain(",");
      expect(headers.get(name)).not.toContain(", ");
    }
    expect((await show("/-/")).headers.get("category")).not.toContain(", ");
    expect((await show("/compute/")).headers.get("x-occi-location")).toBe(`${BASE}/compute/1, ${BASE}/compute/0`);
  });

  describe("T-12 MUST: nothing is truncated", () => {
    test("a thousand locations fit", async () => {
      addMachines(998);
      const answer = await show("/compute/");
      expect(answer.status).toBe(200);
      expect(listedPaths(answer)).toEqual(await everything(world, "/compute/"));
      expect(listedPaths(answer)).toHaveLength(1000);
    });

    test("what does not fit is 406 and tells of text/plain, which has all", async () => {
      addMachines(2998);
      const { status, headers, body } = await show("/compute/");
      expect([status, headers.has("x-occi-location")]).toEqual([406, false]);
      expect(body).toContain("text/plain");
      expect(listedPaths(await world.request("GET", "/compute/"))).toHaveLength(3000);
    });
  });

  test("T-13 PEER (ran): locations in discovery are relative", async () => {
    const { body } = await world.request("GET", "/-/");
    const locations = [...body.matchAll(/; location="([^"]*)"/g)].map(([, location]) => location);
    expect(locations).toContain("/compute/");
    for (const location of nonEmpty(locations)) expect(location).toMatch(/^\/([^/]+\/)+$/);
    const { kinds } = JSON.parse((await world.request("GET", "/-/", { accept: JSON_TYPE })).body);
    expect(kinds[0].location).toBe("/compute/");
  });

  test.each(["text/plain", OCCI, JSON_TYPE])("T-14: Location and X-OCCI-Location are absolute: %s", async (accept) => {
    const body = [COMPUTE, SMALL, DEBIAN].map((one) => `Category: ${one}`).join("\n");
    const made = await world.request("POST", "/compute/", { contentType: "text/plain", body, accept });
    expect(made.headers.get("location")).toBe(`${BASE}/compute/3`);
    const shown = accept === OCCI ? made.headers.get("x-occi-location") : made.body;
    expect(shown).toContain(`${BASE}/compute/3`);
  });

  describe("T-15 MUST: text/uri-list", () => {
    test("one URI a line, lines end in LF: rOCCI splits there", async () => {
      const { headers, body } = await world.request("GET", "/storage/", { accept: "text/uri-list" });
      expect(headers.get("content-type")).toBe("text/uri-list");
      expect(body).toBe([2, 1, 0].map((id) => `${BASE}/storage/${id}\n`).join(""));
    });

    test.each(["\r\n", "\n"])("comments and empty lines on input, lines that end in %p", async (end) => {
      const tag = `Category: ${category("http://example.org/tags#t")}; location="/t/"`;
      await world.request("POST", "/-/", { contentType: "text/plain", body: tag });
      const body = ["# machines", `${BASE}/compute/0`, "", "#", `${BASE}/compute/1`].join(end);
      const { status } = await world.request("POST", "/t/", { contentType: "text/uri-list", body });
      expect(status).toBe(200);
      expect(await everything(world, "/t/")).toEqual(["/compute/1", "/compute/0"]);
    });
  });
});
