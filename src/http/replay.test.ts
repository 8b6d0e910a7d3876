import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withSection } from "../../scripts/manual/markdown.ts";
import { RECORDED_SERVERS, readRecording } from "../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { DIFFERENCES } from "./testing/replay/differences.ts";
import golden from "./testing/replay/golden.json";
import { casesOf, judge, type Outcome } from "./testing/replay/judge.ts";
import { REASONS } from "./testing/replay/reasons.ts";
import { templateDifferences } from "./testing/replay/sent-templates.ts";
import { renderSummary, replayRecording } from "./testing/replay/summary.ts";

const replayed = new Map(
  await Promise.all(RECORDED_SERVERS.map(async (server) => [server, await replayRecording(server)] as const)),
);
const outcomes = RECORDED_SERVERS.flatMap((server) => judge(server, replayed.get(server) ?? []));
const matches = (outcome: Outcome) => outcome.difference === undefined && outcome.fault === undefined;

for (const server of RECORDED_SERVERS) {
  describe(`recorded cases of ${server}`, () => {
    for (const outcome of nonEmpty(outcomes.filter((candidate) => candidate.server === server))) {
      test(`${outcome.name}${outcome.difference === undefined ? "" : ` (${outcome.difference.reason})`}`, () => {
        expect(outcome.fault).toBeUndefined();
      });
    }
    test("are all there", () => {
      expect(outcomes.filter((outcome) => outcome.server === server)).toHaveLength(readRecording(server).cases.length);
    });
  });
}

describe("the table of differences", () => {
  test("names only cases and reasons that there are", () => {
    const known = new Set(outcomes.map(({ server, name }) => `${server} ${name}`));
    for (const row of DIFFERENCES) {
      for (const name of nonEmpty(casesOf(row))) expect(known).toContain(`${row.server} ${name}`);
    }
    expect(Object.keys(REASONS).toSorted()).toEqual([...new Set(DIFFERENCES.map(({ reason }) => reason))].toSorted());
  });
  test("has no golden body that nothing is held against", () => {
    const rows = DIFFERENCES.filter((row) => row.golden).flatMap((row) =>
      casesOf(row).map((name) => `${row.server} ${name}`),
    );
    expect(Object.keys(golden).toSorted()).toEqual(rows.toSorted());
  });
  test("leaves most cases matching", () => {
    expect(outcomes.filter((outcome) => outcome.server === "4.6" && matches(outcome)).length).toBeGreaterThan(230);
  });
});

/** Attributes of new objects and disks that this server asks oned for in another way than the old one. */
const SENT: Readonly<Record<string, readonly string[]>> = {
  "2.0": [
    "network-create-newline NAME: two\nlines -> two lines",
    "storage-upload-notype TYPE:  -> OS",
    // The file's own size counts.
    "storage-upload-datablock SIZE: 100 -> ",
    'storage-upload-inject DESCRIPTION: x -> x"\nPUBLIC="YES',
    "compute-create-newline NAME: two\nlines -> two lines",
  ],
  "4.6": [
    "network-create-newline NAME: two\nlines -> two lines",
    "storage-upload-notype TYPE:  -> OS",
    "storage-upload-datablock SIZE: 100 -> ",
    'storage-upload-inject DESCRIPTION: x -> x"\nDEV_PREFIX="sd',
    "compute-create-newline NAME: two\nlines -> two lines",
  ],
};

describe("what is sent to oned", () => {
  for (const server of RECORDED_SERVERS) {
    test(`asks for what ${server} asked for`, () => {
      expect(templateDifferences(replayed.get(server) ?? [])).toEqual([...(SENT[server] ?? [])]);
    });
  }
});

test("the manual tells the counts (bun scripts/replay-table.ts)", () => {
  const page = readFileSync(join(import.meta.dir, "../../etc/manual/moving-over.md"), "utf8");
  expect(withSection(page, "replay", renderSummary(outcomes).trimEnd())).toBe(page);
});
