/** Trouble between this server and oned: cut answers, lost answers, connections that end. Against the stand-in. */
import { afterEach, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { type InjectedFault, type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { codeOf } from "../testing/code-of.ts";
import { readRecord } from "../xml/record.ts";
import type { OnedClient } from "./client.ts";
import * as images from "./image.ts";
import { names } from "./pool.ts";
import { createRpc } from "./rpc.ts";
import * as users from "./user.ts";
import * as vms from "./vm.ts";
import * as vnets from "./vnet.ts";
import { decodeAnswer, encodeCall, sliceStringPayload } from "./xmlrpc.ts";

const ALICE = "alice:alicepass";
let sim: OnedSim;
afterEach(() => sim.stop());

async function start(faults?: (method: string) => InjectedFault | undefined): Promise<OnedClient> {
  sim = await startOnedSim({ seed: "demo", stepMs: 0, ...(faults !== undefined && { faults }) });
  return createRpc({ urls: [sim.url], connections: 8, timeout: 5000, answerLimit: 1 << 26 });
}

/** The bytes that oned answers to a call. */
async function answerTo(method: string, ...parameters: (string | number | boolean)[]): Promise<Uint8Array> {
  const response = await fetch(sim.url, { method: "POST", body: encodeCall(method, ALICE, parameters) });
  return await response.bytes();
}

describe("an answer cut at any byte", () => {
  const READS: [string, (string | number)[], string][] = [
    ["one.vm.info", [0], "VM"],
    ["one.vn.info", [0], "VNET"],
    ["one.image.info", [0], "IMAGE"],
    ["one.user.info", [-1], "USER"],
    ["one.vmpool.info", [-2, -1, -1, -1], "VM_POOL"],
    ["one.vmpool.infoextended", [-2, -1, -1, -1], "VM_POOL"],
    ["one.vnpool.info", [-2, -1, -1], "VNET_POOL"],
    ["one.imagepool.info", [-2, -1, -1], "IMAGE_POOL"],
    ["one.userpool.info", [], "USER_POOL"],
    ["one.vm.info", [999], ""],
  ];

  test.each(READS)("of %s %j is never taken for a success", async (method, parameters, root) => {
    await start();
    const whole = await answerTo(method, ...parameters);
    if (root !== "") readRecord(String((decodeAnswer(whole) as { payload: string }).payload), root);
    const end = Buffer.from(whole).toString("latin1").trimEnd().length;
    for (let at = 0; at < end; at++) {
      const cut = whole.subarray(0, at);
      expect(sliceStringPayload(cut)).toBeUndefined();
      expect(() => decodeAnswer(cut)).toThrow(OcciError);
    }
  });

  test("on the wire it is an error, whatever oned says its length is", async () => {
    for (const cutAt of [0, 1, 100, 1000, 2500]) {
      const oned = await start(() => ({ cutAt }));
      expect(await codeOf(vms.info(oned, ALICE, 0))).toMatch(/^ONED_(UNREACHABLE|DAMAGED_ANSWER)$/);
      expect(await codeOf(vms.pool(oned, ALICE))).toMatch(/^ONED_(UNREACHABLE|DAMAGED_ANSWER)$/);
      await sim.stop();
    }
    await start();
  });
});

describe("a creation", () => {
  test("is made at most once, and never without a word, whatever becomes of its answer", async () => {
    const trouble: (InjectedFault | undefined)[] = [
      undefined,
      "reset",
      "reset-after",
      { cutAt: 40 },
      { status: 500 },
      { answer: "<html>" },
    ];
    let turn = 0;
    const oned = await start((method) => (method === "one.vm.allocate" ? trouble[turn++ % trouble.length] : undefined));
    const outcomes: Record<string, number> = {};
    const known = new Set<number>();
    const total = 300;
    for (let i = 0; i < total; i++) {
      try {
        known.add(await vms.allocate(oned, ALICE, `NAME="n${i}" CPU="0.01" MEMORY="1"`));
      } catch (error) {
        const { code } = error as OcciError;
        outcomes[code] = (outcomes[code] ?? 0) + 1;
      }
    }
    const made = [...sim.world.vms.values()].filter(({ name }) => /^n\d+$/.test(name));
    expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
    expect(sim.callCount).toBe(total);
    expect(known.size).toBe(total / trouble.length);
    // All others were told, and none as something that did not happen.
    expect(outcomes).toEqual({ OUTCOME_UNKNOWN: total - known.size });
    expect(made.length).toBeGreaterThan(known.size);
  });
});

describe("a read", () => {
  test("succeeds over connections that end after each call, and once over one that breaks", async () => {
    let calls = 0;
    const oned = await start(() => (calls++ % 3 === 1 ? "reset" : undefined));
    for (let i = 0; i < 60; i++) expect((await users.info(oned, ALICE, users.SELF)).name).toBe("alice");
  });

  test("of a pool that oned cannot put into XML is a damaged answer", async () => {
    const oned = await start(() => ({ fault: [-500, "not valid UTF-8"] }));
    expect(await codeOf(vms.pool(oned, ALICE))).toBe("ONED_DAMAGED_ANSWER");
  });
});

describe("an oned that is older", () => {
  test("and knows no infoextended gives its machines in full by another call", async () => {
    const oned = await start((method) =>
      method === "one.vmpool.infoextended" ? { fault: [-506, `Method '${method}' not defined`] } : undefined,
    );
    const seen: number[] = [];
    for await (const batch of names(await vms.poolExtended(oned, ALICE), "VM_POOL", "VM")) {
      seen.push(...batch.map(({ id }) => id));
    }
    expect(seen.length).toBeGreaterThan(0);
  });
});

test("what oned shows is read: machines, networks, images", async () => {
  const oned = await start();
  expect(await vms.info(oned, ALICE, 0)).toMatchObject({ id: 0, uname: "alice", state: "ACTIVE" });
  expect(await vnets.info(oned, ALICE, 0)).toMatchObject({ id: 0, state: "READY", ranges: [{ id: 0 }] });
  expect(await images.info(oned, ALICE, 0)).toMatchObject({ id: 0, type: "OS" });
});
