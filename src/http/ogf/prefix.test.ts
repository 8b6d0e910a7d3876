/** Behind a proxy that has the server below a path (SSL_SERVER=https://host/occi): the path is written and taken everywhere. */
import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import { describeOcci, INFRA, JSON_TYPE, type OcciWorld, OS_TPL, smallMachine } from "./testing/over-sim.ts";
import { attribute, created, json, kind, link, mixin, plain, refused, seen } from "./testing/requests.ts";

const HOST = "https://cloud.example.org";
const BASE = `${HOST}/occi`;
const TEXTS = ["text/plain", "text/occi", "text/occi+plain"] as const;

/** Everything that an answer says. */
async function told(world: OcciWorld, path: string, accept: string): Promise<string> {
  const { status, headers, body } = await world.request("GET", path, { accept });
  expect([path, accept, status]).toEqual([path, accept, 200]);
  return [...headers].map(([name, value]) => `${name}: ${value}`).join("\n") + body;
}

/** Paths of the server's own that do not begin with the prefix: in quotes, in `<>`, or behind the host's name. */
const BARE =
  /["<]\/(?!occi\/|occi"|dev\/)[a-z-]*\/?[^"<>]*["?>]|cloud\.example\.org\/(?!occi(?:\/|$|["<>,; ]|\n))|"\/"/m;

describeOcci(
  "with the server below /occi",
  (world) => {
    const linked = (line: string) => `${line}; rel="${INFRA}network"`;

    test.each([...TEXTS, JSON_TYPE, "application/json"])("%s has the prefix before every location", async (accept) => {
      for (const path of ["/-/", "/compute/0", "/link/networkinterface/compute_0_nic_0", "/network/0", "/storage/2"]) {
        const text = await told(world, path, accept);
        expect(text).not.toMatch(BARE);
        if (!path.startsWith("/network") && !path.startsWith("/storage")) expect(text).toContain("/occi/");
      }
    });

    test.each(["text/plain", "text/occi", "text/uri-list", JSON_TYPE])(
      "so have lists in %s, and their pages",
      async (accept) => {
        for (const path of ["/compute/", "/link/storagelink/", "/"]) {
          const text = await told(world, `${path}?page=1&number=1`, accept);
          expect(text).not.toMatch(BARE);
          expect(text).toContain(`<${BASE}${path}?page=2&number=1>; rel="next"`);
        }
      },
    );

    test("where an action, a creation and save lead to", async () => {
      const { body } = await world.request("GET", "/compute/0", { accept: "text/plain" });
      expect(body).toContain(`Link: </occi/compute/0?action=stop>; rel=`);
      const answer = await world.request("POST", "/compute/", smallMachine());
      expect(answer.headers.get("location")).toMatch(/^https:\/\/cloud\.example\.org\/occi\/compute\/\d+$/);
      expect(answer.body).toBe(`X-OCCI-Location: ${answer.headers.get("location")}`);
      const save = json({
        action: "http://schemas.ogf.org/occi/infrastructure/compute/action#save",
        attributes: { name: "x" },
      });
      const saved = await world.request("POST", "/compute/0?action=save", { ...save, accept: JSON_TYPE });
      expect(JSON.parse(saved.body).mixins[0].location).toStartWith("/occi/mixin/os_tpl/template_");
    });

    test("a proxy may take the prefix away or hand it on", async () => {
      for (const [path, accept] of [
        ["/compute/0", "text/plain"],
        ["/compute/", "text/uri-list"],
        ["/-/", JSON_TYPE],
        ["/.well-known/org/ogf/occi/-/", "text/plain"],
        ["/", "text/uri-list"],
        ["/compute/0", "application/xml"],
        ["/compute?verbose", "application/xml"],
        ["/", "application/xml"],
        ["/user/-1", "application/xml"],
      ] as const) {
        const [with_, without] = await Promise.all(
          [`/occi${path}`, path].map((one) => world.request("GET", one, { accept })),
        );
        expect([path, with_?.status, with_?.body]).toEqual([path, 200, without?.body]);
      }
      expect((await world.request("GET", "/occi", { accept: "text/uri-list" })).body).toContain(`${BASE}/compute/0\n`);
      expect((await world.request("GET", "/occi/occi/compute/0")).status).toBe(404);
      expect((await world.request("GET", "/occitane/compute/0")).status).toBe(404);
    });

    describe.each([
      ["the path with the prefix", "/occi"],
      ["the path without it", ""],
      ["the URI", BASE],
      ["the URI by the name that the request came to", "self"],
    ])("a request may name %s", (_, form) => {
      const before = () => (form === "self" ? "http://localhost" : form);
      const sending = (sent: ReturnType<typeof plain>) =>
        form === "self" ? { ...sent, headers: { host: "localhost" } } : sent;

      test("in links on their own, in text and JSON", async () => {
        const ends = [
          attribute("occi.core.source", `${before()}/compute/0`),
          attribute("occi.core.target", `${before()}/network/1`),
        ];
        const path = await created(world, "/link/networkinterface/", sending(plain(kind("networkinterface"), ...ends)));
        expect(path).toBe("/occi/link/networkinterface/compute_0_nic_1");
        const disk = json({
          kind: `${INFRA}storagelink`,
          source: { location: `${before()}/compute/0` },
          target: { location: `${before()}/storage/2` },
        });
        const made = await created(world, "/link/storagelink/", sending(disk));
        expect((await seen(world, made)) as unknown).toMatchObject({
          source: { location: "/occi/compute/0" },
          target: { location: "/occi/storage/2" },
        });
      });

      test("in links of a new machine, and of an update", async () => {
        const path = await created(world, "/compute/", sending(smallMachine(link(`${before()}/network/1`, "network"))));
        expect((await seen(world, path)).links.map(({ target }) => target.location)).toEqual([
          "/occi/network/1",
          "/occi/storage/0",
        ]);
        const again = plain(
          `Link: <${before()}/network/1>; rel="${INFRA}network"; self="${before()}/link/networkinterface/compute_3_nic_0"`,
        );
        const answer = await world.request("POST", path, sending(again));
        expect(answer.status).toBe(200);
        expect((await seen(world, path)).links).toHaveLength(2);
      });

      test("where a tag is to be, who carries it, what is deleted, in filters", async () => {
        const tag = `Category: blue; scheme="http://example.org/tags#"; class="mixin"; location="${before()}/tags/blue/"`;
        expect((await world.request("POST", "/-/", sending(plain(tag)))).status).toBe(200);
        expect(await told(world, "/-/", "text/plain")).toContain('location="/occi/tags/blue/"');
        const carries = plain(`X-OCCI-Location: ${before()}/compute/0`);
        expect((await world.request("POST", "/tags/blue/", sending(carries))).body).toBe(
          `X-OCCI-Location: ${BASE}/compute/0`,
        );
        const gone = { contentType: "text/uri-list", body: `${before()}/compute/0\n` };
        expect((await world.request("DELETE", "/tags/blue/", sending(gone))).status).toBe(200);
        expect(await told(world, "/tags/blue/", "text/uri-list")).not.toContain("compute/0");
        const filter = { "X-OCCI-Attribute": `occi.core.target="${before()}/storage/0"`, host: "localhost" };
        const { body } = await world.request("GET", "/link/storagelink/", { headers: filter, accept: "text/uri-list" });
        expect(body.split("\n")[0]).toStartWith(`${BASE}/link/storagelink/compute_`);
        const machine = sending({ contentType: "text/uri-list", body: `${before()}/compute/1\n` });
        expect((await world.request("DELETE", "/compute/", machine)).status).toBe(200);
      });
    });

    test.each([...TEXTS, JSON_TYPE])("what GET gave can be put back, in %s", async (accept) => {
      const { headers, body } = await world.request("GET", "/occi/compute/0", { accept });
      const back = ["category", "link", "x-occi-attribute"].flatMap((name): [string, string][] => {
        const value = headers.get(name);
        return value === null || accept !== "text/occi" ? [] : [[name, value]];
      });
      const before = await seen(world, "/compute/0");
      const answer = await world.request("PUT", "/occi/compute/0", {
        contentType: accept,
        accept,
        headers: back,
        body,
      });
      expect([answer.status, answer.body]).toEqual([200, body]);
      expect(await seen(world, "/compute/0")).toEqual(before);
    });

    test.each(["https://other.example.org/occi", "http://localhost:4567/occi", "//other.example.org", `${HOST}:8443`])(
      "another host is 400 wherever it is named: %s",
      async (other) => {
        const ends = (source: string, target: string) =>
          plain(kind("networkinterface"), attribute("occi.core.source", source), attribute("occi.core.target", target));
        const at = (path: string) => `${other}${path}`;
        for (const [line, sending] of [
          ["POST /link/networkinterface/", ends(at("/compute/0"), "/network/1")],
          ["POST /link/networkinterface/", ends("/compute/0", at("/network/1"))],
          ["POST /compute/", smallMachine(link(at("/network/1"), "network"))],
          ["POST /compute/0", plain(linked(`Link: <${at("/network/1")}>`))],
          [
            "POST /compute/0",
            plain(linked(`Link: </network/0>; self="${at("/link/networkinterface/compute_0_nic_0")}"`)),
          ],
          [
            "POST /-/",
            plain(`Category: red; scheme="http://example.org/t#"; class="mixin"; location="${at("/tags/r/")}"`),
          ],
          ["DELETE /compute/", { contentType: "text/uri-list", body: `${at("/compute/0")}\n` }],
          ["DELETE /compute/", { headers: { "X-OCCI-Location": at("/compute/0") } }],
          [
            "GET /link/networkinterface/",
            { headers: { "X-OCCI-Attribute": `occi.core.source="${at("/compute/0")}"` } },
          ],
          [
            "POST /link/networkinterface/",
            json({
              kind: `${INFRA}networkinterface`,
              source: { location: at("/compute/0") },
              target: { location: "/network/1" },
            }),
          ],
        ] as const) {
          await refused(
            world,
            line,
            sending,
            400,
            /INVALID_REQUEST.*(not on this server|must be the location of an entity of kind)/,
          );
        }
      },
    );

    test("a range of a security group is a network's place, too", async () => {
      const rules = [{ type: "inbound", protocol: "tcp", range: "/occi/network/0" }];
      const sent = json({
        kind: `${INFRA}securitygroup`,
        title: "g",
        attributes: { "occi.securitygroup.rules": rules },
      });
      const path = await created(world, "/securitygroup/", sent);
      expect((await seen(world, path)).attributes["occi.securitygroup.rules"]).toEqual(rules);
      const foreign = [{ ...rules[0], range: "https://other.example.org/network/0" }];
      const wrong = json({ ...JSON.parse(sent.body ?? ""), attributes: { "occi.securitygroup.rules": foreign } });
      await refused(world, "POST /securitygroup/", wrong, 400, "range must be a path");
    });

    test("OpenNebula's XML has it in hrefs and Location, and takes any href by its last segment", async () => {
      const XML = "application/xml";
      for (const path of ["/", "/compute/0", "/network/0", "/storage/2", "/instance_type", "/user", "/compute"]) {
        const text = await told(world, path, XML);
        for (const [, href] of nonEmpty(text.matchAll(/href="([^"]*)"/g))) expect(href).toStartWith(`${BASE}/`);
      }
      for (const before of ["/occi", "", BASE, "http://www.opennebula.org"]) {
        const body = `<COMPUTE><NAME>x</NAME><INSTANCE_TYPE href="${before}/instance_type/small"/><DISK><STORAGE href="${before}/storage/0"/></DISK></COMPUTE>`;
        const answer = await world.request("POST", "/occi/compute", { contentType: XML, body });
        expect(answer.status).toBe(201);
        expect(answer.headers.get("location")).toMatch(/^https:\/\/cloud\.example\.org\/occi\/compute\/\d+$/);
      }
    });

    test("errors name places as the client knows them", async () => {
      const nowhere = await world.request("GET", "/nowhere/at/all");
      expect([nowhere.status, nowhere.body]).toEqual([
        404,
        expect.stringContaining("GET /occi/-/ lists the addresses that exist"),
      ]);
      const type = await world.request("GET", "/instance_type/none", { accept: "text/plain" });
      expect(type.body).toContain("GET /occi/instance_type lists them");
      await refused(world, "POST /tags/none/", plain(mixin(`${OS_TPL}image_0`)), 404, "/occi/-/");
      const two = plain("X-OCCI-Location: /compute/0", "X-OCCI-Location: /compute/77");
      const tag = 'Category: blue; scheme="http://example.org/tags#"; class="mixin"; location="/tags/blue/"';
      await world.request("POST", "/-/", plain(tag));
      await refused(world, "DELETE /compute/", two, 400, "/occi/compute/77 is not one of your entities");
    });
  },
  { baseUrl: BASE },
);
