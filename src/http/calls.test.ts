/** What each operation of OpenNebula's XML asks oned for, call by call: one more or one less is a decision, and not an accident. */
import { expect, test } from "bun:test";
import { describeOcci, type OcciSending, type OcciWorld } from "./ogf/testing/over-sim.ts";

const xml = (body: string): OcciSending => ({ contentType: "application/xml", body });
const action = (perform: string, params = "") =>
  xml(`<ACTION><PERFORM>${perform}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`);

const COMPUTE = xml("<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><DISK><STORAGE href='/storage/0'/></DISK></COMPUTE>");
const NETWORK = xml("<NETWORK><NAME>n</NAME><ADDRESS>192.168.100.32/28</ADDRESS></NETWORK>");
const STORAGE: OcciSending = {
  contentType: "application/x-www-form-urlencoded",
  body: `occixml=${encodeURIComponent("<STORAGE><NAME>d</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE></STORAGE>")}`,
};

type Prepare = (world: OcciWorld) => Promise<readonly [path: string, sending?: OcciSending]>;

const at =
  (path: string, sending: OcciSending = {}): Prepare =>
  async () => [path, sending];

async function made(world: OcciWorld, collection: string, sending: OcciSending): Promise<string> {
  const { status, headers, body } = await world.request("POST", collection, sending);
  expect([status, body]).toEqual([201, expect.any(String)]);
  return new URL(headers.get("location") ?? "").pathname;
}

const after =
  (collection: string, sending: OcciSending, more = "", next: OcciSending = {}): Prepare =>
  async (world) => [(await made(world, collection, sending)) + more, next];

const attachingDisk: Prepare = async (world) => {
  const disk = await made(world, "/storage", STORAGE);
  return ["/compute/0/action", action("attachdisk", `<STORAGE href='${disk}'/>`)];
};

/** Without `one.`, in the order of the calls. */
const OPERATIONS: readonly (readonly [what: string, method: string, prepare: Prepare, calls: string])[] = [
  ["what there is", "GET", at("/"), "user.info"],
  ["instance types", "GET", at("/instance_type"), "user.info"],
  ["an instance type", "GET", at("/instance_type/small"), "user.info"],
  ["a machine", "GET", at("/compute/0"), "vm.info"],
  ["a machine", "HEAD", at("/compute/0"), "vm.info"],
  ["machines", "GET", at("/compute"), "vmpool.info"],
  ["machines in full", "GET", at("/compute?verbose=1"), "vmpool.infoextended"],
  ["a network", "GET", at("/network/0"), "vn.info"],
  ["networks", "GET", at("/network"), "vnpool.info"],
  ["a storage", "GET", at("/storage/0"), "image.info"],
  ["storage", "GET", at("/storage?verbose=1"), "imagepool.info"],
  ["a user", "GET", at("/user/-1"), "user.info"],
  ["users", "GET", at("/user"), "userpool.info"],

  ["a machine", "POST", at("/compute", COMPUTE), "vm.allocate vm.info"],
  ["a network", "POST", at("/network", NETWORK), "vn.info vn.reserve vn.info"],
  ["a storage", "POST", at("/storage", STORAGE), "user.info image.allocate image.info"],

  ["a state", "PUT", at("/compute/0", xml("<COMPUTE><STATE>POWEROFF</STATE></COMPUTE>")), "vm.info vm.action vm.info"],
  ["a name", "PUT", at("/compute/0", xml("<COMPUTE><NAME>other</NAME></COMPUTE>")), "vm.info vm.rename vm.info"],
  [
    "a description",
    "PUT",
    after("/network", NETWORK, "", xml("<NETWORK><DESCRIPTION>d</DESCRIPTION></NETWORK>")),
    "vn.update vn.info",
  ],
  [
    "what is persistent",
    "PUT",
    after("/storage", STORAGE, "", xml("<STORAGE><PERSISTENT>YES</PERSISTENT></STORAGE>")),
    "image.persistent image.info",
  ],

  ["reboot", "POST", at("/compute/0/action", action("reboot")), "vm.info vm.action vm.info"],
  ["poweroff", "POST", at("/compute/0/action", action("poweroffhard")), "vm.action vm.info"],
  ["rename", "POST", at("/compute/0/action", action("rename", "<NAME>x</NAME>")), "vm.rename vm.info"],
  ["attachdisk", "POST", attachingDisk, "vm.info vm.attach vm.info"],
  [
    "attachnic",
    "POST",
    at("/compute/0/action", action("attachnic", "<NETWORK href='/network/1'/>")),
    "vm.info vm.attachnic vm.info",
  ],
  ["detachnic", "POST", at("/compute/0/action", action("detachnic", "<NIC id='0'/>")), "vm.detachnic vm.info"],
  [
    "resize",
    "POST",
    at("/compute/0/action", action("resize", "<INSTANCE_TYPE>large</INSTANCE_TYPE>")),
    "vm.info vm.resize vm.info vm.update vm.info",
  ],
  [
    "snapshotcreate",
    "POST",
    at("/compute/0/action", action("snapshotcreate", "<NAME>s</NAME>")),
    "vm.snapshotcreate vm.info",
  ],
  [
    "disksnapshotcreate",
    "POST",
    at("/compute/0/action", action("disksnapshotcreate", "<DISK id='0'/><NAME>s</NAME>")),
    "vm.disksnapshotcreate vm.info",
  ],
  [
    "saveas",
    "POST",
    at("/compute/0/action", action("saveas", "<DISK id='0'/><NAME>s</NAME>")),
    "vm.disksaveas image.info vm.info",
  ],
  ["clone", "POST", at("/storage/0/action", action("clone", "<NAME>c</NAME>")), "image.clone image.info"],
  ["a token", "POST", at("/user/-1/action", action("token", "<SECONDS>60</SECONDS>")), "user.info user.login"],

  ["a machine", "DELETE", at("/compute/0"), "vm.action vm.info"],
  ["a network", "DELETE", after("/network", NETWORK), "vn.delete"],
  ["a storage", "DELETE", after("/storage", STORAGE), "image.delete"],
];

describeOcci(
  "calls to oned",
  (world) => {
    test.each(OPERATIONS)("%s: %s", async (_what, method, prepare, calls) => {
      const [path, sending] = await prepare(world);
      const before = world.sim.calls.length;
      const { status, body } = await world.request(method, path, sending);
      expect([status < 300, body]).toEqual([true, expect.any(String)]);
      const seen = world.sim.calls.slice(before).map((call) => call.method.replace("one.", ""));
      expect(seen.join(" ")).toBe(calls);
    });
  },
  { networkFrom: 1, defaultDialect: "xml" },
);
