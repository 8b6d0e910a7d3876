/**
 * Creations that can be found again when oned's answer to them was lost: a mark of the request is in the new object's
 * template. Where oned takes no template, the object is recognised by what oned notes about its origin.
 */
import { text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Parameter, Session } from "./client.ts";
import { waitsForDriver } from "./driver-calls.ts";
import * as images from "./image.ts";
import { members, type PoolCall } from "./pool.ts";
import { OWN, pageRange } from "./read-around.ts";
import { wholeNumber } from "./record-parts.ts";
import * as groups from "./security-group.ts";
import { withAttribute } from "./template-writer.ts";
import * as vms from "./vm.ts";
import * as vmTemplates from "./vm-template.ts";
import * as vnets from "./vnet.ts";

/** The attribute that holds the mark: 32 hexadecimal digits. */
export const MARK = "OCCI_REQUEST";

/** The result of a look-up at oned: the object, no such object, or an object that may be of another request. */
export type Sighting =
  | { readonly kind: "found"; readonly id: number }
  | { readonly kind: "absent" }
  | { readonly kind: "doubtful"; readonly id: number };

/** A creation on its way to oned. */
export interface Creation {
  /** The parameters of the call, with the mark in them. */
  readonly parameters: readonly Parameter[];
  /** Whether oned waits for a driver before it answers. */
  readonly waitsForDriver: boolean;
  /** The name of the object's kind in its path: `compute`. */
  readonly kind: string;
  /** Looks among the newest objects of the caller. @throws OcciError as `OnedClient.readPool`. */
  find(): Promise<Sighting>;
  /** Deletes the object. @throws OcciError as oned refuses. */
  remove(id: number): Promise<void>;
}

/** Objects that are looked at: those that the caller has made since the request began are among them. */
const NEWEST = 100;

interface Pool {
  readonly kind: string;
  readonly call: PoolCall;
  readonly root: string;
  readonly member: string;
  readonly remove: (oned: OnedClient, session: Session, id: number) => Promise<void>;
}

const VMS: Pool = {
  kind: "compute",
  call: vms.poolExtended,
  root: "VM_POOL",
  member: "VM",
  remove: (oned, session, id) => vms.action(oned, session, id, "terminate-hard"),
};
const IMAGES: Pool = {
  kind: "storage",
  call: images.pool,
  root: "IMAGE_POOL",
  member: "IMAGE",
  remove: images.remove,
};
const VNETS: Pool = { kind: "network", call: vnets.pool, root: "VNET_POOL", member: "VNET", remove: vnets.remove };
const GROUPS: Pool = {
  kind: "securitygroup",
  call: groups.pool,
  root: "SECURITY_GROUP_POOL",
  member: "SECURITY_GROUP",
  remove: groups.remove,
};
const TEMPLATES: Pool = {
  kind: "os_tpl",
  call: vmTemplates.pool,
  root: "VMTEMPLATE_POOL",
  member: "VMTEMPLATE",
  remove: vmTemplates.remove,
};

/** The verdict on a record: that it is the created object, that it might be, or that it is another. */
type Recognise = (record: XmlRecord) => "found" | "doubtful" | undefined;

async function look(oned: OnedClient, session: Session, pool: Pool, recognise: Recognise): Promise<Sighting> {
  const answer = await pool.call(oned, session, pageRange(0, NEWEST), OWN);
  const convert = (record: XmlRecord) => ({ id: wholeNumber(record, "ID"), is: recognise(record) });
  let best: Sighting = { kind: "absent" };
  // An object that cannot be read is not the one that was just made: oned has stored that.
  for await (const batch of members(answer, pool.root, pool.member, convert, { onFault: () => {} })) {
    for (const { id, is } of batch) {
      // A copy of an image has the mark of the image: the original has the lower id.
      if (is === "found") best = { kind: "found", id: best.kind === "found" ? Math.min(best.id, id) : id };
      else if (is === "doubtful" && best.kind === "absent") best = { kind: "doubtful", id };
    }
  }
  return best;
}

/** Methods that take a template, the position of the template, and where the new object is listed. */
const MARKED: Readonly<Record<string, { readonly template: number; readonly pool: Pool }>> = {
  "one.vm.allocate": { template: 0, pool: VMS },
  "one.template.instantiate": { template: 3, pool: VMS },
  "one.image.allocate": { template: 0, pool: IMAGES },
  "one.vn.allocate": { template: 0, pool: VNETS },
  "one.secgroup.allocate": { template: 0, pool: GROUPS },
  "one.template.allocate": { template: 0, pool: TEMPLATES },
};

function hasMark(mark: string): Recognise {
  return (record) =>
    text(record, "USER_TEMPLATE", MARK) === mark || text(record, "TEMPLATE", MARK) === mark ? "found" : undefined;
}

/**
 * `one.image.clone` notes the source in CLONING_ID until it is copied, and nothing of it later. Then the time tells:
 * with an image of that name already there oned would have refused the copy.
 * @param began seconds since 1970, by the clock of this machine.
 */
function isCopyOf([source, name]: readonly Parameter[], began: number): Recognise {
  return (record) => {
    if (text(record, "NAME") !== name) return undefined;
    const copying = text(record, "CLONING_ID") === String(source);
    return copying || wholeNumber(record, "REGTIME") >= began ? "found" : "doubtful";
  };
}

/** `one.vm.disksaveas` notes machine and disk in the image's template. Names are unique among a user's images. */
function isSavedFrom([vm, disk, name]: readonly Parameter[]): Recognise {
  return (record) => {
    if (text(record, "NAME") !== name) return undefined;
    const saved = [text(record, "TEMPLATE", "SAVED_VM_ID"), text(record, "TEMPLATE", "SAVED_DISK_ID")];
    return saved[0] === String(vm) && saved[1] === String(disk) ? "found" : undefined;
  };
}

/** `one.vn.reserve` keeps nothing of its template but the name. */
function isReservation(parent: Parameter | undefined, name: string): Recognise {
  return (record) =>
    text(record, "NAME") === name && text(record, "PARENT_NETWORK_ID") === String(parent) ? "doubtful" : undefined;
}

/** How the object of a method without a mark is recognised. */
function recognised(method: string, parameters: readonly Parameter[]): readonly [Pool, Recognise] | undefined {
  if (method === "one.image.clone") return [IMAGES, isCopyOf(parameters, Math.floor(Date.now() / 1000))];
  if (method === "one.vm.disksaveas") return [IMAGES, isSavedFrom(parameters)];
  const [parent, template] = parameters;
  const name = method === "one.vn.reserve" ? /<NAME>([^<]*)<\/NAME>/.exec(String(template))?.[1] : undefined;
  return name === undefined ? undefined : [VNETS, isReservation(parent, name)];
}

/** A new mark: nobody can guess it, and no two requests have the same. */
function newMark(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("hex");
}

/**
 * The creation that a call is; undefined for any other call.
 * @param method of oned, e.g. `one.vm.allocate`. @param parameters as of `OnedClient.change`.
 */
export function creationOf(
  oned: OnedClient,
  session: Session,
  method: string,
  parameters: readonly Parameter[],
): Creation | undefined {
  const marked = Object.hasOwn(MARKED, method) ? MARKED[method] : undefined;
  const build = (pool: Pool, recognise: Recognise, sent: readonly Parameter[]): Creation => ({
    parameters: sent,
    waitsForDriver: waitsForDriver(method),
    kind: pool.kind,
    find: () => look(oned, session, pool, recognise),
    remove: (id) => pool.remove(oned, session, id),
  });
  if (marked !== undefined) {
    const mark = newMark();
    const sent = parameters.map((value, index) =>
      index === marked.template ? withAttribute(String(value), MARK, mark) : value,
    );
    return build(marked.pool, hasMark(mark), sent);
  }
  const [pool, recognise] = recognised(method, parameters) ?? [];
  return pool === undefined || recognise === undefined ? undefined : build(pool, recognise, parameters);
}
