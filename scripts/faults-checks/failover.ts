/** Changes of leader in a zone of three oneds, under load: nothing is lost, doubled, or shown as it was before. */
import type { Clock } from "../../src/clock.ts";
import { startServer } from "../../src/http/server.ts";
import { makeParts } from "../../src/http/testing/cloud.ts";
import { fastClock } from "../../src/oned-sim/testing/zone.ts";
import { startOnedZone, type Zone } from "../../src/oned-sim/zone/zone.ts";
import { createRpc } from "../../src/opennebula/rpc.ts";
import type { Check, Report } from "./check.ts";
import { type Judgement, judge, loadUntil, type Tally } from "./failover-load.ts";

type Trouble = "killed" | "frozen" | "cut off";
const TROUBLES: readonly Trouble[] = ["killed", "frozen", "cut off"];

/**
 * From one change of leader to the next: an election, and the old leader's return. Milliseconds of the zone's clock.
 */
const AWAY = 6_500;
const BACK = 2_000;

async function changeLeader(zone: Zone, clock: Clock, trouble: Trouble): Promise<void> {
  const old = zone.leader;
  if (old === undefined) throw new Error("there is no leader to change");
  if (trouble === "killed") zone.kill(old);
  else if (trouble === "frozen") zone.freeze(old);
  else zone.cutOff(old);
  await clock.sleep(AWAY);
  if (zone.leader === undefined || zone.leader === old) throw new Error(`no new leader after one was ${trouble}`);
  if (trouble === "killed") zone.start(old);
  else if (trouble === "frozen") zone.thaw(old);
  else zone.rejoin(old);
  await clock.sleep(BACK);
}

/** The server in this process, as its clock must run as fast as the zone's. */
async function startFast(zone: Zone, clock: Clock, factor: number) {
  const oned = createRpc({
    urls: zone.urls,
    connections: 8,
    timeout: 15_000 / factor,
    silence: 2_000 / factor,
    answerLimit: 2 ** 26,
    wait: 10_000,
    clock,
  });
  const parts = await makeParts(oned, { wait: 10_000, oneDriverTimeout: 60_000 });
  const server = await startServer({ ...parts.deps, clock });
  return {
    url: `http://127.0.0.1:${server.port}`,
    async stop() {
      await server.stop(0);
      parts.remove();
    },
  };
}

async function run(report: Report, changes: number, factor: number): Promise<void> {
  const clock = fastClock(factor);
  const zone = startOnedZone({ clock, changeMs: 40 });
  const server = await startFast(zone, clock, factor);
  try {
    const disturb = async (): Promise<void> => {
      await clock.sleep(BACK);
      for (let turn = 0; turn < changes; turn++) {
        await changeLeader(zone, clock, TROUBLES[turn % TROUBLES.length] as Trouble);
      }
    };
    const tally = await loadUntil(disturb(), {
      url: server.url,
      reader: "bob:bobpass",
      writer: "alice:alicepass",
      readers: 4,
      writers: 4,
      prefix: "failover",
      pause: 200 / factor,
    });
    // The time for the work that a thawed leader still has to do.
    await clock.sleep(5_000);
    const names = [...zone.world.vms.values()].map(({ name }) => name.replace(/-b$/, ""));
    tell(report, tally, judge(tally, names));
  } finally {
    await server.stop();
    zone.stop();
  }
}

/** The output of a failed run is printed, so that its reader can find out why. */
function tell(report: Report, tally: Tally, judgement: Judgement): void {
  const { failedReads, odd, misplaced, made, refused, unknown } = judgement;
  for (const line of [...tally.wrong, ...misplaced]) console.log(`# ${line}`);
  for (const { status, body } of [...failedReads, ...odd].slice(0, 10))
    console.log(`# ${status} ${body.slice(0, 200)}`);
  report("reads", tally.reads.length, "", { least: 1 });
  report("failed-reads", failedReads.length, "", { most: 0 });
  report("creations-made", made, "", { least: 1 });
  report("creations-refused", refused, "", {});
  report("creations-unknown", unknown, "", {});
  report("older-than-a-change", tally.wrong.length, "answers", { most: 0 });
  report("lost-or-doubled", misplaced.length, "creations", { most: 0 });
  report("neither-done-nor-503-nor-unknown", odd.length, "answers", { most: 0 });
}

export const failoverChecks: readonly Check[] = [
  {
    number: 73,
    title: "six changes of leader of a zone under load, in time that runs 25 times as fast: killed, frozen, cut off",
    quick: true,
    run: (report) => run(report, 6, 25),
  },
  {
    number: 74,
    title: "a hundred changes of leader of a zone under load, in time that runs ten times as fast",
    run: (report) => run(report, 100, 10),
  },
];
