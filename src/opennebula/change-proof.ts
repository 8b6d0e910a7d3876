/**
 * By which reading a change is seen to be done. oned 6.10 and 7.4 look at the outcome of the first write of a creation
 * only: a server that was the leader until a moment ago answers other changes with success, and keeps none of them.
 */
import type { ErrorCode } from "../errors.ts";
import { all, entries, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { CallOf, Parameter } from "./client.ts";
import { IMAGE_STATES, IMAGE_TYPES, LCM_STATES, VM_STATES, VNET_STATES } from "./states.ts";

/** An object as it was read, or the code of the error that came instead. */
export type Seen = { readonly record: XmlRecord } | { readonly code: ErrorCode };

export interface Proof {
  /** The call that reads the object, and the root of its answer. */
  readonly read: CallOf;
  readonly root: string;
  shows(reading: Seen): boolean;
  /** Whether it is written after all else of the change that its user can see. */
  readonly isLast: boolean;
  /** Whether the object may be back where it was by the time it is read: a driver has failed at once. */
  readonly mayPass: boolean;
}

interface Kind {
  readonly root: string;
  /** The element with what users may note. */
  readonly notes: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  vm: { root: "VM", notes: "USER_TEMPLATE" },
  image: { root: "IMAGE", notes: "TEMPLATE" },
  vn: { root: "VNET", notes: "TEMPLATE" },
  template: { root: "VMTEMPLATE", notes: "TEMPLATE" },
  secgroup: { root: "SECURITY_GROUP", notes: "TEMPLATE" },
  user: { root: "USER", notes: "TEMPLATE" },
};

type Shows = (record: XmlRecord) => boolean;
type Parameters = readonly Parameter[];

/** Creations by method: the kind of the new object, and whether its insertion is the last that is written. */
const CREATIONS: Readonly<Record<string, readonly [kind: string, isLast: boolean]>> = {
  "one.vm.allocate": ["vm", true],
  "one.template.instantiate": ["vm", true],
  "one.template.allocate": ["template", true],
  "one.secgroup.allocate": ["secgroup", true],
  "one.image.allocate": ["image", true],
  // The original gets the note later.
  "one.image.clone": ["image", false],
  "one.vm.disksaveas": ["image", false],
  // Addresses and the cluster come later.
  "one.vn.allocate": ["vn", false],
  "one.vn.reserve": ["vn", false],
};

const named = (names: readonly string[], record: XmlRecord, element: string): string =>
  names[Number(text(record, element) ?? -1)] ?? "";

/** STATE of a VM, while it is ACTIVE its LCM_STATE. */
function vmState(record: XmlRecord): string {
  const state = named(VM_STATES, record, "STATE");
  return state === "ACTIVE" ? named(LCM_STATES, record, "LCM_STATE") : state;
}

/** A machine on its way to its end, or there: it can be sent there from any other state, one that boots too. */
const ENDING: ReadonlySet<string> = new Set(["DONE", "SHUTDOWN", "EPILOG", "EPILOG_FAILURE", "CLEANUP_DELETE"]);

const AT_REST = ["RUNNING", "UNKNOWN", "POWEROFF", "SUSPENDED", "STOPPED", "UNDEPLOYED"];
const WAITING = ["PENDING", "HOLD", "CLONING", "CLONING_FAILURE"];

/** States from which an action leads away at once; in none of them it can be seen. */
const LEFT_BY: Readonly<Record<string, readonly string[]>> = {
  hold: ["PENDING", "CLONING"],
  release: ["HOLD"],
  suspend: ["RUNNING"],
  stop: ["RUNNING", "SUSPENDED"],
  poweroff: ["RUNNING", "UNKNOWN"],
  "poweroff-hard": ["RUNNING", "UNKNOWN"],
  undeploy: ["RUNNING", "UNKNOWN", "POWEROFF"],
  "undeploy-hard": ["RUNNING", "UNKNOWN", "POWEROFF"],
  resume: AT_REST.slice(1),
  terminate: [...AT_REST, ...WAITING],
  "terminate-hard": [...AT_REST, ...WAITING],
};

/** States from which an action leads away: by a reading in any of them oned has not taken it up yet. */
export function leftBy(name: string): readonly string[] {
  return (Object.hasOwn(LEFT_BY, name) ? LEFT_BY[name] : undefined) ?? [];
}

/** The texts of a template in either form, as `template-writer.ts` writes them. */
function textsOf(template: string): readonly (readonly [string, string])[] {
  if (!template.startsWith("<")) {
    const lines = template.matchAll(/^([A-Z_][A-Z0-9_]*) = "((?:[^"\\]|\\[^"]|\\")*)"/gm);
    return [...lines].map(([, name = "", value = ""]) => [name, value.replaceAll('\\"', '"')]);
  }
  return entries(readRecord(template, "TEMPLATE")).flatMap(([name, value]) =>
    typeof value === "string" ? [[name, value] as const] : [],
  );
}

/** oned drops blanks around a value. */
const bare = (value: string): string => value.replace(/\s+/g, " ").trim();

function hasNotes(kind: Kind, template: string): Shows | undefined {
  const wanted = new Map(textsOf(template));
  if (wanted.size === 0) return undefined;
  return (record) =>
    [...wanted].every(([name, value]) => {
      // Some attributes of a network are outside of its template.
      const places = [...all(record, kind.notes, name), ...all(record, name)];
      const found = places.map((one) => (typeof one === "string" ? bare(one) : undefined));
      return found.includes(bare(value)) || (bare(value) === "" && found.length === 0);
    });
}

const BITS = ["OWNER_U", "OWNER_M", "OWNER_A", "GROUP_U", "GROUP_M", "GROUP_A", "OTHER_U", "OTHER_M", "OTHER_A"];

/** -1 leaves a bit as it is. */
function hasPermissions(bits: Parameters): Shows {
  return (record) =>
    BITS.every((name, index) => bits[index] === -1 || text(record, "PERMISSIONS", name) === String(bits[index]));
}

/** Changes of one record, by the method without its kind. @returns undefined when no reading shows them. */
const UPDATES: Readonly<Record<string, (kind: Kind, values: Parameters) => Shows | undefined>> = {
  rename:
    (_, [name]) =>
    (record) =>
      text(record, "NAME") === name,
  update: (kind, [template]) => hasNotes(kind, String(template)),
  chmod: (_, bits) => hasPermissions(bits),
  chtype:
    (_, [type]) =>
    (record) =>
      named(IMAGE_TYPES, record, "TYPE") === type,
  persistent:
    (_, [wanted]) =>
    (record) =>
      text(record, "PERSISTENT") === (wanted === true ? "1" : "0"),
  enable:
    (_, [wanted]) =>
    (record) =>
      (named(IMAGE_STATES, record, "STATE") !== "DISABLED") === wanted,
};

const GOING: Readonly<Record<string, Shows>> = {
  image: (record) => named(IMAGE_STATES, record, "STATE") === "DELETE",
  vn: (record) => ["LOCK_DELETE", "DONE"].includes(named(VNET_STATES, record, "STATE")),
};

function proof(kind: string, id: Parameter | undefined, shows: Shows, isLast: boolean): Proof | undefined {
  const known = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (known === undefined || typeof id !== "number") return undefined;
  return {
    read: [`one.${kind}.info`, id],
    root: known.root,
    // A user who closes an object to the group, or who can make an object but not see it, has done so.
    shows: (reading) => ("record" in reading ? shows(reading.record) : reading.code === "FORBIDDEN"),
    isLast,
    mayPass: false,
  };
}

/** The proof of a deletion: the object goes, or is gone. Drivers and quotas come later where it goes. */
function deletion(kind: string, id: Parameter | undefined): Proof | undefined {
  const going = Object.hasOwn(GOING, kind) ? GOING[kind] : undefined;
  const found = proof(kind, id, going ?? (() => false), going === undefined);
  if (found === undefined) return undefined;
  return { ...found, shows: (reading) => ("code" in reading && reading.code === "NOT_FOUND") || found.shows(reading) };
}

/**
 * The proof of an action: the machine has left the states in which it can be called. Quotas are written behind a
 * termination.
 */
function action(name: string, id: Parameter | undefined): Proof | undefined {
  const left = leftBy(name);
  if (left.length === 0) return undefined;
  const terminates = name.startsWith("terminate");
  const shows: Shows = (record) => (terminates ? ENDING.has(vmState(record)) : !left.includes(vmState(record)));
  const found = proof("vm", id, shows, !terminates);
  return found === undefined ? undefined : { ...found, mayPass: true };
}

/**
 * The proof that a change is done.
 * @param payload of oned's answer: the id of what was created.
 * @returns undefined for a change that no reading of one object shows.
 */
export function proofOf(method: string, parameters: Parameters, payload: string | number): Proof | undefined {
  const [kind, isLast] = (Object.hasOwn(CREATIONS, method) ? CREATIONS[method] : undefined) ?? [];
  if (kind !== undefined) return proof(kind, payload, () => true, isLast === true);
  const [, of = "", verb = ""] = /^one\.(\w+)\.(\w+)$/.exec(method) ?? [];
  const [id, ...values] = parameters;
  if (method === "one.vm.action") return action(String(id), values[0]);
  if (verb === "delete") return deletion(of, id);
  const known = Object.hasOwn(KINDS, of) && Object.hasOwn(UPDATES, verb);
  const shows = known ? UPDATES[verb]?.(KINDS[of] as Kind, values) : undefined;
  return shows === undefined ? undefined : proof(of, id, shows, true);
}
