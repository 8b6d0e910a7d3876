/** What each operation of the JSON API asks oned for, call by call: one more or one less is a decision, and not an accident. */
import { expect, test } from "bun:test";
import { OPERATIONS } from "../../dialects/json/index.ts";
import { type ApiSending, type ApiWorld, at, describeApi } from "./testing/api-world.ts";

type Prepare = (world: ApiWorld) => Promise<readonly [path: string, sending?: ApiSending]>;

const to =
  (path: string, sending: ApiSending = {}): Prepare =>
  async () => [path, sending];

const body = (document: unknown, headers: Readonly<Record<string, string>> = {}): ApiSending => ({
  body: document,
  headers,
});

const WAIT = { prefer: "wait=30" };
const KEY = { "idempotency-key": "calls" };

/** After something was made, whose id or number stands at `member` of the answer. */
const after =
  (
    first: string,
    document: unknown,
    member: string,
    next: (id: unknown) => string,
    sending: ApiSending = {},
  ): Prepare =>
  async ({ send }) => {
    const made = await send("POST", first, body(document, WAIT));
    expect([made.status < 300, made.document.detail]).toEqual([true, undefined]);
    return [next(at(made.document, member)), sending];
  };

const same = (path: string) => path;
const image = (next: (path: string) => string, sending: ApiSending = {}) =>
  after("/images", { name: "made", sizeMiB: 8 }, "id", (id) => next(`/images/${id}`), sending);
const network = (next: (path: string) => string, sending: ApiSending = {}) =>
  after("/networks", { name: "made", size: 2 }, "id", (id) => next(`/networks/${id}`), sending);
const snapshot = (next: (path: string) => string, sending: ApiSending) =>
  after("/machines/0/snapshots", { name: "s" }, "snapshots.0.id", (id) => next(`/machines/0/snapshots/${id}`), sending);

/** The same with its key once more. */
const again =
  (path: string, document: unknown): Prepare =>
  async ({ send }) => {
    await send("POST", path, body(document, KEY));
    return [path, body(document, KEY)];
  };

const stopped =
  (path: string, sending: ApiSending): Prepare =>
  async ({ send }) => {
    await send("POST", "/machines/0/actions/stop", body({}, WAIT));
    return [path, sending];
  };

/** To be set back to the first. */
const twoDiskSnapshots: Prepare = async ({ send }) => {
  const path = "/machines/0/disks/0/snapshots";
  for (const name of ["one", "two"]) await send("POST", path, body({ name }, WAIT));
  await send("POST", "/machines/0/actions/stop", body({}, WAIT));
  return [`${path}/0/revert`, { headers: WAIT }];
};

/** oned keeps the snapshot that a disk was set to last, and those that others are made of. */
const spareDiskSnapshot: Prepare = async (world) => {
  const [path] = await twoDiskSnapshots(world);
  await world.send("POST", path, { headers: WAIT });
  return ["/machines/0/disks/0/snapshots/1", { headers: WAIT }];
};

/** By operation. Without `one.`, in the order of the calls. */
const CALLS: readonly (readonly [operation: string, prepare: Prepare, calls: string])[] = [
  ["getApi", to(""), "system.version"],
  ["getMe", to("/me"), "system.multicall user.info group.info"],
  [
    "updateMe",
    to("/me", body({ sshKeys: [] })),
    "system.multicall user.info group.info user.update system.multicall user.info group.info",
  ],
  ["listTokens", to("/me/tokens"), "user.info"],
  ["createToken", to("/me/tokens", body({ seconds: 60 })), "user.info user.login"],
  ["deleteToken", after("/me/tokens", { seconds: 60 }, "id", (id) => `/me/tokens/${id}`), "user.info user.login"],
  ["listSizes", to("/sizes"), "user.info"],
  ["listTemplates", to("/templates"), "templatepool.info"],
  ["listTemplates", to("/templates?name=a&mine=true"), "templatepool.info"],
  ["getTemplate", to("/templates/0"), "template.info"],

  ["listMachines", to("/machines"), "vmpool.infoextended"],
  ["listMachines", to("/machines?limit=1"), "vmpool.infoextended"],
  ["listMachines", to("/machines?state=running"), "vmpool.infoextended"],
  ["listMachines", to("/machines?name=web&mine=true"), "vmpool.infoextended"],
  ["getMachine", to("/machines/0"), "vm.info"],
  ["createMachine", to("/machines", body({ image: 0, size: "small" })), "vm.allocate vm.info"],
  ["createMachine", to("/machines", body({ template: 0 })), "template.info template.instantiate vm.info"],
  [
    "createMachine",
    to("/machines", body({ image: 0, size: "small" }, KEY)),
    "vmpool.infoextended vm.allocate vmpool.infoextended vm.info",
  ],
  [
    "createMachine",
    to("/machines", body({ image: 0, size: "small", count: 2 })),
    "system.multicall user.info group.info vm.allocate vm.allocate vm.info vm.info",
  ],
  [
    "createMachine",
    to("/machines", body({ template: 0, count: 2 })),
    "system.multicall user.info group.info template.info template.instantiate template.instantiate vm.info vm.info",
  ],
  ["createMachine", again("/machines", { image: 0, size: "small" }), "vmpool.infoextended vm.info"],
  ["updateMachine", to("/machines/0", body({ name: "new" })), "vm.info vm.rename vm.info"],
  ["updateMachine", to("/machines/0", body({ description: "new" })), "vm.info vm.update vm.info"],
  ["updateMachine", to("/machines/0", body({ endsAt: "2099-01-01T00:00:00Z" })), "vm.info vm.schedadd vm.info"],
  [
    "updateMachine",
    stopped("/machines/0", body({ size: "large" })),
    "vm.info vm.info vm.resize vm.info vm.update vm.info",
  ],
  ["deleteMachine", to("/machines/0"), "vm.info vm.action vm.info vm.info"],
  ["actOnMachine", to("/machines/0/actions/stop", body({ force: true })), "vm.info vm.action vm.info vm.info"],
  ["actOnMachine", to("/machines/0/actions/start"), "vm.info"],
  ["getMachineMetrics", to("/machines/0/metrics"), "system.multicall vm.monitoring vm.info"],

  ["listDisks", to("/machines/0/disks"), "vm.info"],
  ["attachDisk", to("/machines/0/disks", body({ image: 2 }, WAIT)), "vm.info vm.attach vm.info"],
  [
    "detachDisk",
    after("/machines/0/disks", { image: 2 }, "disks.1.id", (id) => `/machines/0/disks/${id}`, body(undefined, WAIT)),
    "vm.detach vm.info",
  ],
  ["saveDisk", to("/machines/0/disks/0/save", body({ name: "new" }, WAIT)), "vm.disksaveas image.info image.info"],
  [
    "saveDisk",
    to("/machines/0/disks/0/save", body({ name: "new" }, { ...WAIT, ...KEY })),
    "imagepool.info vm.disksaveas image.update imagepool.info image.rename image.info image.info",
  ],
  ["resizeDisk", to("/machines/0/disks/0/resize", body({ sizeMiB: 4096 }, WAIT)), "vm.info vm.diskresize vm.info"],
  ["listDiskSnapshots", to("/machines/0/disks/0/snapshots"), "vm.info"],
  ["takeDiskSnapshot", to("/machines/0/disks/0/snapshots", body({ name: "s" }, WAIT)), "vm.disksnapshotcreate vm.info"],
  ["deleteDiskSnapshot", spareDiskSnapshot, "vm.disksnapshotdelete vm.info"],
  ["revertDisk", twoDiskSnapshots, "vm.disksnapshotrevert vm.info"],
  ["listNics", to("/machines/0/nics"), "vm.info"],
  ["attachNic", to("/machines/0/nics", body({ network: 0 }, WAIT)), "vm.info vm.attachnic vm.info"],
  ["detachNic", to("/machines/0/nics/0", body(undefined, WAIT)), "vm.detachnic vm.info"],
  ["listSnapshots", to("/machines/0/snapshots"), "vm.info"],
  ["takeSnapshot", to("/machines/0/snapshots", body({ name: "s" }, WAIT)), "vm.snapshotcreate vm.info"],
  ["deleteSnapshot", snapshot(same, body(undefined, WAIT)), "vm.snapshotdelete vm.info"],
  ["revertMachine", snapshot((path) => `${path}/revert`, body(undefined, WAIT)), "vm.snapshotrevert vm.info"],

  ["listImages", to("/images"), "imagepool.info"],
  ["listImages", to("/images?name=a"), "imagepool.info"],
  ["getImage", to("/images/0"), "image.info"],
  ["createImage", to("/images", body({ name: "new", sizeMiB: 8 }, WAIT)), "image.allocate image.info image.info"],
  [
    "createImage",
    to("/images", body({ name: "new", sizeMiB: 8 }, { ...WAIT, ...KEY })),
    "imagepool.info image.allocate image.info imagepool.info image.info",
  ],
  ["updateImage", image(same, body({ description: "new" })), "image.update image.info image.info"],
  [
    "updateImage",
    image(same, body({ name: "new", persistent: true, public: true })),
    "image.info image.rename image.persistent image.info image.chmod image.info image.info",
  ],
  ["deleteImage", image(same), "image.delete image.info"],
  ["cloneImage", to("/images/0/clone", body({ name: "new" }, WAIT)), "image.clone image.info image.info"],
  [
    "cloneImage",
    to("/images/0/clone", body({ name: "new" }, { ...WAIT, ...KEY })),
    "imagepool.info image.clone image.update imagepool.info image.rename image.info image.info",
  ],

  ["listNetworks", to("/networks"), "vnpool.info"],
  ["listNetworks", to("/networks?name=a"), "vnpool.info"],
  ["getNetwork", to("/networks/0"), "vn.info vmpool.info"],
  ["getNetwork", to("/networks/1"), "vn.info"],
  ["createNetwork", to("/networks", body({ name: "new", size: 2 }, WAIT)), "vn.info vn.reserve vn.info vn.info"],
  [
    "createNetwork",
    to("/networks", body({ name: "new", size: 2 }, { ...WAIT, ...KEY })),
    "vnpool.info vn.info vn.reserve vn.info vn.update vnpool.info vn.rename vn.info",
  ],
  ["updateNetwork", network(same, body({ description: "new" })), "vn.update vn.info vn.info"],
  ["deleteNetwork", network(same), "vn.delete vn.info"],
  ["getUsage", to("/usage"), "vmpool.accounting vmpool.showback"],
];

/** Those that need no credentials, and ask nobody. */
const OPEN = ["getOpenApi", "listErrors"];
/** Answers that do not end: their calls are listed where they are tested. */
const ELSEWHERE = ["openScreen", "listenToEvents"];

describeApi(
  "calls of the JSON API to oned",
  (world) => {
    test.each(CALLS.map((row, index) => [`${row[0]} (${index})`, row] as const))(
      "%s",
      async (_name, [id, prepare, calls]) => {
        const operation = OPERATIONS.find((one) => one.id === id);
        const [path, sending] = await prepare(world);
        const before = world.occi.sim.calls.length;
        const { status, document } = await world.send(operation?.method ?? "", path, sending);
        expect([status < 300, document.detail]).toEqual([true, undefined]);
        const seen = world.occi.sim.calls.slice(before).map((call) => call.method.replace("one.", ""));
        expect(seen.join(" ")).toBe(calls);
      },
    );

    test("are listed for every operation", () => {
      const listed = new Set(CALLS.map(([id]) => id));
      const rest = OPERATIONS.map(({ id }) => id).filter(
        (id) => !listed.has(id) && ![...OPEN, ...ELSEWHERE].includes(id),
      );
      expect(rest).toEqual([]);
    });
  },
  { networkFrom: 1 },
);
