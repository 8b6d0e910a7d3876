/**
 * What a user can read and change through the server is what oned lets the same credentials do directly: each request
 * is sent to one stand-in, the calls that it should amount to are made at another one like it, and both must end alike.
 */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { addBasics, addImage, addVm, addVnet, callerOf, PUBLIC } from "../oned-sim/seed.ts";
import type { World } from "../oned-sim/state.ts";
import { addUser } from "../oned-sim/users.ts";
import type { OnedClient, Parameter } from "../opennebula/client.ts";
import { createRpc } from "../opennebula/rpc.ts";
import type { VmTemplateData } from "../templates/data.ts";
import { type App, createApp } from "./app.ts";
import { basic, makeParts, type Parts } from "./testing/cloud.ts";

/** Two of one group, one of another, and an administrator. */
const USERS = ["alice:alicepass", "bob:bobpass", "carol:carolpass", "oneadmin:opennebula"] as const;
type Login = (typeof USERS)[number];
const ADMIN = "oneadmin:opennebula";

/** Of owner, group and others. */
const PERMISSIONS = ["600", "640", "660", "644", "666", "777"].map((octal) =>
  [...octal].flatMap((digit) => [4, 2, 1].map((bit) => ((Number(digit) & bit) === 0 ? 0 : 1))),
);
/** Of each kind there is one object of alice, bob and oneadmin with each of the permissions. */
const OBJECTS = Array.from({ length: 3 * PERMISSIONS.length }, (_, id) => id);
const MISSING = 4711;

function seed(world: World): void {
  addBasics(world);
  world.groups.set(100, "guests");
  const admin = callerOf(world.user(0));
  const alice = callerOf(addUser(world, "alice", "alicepass"));
  const bob = callerOf(addUser(world, "bob", "bobpass"));
  addUser(world, "carol", "carolpass", "core", [100]);
  world.hosts.push({ id: 0, name: "node", memory: 1_000_000, cpu: 1000 });
  const owners = [alice, bob, admin].flatMap(({ user }) =>
    PERMISSIONS.map((permissions, index) => ({ user, index, permissions, name: `${user.name}-${index}` })),
  );
  const image = (name: string) =>
    addImage(world, admin, `NAME="${name}"\nTYPE="OS"\nSIZE="10"\nFORMAT="raw"\nSOURCE="/images/${name}"`, 1, PUBLIC);
  const network = (name: string, third: number) =>
    addVnet(
      world,
      admin,
      `NAME="${name}"\nVN_MAD="bridge"\nBRIDGE="b"\nAR=[TYPE="IP4",IP="10.0.${third}.1",SIZE="50"]`,
      PUBLIC,
    );
  for (const [id, { name }] of owners.entries()) {
    image(name);
    network(name, id);
  }
  // What the machines use: of the others each can be deleted.
  const devices = `DISK=[IMAGE_ID="${image("used")}"]\nNIC=[NETWORK_ID="${network("used", 200)}"]`;
  for (const [id, { user, permissions, name }] of owners.entries()) {
    addVm(world, admin, `NAME="${name}"\nCPU="0.1"\nMEMORY="64"\nINSTANCE_TYPE="small"\n${devices}`);
    for (const pool of [world.images, world.vnets, world.vms]) {
      const object = pool.get(id);
      if (object === undefined) throw new Error(`no object ${id}`);
      Object.assign(object, { uid: user.id, gid: user.gid, permissions: [...permissions] });
    }
  }
  world.clock.settle();
  world.changed();
}

type DirectCall = readonly [method: string, ...parameters: Parameter[]];

interface Operation {
  readonly name: string;
  readonly request: (id: number, login: Login) => readonly [method: string, path: string, body?: string];
  /** Made one after the other, until one fails. */
  readonly direct: (id: number, login: Login) => readonly DirectCall[];
  readonly ids?: readonly number[];
}

const act = (word: string, params = "") => `<ACTION><PERFORM>${word}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`;
/** Of what is renamed or made by the attempt with that id: names are unique for each owner. */
const newName = (id: number) => `new-${id}`;
const nameElement = (id: number) => `<NAME>${newName(id)}</NAME>`;

/** A word of PUT and of POST .../action, and what it does. */
function stateWord(word: string, call: (id: number) => DirectCall): Operation[] {
  const body = `<COMPUTE><STATE>${word}</STATE></COMPUTE>`;
  return [
    { name: `PUT STATE ${word}`, request: (id) => ["PUT", `/compute/${id}`, body], direct: (id) => [call(id)] },
    {
      name: `action ${word}`,
      request: (id) => ["POST", `/compute/${id}/action`, act(word)],
      direct: (id) => [call(id)],
    },
  ];
}

function compute(word: string, params: (id: number) => string, call: (id: number) => DirectCall): Operation {
  return {
    name: `compute action ${word}`,
    request: (id) => ["POST", `/compute/${id}/action`, act(word, params(id))],
    direct: (id) => [call(id)],
  };
}
const nothing = () => "";

const vmAction =
  (name: string) =>
  (id: number): DirectCall => ["one.vm.action", name, id];

/** A machine that the user may manage: the first of those that are its own; for carol one that everybody may manage. */
function ownVm(login: Login): number {
  const owner = ["alice", "bob", "oneadmin"].indexOf(login.split(":")[0] ?? "");
  return owner < 0 ? 4 : owner * PERMISSIONS.length;
}

const computeWith = (id: number, devices: string) =>
  `<COMPUTE>${nameElement(id)}<INSTANCE_TYPE>small</INSTANCE_TYPE>${devices}</COMPUTE>`;
const template = (id: number, devices: Pick<VmTemplateData, "disks" | "nics">) =>
  parts.deps.templates.renderVm("small", { name: newName(id), instanceType: "small", context: [], ...devices });

const userIds = [-1, 0, 1, 2, 3, 4];

const OPERATIONS: readonly Operation[] = [
  ...(["compute", "network", "storage"] as const).map(
    (kind): Operation => ({
      name: `GET ${kind}`,
      request: (id) => ["GET", `/${kind}/${id}`],
      direct: (id) => [[`one.${{ compute: "vm", network: "vn", storage: "image" }[kind]}.info`, id]],
    }),
  ),
  {
    name: "DELETE compute",
    request: (id) => ["DELETE", `/compute/${id}`],
    direct: (id) => [vmAction("terminate-hard")(id)],
  },
  ...stateWord("STOPPED", vmAction("stop")),
  ...stateWord("SUSPENDED", vmAction("suspend")),
  ...stateWord("POWEROFF", vmAction("poweroff")),
  ...stateWord("REBOOT", vmAction("reboot")),
  ...stateWord("RESET", vmAction("reboot-hard")),
  ...stateWord("SHUTDOWN", vmAction("terminate")),
  ...stateWord("CANCEL", vmAction("terminate-hard")),
  ...stateWord("DONE", vmAction("terminate-hard")),
  ...stateWord("RESUBMIT", (id) => ["one.vm.recover", id, 4]),
  compute("undeploy", nothing, vmAction("undeploy")),
  compute("undeployhard", nothing, vmAction("undeploy-hard")),
  compute("poweroffhard", nothing, vmAction("poweroff-hard")),
  compute("rename", nameElement, (id) => ["one.vm.rename", id, newName(id)]),
  compute("snapshotcreate", nameElement, (id) => ["one.vm.snapshotcreate", id, newName(id)]),
  compute(
    "saveas",
    (id) => `<DISK id="0"/>${nameElement(id)}`,
    (id) => ["one.vm.disksaveas", id, 0, newName(id), "", -1],
  ),
  compute(
    "disksnapshotcreate",
    (id) => `<DISK id="0"/>${nameElement(id)}`,
    (id) => ["one.vm.disksnapshotcreate", id, 0, newName(id)],
  ),
  compute(
    "detachdisk",
    () => '<DISK id="0"/>',
    (id) => ["one.vm.detach", id, 0],
  ),
  compute(
    "detachnic",
    () => '<NIC id="0"/>',
    (id) => ["one.vm.detachnic", id, 0],
  ),
  {
    name: "compute action attachdisk",
    request: (id, login) => [
      "POST",
      `/compute/${ownVm(login)}/action`,
      act("attachdisk", `<STORAGE href="/storage/${id}"/>`),
    ],
    direct: (id, login) => [["one.vm.attach", ownVm(login), `DISK=[IMAGE_ID="${id}"]`]],
  },
  {
    name: "compute action attachnic",
    request: (id, login) => [
      "POST",
      `/compute/${ownVm(login)}/action`,
      act("attachnic", `<NETWORK href="/network/${id}"/>`),
    ],
    direct: (id, login) => [["one.vm.attachnic", ownVm(login), `NIC=[NETWORK_ID="${id}"]`]],
  },
  { name: "DELETE storage", request: (id) => ["DELETE", `/storage/${id}`], direct: (id) => [["one.image.delete", id]] },
  { name: "DELETE network", request: (id) => ["DELETE", `/network/${id}`], direct: (id) => [["one.vn.delete", id]] },
  {
    name: "network action rename",
    request: (id) => ["POST", `/network/${id}/action`, act("rename", nameElement(id))],
    direct: (id) => [["one.vn.rename", id, newName(id)]],
  },
  {
    name: "PUT network DESCRIPTION",
    request: (id) => ["PUT", `/network/${id}`, "<NETWORK><DESCRIPTION>new</DESCRIPTION></NETWORK>"],
    direct: (id) => [["one.vn.update", id, 'DESCRIPTION="new"', 1]],
  },
  ...(["YES", "NO"] as const).flatMap((value): Operation[] => {
    const bits = [-1, -1, -1, value === "YES" ? 1 : 0, -1, -1, -1, -1, -1];
    return [
      {
        name: `PUT network PUBLIC ${value}`,
        request: (id) => ["PUT", `/network/${id}`, `<NETWORK><PUBLIC>${value}</PUBLIC></NETWORK>`],
        direct: (id) => [
          ["one.vn.chmod", id, ...bits],
          ["one.vn.info", id],
        ],
      },
      {
        name: `PUT storage PUBLIC ${value}`,
        request: (id) => ["PUT", `/storage/${id}`, `<STORAGE><PUBLIC>${value}</PUBLIC></STORAGE>`],
        // Who takes the right to see it away from itself is told so: the image is read again for the answer.
        direct: (id) => [
          ["one.image.chmod", id, ...bits],
          ["one.image.info", id],
        ],
      },
    ];
  }),
  {
    name: "PUT storage DESCRIPTION",
    request: (id) => ["PUT", `/storage/${id}`, "<STORAGE><DESCRIPTION>new</DESCRIPTION></STORAGE>"],
    direct: (id) => [["one.image.update", id, 'DESCRIPTION="new"', 1]],
  },
  {
    name: "storage action rename",
    request: (id) => ["POST", `/storage/${id}/action`, act("rename", nameElement(id))],
    direct: (id) => [["one.image.rename", id, newName(id)]],
  },
  {
    name: "storage action clone",
    request: (id) => ["POST", `/storage/${id}/action`, act("clone", nameElement(id))],
    direct: (id) => [["one.image.clone", id, newName(id)]],
  },
  {
    name: "PUT storage PERSISTENT",
    request: (id) => ["PUT", `/storage/${id}`, "<STORAGE><PERSISTENT>YES</PERSISTENT></STORAGE>"],
    direct: (id) => [["one.image.persistent", id, true]],
  },
  {
    name: "PUT storage TYPE",
    request: (id) => ["PUT", `/storage/${id}`, "<STORAGE><TYPE>CDROM</TYPE></STORAGE>"],
    direct: (id) => [["one.image.chtype", id, "CDROM"]],
  },
  {
    name: "POST compute with another's storage",
    request: (id) => ["POST", "/compute", computeWith(id, `<DISK><STORAGE href="/storage/${id}"/></DISK>`)],
    direct: (id) => [["one.vm.allocate", template(id, { disks: [{ imageId: id }], nics: [] }), false]],
  },
  {
    name: "POST compute with another's network",
    request: (id) => ["POST", "/compute", computeWith(id, `<NIC><NETWORK href="/network/${id}"/></NIC>`)],
    direct: (id) => [["one.vm.allocate", template(id, { disks: [], nics: [{ networkId: id }] }), false]],
  },
  {
    name: "GET user",
    ids: userIds,
    request: (id) => ["GET", `/user/${id}`],
    direct: (id) => [["one.user.info", id]],
  },
  ...(["token", "revoketoken"] as const).map(
    (word): Operation => ({
      name: `user action ${word}`,
      ids: userIds,
      request: (id) => ["POST", `/user/${id}/action`, act(word)],
      direct: (id, login) => {
        const names = ["oneadmin", "serveradmin", "alice", "bob", "carol"];
        const name = names[id] ?? login.split(":")[0] ?? "";
        return [
          ["one.user.info", id],
          ["one.user.login", name, "", word === "token" ? 7_776_000 : 0, -1],
        ];
      },
    }),
  ),
];

/** How an attempt ended: what else a refusal is due to (a state, a lease) may be told in another order. */
type Outcome = "done" | "missing" | "refused";

const rpc = (sim: OnedSim) => createRpc({ urls: [sim.url], connections: 4, timeout: 5_000, answerLimit: 1 << 26 });
const newSim = () => startOnedSim({ seed, stepMs: "manual" });

let behind: OnedClient;
/** Stands for the client of the stand-in that is behind the server at the moment. */
const current: OnedClient = {
  read: (...call) => behind.read(...call),
  readPool: (...call) => behind.readPool(...call),
  change: (...call) => behind.change(...call),
};
let parts: Parts;
let app: App;

beforeAll(async () => {
  parts = await makeParts(current);
  app = createApp(parts.deps);
});
afterAll(() => parts.remove());

async function ask(login: Login, method: string, path: string, body?: string): Promise<Response> {
  const headers = { authorization: basic(login) };
  const request = new Request(`http://localhost${path}`, { method, headers, ...(body !== undefined && { body }) });
  return app(request, { address: "127.0.0.1", untimed() {} });
}

/** Refusals that oned gives the code of an internal error. */
const ONED_REFUSES = "ONED_FAILED: Cannot create a full token";

async function through(login: Login, request: readonly [string, string, string?]): Promise<Outcome> {
  const response = await ask(login, ...request);
  const { status } = response;
  const body = await response.text();
  if ((status >= 500 && !body.startsWith(ONED_REFUSES)) || status === 401) throw new Error(`${request}: ${body}`);
  return status < 300 ? "done" : status === 404 ? "missing" : "refused";
}

async function made(oned: OnedClient, login: Login, calls: readonly DirectCall[]): Promise<Outcome> {
  try {
    for (const [method, ...parameters] of calls) {
      if (method.endsWith(".info")) await oned.read(login, method, ...parameters);
      else await oned.change(login, method, ...parameters);
    }
    return "done";
  } catch (error) {
    if (!(error instanceof OcciError) || error.status === 401) throw error;
    if (error.status >= 500 && !`${error.code}: ${error.message}`.startsWith(ONED_REFUSES)) throw error;
    return error.code === "NOT_FOUND" ? "missing" : "refused";
  }
}

/** All that an administrator sees, without times and random words. */
async function everything(oned: OnedClient): Promise<string[]> {
  const pools: DirectCall[] = [
    ["one.vmpool.infoextended", -2, -1, -1, -2],
    ["one.vnpool.info", -2, -1, -1],
    ["one.imagepool.info", -2, -1, -1],
    ["one.userpool.info"],
  ];
  const texts = await Promise.all(
    pools.map(async ([method, ...parameters]) => {
      const answer = await oned.readPool(ADMIN, method, ...parameters);
      const text = Buffer.from(answer.encoded).toString();
      answer.release();
      return text;
    }),
  );
  const steady = texts
    .join("")
    .replace(/\b1[5-9]\d{8}\b/g, "TIME")
    .replace(/\b([0-9a-f]{32,64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g, "RANDOM");
  return steady.split(/(?=&lt;(?:VM|VNET|IMAGE|USER)&gt;)/);
}

async function withTwoSims(run: (direct: OnedClient, settle: () => void) => Promise<void>): Promise<void> {
  const [ours, theirs] = [await newSim(), await newSim()];
  behind = rpc(ours);
  try {
    await run(rpc(theirs), () => {
      ours.settle();
      theirs.settle();
    });
  } finally {
    await Promise.all([ours.stop(), theirs.stop()]);
  }
}

/** Tries every object both ways. @returns how it ended for each, which was the same. */
async function attemptAll(operation: Operation, login: Login): Promise<readonly Outcome[]> {
  const served: Outcome[] = [];
  await withTwoSims(async (direct, settle) => {
    const ids = [...(operation.ids ?? OBJECTS), MISSING];
    const directly: Outcome[] = [];
    for (const id of ids) {
      served.push(await through(login, operation.request(id, login)));
      directly.push(await made(direct, login, operation.direct(id, login)));
      settle();
    }
    expect(ids.map((id, index) => `${login} ${id} ${served[index]}`)).toEqual(
      ids.map((id, index) => `${login} ${id} ${directly[index]}`),
    );
    const [ours, theirs] = [await everything(behind), await everything(direct)];
    expect(ours.filter((object, index) => object !== theirs[index])).toEqual([]);
    expect(ours).toHaveLength(theirs.length);
  });
  return served;
}

test.each(OPERATIONS)("$name is possible through the server for whom it is possible directly", async (operation) => {
  const outcomes = new Set<Outcome>();
  for (const login of USERS) for (const outcome of await attemptAll(operation, login)) outcomes.add(outcome);
  // Nothing would be compared if all were refused, or all allowed.
  expect([...outcomes]).toContain("refused");
  expect([...outcomes]).toContain("done");
});

describe("collections show what oned shows, and nothing of others:", () => {
  const LISTS = [
    ["compute", "one.vmpool.info", -1],
    ["compute?verbose", "one.vmpool.infoextended", -1],
    ["network", "one.vnpool.info"],
    ["network?verbose", "one.vnpool.info"],
    ["storage", "one.imagepool.info"],
    ["storage?verbose", "one.imagepool.info"],
    ["user", "one.userpool.info"],
    ["user?verbose", "one.userpool.info"],
  ] as const;

  test.each(USERS)("as %s", async (login) => {
    await withTwoSims(async (direct) => {
      for (const [path, method, ...state] of LISTS) {
        const answer = await direct.readPool(login, method, ...(path.startsWith("user") ? [] : [-2, -1, -1, ...state]));
        const members = /&lt;(?:VM|VNET|IMAGE|USER)&gt;&lt;ID&gt;(\d+)/g;
        const expected = [...Buffer.from(answer.encoded).toString().matchAll(members)].map(([, id]) => id);
        answer.release();
        const body = await (await ask(login, "GET", `/${path}`)).text();
        const own = new RegExp(`<${path.replace("?verbose", "").toUpperCase()} href="[^"]*/(\\d+)"`, "g");
        const shown = [...body.matchAll(own)].map(([, id]) => id);
        // In full a machine also points at its networks, storage and owner.
        expect(path.startsWith("user") || path.endsWith("verbose") ? [...new Set(shown)] : shown).toEqual(expected);
        expect(expected.length).toBeGreaterThan(0);
        if (path === "compute") expect(expected.length).toBe(login === ADMIN ? 18 : login.startsWith("carol") ? 9 : 14);
      }
    });
  });
});
