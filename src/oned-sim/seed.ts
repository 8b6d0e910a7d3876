/** The objects that exist at the start. */
import { tmpdir } from "node:os";
import { formatIp4, formatMac, macOfIp4 } from "./address.ts";
import { Attributes } from "./attributes.ts";
import * as imageNew from "./image/new.ts";
import type { Datastore, User, Vm } from "./records.ts";
import { demoPast } from "./seed-past.ts";
import { parseTemplate } from "./template.ts";
import { aclRule, type Caller } from "./users/permissions.ts";
import { addUser, passwordHash } from "./users/users.ts";
import { setState } from "./vm/life.ts";
import { allocateTemplate, blankVm } from "./vm/new.ts";
import { allocate as allocateVmTemplate } from "./vm-template/new.ts";
import { addGroup } from "./vnet/security-group.ts";
import * as vnet from "./vnet/vnet.ts";
import type { World } from "./world.ts";

const SHARED = [1, 1, 0, 1, 0, 0, 0, 0, 0];
/** Permissions of what everybody may use. */
export const PUBLIC = [1, 1, 0, 1, 0, 0, 1, 0, 0];

/** The session of a user, as if it had logged in. */
export function callerOf(user: User): Caller {
  return { user, token: undefined };
}

interface DatastoreSeed {
  readonly id: number;
  readonly name: string;
  readonly type: Datastore["type"];
  readonly driver: string;
  readonly transferDriver: string;
  readonly totalMb?: number;
  readonly usedMb?: number;
}

/** Adds a datastore. */
export function addDatastore(world: World, seed: DatastoreSeed): void {
  const { totalMb = 0, usedMb = 0 } = seed;
  const template = new Attributes();
  const shared = seed.transferDriver !== "ssh";
  template.add("ALLOW_ORPHANS", seed.transferDriver === "dummy" ? "NO" : "YES");
  if (seed.type !== "SYSTEM") {
    template.add("CLONE_TARGET", "SYSTEM");
    template.add("DS_MAD", seed.driver);
    template.add("LN_TARGET", shared ? "NONE" : "SYSTEM");
  } else {
    template.add("DS_MIGRATE", "YES");
    template.add("SHARED", shared ? "YES" : "NO");
    if (world.release === "7.4") {
      template.add("DS_LIVE_MIGRATE", "YES");
      template.add("DS_MIGRATE_SNAP", "YES");
    }
  }
  if (seed.type !== "FILE") template.add("DISK_TYPE", "FILE");
  if (world.release === "7.4" && seed.type !== "FILE") template.add("PERSISTENT_SNAPSHOTS", "YES");
  template.add("RESTRICTED_DIRS", "/");
  template.add("SAFE_DIRS", ["/var/tmp", tmpdir()].join(" "));
  template.add("TM_MAD", seed.transferDriver);
  template.add("TYPE", seed.type === "SYSTEM" ? "SYSTEM_DS" : seed.type === "FILE" ? "FILE_DS" : "IMAGE_DS");
  world.datastores.set(seed.id, {
    ...seed,
    uid: 0,
    gid: 0,
    permissions: [...SHARED],
    epoch: 0,
    totalMb,
    freeMb: totalMb - usedMb,
    usedMb,
    template,
  });
}

/** Permissions of what oned itself makes for everybody. */
export const OF_ALL = [1, 1, 1, 1, 0, 0, 1, 0, 0];

const DEFAULT_GROUP =
  'DESCRIPTION="The default security group is added to every network. Use it to add default filter rules for your networks. You may remove this security group from any network by updating its properties."\nRULE=[RULE_TYPE="OUTBOUND",PROTOCOL="ALL"]\nRULE=[RULE_TYPE="INBOUND",PROTOCOL="ALL"]';

/** Groups, users, datastores and the rules that every oned has. */
export function addBasics(world: World): void {
  world.groups.set(0, "oneadmin");
  world.groups.set(1, "users");
  addUser(world, "oneadmin", "opennebula", "core", [0]);
  addUser(world, "serveradmin", passwordHash(crypto.randomUUID()), "server_cipher", [0]);
  addDatastore(world, { id: 0, name: "system", type: "SYSTEM", driver: "-", transferDriver: "ssh" });
  addDatastore(world, { id: 1, name: "default", type: "IMAGE", driver: "fs", transferDriver: "ssh" });
  addDatastore(world, { id: 2, name: "files", type: "FILE", driver: "fs", transferDriver: "ssh" });
  const rules = Attributes.from(parseTemplate(DEFAULT_GROUP));
  addGroup(world, callerOf(world.user(0)), "default", rules, 0).permissions = [...OF_ALL];
  // @1 VM+IMAGE+TEMPLATE+DOCUMENT+SECGROUP+VMGROUP+BACKUPJOB/* CREATE, @1 NET/* USE, @1 DATASTORE/* USE
  world.acl.push(aclRule("200000001", "121429400000000", "8"));
  world.acl.push(aclRule("200000001", "4400000000", "1"));
  world.acl.push(aclRule("200000001", "100400000000", "1"));
}

/** Users alice (2) and bob (3) of the group users. */
export function addUsers(world: World): { readonly admin: Caller; readonly alice: Caller; readonly bob: Caller } {
  const alice = callerOf(addUser(world, "alice", "alicepass"));
  const bob = callerOf(addUser(world, "bob", "bobpass"));
  return { admin: callerOf(world.user(0)), alice, bob };
}

/** A new image with the given permissions, ready at once. */
export function addImage(
  world: World,
  caller: Caller,
  template: string,
  datastore: number,
  permissions?: number[],
): number {
  const id = imageNew.allocate(world, caller, template, datastore);
  world.clock.settle();
  const image = world.images.get(id);
  if (image !== undefined && permissions !== undefined) image.permissions = [...permissions];
  return id;
}

/** A new network with the given permissions, ready at once. */
export function addVnet(world: World, caller: Caller, template: string, permissions?: number[]): number {
  const id = vnet.allocate(world, caller, template, -1);
  world.clock.settle();
  const made = world.vnets.get(id);
  if (made !== undefined && permissions !== undefined) made.permissions = [...permissions];
  return id;
}

/** A new VM template with the given permissions. */
export function addVmTemplate(world: World, caller: Caller, text: string, permissions: readonly number[]): number {
  const id = allocateVmTemplate(world, caller, text);
  const made = world.vmTemplates.get(id);
  if (made !== undefined) made.permissions = [...permissions];
  return id;
}

/** A new VM, RUNNING or on HOLD at once. */
export function addVm(world: World, caller: Caller, template: string, hold = false): Vm {
  const vm = allocateTemplate(world, caller, Attributes.from(parseTemplate(template)), hold);
  world.clock.settle();
  return vm;
}

/**
 * Many VMs with one disk and one NIC in POWEROFF, copies of one, for measurements of large pools. Their addresses are
 * not taken from the network.
 */
export function addManyVms(world: World, caller: Caller, count: number): void {
  const [image] = world.images.keys();
  const [network] = world.vnets.keys();
  const disk = image === undefined ? "" : `\nDISK=[IMAGE_ID="${image}"]`;
  const nic = network === undefined ? "" : `\nNIC=[NETWORK_ID="${network}"]`;
  const text = `NAME="pool-0"\nCPU="0.1"\nMEMORY="64"\nINSTANCE_TYPE="small"\nCONTEXT=[NETWORK="YES"]${disk}${nic}`;
  const first = addVm(world, caller, text, true);
  setState(world, first, "POWEROFF");
  for (let number = 1; number < count; number += 1) {
    const vm = blankVm(world, first.uid, first.gid, `pool-${number}`);
    const ip = 0x0a800000 + number;
    const nics = first.nics.map((one) =>
      new Map(one)
        .set("IP", formatIp4(ip))
        .set("MAC", formatMac(macOfIp4(ip)))
        .set("TARGET", `one-${vm.id}-0`),
    );
    const template = first.template.copy();
    template.set("VMID", String(vm.id));
    const disks = first.disks.map((one) => new Map(one));
    const userTemplate = first.userTemplate.copy();
    world.vms.set(vm.id, { ...vm, template, userTemplate, disks, nics, state: first.state, lcm: first.lcm });
  }
  world.changed();
}

/** Nothing but oneadmin and the datastores of a fresh installation. */
export function emptySeed(world: World): void {
  addBasics(world);
}

/** A small cloud, that most tests begin with: two users, images, networks, and VMs that are there already. */
export function demoSeed(world: World): void {
  addBasics(world);
  const { admin, alice, bob } = addUsers(world);
  // The rules that the manual has an administrator create on 6.10: @1 NET/* CREATE, @1 CLUSTER/* ADMIN.
  world.acl.push(aclRule("200000001", "4400000000", "8"));
  world.acl.push(aclRule("200000001", "200400000000", "4"));
  world.hosts.push(
    // Their screens are on this machine.
    { id: 0, name: world.screens === undefined ? "node01" : "localhost", memory: 65_536, cpu: 32 },
    { id: 1, name: world.screens === undefined ? "node02" : "127.0.0.1", memory: 65_536, cpu: 32 },
  );
  const gib = 'FORMAT="qcow2"\nTYPE="OS"\nDEV_PREFIX="vd"';
  const source = (name: string): string => `SOURCE="/var/lib/one//datastores/1/${name}"`;
  addImage(
    world,
    admin,
    `NAME="Debian 12"\nDESCRIPTION="Cloud image"\nSIZE="2048"\n${gib}\n${source("debian")}`,
    1,
    PUBLIC,
  );
  addImage(
    world,
    admin,
    `NAME="Ubuntu 24.04"\nDESCRIPTION="Cloud image"\nSIZE="3584"\n${gib}\n${source("ubuntu")}`,
    1,
    PUBLIC,
  );
  addImage(world, alice, 'NAME="alice-data"\nTYPE="DATABLOCK"\nSIZE="1024"\nPERSISTENT="YES"\nDEV_PREFIX="vd"', 1);
  addVnet(
    world,
    admin,
    'NAME="private"\nDESCRIPTION="Private network"\nVN_MAD="bridge"\nBRIDGE="br0"\nNETWORK_ADDRESS="10.0.0.0"\nNETWORK_MASK="255.255.0.0"\nGATEWAY="10.0.0.1"\nDNS="10.0.0.1"\nAR=[TYPE="IP4",IP="10.0.0.2",SIZE="250"]',
    PUBLIC,
  );
  addVnet(
    world,
    admin,
    'NAME="dual"\nDESCRIPTION="IPv4 and IPv6"\nVN_MAD="bridge"\nBRIDGE="br1"\nAR=[TYPE="IP4_6",IP="192.168.100.10",SIZE="100",GLOBAL_PREFIX="2001:db8:1:2::",ULA_PREFIX="fd00:1:2:3::"]',
    PUBLIC,
  );
  addVmTemplate(
    world,
    admin,
    'NAME="Debian 12"\nCPU="0.5"\nMEMORY="512"\nVCPU="1"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]\nGRAPHICS=[TYPE="VNC",LISTEN="0.0.0.0"]\nCONTEXT=[NETWORK="YES",SSH_PUBLIC_KEY="$USER[SSH_PUBLIC_KEY]"]',
    PUBLIC,
  );
  addVmTemplate(
    world,
    admin,
    'NAME="Ubuntu 24.04"\nDESCRIPTION="Cloud image"\nCPU="1"\nMEMORY="1024"\nDISK=[IMAGE_ID="1"]\nGRAPHICS=[TYPE="VNC",LISTEN="0.0.0.0"]',
    PUBLIC,
  );
  bob.user.limits.vm = { VMS: 4, MEMORY: 8192, CPU: 4 };
  const small =
    'CPU="0.5"\nMEMORY="512"\nVCPU="1"\nINSTANCE_TYPE="small"\nDISK=[IMAGE_ID="0"]\nNIC=[NETWORK_ID="0"]\nGRAPHICS=[TYPE="VNC",LISTEN="0.0.0.0"]\nCONTEXT=[NETWORK="YES"]';
  const web = addVm(world, alice, `NAME="alice-web"\n${small}`);
  addVm(world, alice, `NAME="alice-held"\n${small}`, true);
  const other = addVm(world, bob, `NAME="bob-vm"\n${small}`);
  demoPast(world, web, other);
}
