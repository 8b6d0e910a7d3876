/** What each operation of OCCI 1.2 asks oned for, call by call: one more or one less is a decision, and not an accident. */
import { expect, test } from "bun:test";
import { VM_STATE } from "../../oned-sim/records.ts";
import { addManyVms, callerOf } from "../../oned-sim/seed.ts";
import {
  category,
  describeOcci,
  everything,
  INFRA,
  JSON_TYPE,
  type OcciSending,
  type OcciWorld,
  OS_TPL,
  RESOURCE_TPL,
  smallMachine,
} from "./testing/over-sim.ts";
import { attribute, created, invocation, json, kind, link, mixin, plain } from "./testing/requests.ts";

const TAG = "http://example.org/tags#t";
const makeTag: OcciSending = { contentType: "text/plain", body: `Category: ${category(TAG)}; location="/t/"` };
const entities: OcciSending = { accept: JSON_TYPE };
const uris = (...paths: readonly string[]): OcciSending => ({
  contentType: "text/uri-list",
  body: paths.map((path) => `${path}\r\n`).join(""),
});
const IP = `${INFRA.replace("#", "/network#")}ipnetwork`;
const network = (...more: readonly string[]) =>
  plain(kind("network"), mixin(IP), attribute("occi.network.address", "192.168.100.32/28"), ...more);
const storage = (...more: readonly string[]) => plain(kind("storage"), attribute("occi.storage.size", 1), ...more);
const group = json({ kind: `${INFRA}securitygroup`, title: "web" });
const title = (text: string) => plain(attribute("occi.core.title", text));
const summary = (text: string) => plain(attribute("occi.core.summary", text));
const ofLink = (term: string, source: string, target: string) =>
  plain(kind(term), attribute("occi.core.source", source), attribute("occi.core.target", target));

type Prepare = (world: OcciWorld) => Promise<readonly [path: string, sending?: OcciSending]>;

const at =
  (path: string, sending?: OcciSending): Prepare =>
  async () =>
    sending === undefined ? [path] : [path, sending];
const after =
  (collection: string, sending: OcciSending, then: (path: string) => readonly [string, OcciSending?]): Prepare =>
  async (world) =>
    then(await created(world, collection, sending));
const tagged: Prepare = async (world) => {
  await world.request("POST", "/-/", makeTag);
  await world.request("POST", "/t/", uris("/compute/0"));
  return ["/t/"];
};
const withTag =
  (sending: OcciSending, path = "/t/"): Prepare =>
  async (world) => {
    await tagged(world);
    return [path, sending];
  };
const stopped: Prepare = async (world) => {
  const vm = world.sim.world.vms.get(0);
  if (vm !== undefined) vm.state = VM_STATE.POWEROFF;
  return ["/compute/0?action=start", invocation("compute", "start")];
};

/** Without `one.`, in the order of the calls. */
const OPERATIONS: readonly (readonly [what: string, method: string, prepare: Prepare, calls: string])[] = [
  ["a machine", "GET", at("/compute/0", entities), "user.info vm.info"],
  ["a network", "GET", at("/network/0", entities), "user.info vn.info"],
  ["a storage", "GET", at("/storage/0", entities), "user.info image.info"],
  ["a security group", "GET", at("/securitygroup/0", entities), "user.info secgroup.info"],
  ["an address", "GET", after("/ipreservation/", plain(kind("ipreservation")), (path) => [path]), "user.info vn.info"],
  ["a network interface", "GET", at("/link/networkinterface/compute_0_nic_0"), "user.info vm.info"],
  ["a storage link", "HEAD", at("/link/storagelink/compute_0_disk_0"), "user.info vm.info"],
  ["what is possible at an entity", "OPTIONS", at("/compute/0"), ""],
  ["the paths of machines", "GET", at("/compute/"), "vmpool.info"],
  ["machines", "GET", at("/compute/", entities), "user.info vmpool.infoextended"],
  ["networks", "GET", at("/network/", entities), "user.info vnpool.info"],
  ["storage", "GET", at("/storage/"), "user.info imagepool.info"],
  ["links", "GET", at("/link/storagelink/"), "user.info vmpool.infoextended"],
  ["everything", "GET", at("/"), "user.info vmpool.infoextended vnpool.info imagepool.info secgrouppool.info"],
  ["the members of a type", "GET", at("/mixin/resource_tpl/small/"), "user.info vmpool.infoextended"],
  ["the members of a template", "GET", at("/mixin/os_tpl/template_0/"), "user.info template.info vmpool.infoextended"],
  ["the members of a tag", "GET", tagged, "user.info vmpool.infoextended"],
  [
    "discovery",
    "GET",
    at("/-/"),
    "system.multicall user.info templatepool.info imagepool.info clusterpool.info vnpool.info",
  ],

  ["a machine of an image", "POST", at("/compute/", smallMachine()), "image.info vm.allocate"],
  [
    "a machine of a template",
    "POST",
    at("/compute/", plain(kind("compute"), mixin(`${OS_TPL}template_0`), mixin(`${RESOURCE_TPL}small`))),
    "template.info template.instantiate",
  ],
  [
    "a machine of a template with a disk and a network",
    "POST",
    at(
      "/compute/",
      plain(
        kind("compute"),
        mixin(`${OS_TPL}template_0`),
        link("/storage/1", "storage"),
        link("/network/1", "network"),
      ),
    ),
    "template.info image.info template.instantiate",
  ],
  ["a network", "POST", at("/network/", network()), "vn.info vn.reserve vn.info vn.update"],
  [
    "a network with a label",
    "POST",
    at("/network/", network(attribute("occi.network.label", "blue"))),
    "vn.info vn.reserve vn.info vn.update",
  ],
  ["an address", "POST", at("/ipreservation/", plain(kind("ipreservation"))), "vn.reserve vn.update"],
  ["a storage", "POST", at("/storage/", storage(attribute("occi.core.title", "data"))), "image.allocate image.info"],
  [
    "a storage whose title is noted",
    "POST",
    at("/storage/", storage(attribute("occi.core.title", "a: b"))),
    "image.allocate image.info image.update",
  ],
  ["a security group", "POST", at("/securitygroup/", group), "secgroup.allocate"],
  [
    "a network interface",
    "POST",
    at("/link/networkinterface/", ofLink("networkinterface", "/compute/0", "/network/1")),
    "vm.info vm.attachnic vm.info",
  ],
  [
    "a storage link",
    "POST",
    after("/storage/", storage(), (path) => ["/link/storagelink/", ofLink("storagelink", "/compute/0", path)]),
    "vm.info vm.attach vm.info",
  ],
  [
    "a security group link",
    "POST",
    after("/securitygroup/", group, (path) => [
      "/link/securitygrouplink/",
      ofLink("securitygrouplink", "/compute/0", path),
    ]),
    "vm.info vm.attachsg",
  ],
  [
    "two machines of one template",
    "POST",
    at("/", json({ resources: [1, 2].map(() => ({ kind: `${INFRA}compute`, mixins: [`${OS_TPL}template_0`] })) })),
    "template.info template.instantiate template.instantiate",
  ],
  [
    "a machine with a tag",
    "POST",
    withTag(smallMachine(mixin(TAG)), "/compute/"),
    "user.info image.info vm.allocate user.info user.update",
  ],

  ["the title of a machine", "POST", at("/compute/0", title("other")), "user.info vm.info vm.rename"],
  [
    "the title of a machine that is noted",
    "POST",
    at("/compute/0", title("a: b")),
    "user.info vm.info vm.update vm.rename",
  ],
  ["the summary of a machine", "POST", at("/compute/0", summary("mine")), "user.info vm.info vm.update"],
  [
    "a summary that oned may change",
    "POST",
    at("/compute/0", summary(" mine ")),
    "user.info vm.info vm.update vm.info",
  ],
  [
    "the size of a machine",
    "POST",
    at("/compute/0", plain(mixin(`${RESOURCE_TPL}large`))),
    "user.info vm.info vm.resize vm.info vm.update vm.info",
  ],
  [
    "the host name of a machine",
    "POST",
    at("/compute/0", plain(attribute("occi.compute.hostname", "web"))),
    "user.info vm.info vm.updateconf vm.info vm.info",
  ],
  ["a tag of a machine", "POST", withTag(plain(mixin(TAG)), "/compute/1"), "user.info vm.info user.info user.update"],
  [
    "a link of a machine",
    "POST",
    at("/compute/0", plain(link("/network/1", "network"))),
    "user.info vm.info vm.attachnic vm.info vm.info",
  ],
  [
    "the title of a network",
    "POST",
    after("/network/", network(), (path) => [path, title("other")]),
    "user.info vn.info vn.rename",
  ],
  [
    "the label of a network",
    "POST",
    after("/network/", network(), (path) => [path, plain(attribute("occi.network.label", "blue"))]),
    "user.info vn.info vn.update vn.info",
  ],
  [
    "the title of a storage",
    "POST",
    after("/storage/", storage(), (path) => [path, title("other")]),
    "user.info image.info image.rename",
  ],
  [
    "the title of a security group",
    "POST",
    after("/securitygroup/", group, (path) => [path, title("other")]),
    "user.info secgroup.info secgroup.rename",
  ],
  [
    "a machine as a whole",
    "PUT",
    at("/compute/0", plain(kind("compute"), attribute("occi.core.title", "x"))),
    "user.info vm.info vm.rename",
  ],

  ["start", "POST", stopped, "vm.info vm.action vm.info"],
  ["stop", "POST", at("/compute/0?action=stop", invocation("compute", "stop")), "vm.info vm.action vm.info"],
  [
    "save",
    "POST",
    at("/compute/0?action=save", invocation("compute", "save", attribute("name", "golden"))),
    "vm.info vm.disksaveas image.info vm.info template.allocate",
  ],
  [
    "stop all",
    "POST",
    at("/compute/?action=stop", invocation("compute", "stop")),
    "user.info vmpool.infoextended vm.info vm.action vm.info",
  ],
  [
    "offline",
    "POST",
    after("/storage/", storage(), (path) => [`${path}?action=offline`, invocation("storage", "offline")]),
    "image.info image.enable",
  ],
  [
    "backup",
    "POST",
    after("/storage/", storage(), (path) => [`${path}?action=backup`, invocation("storage", "backup")]),
    "image.info image.clone",
  ],

  ["a machine", "DELETE", at("/compute/0"), "vm.info vm.action vm.info"],
  ["a network", "DELETE", after("/network/", network(), (path) => [path]), "vn.delete vn.info"],
  ["a storage", "DELETE", after("/storage/", storage(), (path) => [path]), "image.delete image.info"],
  ["a security group", "DELETE", after("/securitygroup/", group, (path) => [path]), "secgroup.delete"],
  ["a network interface", "DELETE", at("/link/networkinterface/compute_0_nic_0"), "vm.detachnic vm.info"],
  [
    "all machines",
    "DELETE",
    at("/compute/"),
    "user.info vmpool.infoextended vm.info vm.info vm.action vm.action vm.info vm.info",
  ],

  ["a tag", "POST", at("/-/", makeTag), "user.info user.update"],
  [
    "a tag",
    "DELETE",
    withTag({ contentType: "text/plain", body: `Category: ${category(TAG)}` }, "/-/"),
    "user.info user.update",
  ],
  ["an entity of a tag", "POST", withTag(uris("/compute/1")), "user.info vm.info user.update vmpool.infoextended"],
  [
    "many entities of a tag",
    "POST",
    withTag(uris("/compute/1", "/compute/0", "/network/0", "/storage/0")),
    "user.info vmpool.infoextended vnpool.info imagepool.info user.update vmpool.infoextended vnpool.info imagepool.info",
  ],
  ["the entities of a tag", "PUT", withTag(uris("/compute/1")), "user.info vm.info user.update vmpool.infoextended"],
  ["the entities of a tag", "DELETE", withTag(uris("/compute/0")), "user.info user.update"],
];

describeOcci(
  "calls to oned",
  (world) => {
    async function callsOf(method: string, [path, sending]: readonly [string, OcciSending?]): Promise<string> {
      const before = world.sim.calls.length;
      const { status, body } = await world.request(method, path, sending);
      expect([status < 300, body]).toEqual([true, expect.any(String)]);
      return world.sim.calls
        .slice(before)
        .map((call) => call.method.replace("one.", ""))
        .join(" ");
    }

    test.each(OPERATIONS)("%s: %s", async (_what, method, prepare, calls) => {
      const request = await prepare(world);
      expect(await callsOf(method, request)).toBe(calls);
    });

    test("are as many for 200 machines as for 2 where a collection is changed at once", async () => {
      addManyVms(world.sim.world, callerOf(world.sim.world.user(2)), 198);
      await world.request("POST", "/-/", makeTag);
      const paths = await everything(world, "/compute/");
      expect(paths.length).toBe(200);
      expect(await callsOf("PUT", ["/t/", uris(...paths)])).toBe(
        "user.info vmpool.infoextended user.update vmpool.infoextended",
      );
    });
  },
  { networkFrom: 1 },
);
