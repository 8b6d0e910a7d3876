/** What is read of templates, security groups, clusters, datastores, zones and shared objects, and how each is asked for. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import * as clusters from "./cluster.ts";
import * as groups from "./security-group.ts";
import { shared } from "./shared.ts";
import * as system from "./system.ts";
import { ScriptedOned } from "./testing/scripted-oned.ts";
import { usersOf } from "./users-of.ts";
import * as templates from "./vm-template.ts";
import { raftStatus, zones } from "./zone.ts";

const OWNED = "<ID>3</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>thing</NAME>";
const map = (object: Record<string, string>) => new Map(Object.entries(object));

describe("a VM template", () => {
  test("has what machines are made of", async () => {
    const full =
      `<VMTEMPLATE>${OWNED}<REGTIME>1000</REGTIME><TEMPLATE><CPU>0.5</CPU><MEMORY>128</MEMORY><VCPU>2</VCPU>` +
      "<DESCRIPTION>small</DESCRIPTION><DISK><IMAGE>debian</IMAGE></DISK><NIC><NETWORK>lan</NETWORK></NIC>" +
      "<CONTEXT><A>b</A></CONTEXT><USER_INPUTS><P>M|text|p</P></USER_INPUTS></TEMPLATE></VMTEMPLATE>";
    const oned = new ScriptedOned({ "template.info": full });
    expect(await templates.info(oned, "a:b", 3)).toEqual({
      ...{ id: 3, name: "thing", uid: 2, uname: "alice", gname: "users", registered: 1000 },
      ...{ cpu: "0.5", memory: "128", vcpu: 2, description: "small" },
      ...{ disks: [map({ IMAGE: "debian" })], nics: [map({ NETWORK: "lan" })] },
      ...{ context: map({ A: "b" }), inputs: map({ P: "M|text|p" }) },
      notes: map({ CPU: "0.5", MEMORY: "128", VCPU: "2", DESCRIPTION: "small" }),
    });
    expect(oned.requests).toEqual([["a:b", "one.template.info", 3]]);
  });

  test("may have none of it", () => {
    const bare = `<VMTEMPLATE>${OWNED}<TEMPLATE><CPU></CPU><MEMORY></MEMORY><DESCRIPTION></DESCRIPTION></TEMPLATE></VMTEMPLATE>`;
    expect(templates.vmTemplateOf(readRecord(bare, "VMTEMPLATE"))).toEqual({
      ...{ id: 3, name: "thing", uid: 2, uname: "alice", gname: "users" },
      ...{ cpu: undefined, memory: undefined, vcpu: undefined, description: undefined, registered: 0 },
      ...{ disks: [], nics: [], context: new Map(), inputs: new Map() },
      notes: map({ CPU: "", MEMORY: "", DESCRIPTION: "" }),
    });
  });
});

describe("a security group", () => {
  test("has its rules and notes", async () => {
    const full = `<SECURITY_GROUP>${OWNED}<TEMPLATE><DESCRIPTION>web</DESCRIPTION><RULE><PROTOCOL>TCP</PROTOCOL></RULE></TEMPLATE></SECURITY_GROUP>`;
    const oned = new ScriptedOned({ "secgroup.info": full });
    expect(await groups.info(oned, "a:b", 3)).toEqual({
      ...{ id: 3, name: "thing", uid: 2, uname: "alice", gname: "users", description: "web" },
      ...{ rules: [map({ PROTOCOL: "TCP" })], notes: map({ DESCRIPTION: "web" }), cut: false },
    });
    expect(oned.requests).toEqual([["a:b", "one.secgroup.info", 3]]);
  });

  test("may have none of them", () => {
    const bare = `<SECURITY_GROUP>${OWNED}<TEMPLATE><DESCRIPTION></DESCRIPTION></TEMPLATE></SECURITY_GROUP>`;
    expect(groups.securityGroupOf(readRecord(bare, "SECURITY_GROUP"))).toMatchObject({
      description: undefined,
      rules: [],
    });
  });
});

test("a cluster has an id and a name", async () => {
  const oned = new ScriptedOned({
    "cluster.info": "<CLUSTER><ID>100</ID><NAME>east</NAME></CLUSTER>",
    "clusterpool.info": "<CLUSTER_POOL/>",
  });
  expect(await clusters.info(oned, "a:b", 100)).toEqual({ id: 100, name: "east" });
  (await clusters.pool(oned, "a:b")).release();
  expect(clusters.clusterOf(readRecord("<CLUSTER><ID>1</ID></CLUSTER>", "CLUSTER"))).toEqual({ id: 1, name: "" });
  expect(oned.requests).toEqual([
    ["a:b", "one.cluster.info", 100],
    ["a:b", "one.clusterpool.info"],
  ]);
});

describe("oned itself", () => {
  const config = (text: string) => ({
    "system.config": `<OPENNEBULA_CONFIGURATION>${text}</OPENNEBULA_CONFIGURATION>`,
  });

  test("has a version", async () => {
    expect(await system.version(new ScriptedOned({ "system.version": "6.10.0" }), "a:b")).toBe("6.10.0");
  });

  test.each([
    ["<MAX_CONN>15</MAX_CONN>", 15],
    ["<MAX_CONN>123456789</MAX_CONN>", 123456789],
    ["<MAX_CONN>1234567890</MAX_CONN>", undefined],
    ["<MAX_CONN>x15</MAX_CONN>", undefined],
    ["<MAX_CONN>15x</MAX_CONN>", undefined],
    ["<MAX_CONN></MAX_CONN>", undefined],
    ["", undefined],
  ])("with %s serves so many connections: %p", async (text, expected) => {
    expect(await system.maxConnections(new ScriptedOned(config(text)), "a:b")).toBe(expected);
  });
});

describe("a datastore", () => {
  const read = (text: string) =>
    system.datastore(new ScriptedOned({ "datastore.info": `<DATASTORE>${text}</DATASTORE>` }), "a:b", 1);

  test("has a type and directories", async () => {
    const template = "<TEMPLATE><SAFE_DIRS> /srv  /home </SAFE_DIRS><RESTRICTED_DIRS>/</RESTRICTED_DIRS></TEMPLATE>";
    expect(await read(`<NAME>default</NAME><TYPE>2</TYPE>${template}`)).toEqual({
      ...{ name: "default", type: "FILE", safeDirs: ["/srv", "/home"], restrictedDirs: ["/"] },
    });
  });

  test.each([
    [0, "IMAGE"],
    [1, "SYSTEM"],
    [2, "FILE"],
    [3, "BACKUP"],
    [4, undefined],
  ])("of type %d is %p", async (number, type) => {
    expect(await read(`<TYPE>${number}</TYPE>`)).toEqual({ name: "", type, safeDirs: [], restrictedDirs: [] });
  });

  test("may not say its type", async () => {
    expect((await read("")).type).toBeUndefined();
  });
});

describe("zones", () => {
  test("have servers, where there are several", async () => {
    const server = "<SERVER><ID>0</ID><NAME>one</NAME><ENDPOINT>http://one:2633/RPC2</ENDPOINT></SERVER>";
    const full = `<ZONE><ID>0</ID><NAME>here</NAME><SERVER_POOL>${server}<SERVER><ID>1</ID></SERVER></SERVER_POOL></ZONE>`;
    const oned = new ScriptedOned({ "zonepool.info": `<ZONE_POOL>${full}<ZONE><ID>1</ID></ZONE></ZONE_POOL>` });
    expect(await zones(oned, "a:b")).toEqual([
      {
        ...{ id: 0, name: "here" },
        servers: [
          { id: 0, name: "one", endpoint: "http://one:2633/RPC2" },
          { id: 1, name: "", endpoint: "" },
        ],
      },
      { id: 1, name: "", servers: [] },
    ]);
  });

  test.each([
    [0, "solo"],
    [1, "candidate"],
    [2, "follower"],
    [3, "leader"],
    [4, "solo"],
  ] as const)("the server in state %d is %s", async (number, state) => {
    const status = `<RAFT><SERVER_ID>2</SERVER_ID><STATE>${number}</STATE><TERM>9</TERM></RAFT>`;
    expect(await raftStatus(new ScriptedOned({ "zone.raftstatus": status }), "a:b")).toEqual({
      server: 2,
      state,
      term: 9,
    });
  });
});

describe("a shared object", () => {
  const permissions = (group: number, other: number) =>
    `<PERMISSIONS><GROUP_U>${group}</GROUP_U><OTHER_U>${other}</OTHER_U></PERMISSIONS>`;

  test.each([
    ["datastore", "DATASTORE", "DATASTORE"],
    ["image", "IMAGE", "IMAGE"],
    ["template", "VMTEMPLATE", "TEMPLATE"],
    ["vn", "VNET", "NET"],
  ] as const)("%s is read as %s, and rules of access call it %s", async (kind, element, aclKind) => {
    const text = `<${element}>${OWNED}${permissions(1, 0)}<CLUSTERS><ID>0</ID></CLUSTERS></${element}>`;
    const oned = new ScriptedOned({ [`${kind}.info`]: text });
    expect(await shared(oned, "a:b", kind, 3)).toEqual({
      ...{ id: 3, name: "thing", gid: 1, aclKind, groupMayUse: true, othersMayUse: false, clusterIds: [0] },
    });
    expect(oned.requests).toEqual([["a:b", `one.${kind}.info`, 3]]);
  });

  test("may be everybody's", async () => {
    const oned = new ScriptedOned({ "image.info": `<IMAGE>${OWNED}${permissions(0, 1)}</IMAGE>` });
    expect(await shared(oned, "a:b", "image", 3)).toMatchObject({
      groupMayUse: false,
      othersMayUse: true,
      clusterIds: [],
    });
  });
});

describe("the users", () => {
  const none = { networkIds: [], hidden: 0, others: false };

  test("of an image are its machines", async () => {
    const oned = new ScriptedOned({ "image.info": "<IMAGE><VMS><ID>7</ID><ID>9</ID></VMS></IMAGE>" });
    expect(await usersOf(oned, "a:b", "image", 3)).toEqual({ vmIds: [7, 9], ...none });
    expect(oned.requests).toEqual([["a:b", "one.image.info", 3]]);
  });

  test("of a security group are those of its four lists", async () => {
    const lists = ["UPDATED_VMS", "OUTDATED_VMS", "UPDATING_VMS", "ERROR_VMS"];
    const text = lists.map((list, index) => `<${list}><ID>${index}</ID></${list}>`).join("");
    const oned = new ScriptedOned({ "secgroup.info": `<SECURITY_GROUP>${text}</SECURITY_GROUP>` });
    expect(await usersOf(oned, "a:b", "secgroup", 3)).toEqual({ vmIds: [0, 1, 2, 3], ...none });
  });

  const network = (used: string, ...leases: string[]) => {
    const list = leases.map((lease) => `<LEASE>${lease}</LEASE>`).join("");
    const ranges = `<AR_POOL><AR><LEASES>${list}</LEASES></AR></AR_POOL>`;
    return usersOf(new ScriptedOned({ "vn.info": `<VNET>${used}${ranges}</VNET>` }), "a:b", "vn", 3);
  };

  test("of a network are machines and reservations, each once", async () => {
    const [vm, other, reserved] = ["<VM>7</VM>", "<VM>8</VM>", "<VNET>5</VNET>"];
    expect(await network("<USED_LEASES>3</USED_LEASES>", vm, vm, other)).toEqual({ vmIds: [7, 8], ...none });
    expect(await network("", vm, reserved, reserved)).toEqual({
      ...{ vmIds: [7], networkIds: [5], hidden: 0, others: true },
    });
  });

  test("of a network may be hidden, or hold an address back", async () => {
    expect(await network("<USED_LEASES>5</USED_LEASES>", "<VM>7</VM>")).toMatchObject({ hidden: 4, others: false });
    expect(await network("<USED_LEASES>1</USED_LEASES>", "<VM>-1</VM>", "<VM>7</VM>")).toMatchObject({
      ...{ vmIds: [7], hidden: 1, others: true },
    });
    expect(await network("")).toEqual({ vmIds: [], ...none });
  });
});

test("each call has the parameters that oned takes", async () => {
  const oned = new ScriptedOned({
    "templatepool.info": "<VMTEMPLATE_POOL/>",
    "secgrouppool.info": "<SECURITY_GROUP_POOL/>",
  });
  (await templates.pool(oned, "a:b")).release();
  (await groups.pool(oned, "a:b")).release();
  expect(await templates.allocate(oned, "a:b", "CPU=1")).toBe(12);
  expect(await templates.instantiate(oned, "a:b", 3, "web", "MEMORY=1")).toBe(12);
  expect(await templates.instantiate(oned, "a:b", 3, "", "", true)).toBe(12);
  await templates.remove(oned, "a:b", 3);
  expect(await groups.allocate(oned, "a:b", "NAME=x")).toBe(12);
  await groups.update(oned, "a:b", 3, "RULE=[]", false);
  await groups.update(oned, "a:b", 3, "X=y", true);
  await groups.rename(oned, "a:b", 3, "new");
  await groups.remove(oned, "a:b", 3);
  expect(oned.requests.map(([, ...call]) => call)).toEqual([
    ["one.templatepool.info", -2, -1, -1],
    ["one.secgrouppool.info", -2, -1, -1],
    ["one.template.allocate", "CPU=1"],
    ["one.template.instantiate", 3, "web", false, "MEMORY=1", false],
    ["one.template.instantiate", 3, "", true, "", false],
    ["one.template.delete", 3],
    ["one.secgroup.allocate", "NAME=x"],
    ["one.secgroup.update", 3, "RULE=[]", 0],
    ["one.secgroup.update", 3, "X=y", 1],
    ["one.secgroup.rename", 3, "new"],
    ["one.secgroup.delete", 3],
  ]);
});
