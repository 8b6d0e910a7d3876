/** The connection against the stand-in's zone of three: in time that runs 25 times as fast. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { fastClock } from "../oned-sim/testing/zone.ts";
import { startOnedZone, type Zone } from "../oned-sim/zone/zone.ts";
import { codeOf } from "../testing/code-of.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { until } from "../testing/until.ts";
import * as images from "./image.ts";
import { names } from "./pool.ts";
import { createRpc, type Rpc } from "./rpc.ts";
import * as users from "./user.ts";
import * as vms from "./vm.ts";
import * as vmTemplates from "./vm-template.ts";
import * as vnets from "./vnet.ts";

const ALICE = "alice:alicepass";
const FACTOR = 25;
/** Milliseconds of the real clock: other tests run at the same time. */
const SILENCE = 150;
const clock = fastClock(FACTOR);
const [LEADER, FOLLOWER, OTHER] = [0, 1, 2] as const;

let zone: Zone;
let oned: Rpc;
const told: (string | undefined)[] = [];

/** @param first index of the address that is asked first. @param timeout milliseconds of the real clock. */
function connect(first: number, timeout = 5_000): Rpc {
  const urls = [...zone.urls.slice(first), ...zone.urls.slice(0, first)];
  const onReadOnly = (reason: string | undefined) => void told.push(reason);
  return createRpc({
    urls,
    connections: 8,
    timeout,
    answerLimit: 2 ** 24,
    wait: 10_000,
    clock,
    silence: SILENCE,
    onReadOnly,
  });
}
beforeEach(() => {
  told.length = 0;
  zone = startOnedZone({ clock, chance: () => 0.5 });
  oned = connect(FOLLOWER);
});
afterEach(() => zone.stop());

let count = 0;
const newName = () => `n${count++}`;
const machine = (name: string) => vms.allocate(oned, ALICE, `NAME="${name}" CPU="0.1" MEMORY="64"`);

async function listed(): Promise<number[]> {
  const found: number[] = [];
  for await (const batch of names(await vms.pool(oned, ALICE), "VM_POOL", "VM"))
    found.push(...batch.map(({ id }) => id));
  return found;
}

describe("what was just made through a follower", () => {
  test("is there, and never as it was before", async () => {
    for (let round = 0; round < 5; round++) {
      const name = newName();
      const id = await machine(name);
      expect((await vms.info(oned, ALICE, id)).name).toBe(name);
      await vms.rename(oned, ALICE, id, `${name}-b`);
      expect((await vms.info(oned, ALICE, id)).name).toBe(`${name}-b`);
      const template = await vmTemplates.allocate(oned, ALICE, `NAME="${name}" CPU="1" MEMORY="1"`);
      expect((await vmTemplates.info(oned, ALICE, template)).name).toBe(name);
      await vmTemplates.remove(oned, ALICE, template);
      expect(await codeOf(vmTemplates.info(oned, ALICE, template))).toBe("NOT_FOUND");
      const image = await images.allocate(oned, ALICE, `NAME="${name}" TYPE="DATABLOCK" SIZE="1"`, 1);
      expect((await images.info(oned, ALICE, image)).name).toBe(name);
      const net = await vnets.reserve(oned, ALICE, 0, `SIZE="1" NAME="${name}"`);
      expect((await vnets.info(oned, ALICE, net)).ranges).toHaveLength(1);
      expect(await listed()).toContain(id);
      await vms.action(oned, ALICE, id, "terminate-hard");
      expect(await listed()).not.toContain(id);
    }
  });

  test("is there although the leader has died since, or the reading is refused; it is never taken for missing", async () => {
    const template = await vmTemplates.allocate(oned, ALICE, `NAME="${newName()}" CPU="1" MEMORY="1"`);
    zone.kill(LEADER);
    expect((await vmTemplates.info(oned, ALICE, template)).id).toBe(template);
    // One that no reading tells, and that nobody has heard of when the leader dies.
    zone.start(LEADER);
    await clock.sleep(1_000);
    const id = await machine(newName());
    await vms.updateConf(oned, ALICE, id, "<TEMPLATE><CONTEXT><WORD>new</WORD></CONTEXT></TEMPLATE>").catch(() => {});
    zone.kill(zone.leader ?? 0);
    expect((await vms.info(oned, ALICE, id)).id).toBe(id);
  });

  test("a login token is taken by every server, and a revoked one by none", async () => {
    const token = await users.login(oned, ALICE, "alice", "", 600);
    for (const url of nonEmpty(zone.urls)) {
      const one = createRpc({ urls: [url], connections: 1, timeout: 5_000, answerLimit: 2 ** 20 });
      expect((await users.info(one, `alice:${token}`, users.SELF)).name).toBe("alice");
    }
    await users.login(oned, ALICE, "alice", token, 0);
    for (const url of nonEmpty(zone.urls)) {
      const one = createRpc({ urls: [url], connections: 1, timeout: 5_000, answerLimit: 2 ** 20 });
      expect(await codeOf(users.info(one, `alice:${token}`, users.SELF))).toBe("BAD_CREDENTIALS");
    }
  });
});

describe("when there is no leader", () => {
  test("a change waits for the next one, which is told meanwhile; reads go on", async () => {
    zone.kill(LEADER);
    // Without a majority there is no election that could be over before the change is on its way.
    zone.cutOff(OTHER);
    const name = newName();
    const change = machine(name);
    expect(await listed()).toContain(0);
    await until(() => told.length > 0);
    expect(oned.readOnly).toBe("its servers have no leader");
    zone.rejoin(OTHER);
    const id = await change;
    expect((await vms.info(oned, ALICE, id)).name).toBe(name);
    expect(told).toEqual(["its servers have no leader", undefined]);
    expect(oned.readOnly).toBeUndefined();
    expect([...zone.world.vms.values()].filter((vm) => vm.name === name)).toHaveLength(1);
  });

  test("nor a majority to elect one: 503 after WAIT, and reads go on", async () => {
    zone.kill(LEADER);
    zone.kill(OTHER);
    expect(await codeOf(machine(newName()))).toBe("ONED_READ_ONLY");
    expect(await codeOf(oned.read(ALICE, "one.system.version"))).toBe("ONED_READ_ONLY");
    expect((await users.info(oned, ALICE, users.SELF)).name).toBe("alice");
  });
});

describe("a leader that does not answer", () => {
  test("frozen: the outcome of what it had is unknown, nothing is made twice, and what follows finds the next one", async () => {
    zone.freeze(LEADER);
    const [first, second] = [newName(), newName()];
    expect(await codeOf(machine(first))).toBe("OUTCOME_UNKNOWN");
    await machine(second);
    zone.thaw(LEADER);
    await clock.sleep(1_000);
    const made = [...zone.world.vms.values()].map(({ name }) => name);
    expect(made.filter((name) => name === second)).toHaveLength(1);
    expect(made.filter((name) => name === first).length).toBeLessThan(2);
  });

  test("frozen: what comes while its silence is noticed waits for the next one, and is made", async () => {
    zone.freeze(LEADER);
    const first = codeOf(machine(newName()));
    await clock.sleep(SILENCE * FACTOR + 250);
    const later = Array.from({ length: 20 }, newName);
    await Promise.all(later.map(machine));
    expect(await first).toBe("OUTCOME_UNKNOWN");
    const made = [...zone.world.vms.values()].map(({ name }) => name);
    expect(later.filter((name) => made.filter((one) => one === name).length !== 1)).toEqual([]);
  });

  test("frozen: who reads there is answered elsewhere long before the deadline", async () => {
    oned = connect(LEADER, 60_000);
    zone.freeze(LEADER);
    for (const list of nonEmpty(await Promise.all([listed(), listed(), listed()]))) expect(list).toContain(0);
  });

  test("alone: a change is unknown at its deadline, sent once, and made when the others are back", async () => {
    oned = connect(LEADER, 800);
    zone.kill(FOLLOWER);
    zone.kill(OTHER);
    const name = newName();
    expect(await codeOf(machine(name))).toBe("OUTCOME_UNKNOWN");
    expect((await users.info(oned, ALICE, users.SELF)).name).toBe("alice");
    expect(zone.calls.filter(({ method }) => method === "one.vm.allocate")).toHaveLength(1);
    zone.start(FOLLOWER);
    await clock.sleep(500);
    expect([...zone.world.vms.values()].filter((vm) => vm.name === name)).toHaveLength(1);
  });

  test("which it is no more: an update that it says it has made, and has not, is unknown", async () => {
    const id = await vmTemplates.allocate(oned, ALICE, `NAME="${newName()}" CPU="1" MEMORY="1"`);
    oned = connect(LEADER);
    zone.freeze(LEADER);
    const update = codeOf(oned.change(ALICE, "one.template.update", id, "<TEMPLATE><NOTE>x</NOTE></TEMPLATE>", 1));
    await clock.sleep(7_000);
    zone.thaw(LEADER);
    expect(await update).toBe("OUTCOME_UNKNOWN");
    expect(JSON.stringify([...(zone.world.vmTemplates.get(id)?.template.entries() ?? [])])).not.toContain("NOTE");
  });
});

describe("a server that the others do not reach", () => {
  test("is left for another one: what is changed there is read there", async () => {
    zone.cutOff(FOLLOWER);
    await clock.sleep(6_000);
    const name = newName();
    const id = await machine(name);
    expect((await vms.info(oned, ALICE, id)).name).toBe(name);
    expect(await listed()).toContain(id);
    expect(zone.calls.filter(({ method, server }) => method === "one.vm.allocate" && server === FOLLOWER)).toHaveLength(
      1,
    );
  });

  test("and was the leader: its changes are unknown, the next ones are made by the others", async () => {
    oned = connect(LEADER, 800);
    zone.cutOff(LEADER);
    expect(await codeOf(machine(newName()))).toBe("OUTCOME_UNKNOWN");
    const name = newName();
    const id = await machine(name);
    expect((await vms.info(oned, ALICE, id)).name).toBe(name);
    expect(await listed()).toContain(id);
  });
});
