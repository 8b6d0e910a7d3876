/** Filters in the headers of a GET (GFD.223, 7). */
import { describe, expect, test } from "bun:test";
import {
  BASE,
  category,
  describeOcci,
  INFRA,
  JSON_TYPE,
  listedPaths,
  type OcciSending,
  OS_TPL,
  RESOURCE_TPL,
} from "./testing/over-sim.ts";

const MIXIN_OF_TEST = 'my_stuff; scheme="http://example.com/occi/my_stuff#"; class="mixin"';

describeOcci("F: filters", (world) => {
  /** Identifiers of what discovery shows. */
  async function discovered(filter: string, sending: OcciSending = {}): Promise<string[]> {
    const { status, body } = await world.request("GET", "/-/", { ...sending, headers: { Category: filter } });
    expect(status).toBe(200);
    return [...body.matchAll(/^Category: ([^;]+); scheme="([^"]+)"/gm)].map(([, term, scheme]) => `${scheme}${term}`);
  }

  async function selected(path: string, headers: NonNullable<OcciSending["headers"]>, sending: OcciSending = {}) {
    const answer = await world.request("GET", path, { accept: "text/uri-list", ...sending, headers });
    expect(answer.status).toBe(200);
    return listedPaths(answer).sort();
  }

  describe("F-1 SHOULD: discovery with a Category header shows it and what is related to it", () => {
    test("a kind alone, and PEER (ran): exactly one category in text/occi, without its actions", async () => {
      const compute = category(`${INFRA}compute`, "kind");
      expect(await discovered(compute)).toEqual([`${INFRA}compute`]);
      const headers = { Category: compute };
      const answer = await world.request("GET", "/-/", { headers, accept: "text/occi", contentType: "text/occi" });
      expect(answer.headers.get("category")?.match(/scheme="/g)).toHaveLength(1);
      expect(answer.headers.get("category")).toStartWith(`${compute}; title=`);
      const json = await world.request("GET", "/-/", { headers, accept: JSON_TYPE });
      const { kinds, ...others } = JSON.parse(json.body) as { kinds: { term: string }[] };
      expect([kinds.map(({ term }) => term), others]).toEqual([["compute"], {}]);
    });

    test("os_tpl with all image templates, resource_tpl with all sizes", async () => {
      const systems = await discovered(category(`${INFRA}os_tpl`));
      expect(systems).toContain(`${INFRA}os_tpl`);
      expect(systems).toContain(`${OS_TPL}image_0`);
      expect(systems.filter((id) => !id.startsWith(OS_TPL))).toEqual([`${INFRA}os_tpl`]);
      const sizes = ["small", "medium", "large", "custom"].map((name) => RESOURCE_TPL + name);
      expect(await discovered(category(`${INFRA}resource_tpl`))).toEqual([`${INFRA}resource_tpl`, ...sizes]);
    });

    test("a kind with those whose parent it is", async () => {
      const found = await discovered(category("http://schemas.ogf.org/occi/core#resource", "kind"));
      for (const term of ["compute", "network", "storage"]) expect(found).toContain(INFRA + term);
      expect(found).not.toContain(`${INFRA}networkinterface`);
    });

    test("without a class as well", async () => {
      expect(await discovered(`compute; scheme="${INFRA}"`)).toEqual([`${INFRA}compute`]);
    });

    test("PEER (ran): an unknown category gives 200 and nothing", async () => {
      expect(await discovered(MIXIN_OF_TEST)).toEqual([]);
    });
  });

  describe("F-2 SHOULD: a collection with X-OCCI-Attribute and Category headers", () => {
    const attribute = (text: string) => ({ "X-OCCI-Attribute": text });

    test("all attributes have to be equal", async () => {
      expect(await selected("/compute/", attribute('occi.core.title="alice-web"'))).toEqual(["/compute/0"]);
      expect(await selected("/compute/", attribute('occi.compute.state="inactive"'))).toEqual(["/compute/1"]);
      const both = (title: string) => attribute(`occi.compute.state="active", occi.core.title="${title}"`);
      expect(await selected("/compute/", both("alice-web"))).toEqual(["/compute/0"]);
      expect(await selected("/compute/", both("alice-held"))).toEqual([]);
    });

    test("strings exactly", async () => {
      for (const title of ["Alice-web", "alice", "alice-web ", ""]) {
        expect(await selected("/compute/", attribute(`occi.core.title="${title}"`))).toEqual([]);
      }
    });

    test("numbers by value", async () => {
      for (const half of ["0.5", "0.50", '"0.5"', "5e-1"]) {
        expect(await selected("/compute/", attribute(`occi.compute.memory=${half}`))).toEqual([
          "/compute/0",
          "/compute/1",
        ]);
      }
      expect(await selected("/compute/", attribute("occi.compute.memory=0.6"))).toEqual([]);
    });

    test("an attribute that nothing has selects nothing", async () => {
      expect(await selected("/compute/", attribute('com.example.colour="red"'))).toEqual([]);
    });

    test("only what carries the kind or mixin", async () => {
      const by = (id: string, kindOf: "kind" | "mixin" = "mixin") =>
        selected("/", { Category: category(id, kindOf) }).then((paths) => paths);
      expect(await by(`${INFRA}compute`, "kind")).toEqual(["/compute/0", "/compute/1"]);
      expect(await by(`${INFRA}storage`, "kind")).toEqual(["/storage/0", "/storage/1", "/storage/2"]);
      expect(await by(`${RESOURCE_TPL}small`)).toEqual(["/compute/0", "/compute/1"]);
      expect(await by(`${RESOURCE_TPL}large`)).toEqual([]);
      expect(await by(`${INFRA}network`, "kind")).not.toContain("/compute/0");
    });

    test("Category and attributes together", async () => {
      const headers = {
        Category: category(`${RESOURCE_TPL}small`),
        "X-OCCI-Attribute": 'occi.compute.state="active"',
      };
      expect(await selected("/compute/", headers)).toEqual(["/compute/0"]);
    });

    test("ends of links, absolute or as paths", async () => {
      for (const source of ["/compute/0", `${BASE}/compute/0`]) {
        expect(await selected("/link/networkinterface/", attribute(`occi.core.source="${source}"`))).toEqual([
          "/link/networkinterface/compute_0_nic_0",
        ]);
      }
    });

    test("in a mixin's collection, and in JSON", async () => {
      const headers = attribute('occi.core.title="alice-held"');
      expect(await selected("/mixin/resource_tpl/small/", headers)).toEqual(["/compute/1"]);
      const { body } = await world.request("GET", "/compute/", { headers, accept: JSON_TYPE });
      expect((JSON.parse(body) as { resources: { id: string }[] }).resources.map(({ id }) => id)).toEqual(["1"]);
    });

    test("what cannot be read as a filter is 400", async () => {
      for (const headers of [{ Category: "compute" }, attribute("occi.core.title=")]) {
        expect((await world.request("GET", "/compute/", { headers })).status).toBe(400);
      }
    });
  });

  test.each([undefined, "text/occi", "text/plain", JSON_TYPE])(
    "F-3: filters are in the headers whatever the Content-Type: %s",
    async (contentType) => {
      const sending = contentType === undefined ? {} : { contentType };
      const headers = { "X-OCCI-Attribute": 'occi.core.title="alice-web"' };
      expect(await selected("/compute/", headers, sending)).toEqual(["/compute/0"]);
      expect(await discovered(category(`${INFRA}compute`, "kind"), sending)).toEqual([`${INFRA}compute`]);
    },
  );

  test("F-4: repeated headers are one filter, for everything that filters", async () => {
    const headers = [
      ["X-OCCI-Attribute", 'occi.compute.state="active"'],
      ["X-OCCI-Attribute", 'occi.core.title="alice-web"'],
    ] as const;
    expect(await selected("/compute/", headers)).toEqual(["/compute/0"]);
    expect(await selected("/", headers)).toEqual(["/compute/0"]);
    const left = [
      ["X-OCCI-Attribute", 'occi.compute.state="inactive"'],
      ["X-OCCI-Attribute", 'occi.core.title="alice-web"'],
    ] as const;
    expect(await selected("/compute/", left)).toEqual([]);
  });
});
