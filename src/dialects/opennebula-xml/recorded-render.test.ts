/**
 * What 4.6 answered to a GET, and what is rendered here from the same answer of oned: the same, but for what the
 * allowance and the table below name. (2.0 is replayed with the whole server; its oned wrote other records.)
 */
import { describe, expect, test } from "bun:test";
import { computeView } from "../../cloud/compute-view.ts";
import { storageView } from "../../cloud/storage-view.ts";
import type { Network, QuotaElement } from "../../model.ts";
import { imageOf } from "../../opennebula/image.ts";
import { isPublic, owned } from "../../opennebula/record-parts.ts";
import { userOf } from "../../opennebula/user.ts";
import { vmOf } from "../../opennebula/vm.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import { all, entries, readRecord, text, type XmlRecord } from "../../xml/record.ts";
import { join, type Markup } from "../../xml/write.ts";
import {
  closeCollection,
  type Kind,
  openCollection,
  renderCompute,
  renderNetwork,
  renderStorage,
  renderSummary,
  renderUser,
} from "./index.ts";
import { type RecordedCase, readRecording } from "./testing/fixtures/recorded.ts";
import { BEYOND_4_6, firstDifference, withoutNewlines } from "./testing/replay/compare.ts";

const { base, cases } = readRecording("4.6");

function quota(name: string, record: XmlRecord): QuotaElement {
  if (typeof record === "string") return { name, text: record };
  return { name, children: entries(record).map(([child, value]) => quota(child, value)) };
}

function ipNumber(address: string): number {
  return address.split(".").reduce((number, byte) => number * 256 + Number(byte), 0);
}

/** Networks of oned 4.6 have RANGE where today's have AR; its server counted one address too few. */
function networkOf(record: XmlRecord): Network {
  const { id, name, uid, uname, gname } = owned(record);
  const [range] = all(record, "RANGE");
  const [first, last] = [text(range ?? "", "IP_START") ?? "", text(range ?? "", "IP_END") ?? ""];
  const description = text(record, "TEMPLATE", "DESCRIPTION");
  return {
    ...{ id, name, user: { id: uid, name: uname }, group: gname, public: isPublic(record), state: "READY" },
    ...(description !== undefined && { description }),
    ...(range !== undefined && { address: first, size: ipNumber(last) - ipNumber(first) }),
    usedLeases: Number(text(record, "TOTAL_LEASES")),
  };
}

/** A full element of each kind, and the record that it is made of. */
const KINDS: Record<string, { kind: Kind; record: string; render: (record: XmlRecord, full: boolean) => Markup }> = {
  compute: { kind: "COMPUTE", record: "VM", render: (record) => renderCompute(computeView(vmOf(record)), base) },
  network: { kind: "NETWORK", record: "VNET", render: (record) => renderNetwork(networkOf(record), base) },
  storage: { kind: "STORAGE", record: "IMAGE", render: (record) => renderStorage(storageView(imageOf(record)), base) },
  user: {
    kind: "USER",
    record: "USER",
    render: (record, full) => {
      const { id, name, gname, quotas } = userOf(record);
      return renderUser(
        { id, name, group: gname, ...(full && { quotas: quotas.map(([q, tree]) => quota(q, tree)) }) },
        base,
      );
    },
  },
};

/** What is rendered from the answer of oned that a recorded answer was made of; undefined when it was not made of one. */
function rendered(recorded: RecordedCase): string | undefined {
  const [, resource = "", id, query] = /^\/([a-z]+)(\/[^/?]+)?(\?.*)?$/.exec(recorded.path) ?? [];
  const known = KINDS[resource];
  const [success, payload] = recorded.calls.at(-1)?.result ?? [];
  if (known === undefined || success !== true || typeof payload !== "string") return undefined;
  if (id !== undefined) return known.render(readRecord(payload, known.record), true);
  const verbose = query?.startsWith("?verbose") === true;
  const members = all(readRecord(payload, `${known.record}_POOL`), known.record).map((record) => {
    if (verbose) return known.render(record, false);
    return renderSummary(known.kind, { id: Number(text(record, "ID")), name: text(record, "NAME") ?? "" }, base);
  });
  return join([openCollection(known.kind), ...members, closeCollection(known.kind)]);
}

/** Newlines in names and context values are kept here; 4.6 showed a blank. */
const NEWLINES = [
  ...["compute-get-8", "compute-get-failed", "compute-get-failed-resubmitted", "compute-list", "compute-list-after"],
  ...["compute-list-oneadmin", "compute-list-verbose"],
  ...["network-list", "network-list-bob", "network-list-oneadmin", "network-list-verbose"],
];

describe("recorded GETs of 4.6", () => {
  const gets = cases.filter(({ method, status, answer }) => method === "GET" && status === 200 && answer !== "");
  const comparable = gets.flatMap((recorded) => {
    const ours = rendered(recorded);
    return ours === undefined ? [] : [{ recorded, ours }];
  });
  test("are there", () => {
    expect(comparable.length).toBeGreaterThan(60);
  });
  for (const { recorded, ours } of nonEmpty(comparable)) {
    test(recorded.name, () => {
      if (NEWLINES.includes(recorded.name)) {
        expect(firstDifference(recorded.answer, ours, BEYOND_4_6)).toMatch(/recorded ".*line/);
      }
      const shown = NEWLINES.includes(recorded.name) ? withoutNewlines(ours, "4.6") : ours;
      expect(firstDifference(recorded.answer, shown, BEYOND_4_6)).toBeUndefined();
    });
  }
});
