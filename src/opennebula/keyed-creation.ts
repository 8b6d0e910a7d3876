/**
 * Creations that a client can repeat: the client's key stands in the template of what was made, so that any server
 * finds it, and no server has to remember it. A key and a request are known here by their hashes alone.
 */
import { text, type XmlRecord } from "../xml/record.ts";
import type { OnedClient, Parameter, Session } from "./client.ts";
import * as images from "./image.ts";
import { members, type PoolCall } from "./pool.ts";
import { OWN, pageRange } from "./read-around.ts";
import { optionalNumber, wholeNumber } from "./record-parts.ts";
import { template, withAttribute } from "./template-writer.ts";
import * as vms from "./vm.ts";
import * as vnets from "./vnet.ts";

/** The attribute that holds it. */
const KEY = "OCCI_IDEMPOTENCY";

/** A client's key with the request that came with it. */
export interface CreationKey {
  /** Hash of user and key, 32 hexadecimal digits. */
  readonly key: string;
  /** Hash of the request, 16 hexadecimal digits. */
  readonly content: string;
}

/** The mark that is written into a new object. */
export interface KeyMark extends CreationKey {
  /** The number of this object among several of one request, from 0. */
  readonly part: number;
  /** When it was written, in seconds since 1970. */
  readonly time: number;
  /** 8 hexadecimal digits that no other attempt has. */
  readonly attempt: string;
}

export type KeyedKind = "machine" | "image" | "network";

interface Pool {
  readonly call: PoolCall;
  readonly root: string;
  readonly member: string;
  /** Where users' notes are, and when it was made. */
  readonly notes: string;
  readonly made?: string;
  readonly update: (oned: OnedClient, session: Session, id: number, template: string) => Promise<void>;
  readonly rename: (oned: OnedClient, session: Session, id: number, name: string) => Promise<void>;
  readonly remove: (oned: OnedClient, session: Session, id: number) => Promise<void>;
}

const POOLS: Readonly<Record<KeyedKind, Pool>> = {
  machine: {
    // A machine that is gone still says that its key was used.
    call: vms.poolEver,
    root: "VM_POOL",
    member: "VM",
    notes: "USER_TEMPLATE",
    made: "STIME",
    update: vms.update,
    rename: vms.rename,
    remove: (oned, session, id) => vms.action(oned, session, id, "terminate-hard"),
  },
  image: {
    call: images.pool,
    root: "IMAGE_POOL",
    member: "IMAGE",
    notes: "TEMPLATE",
    made: "REGTIME",
    update: images.update,
    rename: images.rename,
    remove: images.remove,
  },
  network: {
    call: vnets.pool,
    root: "VNET_POOL",
    member: "VNET",
    notes: "TEMPLATE",
    update: vnets.update,
    rename: vnets.rename,
    remove: vnets.remove,
  },
};

const WRITTEN = /^([0-9a-f]{32})-([0-9a-f]{16})-(\d{1,4})-(\d{1,12})-([0-9a-f]{8})$/;

function written({ key, content, part, time, attempt }: KeyMark): string {
  return [key, content, part, time, attempt].join("-");
}

function markIn(value: string | undefined): KeyMark | undefined {
  const [, key, content, part, time, attempt] = WRITTEN.exec(value ?? "") ?? [];
  if (key === undefined || content === undefined || attempt === undefined) return undefined;
  return { key, content, part: Number(part), time: Number(time), attempt };
}

function hexDigits(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString("hex");
}

/** The mark of a new attempt. */
export function newMark(key: CreationKey, part: number): KeyMark {
  return { ...key, part, time: Math.floor(Date.now() / 1000), attempt: hexDigits(4) };
}

/** Methods that take a template, and its position. */
const TEMPLATE_OF: Readonly<Record<string, number>> = {
  "one.vm.allocate": 0,
  "one.template.instantiate": 3,
  "one.image.allocate": 0,
  "one.vn.allocate": 0,
};

/** The client, which writes the mark into what is made by its creations. */
export function marking(oned: OnedClient, mark: KeyMark): OnedClient {
  const withMark = (method: string, parameters: readonly Parameter[]): readonly Parameter[] => {
    const position = Object.hasOwn(TEMPLATE_OF, method) ? TEMPLATE_OF[method] : undefined;
    return parameters.map((value, index) =>
      index === position ? withAttribute(String(value), KEY, written(mark)) : value,
    );
  };
  return {
    read: (session, method, ...parameters) => oned.read(session, method, ...parameters),
    readPool: (session, method, ...parameters) => oned.readPool(session, method, ...parameters),
    readMany: (session, calls) => oned.readMany(session, calls),
    change: (session, method, ...parameters) => oned.change(session, method, ...withMark(method, parameters)),
  };
}

/** Writes the mark into an object, in the place of one that it was copied with; undefined takes it away. */
export async function mark(
  oned: OnedClient,
  session: Session,
  kind: KeyedKind,
  id: number,
  value: KeyMark | undefined,
): Promise<void> {
  await POOLS[kind].update(oned, session, id, template([[KEY, value === undefined ? "taken back" : written(value)]]));
}

/** Renames an object. @throws OcciError NAME_TAKEN, or as oned refuses. */
export function rename(oned: OnedClient, session: Session, kind: KeyedKind, id: number, name: string): Promise<void> {
  return POOLS[kind].rename(oned, session, id, name);
}

/** Deletes an object for good. @throws OcciError as oned refuses. */
export function remove(oned: OnedClient, session: Session, kind: KeyedKind, id: number): Promise<void> {
  return POOLS[kind].remove(oned, session, id);
}

/** Seconds that the clocks of oned and of servers may differ, and an object may take to be made. */
const CLOCKS = 3600;

/** An object of the caller with a mark of the key, or with a name that stands for it. */
export interface KeyedObject {
  readonly id: number;
  readonly name: string;
  readonly mark: KeyMark | undefined;
}

interface Read extends KeyedObject {
  /** Seconds since 1970. */
  readonly made: number | undefined;
}

/** A copy of an image has the mark of the image, and so has a machine of a template that was made of another. */
function isOriginal({ mark: found, made }: Read): boolean {
  return found === undefined || made === undefined || Math.abs(made - found.time) <= CLOCKS;
}

/** Objects of the first page; what a client repeats was made a moment ago. */
const FIRST = 100;
const NEXT = 500;

/**
 * The caller's objects with a mark of the key, or with one of the names, the oldest first.
 * @param since seconds since 1970: what is older is not looked at.
 * @throws OcciError as `OnedClient.readPool`.
 */
export async function keyed(
  oned: OnedClient,
  session: Session,
  kind: KeyedKind,
  { key, since, names }: { readonly key: string; readonly since: number; readonly names?: readonly string[] },
): Promise<KeyedObject[]> {
  const { call, root, member, notes, made } = POOLS[kind];
  const convert = (record: XmlRecord): Read => ({
    id: wholeNumber(record, "ID"),
    name: text(record, "NAME") ?? "",
    mark: markIn(text(record, notes, KEY)),
    made: made === undefined ? undefined : optionalNumber(text(record, made)),
  });
  const found: Read[] = [];
  for (let offset = 0, number = FIRST; ; offset += number, number = NEXT) {
    const answer = await call(oned, session, pageRange(offset, number), OWN);
    let count = 0;
    let oldest = Number.POSITIVE_INFINITY;
    for await (const batch of members(answer, root, member, convert, { onFault: () => {} })) {
      for (const one of batch) {
        count++;
        oldest = Math.min(oldest, one.made ?? Number.POSITIVE_INFINITY);
        const isMarked = one.mark?.key === key && isOriginal(one);
        if (isMarked) found.push(one);
        else if (names?.includes(one.name)) found.push({ ...one, mark: undefined });
      }
    }
    if (count < number || oldest < since) break;
  }
  return found.toSorted((a, b) => a.id - b.id);
}
