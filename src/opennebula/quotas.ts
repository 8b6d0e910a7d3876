/**
 * Quotas of a user or a group, with the defaults of the cloud, from `<USER>` and `<GROUP>` elements of `one.user.info` and
 * `one.group.info`. Source: OpenNebula's documentation "Usage Quotas".
 */
import { all, text, type XmlRecord } from "../xml/record.ts";
import { optionalNumber } from "./record-parts.ts";

/** The used part, and the limit; undefined for none. */
export interface UsedOf {
  readonly used: number;
  readonly limit: number | undefined;
}

/** The four sections of quotas: element in its section, and what it is called by (VM has one element and no id). */
const SECTIONS = {
  VM: "VM_QUOTA",
  DATASTORE: "DATASTORE_QUOTA",
  NETWORK: "NETWORK_QUOTA",
  IMAGE: "IMAGE_QUOTA",
} as const;
export type QuotaKind = keyof typeof SECTIONS;

/** A limit: this number in place of a quota says that the default of the cloud counts. */
const DEFAULT = -1;
/** Likewise: no limit. */
const UNLIMITED = -2;

function numberAt(record: XmlRecord | undefined, name: string): number | undefined {
  const value = record === undefined ? undefined : text(record, name);
  return value === undefined || value.trim() === "" || !Number.isFinite(Number(value)) ? undefined : Number(value);
}

function elementOf(
  owner: XmlRecord,
  kind: QuotaKind,
  id: number | undefined,
  defaults?: string,
): XmlRecord | undefined {
  const path = [...(defaults === undefined ? [] : [defaults]), SECTIONS[kind], kind];
  const found = all(owner, ...path);
  return found.find((one) => optionalNumber(text(one, "ID")) === id);
}

/** The quotas of one owner. */
export class OwnerQuotas {
  readonly #owner: XmlRecord;
  readonly #defaults: string;

  /** @param defaults the element with the defaults of the cloud for such owners, which oned puts into the same answer. */
  constructor(owner: XmlRecord, defaults: "DEFAULT_USER_QUOTAS" | "DEFAULT_GROUP_QUOTAS") {
    this.#owner = owner;
    this.#defaults = defaults;
  }

  /** @param id of the datastore, network or image; none for VM. @param metric `VMS`, `SIZE`, `LEASES`, `RVMS`, ... */
  of(kind: QuotaKind, metric: string, id?: number): UsedOf {
    const own = elementOf(this.#owner, kind, id);
    const used = numberAt(own, `${metric}_USED`) ?? 0;
    const limit = numberAt(own, metric) ?? DEFAULT;
    if (limit !== DEFAULT) return { used, limit: limit <= UNLIMITED ? undefined : limit };
    const general = numberAt(elementOf(this.#owner, kind, id, this.#defaults), metric) ?? UNLIMITED;
    return { used, limit: general < 0 ? undefined : general };
  }

  /** Ids of the datastores, networks or images that have a quota or are used, here or by default. */
  ids(kind: QuotaKind): readonly number[] {
    const found = [
      ...all(this.#owner, SECTIONS[kind], kind),
      ...all(this.#owner, this.#defaults, SECTIONS[kind], kind),
    ];
    return found.flatMap((one) => optionalNumber(text(one, "ID")) ?? []);
  }
}
