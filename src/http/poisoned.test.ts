/**
 * One object that oned stored and cannot send (a name with an emoji makes every answer that holds it a fault), or that
 * cannot be read, must not hide the others: through the front door, in front of the stand-in, which fails as oned does.
 */
import { afterEach, describe, expect, test } from "bun:test";
import { type OnedSim, type SimOptions, startOnedSim } from "../oned-sim/index.ts";
import { addManyVms, callerOf, demoSeed } from "../oned-sim/seed.ts";
import type { World } from "../oned-sim/world.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { createApp } from "./app.ts";
import { basic, makeParts, type Parts } from "./testing/cloud.ts";

const POISON = "poisoned 😀";
let sim: OnedSim;
let parts: Parts;
afterEach(async () => {
  await sim.stop();
  parts.remove();
});

async function start(seed: (world: World) => void, faults?: SimOptions["faults"]) {
  sim = await startOnedSim({ seed, stepMs: "manual", ...(faults !== undefined && { faults }) });
  parts = await makeParts(createRpc({ urls: [sim.url], connections: 8, timeout: 5_000, answerLimit: 1 << 26 }));
  const app = createApp(parts.deps);
  return async (path: string, login = "oneadmin:opennebula") => {
    const before = sim.callCount;
    const request = new Request(`http://localhost${path}`, { headers: { authorization: basic(login) } });
    const response = await app(request, { address: "127.0.0.1", untimed() {} });
    const body = await response.text();
    return {
      status: response.status,
      skipped: response.headers.get("x-occi-skipped"),
      ids: [...body.matchAll(/href="[^"]*\/(\d+)"(?: name="[^"]*")?\/?>/g)].map(([, id]) => Number(id)),
      body,
      calls: sim.callCount - before,
    };
  };
}

function poison(pool: ReadonlyMap<number, { name: string }>, ...ids: number[]): void {
  for (const id of ids) {
    const object = pool.get(id);
    if (object === undefined) throw new Error(`no object ${id}`);
    object.name = POISON;
  }
}

function manyMachines(count: number, ...poisoned: number[]): (world: World) => void {
  return (world) => {
    demoSeed(world);
    addManyVms(world, callerOf(world.user(2)), count);
    poison(world.vms, ...poisoned);
    world.changed();
  };
}

describe("of a thousand machines", () => {
  test.each(["/compute", "/compute?verbose"])("one is left out of %s, and told", async (path) => {
    const get = await start(manyMachines(1000, 17));
    const all = [...sim.world.vms.keys()];
    const answer = await get(path);
    expect([answer.status, answer.skipped]).toEqual([200, "compute 17"]);
    const listed = [...answer.body.matchAll(/<COMPUTE href="[^"]*\/(\d+)"/g)].map(([, id]) => Number(id));
    expect(listed).toEqual(all.filter((id) => id !== 17).sort((a, b) => b - a));
    expect(answer.calls).toBeLessThan(40);
    expect(parts.log.lines.join("")).toContain('object="compute 17"');
    // The place is known now: the whole, an empty range, what is below and above, the object itself.
    expect((await get(path)).calls).toBe(5);
  });

  test("some are left out, wherever they are", async () => {
    const get = await start(manyMachines(1000, 0, 500, 501, 1002));
    const answer = await get("/compute");
    expect([answer.status, answer.skipped]).toEqual([200, "compute 1002, compute 501, compute 500, compute 0"]);
    expect(answer.body.match(/<COMPUTE href/g)).toHaveLength(sim.world.vms.size - 4);
    expect(answer.calls).toBeLessThan(120);
  });

  test("who does not see the culprit hears nothing of it", async () => {
    const get = await start((world) => {
      manyMachines(50, 20)(world);
    });
    const answer = await get("/compute", "bob:bobpass");
    expect([answer.status, answer.skipped, answer.calls]).toEqual([200, null, 1]);
  });

  test("when many are faulty, there is no list, after a bounded number of calls", async () => {
    const get = await start(manyMachines(1000, ...Array.from({ length: 300 }, (_, i) => 3 * i + 3)));
    const answer = await get("/compute");
    expect([answer.status, answer.skipped]).toEqual([500, null]);
    expect(answer.calls).toBeLessThan(500);
  });

  test("one that is mended is listed again", async () => {
    const get = await start(manyMachines(100, 17));
    expect((await get("/compute")).skipped).toBe("compute 17");
    await parts.deps.oned.change("oneadmin:opennebula", "one.vm.rename", 17, "mended");
    const answer = await get("/compute");
    expect([answer.skipped, answer.calls]).toEqual([null, 1]);
  });
});

describe("the same holds for", () => {
  test("networks and images", async () => {
    const get = await start((world) => {
      demoSeed(world);
      poison(world.vnets, 0);
      poison(world.images, 1);
      world.changed();
    });
    for (const path of ["/network", "/network?verbose"]) {
      const answer = await get(path);
      expect([answer.status, answer.skipped]).toEqual([200, "network 0"]);
      expect(answer.body.match(/<NETWORK href/g)).toHaveLength(sim.world.vnets.size - 1);
    }
    for (const path of ["/storage", "/storage?verbose"]) {
      const answer = await get(path);
      expect([answer.status, answer.skipped]).toEqual([200, "storage 1"]);
      expect(answer.body.match(/<STORAGE href/g)).toHaveLength(sim.world.images.size - 1);
    }
  });

  test("users, of whom oned gives no part", async () => {
    const get = await start((world) => {
      demoSeed(world);
      poison(world.users, 3);
      world.changed();
    });
    const answer = await get("/user");
    expect([answer.status, answer.skipped]).toEqual([200, "user 3"]);
    expect(answer.body.match(/<USER href/g)).toHaveLength(sim.world.users.size - 1);
    expect(answer.body).toContain("alice");
    const mine = await get("/user", "alice:alicepass");
    expect([mine.status, mine.skipped]).toEqual([200, null]);
  });
});

test("a record that cannot be read is left out, the others are there", async () => {
  const vm = (id: number, rest: string) => `<VM><ID>${id}</ID><NAME>n${id}</NAME>${rest}</VM>`;
  const good = "<UID>2</UID><STATE>3</STATE><LCM_STATE>3</LCM_STATE><TEMPLATE/><USER_TEMPLATE/>";
  const payload = `<VM_POOL>${vm(9, good)}${vm(8, "<UID>2</UID>")}${vm(7, good)}</VM_POOL>`;
  const encoded = payload.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const answer =
    "<methodResponse><params><param><value><array><data><value><boolean>1</boolean></value>" +
    `<value><string>${encoded}</string></value><value><i4>0</i4></value></data></array></value></param></params></methodResponse>`;
  const get = await start(demoSeed, () => ({ answer }));
  const { status, skipped, body } = await get("/compute?verbose");
  expect([status, skipped]).toEqual([200, "compute 8"]);
  expect(body.match(/<COMPUTE href/g)).toHaveLength(2);
});

test("what answers so to everything is no oned with a faulty object", async () => {
  for (const answer of ["<html>", "<methodResponse><params/></methodResponse>"]) {
    const get = await start(demoSeed, () => ({ answer }));
    const { status, calls } = await get("/compute");
    expect([status, calls]).toEqual([502, 2]);
    await sim.stop();
    parts.remove();
  }
  await start(demoSeed);
});
