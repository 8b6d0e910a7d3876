/** The form of the committed recordings of a real oned, and how answers are reduced to what is compared. */
import { readFileSync } from "node:fs";
import { entries, readRecord, type XmlRecord } from "../../xml/record.ts";

/** What is kept of a document: which elements it has, and the values of those that do not depend on time or chance. */
export interface RecordedElement {
  /** Path, and how many elements there are of it. */
  readonly shape: Readonly<Record<string, number>>;
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface RecordedCall {
  readonly seq: number;
  readonly name: string;
  readonly method: string;
  readonly params: readonly (readonly [string, unknown])[];
  /** One of these tells the outcome. */
  readonly id?: number;
  readonly text?: string;
  readonly element?: RecordedElement;
  /** Code, message and the fourth element of the answer. */
  readonly error?: readonly [number, string, number];
  readonly fault?: readonly [number, string];
}

export interface RecordedParserCase {
  readonly name: string;
  readonly input: string;
  readonly result?: string;
  readonly error?: string;
}

export interface RecordedFixture {
  readonly release: string;
  readonly calls: readonly RecordedCall[];
  readonly parserCases: readonly RecordedParserCase[];
}

/** Values that a replay of the same calls must repeat. */
const STABLE =
  /\/(STATE|LCM_STATE|ID|UID|GID|UNAME|GNAME|NAME|TYPE|SIZE|PERSISTENT|RUNNING_VMS|USED_LEASES|OWNER_[UMA]|GROUP_[UMA]|OTHER_[UMA]|CPU|MEMORY|VCPU|IP|IP6_GLOBAL|IMAGE_ID|NETWORK_ID|DISK_ID|NIC_ID|TARGET|SNAPSHOT_ID|VM|NETWORK_ADDRESS|DESCRIPTION|IMAGES|LEASES|VMS|RVMS|\w+_USED)$/;
/** Where they do depend on time or on where a VM was placed. */
const UNSTABLE = /\/(MONITORING|HISTORY|LOGIN_TOKEN|NIC\/TARGET)(\/|$)/;

/** Reduces a document. */
export function element(document: string): RecordedElement {
  const root = /^<([A-Z_]+)/.exec(document)?.[1] ?? "";
  const shape: Record<string, number> = {};
  const values: Record<string, string[]> = {};
  const visit = (record: XmlRecord, path: string): void => {
    shape[path] = (shape[path] ?? 0) + 1;
    const children = entries(record);
    if (typeof record === "string" && STABLE.test(path) && !UNSTABLE.test(path)) {
      values[path] = [...(values[path] ?? []), record];
    }
    for (const [name, child] of children) visit(child, `${path}/${name}`);
  };
  visit(readRecord(document, root), root);
  return { shape, values };
}

function read(name: string): RecordedFixture {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8")) as RecordedFixture;
}

/** What was recorded of scheduled actions, monitoring, accounting and showback. Parameters and errors as below. */
export function readUsageFixture(release: string): RecordedFixture {
  const fixture = read(`recorded-usage-${release}`);
  if (fixture.calls.length < 50) throw new Error(`fixture ${release} of usage is cut`);
  return fixture;
}

/**
 * The recordings of a release, "6.10" or "7.4".
 * @throws Error when the fixture is missing: a comparison with nothing would always succeed.
 */
export function readFixture(release: string): RecordedFixture {
  const fixture = read(`recorded-${release}`);
  if (fixture.calls.length < 300 || fixture.parserCases.length < 100) throw new Error(`fixture ${release} is cut`);
  return fixture;
}
