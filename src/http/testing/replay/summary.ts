/** The counts of the replay, for the manual. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  RECORDED_SERVERS,
  type RecordedServer,
  readRecording,
} from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { judge, type Outcome } from "./judge.ts";
import { REASONS, type Reason } from "./reasons.ts";
import { type Replayed, replay } from "./replay.ts";

/** Replays a recording, with a directory of its own for uploads. */
export async function replayRecording(server: RecordedServer): Promise<readonly Replayed[]> {
  const directory = await mkdtemp(join(tmpdir(), "occi-replay-"));
  try {
    return await replay(server, readRecording(server), directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The outcomes of all recordings. */
export async function allOutcomes(): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const server of RECORDED_SERVERS) outcomes.push(...judge(server, await replayRecording(server)));
  return outcomes;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |\n`;
}

/** A Markdown table: how many cases match, and how many differ for which reason. */
export function renderSummary(outcomes: readonly Outcome[]): string {
  const count = (server: RecordedServer, reason?: Reason) =>
    outcomes.filter((outcome) => outcome.server === server && outcome.difference?.reason === reason).length;
  const counts = (reason?: Reason) => RECORDED_SERVERS.map((server) => count(server, reason) || "");
  const totals = RECORDED_SERVERS.map((server) => outcomes.filter((outcome) => outcome.server === server).length);
  const reasons = Object.entries(REASONS) as [Reason, string][];
  return (
    row(["", ...RECORDED_SERVERS, "why"]) +
    row(["---", ...RECORDED_SERVERS.map(() => "---:"), "---"]) +
    row(["recorded", ...totals, ""]) +
    row(["match", ...counts(), "status, media type and canonical XML"]) +
    reasons.map(([reason, why]) => row([`\`${reason}\``, ...counts(reason), why])).join("")
  );
}
