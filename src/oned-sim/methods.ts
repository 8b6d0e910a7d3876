/** The methods by name, with their parameters. */
import * as cluster from "./cluster.ts";
import { Failure, Fault, Unstorable } from "./failure.ts";
import * as datastore from "./image/datastore.ts";
import * as image from "./image/image.ts";
import * as imageNew from "./image/new.ts";
import * as system from "./system.ts";
import type { Caller } from "./users/permissions.ts";
import { defaultQuotaMarkup } from "./users/quota.ts";
import * as users from "./users/users.ts";
import * as vmAccounting from "./vm/accounting.ts";
import * as vmActions from "./vm/actions.ts";
import * as vmAttach from "./vm/attach.ts";
import * as vmConf from "./vm/conf.ts";
import * as vmDiskResize from "./vm/disk-resize.ts";
import * as vmInstantiate from "./vm/instantiate.ts";
import * as vmMonitoring from "./vm/monitoring.ts";
import * as vmNew from "./vm/new.ts";
import * as vmResize from "./vm/resize.ts";
import * as vmScheduled from "./vm/scheduled.ts";
import * as vmSecurity from "./vm/security.ts";
import * as vmShowback from "./vm/showback.ts";
import * as vmSnapshot from "./vm/snapshot.ts";
import * as vm from "./vm/vm.ts";
import * as vmTemplateNew from "./vm-template/new.ts";
import * as vmTemplate from "./vm-template/vm-template.ts";
import * as vnetLease from "./vnet/lease.ts";
import * as securityGroup from "./vnet/security-group.ts";
import * as vnet from "./vnet/vnet.ts";
import { type Call, DID_NOT_COMPLETE, type Parameter, type Payload } from "./wire/xmlrpc.ts";
import type { World } from "./world.ts";
import * as zone from "./zone/status.ts";

const MISSING = "Not enough parameters";

/** A call with its caller known. Parameters are counted without the session and checked when they are asked for. */
class Invocation {
  readonly world: World;
  readonly caller: Caller;
  readonly #parameters: readonly Parameter[];

  constructor(world: World, caller: Caller, parameters: readonly Parameter[]) {
    this.world = world;
    this.caller = caller;
    this.#parameters = parameters;
  }

  /** How many there are. */
  get count(): number {
    return this.#parameters.length;
  }

  string(index: number, fallback?: string): string {
    const found = this.#parameters[index];
    if (found === undefined && fallback !== undefined) return fallback;
    if (found === undefined) throw new Fault(-501, MISSING);
    if (found.type !== "string") throw new Fault(-501, "Parameter that is supposed to be a string is not");
    return found.value;
  }

  integer(index: number, fallback?: number): number {
    const found = this.#parameters[index];
    if (found === undefined && fallback !== undefined) return fallback;
    if (found === undefined) throw new Fault(-501, MISSING);
    if (found.type !== "i4") throw new Fault(-501, "Parameter that is supposed to be integer is not");
    return found.value;
  }

  boolean(index: number, fallback?: boolean): boolean {
    const found = this.#parameters[index];
    if (found === undefined && fallback !== undefined) return fallback;
    if (found === undefined) throw new Fault(-501, MISSING);
    if (found.type !== "boolean") throw new Fault(-501, "Parameter that is supposed to be boolean is not");
    return found.value;
  }

  /** The nine bits of a chmod, behind the id. */
  permissions(): number[] {
    return Array.from({ length: 9 }, (_, index) => this.integer(index + 1));
  }
}

type Method = (call: Invocation) => Payload;

function vmPool(extended: boolean): Method {
  return (c) => {
    const [flag, start, end, state] = [c.integer(0), c.integer(1), c.integer(2), c.integer(3)];
    return vm.pool(c.world, c.caller, { flag, start, end, state, filter: c.string(4, "") }, extended);
  };
}

/** A month and its year. */
function month(c: Invocation, at: number): vmShowback.Month {
  return { month: c.integer(at), year: c.integer(at + 1) };
}

/** 7.4 looks at the numbers of this one first. */
function vmAction(c: Invocation): Payload {
  if (c.world.release === "7.4") c.integer(1);
  return vmActions.action(c.world, c.caller, c.string(0), c.integer(1));
}

/** The text to store with an object: with a value that oned cannot store, the call succeeds and changes nothing. */
function update(change: (world: World, caller: Caller, id: number, text: string, type: number) => Payload): Method {
  return (c) => {
    const id = c.integer(0);
    try {
      return change(c.world, c.caller, id, c.string(1), c.integer(2, 0));
    } catch (error) {
      if (error instanceof Unstorable) return id;
      throw error;
    }
  };
}

/** 6.10 wants the extra template when it is told whether to hold the VM. */
function instantiate(c: Invocation): Payload {
  const [id, name, hold] = [c.integer(0), c.string(1), c.boolean(2, false)];
  const extra = c.count > 2 && c.world.release === "6.10" ? c.string(3) : c.string(3, "");
  return vmInstantiate.instantiate(c.world, c.caller, id, { name, hold, extra, persistent: c.boolean(4, false) });
}

const SOLO: zone.RaftStatus = { server: -1, state: "solo", term: 0, index: -1 };

/** Methods that change nothing: their answer is the same until something changes. */
const READS: Readonly<Record<string, Method>> = {
  "one.system.version": (c) => system.version(c.world),
  "one.system.config": (c) => system.config(c.world, c.caller),
  "one.user.info": (c) => users.info(c.world, c.caller, c.integer(0)),
  "one.userquota.info": (c) => defaultQuotaMarkup(c.world, "USER"),
  "one.userpool.info": (c) => users.pool(c.world, c.caller),
  "one.group.info": (c) => users.groupInfo(c.world, c.caller, c.integer(0)),
  "one.grouppool.info": (c) => users.groupPool(c.world, c.caller),
  "one.datastore.info": (c) => datastore.info(c.world, c.caller, c.integer(0)),
  "one.image.info": (c) => image.info(c.world, c.caller, c.integer(0)),
  "one.imagepool.info": (c) => image.pool(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.vn.info": (c) => vnet.info(c.world, c.caller, c.integer(0)),
  "one.vnpool.info": (c) => vnet.pool(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.templatepool.info": (c) => vmTemplate.pool(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.template.info": (c) => vmTemplate.info(c.world, c.caller, c.integer(0), c.boolean(1, false)),
  "one.secgrouppool.info": (c) => securityGroup.pool(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.secgroup.info": (c) => securityGroup.info(c.world, c.caller, c.integer(0)),
  "one.clusterpool.info": (c) => cluster.pool(c.world, c.caller),
  "one.cluster.info": (c) => cluster.info(c.world, c.caller, c.integer(0)),
  "one.vm.info": (c) => vm.info(c.world, c.caller, c.integer(0)),
  "one.vmpool.accounting": (c) => {
    const window = { from: c.integer(1), to: c.integer(2) };
    return vmAccounting.accounting(c.world, c.caller, c.integer(0), window);
  },
  "one.vmpool.showback": (c) => vmShowback.showback(c.world, c.caller, c.integer(0), month(c, 1), month(c, 3)),
  "one.vmpool.info": vmPool(false),
  "one.vmpool.infoextended": vmPool(true),
  "one.zone.info": (c) => zone.zoneInfo(c.world, c.integer(0)),
  "one.zonepool.info": (c) => zone.zonePool(c.world),
  "one.zone.raftstatus": (c) => zone.raftStatus(c.world, c.caller, SOLO),
};

/** Methods that change nothing, but whose answers are others with each second. */
const MEASURED: Readonly<Record<string, Method>> = {
  "one.vm.monitoring": (c) => vmMonitoring.monitoring(c.world, c.caller, c.integer(0)),
};

const CHANGES: Readonly<Record<string, Method>> = {
  "one.acl.info": (c) => system.aclRules(c.world, c.caller),
  "one.acl.addrule": (c) => system.addAclRule(c.world, c.caller, c.string(0), c.string(1), c.string(2)),
  "one.user.allocate": (c) => users.allocate(c.world, c.caller, c.string(0), c.string(1), c.string(2)),
  "one.user.login": (c) => users.login(c.world, c.caller, c.string(0), c.string(1), c.integer(2), c.integer(3, -1)),
  "one.user.update": update(users.update),
  "one.user.passwd": (c) => users.passwd(c.world, c.caller, c.integer(0), c.string(1)),
  "one.user.enable": (c) => users.enable(c.world, c.caller, c.integer(0), c.boolean(1)),
  "one.user.delete": (c) => users.remove(c.world, c.caller, c.integer(0)),
  "one.image.allocate": (c) => imageNew.allocate(c.world, c.caller, c.string(0), c.integer(1)),
  "one.image.clone": (c) => imageNew.clone(c.world, c.caller, c.integer(0), c.string(1), c.integer(2, -1)),
  "one.image.update": update(image.update),
  "one.image.chmod": (c) => image.chmod(c.world, c.caller, c.integer(0), c.permissions()),
  "one.image.chtype": (c) => image.chtype(c.world, c.caller, c.integer(0), c.string(1)),
  "one.image.persistent": (c) => image.persistent(c.world, c.caller, c.integer(0), c.boolean(1)),
  "one.image.rename": (c) => image.rename(c.world, c.caller, c.integer(0), c.string(1)),
  "one.image.enable": (c) => image.enable(c.world, c.caller, c.integer(0), c.boolean(1)),
  "one.image.delete": (c) => image.remove(c.world, c.caller, c.integer(0), c.boolean(1, false)),
  "one.vn.allocate": (c) => vnet.allocate(c.world, c.caller, c.string(0), c.integer(1)),
  "one.vn.reserve": (c) => vnetLease.reserve(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vn.hold": (c) => vnetLease.hold(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vn.release": (c) => vnetLease.release(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vn.add_ar": (c) => vnet.addAr(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vn.rm_ar": (c) => vnet.removeAr(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vn.update": update(vnet.update),
  "one.vn.chmod": (c) => vnet.chmod(c.world, c.caller, c.integer(0), c.permissions()),
  "one.vn.rename": (c) => vnet.rename(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vn.delete": (c) => vnet.remove(c.world, c.caller, c.integer(0)),
  "one.template.allocate": (c) => vmTemplateNew.allocate(c.world, c.caller, c.string(0)),
  "one.template.clone": (c) => vmTemplateNew.clone(c.world, c.caller, c.integer(0), c.string(1), c.boolean(2, false)),
  "one.template.update": update(vmTemplate.update),
  "one.template.chmod": (c) => vmTemplate.chmod(c.world, c.caller, c.integer(0), c.permissions()),
  "one.template.rename": (c) => vmTemplate.rename(c.world, c.caller, c.integer(0), c.string(1)),
  "one.template.delete": (c) => vmTemplate.remove(c.world, c.caller, c.integer(0), c.boolean(1, false)),
  "one.template.instantiate": instantiate,
  "one.secgroup.allocate": (c) => securityGroup.allocate(c.world, c.caller, c.string(0)),
  "one.secgroup.update": update(securityGroup.update),
  "one.secgroup.chmod": (c) => securityGroup.chmod(c.world, c.caller, c.integer(0), c.permissions()),
  "one.secgroup.rename": (c) => securityGroup.rename(c.world, c.caller, c.integer(0), c.string(1)),
  "one.secgroup.delete": (c) => securityGroup.remove(c.world, c.caller, c.integer(0)),
  "one.vm.allocate": (c) => vmNew.allocate(c.world, c.caller, c.string(0), c.boolean(1, false)),
  "one.vm.action": vmAction,
  "one.vm.recover": (c) => vmActions.recover(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vm.rename": (c) => vm.rename(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vm.update": update(vm.update),
  "one.vm.updateconf": (c) => vmConf.updateConf(c.world, c.caller, c.integer(0), c.string(1), c.integer(2, 0)),
  "one.vm.chmod": (c) => vm.chmod(c.world, c.caller, c.integer(0), c.permissions()),
  "one.vm.resize": (c) => vmResize.resize(c.world, c.caller, c.integer(0), c.string(1), c.boolean(2)),
  "one.vm.diskresize": (c) => vmDiskResize.resizeDisk(c.world, c.caller, c.integer(0), c.integer(1), c.string(2)),
  "one.vm.attachsg": (c) => vmSecurity.attach(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.vm.detachsg": (c) => vmSecurity.detach(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.vm.attach": (c) => vmAttach.attach(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vm.detach": (c) => vmAttach.detach(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vm.attachnic": (c) => vmAttach.attachNic(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vm.detachnic": (c) => vmAttach.detachNic(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vm.schedadd": (c) => vmScheduled.add(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vm.schedupdate": (c) => vmScheduled.update(c.world, c.caller, c.integer(0), c.integer(1), c.string(2)),
  "one.vm.scheddelete": (c) => vmScheduled.remove(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vmpool.calculateshowback": (c) => vmShowback.calculate(c.world, c.caller, month(c, 0), month(c, 2)),
  "one.vm.snapshotcreate": (c) => vmSnapshot.create(c.world, c.caller, c.integer(0), c.string(1)),
  "one.vm.snapshotrevert": (c) => vmSnapshot.revert(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vm.snapshotdelete": (c) => vmSnapshot.remove(c.world, c.caller, c.integer(0), c.integer(1)),
  "one.vm.disksnapshotcreate": (c) => vmSnapshot.diskCreate(c.world, c.caller, c.integer(0), c.integer(1), c.string(2)),
  "one.vm.disksnapshotrevert": (c) =>
    vmSnapshot.diskRevert(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.vm.disksnapshotdelete": (c) =>
    vmSnapshot.diskDelete(c.world, c.caller, c.integer(0), c.integer(1), c.integer(2)),
  "one.vm.disksaveas": (c) => {
    c.integer(4);
    return vmSnapshot.saveAs(c.world, c.caller, c.integer(0), c.integer(1), c.string(2), c.string(3));
  },
};

const METHODS: Readonly<Record<string, Method>> = { ...READS, ...MEASURED, ...CHANGES };

/** Whether a method changes nothing. */
export function isRead(method: string): boolean {
  return !Object.hasOwn(CHANGES, method);
}

/** Whether the answer of a method stays the same until something changes. */
export function isLasting(method: string): boolean {
  return Object.hasOwn(READS, method);
}

/** The session of a call. @throws Fault, Failure as each release does */
function sessionOf(world: World, { parameters }: Call): string {
  const [session] = parameters;
  if (session === undefined && world.release === "7.4") {
    throw new Fault(-500, `${DID_NOT_COMPLETE}  Subscript of xmlrpc_c::paramList out of bounds`);
  }
  if (session === undefined) throw new Fault(-501, MISSING);
  if (session.type === "string") return session.value;
  if (world.release === "7.4") {
    throw new Failure("AUTHENTICATION", "User couldn't be authenticated, aborting call.");
  }
  throw new Fault(-501, "Parameter that is supposed to be a string is not");
}

/**
 * Finds the method and the caller of a call.
 * @throws Failure AUTHENTICATION, Fault for a method that does not exist or a missing session
 */
export function prepare(world: World, call: Call): () => Payload {
  const method = Object.hasOwn(METHODS, call.method) ? METHODS[call.method] : undefined;
  if (method === undefined) {
    throw new Fault(-506, `Method '${call.method}' not defined`);
  }
  const caller = users.authenticate(world, sessionOf(world, call));
  return () => method(new Invocation(world, caller, call.parameters.slice(1)));
}

/**
 * Performs a call.
 * @throws Failure for an error of oned's own, Fault for one of the protocol
 */
export function perform(world: World, call: Call): Payload {
  return prepare(world, call)();
}

/** The names of all methods. */
export function methodNames(): string[] {
  return Object.keys(METHODS);
}
