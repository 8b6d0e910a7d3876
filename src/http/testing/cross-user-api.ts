/**
 * Operations of the JSON API that name an object of the cloud, each with the calls of oned that it should amount to. Readings
 * follow from the table of operations; a change that is not here fails the test.
 */
import { OPERATIONS as API, BASE_PATH } from "../../dialects/json/index.ts";
import { type DirectCall, type Operation, ownVm, smallVm } from "./cross-user-operations.ts";
import type { Login } from "./cross-user-world.ts";

const newName = (id: number) => `new-${id}`;

/** The objects at the paths of the API, and the prefix of their calls. */
const KINDS: Readonly<Record<string, string>> = {
  machines: "one.vm",
  images: "one.image",
  networks: "one.vn",
  templates: "one.template",
};

interface Change {
  /** Of the document of the request. */
  readonly body?: (id: number) => unknown;
  readonly calls: (id: number, login: Login) => readonly DirectCall[];
  /** Members of the path beside the id, or in its place. */
  readonly params?: (login: Login) => Readonly<Record<string, number | string>>;
  /** Made by an administrator before, of each object. */
  readonly before?: Operation["before"];
  readonly makes?: Operation["makes"];
}

const MARK = "<TEMPLATE><OCCI_REQUEST>x</OCCI_REQUEST></TEMPLATE>";
const named = (id: number) => ({ name: newName(id) });
const vm = (id: number): DirectCall => ["one.vm.info", id];
/** The machine is shown behind its change. */
const onVm =
  (...calls: ((id: number) => DirectCall)[]) =>
  (id: number): DirectCall[] => [vm(id), ...calls.map((call) => call(id))];
const vmAction = (name: string) => onVm((id) => ["one.vm.action", name, id]);

const WORDS = {
  stop: "poweroff",
  reboot: "reboot",
  suspend: "suspend",
  hibernate: "stop",
  undeploy: "undeploy",
} as const;

/** By the id of the operation; several for one that has several forms. */
const CHANGES: Readonly<Record<string, readonly Change[]>> = {
  createMachine: [
    {
      body: (id) => ({ ...named(id), size: "small", image: id }),
      calls: (id) => [["one.vm.allocate", smallVm(id, { disks: [{ imageId: id }], nics: [] }), false]],
      makes: "another",
    },
    {
      body: (id) => ({ ...named(id), size: "small", networks: [id] }),
      calls: (id) => [["one.vm.allocate", smallVm(id, { disks: [], nics: [{ networkId: id }] }), false]],
      makes: "another",
    },
    {
      body: (id) => ({ ...named(id), template: id }),
      // The server's mark of the creation is an attribute beside the template: for that oned asks for one right more.
      calls: (id) => [["one.template.instantiate", id, newName(id), false, MARK, false]],
      makes: "another",
    },
  ],
  updateMachine: [
    { body: named, calls: onVm((id) => ["one.vm.rename", id, newName(id)]) },
    { body: () => ({ description: "new" }), calls: onVm((id) => ["one.vm.update", id, 'DESCRIPTION="new"', 1]) },
  ],
  deleteMachine: [{ calls: vmAction("terminate-hard") }],
  actOnMachine: Object.entries(WORDS).map(([word, action]) => ({ params: () => ({ word }), calls: vmAction(action) })),
  attachDisk: [
    {
      body: (id) => ({ image: id }),
      params: (login) => ({ id: ownVm(login) }),
      calls: (id, login) => [["one.vm.attach", ownVm(login), `DISK=[IMAGE_ID="${id}"]`]],
    },
  ],
  attachNic: [
    {
      body: (id) => ({ network: id }),
      params: (login) => ({ id: ownVm(login) }),
      calls: (id, login) => [["one.vm.attachnic", ownVm(login), `NIC=[NETWORK_ID="${id}"]`]],
    },
  ],
  detachDisk: [{ calls: onVm((id) => ["one.vm.detach", id, 0]) }],
  detachNic: [{ calls: onVm((id) => ["one.vm.detachnic", id, 0]) }],
  saveDisk: [{ body: named, calls: (id) => [["one.vm.disksaveas", id, 0, newName(id), "", -1]] }],
  resizeDisk: [{ body: () => ({ sizeMiB: 20 }), calls: onVm((id) => ["one.vm.diskresize", id, 0, "20"]) }],
  takeDiskSnapshot: [{ body: named, calls: onVm((id) => ["one.vm.disksnapshotcreate", id, 0, newName(id)]) }],
  // Neither the active one can be deleted nor one that others follow.
  deleteDiskSnapshot: [
    {
      before: (id) => [
        ["one.vm.disksnapshotcreate", id, 0, "a"],
        ["one.vm.disksnapshotcreate", id, 0, "b"],
        ["one.vm.action", "poweroff", id],
        ["one.vm.disksnapshotrevert", id, 0, 0],
      ],
      params: () => ({ snapshot: 1 }),
      calls: onVm((id) => ["one.vm.disksnapshotdelete", id, 0, 1]),
    },
  ],
  revertDisk: [
    {
      before: (id) => [
        ["one.vm.disksnapshotcreate", id, 0, "a"],
        ["one.vm.action", "poweroff", id],
      ],
      calls: onVm((id) => ["one.vm.disksnapshotrevert", id, 0, 0]),
    },
  ],
  takeSnapshot: [{ body: named, calls: onVm((id) => ["one.vm.snapshotcreate", id, newName(id)]) }],
  deleteSnapshot: [
    {
      before: (id) => [["one.vm.snapshotcreate", id, "a"]],
      calls: onVm((id) => ["one.vm.snapshotdelete", id, 0]),
    },
  ],
  revertMachine: [
    {
      before: (id) => [["one.vm.snapshotcreate", id, "a"]],
      calls: onVm((id) => ["one.vm.snapshotrevert", id, 0]),
    },
  ],
  updateImage: [
    {
      body: named,
      calls: (id) => [
        ["one.image.info", id],
        ["one.image.rename", id, newName(id)],
      ],
    },
    {
      body: () => ({ description: "new" }),
      calls: (id) => [
        ["one.image.info", id],
        ["one.image.update", id, 'DESCRIPTION="new"', 1],
      ],
    },
    {
      body: () => ({ persistent: true }),
      calls: (id) => [
        ["one.image.info", id],
        ["one.image.persistent", id, true],
      ],
    },
  ],
  deleteImage: [{ calls: (id) => [["one.image.delete", id]] }],
  cloneImage: [{ body: named, calls: (id) => [["one.image.clone", id, newName(id)]] }],
  updateNetwork: [
    {
      body: named,
      calls: (id) => [
        ["one.vn.info", id],
        ["one.vn.rename", id, newName(id)],
      ],
    },
    {
      body: () => ({ description: "new" }),
      calls: (id) => [
        ["one.vn.info", id],
        ["one.vn.update", id, 'DESCRIPTION="new"', 1],
      ],
    },
  ],
  deleteNetwork: [{ calls: (id) => [["one.vn.delete", id]] }],
};

/** What names no object of another: it makes one of the user's own, or is about the user. */
export const OF_THE_USER: readonly string[] = [
  ...["updateMe", "createImage", "createNetwork", "createToken", "deleteToken"],
];

/** Operations that name an object and are not in the table. */
export function forgotten(): string[] {
  return API.filter(({ method }) => method !== "GET")
    .map(({ id }) => id)
    .filter((id) => !Object.hasOwn(CHANGES, id) && !OF_THE_USER.includes(id));
}

/** Names in the table that no operation has. */
export function vanished(): string[] {
  const ids = API.map(({ id }) => id);
  return [...Object.keys(CHANGES), ...OF_THE_USER].filter((id) => !ids.includes(id));
}

function filled(path: string, params: Readonly<Record<string, number | string>>): string {
  return BASE_PATH + path.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? 0));
}

/** All of them. */
export const API_OPERATIONS: readonly Operation[] = API.flatMap(({ id: name, method, path }): Operation[] => {
  const kind = KINDS[path.split("/")[1] ?? ""];
  if (method === "GET") {
    if (kind === undefined || !path.includes("{id}")) return [];
    return [
      {
        name,
        request: (id) => ["GET", filled(path, { id })],
        direct: (id) => [[`${kind}.info`, id]],
      },
    ];
  }
  return (CHANGES[name] ?? []).map(({ body, calls, params, before, makes }, index): Operation => {
    const words = Object.values(params?.("alice:alicepass") ?? {}).join("");
    return {
      name: `${name} ${words === "" ? index : words}`,
      request: (id, login) => {
        const text = body === undefined ? undefined : JSON.stringify(body(id));
        const target = filled(path, { id, ...params?.(login) });
        return text === undefined ? [method, target] : [method, target, text];
      },
      direct: calls,
      ...(before !== undefined && { before }),
      ...(makes !== undefined && { makes }),
    };
  });
});

/** Pages of the API, and the pool that each shows. */
export const API_LISTS = API.filter(({ query }) => query?.properties.after !== undefined).map(({ path }) => ({
  path: `${BASE_PATH}${path}`,
  pool: `${KINDS[path.slice(1)] ?? path}pool.info`,
}));
