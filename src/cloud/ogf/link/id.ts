/** Ids of links, made of those of oned: `compute_7_nic_0`, `compute_7_disk_1`, `compute_7_sg_100`. Source: rOCCI-server. */

export type LinkPart = "nic" | "disk" | "sg";

export interface LinkId {
  readonly vm: number;
  readonly part: LinkPart;
  /** NIC_ID, DISK_ID, or the id of a security group. */
  readonly number: number;
}

export function linkId({ vm, part, number }: LinkId): string {
  return `compute_${vm}_${part}_${number}`;
}

/** Undefined for any other id. */
export function readLinkId(id: string): LinkId | undefined {
  const [, vm, part, number] = /^compute_(0|[1-9]\d{0,8})_(nic|disk|sg)_(0|[1-9]\d{0,8})$/.exec(id) ?? [];
  return part === undefined ? undefined : { vm: Number(vm), part: part as LinkPart, number: Number(number) };
}
