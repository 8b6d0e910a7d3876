/** Requests to the server, each with the calls of oned that it should amount to. */
import type { Parameter } from "../../opennebula/client.ts";
import type { VmTemplateData } from "../../templates/data.ts";
import { createTemplates } from "../../templates/engine.ts";
import { type Login, PERMISSIONS } from "./cross-user-world.ts";

export type DirectCall = readonly [method: string, ...parameters: Parameter[]];

export interface Operation {
  readonly name: string;
  readonly request: (id: number, login: Login) => readonly [method: string, path: string, body?: string];
  /** Made one after the other, until one fails. */
  readonly direct: (id: number, login: Login) => readonly DirectCall[];
  readonly ids?: readonly number[];
  /** Made by an administrator before the attempt, of each object. */
  readonly before?: (id: number) => readonly DirectCall[];
  /** What is made has other attributes than the calls give it: only that it is there is compared. */
  readonly makes?: "another";
}

type Needs = Pick<Operation, "before">;

const act = (word: string, params = "") => `<ACTION><PERFORM>${word}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`;
/** Of what is renamed or made by the attempt with that id: names are unique for each owner. */
const newName = (id: number) => `new-${id}`;
const nameElement = (id: number) => `<NAME>${newName(id)}</NAME>`;

/** A word of PUT and of POST .../action, and what it does. */
function stateWord(word: string, call: (id: number) => DirectCall, needs: Needs = {}): Operation[] {
  const body = `<COMPUTE><STATE>${word}</STATE></COMPUTE>`;
  return [
    {
      ...needs,
      name: `PUT STATE ${word}`,
      request: (id) => ["PUT", `/compute/${id}`, body],
      direct: (id) => [call(id)],
    },
    {
      ...needs,
      name: `action ${word}`,
      request: (id) => ["POST", `/compute/${id}/action`, act(word)],
      direct: (id) => [call(id)],
    },
  ];
}

function compute(
  word: string,
  params: (id: number) => string,
  call: (id: number) => DirectCall,
  needs: Needs = {},
): Operation {
  return {
    ...needs,
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
export function ownVm(login: Login): number {
  const owner = ["alice", "bob", "oneadmin"].indexOf(login.split(":")[0] ?? "");
  return owner < 0 ? 4 : owner * PERMISSIONS.length;
}

const computeWith = (id: number, devices: string) =>
  `<COMPUTE>${nameElement(id)}<INSTANCE_TYPE>small</INSTANCE_TYPE>${devices}</COMPUTE>`;
const templates = createTemplates({ location: "/nonexistent", vmTypes: [{ name: "small", template: "small.eta" }] });
/** The template of a small machine, as the server sends it. */
export const smallVm = (id: number, devices: Pick<VmTemplateData, "disks" | "nics">) =>
  templates.renderVm("small", { name: newName(id), instanceType: "small", context: [], ...devices });

const userIds = [-1, 0, 1, 2, 3, 4];

const powerOff = (id: number): readonly DirectCall[] => [["one.vm.action", "poweroff", id]];
const makeDiskSnapshots = (id: number): readonly DirectCall[] => [
  ...powerOff(id),
  ["one.vm.disksnapshotcreate", id, 0, "first"],
  ["one.vm.disksnapshotcreate", id, 0, "second"],
];
const POWERED_OFF: Needs = { before: powerOff };
const WITH_SNAPSHOT: Needs = { before: (id) => [["one.vm.snapshotcreate", id, "before"]] };
const WITH_DISK_SNAPSHOTS: Needs = { before: makeDiskSnapshots };
const snapshot = () => '<SNAPSHOT id="0"/>';
const diskSnapshot = () => '<DISK id="0"/><SNAPSHOT id="0"/>';

export const OPERATIONS: readonly Operation[] = [
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
  ...stateWord("RESUME", vmAction("resume"), POWERED_OFF),
  ...stateWord("SHUTDOWN", vmAction("terminate")),
  ...stateWord("CANCEL", vmAction("terminate-hard")),
  ...stateWord("DONE", vmAction("terminate-hard")),
  ...stateWord("RESUBMIT", (id) => ["one.vm.recover", id, 4]),
  compute("undeploy", nothing, vmAction("undeploy")),
  compute("undeployhard", nothing, vmAction("undeploy-hard")),
  compute("poweroffhard", nothing, vmAction("poweroff-hard")),
  compute("rename", nameElement, (id) => ["one.vm.rename", id, newName(id)]),
  compute("snapshotcreate", nameElement, (id) => ["one.vm.snapshotcreate", id, newName(id)]),
  compute("snapshotrevert", snapshot, (id) => ["one.vm.snapshotrevert", id, 0], WITH_SNAPSHOT),
  compute("snapshotdelete", snapshot, (id) => ["one.vm.snapshotdelete", id, 0], WITH_SNAPSHOT),
  compute("disksnapshotrevert", diskSnapshot, (id) => ["one.vm.disksnapshotrevert", id, 0, 0], WITH_DISK_SNAPSHOTS),
  compute(
    "disksnapshotdelete",
    () => '<DISK id="0"/><SNAPSHOT id="1"/>',
    (id) => ["one.vm.disksnapshotdelete", id, 0, 1],
    { before: (id) => [...makeDiskSnapshots(id), ["one.vm.disksnapshotrevert", id, 0, 0]] },
  ),
  {
    ...POWERED_OFF,
    name: "compute action resize",
    request: (id) => ["POST", `/compute/${id}/action`, act("resize", '<INSTANCE_TYPE href="/instance_type/medium"/>')],
    direct: (id) => [
      ["one.vm.resize", id, 'CPU="4"\nMEMORY="4096"', true],
      ["one.vm.update", id, 'INSTANCE_TYPE="medium"', 1],
    ],
  },
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
    // Who takes the right to see it away from himself has seen it before.
    const inOrder = <T>(seen: T, done: T): T[] => (value === "YES" ? [done, seen] : [seen, done]);
    return [
      {
        name: `PUT network PUBLIC ${value}`,
        request: (id) => ["PUT", `/network/${id}`, `<NETWORK><PUBLIC>${value}</PUBLIC></NETWORK>`],
        direct: (id) => inOrder(["one.vn.info", id], ["one.vn.chmod", id, ...bits]),
      },
      {
        name: `PUT storage PUBLIC ${value}`,
        request: (id) => ["PUT", `/storage/${id}`, `<STORAGE><PUBLIC>${value}</PUBLIC></STORAGE>`],
        direct: (id) => inOrder(["one.image.info", id], ["one.image.chmod", id, ...bits]),
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
    direct: (id) => [["one.vm.allocate", smallVm(id, { disks: [{ imageId: id }], nics: [] }), false]],
  },
  {
    name: "POST compute with another's network",
    request: (id) => ["POST", "/compute", computeWith(id, `<NIC><NETWORK href="/network/${id}"/></NIC>`)],
    direct: (id) => [["one.vm.allocate", smallVm(id, { disks: [], nics: [{ networkId: id }] }), false]],
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
