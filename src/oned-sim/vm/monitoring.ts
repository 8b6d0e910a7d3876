/**
 * `one.vm.monitoring`: what hosts measured of a VM in the last 12 hours, a record each 30 s while it ran. Network and disk
 * are counters that begin anew when the VM starts again, and nothing is measured while it does not run.
 */
import { cdata } from "../markup.ts";
import type { Vm } from "../records.ts";
import type { Caller } from "../users/permissions.ts";
import type { World } from "../world.ts";
import { allowedVm } from "./vm.ts";

/** Seconds: the defaults of `monitord.conf`. */
const PERIOD = 30;
const KEPT = 43_200;
const KIB_PER_MIB = 1024;

/** A time in which a VM ran, with one start: seconds since 1970. */
interface Run {
  readonly from: number;
  readonly until: number;
}

/** A stay that begins in the second in which the one before ended goes on with the same run. */
function runsOf(vm: Vm, now: number): Run[] {
  const runs: Run[] = [];
  for (const { runStart, runEnd } of vm.history) {
    if (runStart === 0) continue;
    const until = runEnd === 0 ? now : runEnd;
    const before = runs.at(-1);
    if (before !== undefined && before.until === runStart) runs[runs.length - 1] = { from: before.from, until };
    else runs.push({ from: runStart, until });
  }
  return runs;
}

/** A counter that grows by `rate` each second, at some times more, at some less, but always. */
function counter(seconds: number, rate: number, wave: number): number {
  return Math.floor(rate * seconds + 0.8 * rate * wave * (1 - Math.cos(seconds / wave)));
}

function record(vm: Vm, { from }: Run, time: number): string {
  const since = time - from;
  const cores = Number(vm.template.single("CPU") ?? 1);
  const memory = Number(vm.template.single("MEMORY") ?? 0) * KIB_PER_MIB;
  const load = 0.35 + 0.25 * Math.sin(time / 1800) + 0.1 * Math.sin(time / 233);
  const values: Readonly<Record<string, number>> = {
    CPU: Math.round(100 * cores * load),
    DISKRDBYTES: counter(since, 60_000, 1100),
    DISKRDIOPS: counter(since, 9, 1100),
    DISKWRBYTES: counter(since, 140_000, 700),
    DISKWRIOPS: counter(since, 22, 700),
    ID: vm.id,
    MEMORY: Math.round(memory * (0.6 + 0.15 * Math.sin(time / 3000))),
    NETRX: counter(since, 40_000, 1700),
    NETTX: counter(since, 25_000, 900),
    TIMESTAMP: time,
  };
  const members = Object.entries(values).map(([name, value]) => cdata(name, value));
  return `<MONITORING>${members.join("")}</MONITORING>`;
}

/** The records of a VM up to a time, oldest first. */
export function monitoringOf(world: World, vm: Vm, now: number): string {
  const records: string[] = [];
  for (const run of runsOf(vm, now)) {
    const first = run.from + PERIOD * Math.max(0, Math.ceil((now - KEPT + 1 - run.from) / PERIOD));
    for (let time = first; time <= Math.min(run.until, now); time += PERIOD) {
      const isMissed = world.unmeasured.some(([from, until]) => time >= from && time < until);
      if (!isMissed) records.push(record(vm, run, time));
    }
  }
  return `<MONITORING_DATA>${records.join("")}</MONITORING_DATA>`;
}

/** `one.vm.monitoring`. */
export function monitoring(world: World, caller: Caller, id: number): string {
  const vm = allowedVm(world, caller, id, "USE");
  return monitoringOf(world, vm, world.clock.seconds());
}
