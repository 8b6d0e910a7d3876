/** Creations whose answer was lost, in front of the stand-in oned: found again, refused cleanly, or left unknown. */
import { afterEach, describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { InjectedFault } from "../oned-sim/index.ts";
import { demoSeed } from "../oned-sim/seed.ts";
import type { OnedClient } from "../opennebula/client.ts";
import * as images from "../opennebula/image.ts";
import { MARK } from "../opennebula/marked-creation.ts";
import * as groups from "../opennebula/security-group.ts";
import { xmlTemplate } from "../opennebula/template-writer.ts";
import { changing } from "../opennebula/testing/changing.ts";
import { ExchangeFailure } from "../opennebula/transport.ts";
import * as vms from "../opennebula/vm.ts";
import * as vmTemplates from "../opennebula/vm-template.ts";
import * as vnets from "../opennebula/vnet.ts";
import { errorOf } from "../testing/error-of.ts";
import { until } from "../testing/until.ts";
import { recovering } from "./lost-answer.ts";
import { Strays } from "./strays.ts";
import { ADMIN, failureOf, type OverSim, overSim, testClock } from "./testing/over-sim.ts";

let cloud: OverSim;
afterEach(() => cloud.stop());

const WAIT = 10_000;

/** A client with recovery; `fault` befalls the first call of the method. */
async function start(method: string, fault: InjectedFault | undefined): Promise<OnedClient> {
  let left = 1;
  const faults = (called: string) => (called === method && left-- > 0 ? fault : undefined);
  cloud = await overSim({}, { seed: demoSeed, faults });
  const clock = testClock();
  return recovering(cloud.deps.oned, { clock, wait: WAIT, driverTimeout: WAIT, strays: new Strays(clock) });
}

const block = (name: string) =>
  xmlTemplate([
    ["NAME", name],
    ["TYPE", "DATABLOCK"],
    ["SIZE", 64],
  ]);

interface Making {
  readonly method: string;
  readonly make: (oned: OnedClient) => Promise<number>;
  /** Objects of the stand-in that such a creation adds to. */
  readonly objects: () => ReadonlyMap<number, { readonly name: string }>;
}

const MAKINGS: readonly Making[] = [
  {
    method: "one.vm.allocate",
    make: (oned) => vms.allocate(oned, ADMIN, 'NAME = "lost"\nCPU = 1\nMEMORY = 64\n'),
    objects: () => cloud.sim.world.vms,
  },
  {
    method: "one.template.instantiate",
    make: (oned) => vmTemplates.instantiate(oned, ADMIN, 0, "lost", xmlTemplate([["OCCI_TITLE", "lost"]])),
    objects: () => cloud.sim.world.vms,
  },
  {
    method: "one.image.allocate",
    make: (oned) => images.allocate(oned, ADMIN, block("lost"), 1),
    objects: () => cloud.sim.world.images,
  },
  {
    method: "one.image.clone",
    make: (oned) => images.clone(oned, ADMIN, 0, "lost"),
    objects: () => cloud.sim.world.images,
  },
  {
    method: "one.vn.allocate",
    make: (oned) => vnets.allocate(oned, ADMIN, 'NAME = "lost"\nVN_MAD = "dummy"\nBRIDGE = "br0"\n', -1),
    objects: () => cloud.sim.world.vnets,
  },
  {
    method: "one.secgroup.allocate",
    make: (oned) => groups.allocate(oned, ADMIN, xmlTemplate([["NAME", "lost"]])),
    objects: () => cloud.sim.world.securityGroups,
  },
  {
    method: "one.template.allocate",
    make: (oned) => vmTemplates.allocate(oned, ADMIN, xmlTemplate([["NAME", "lost"]])),
    objects: () => cloud.sim.world.vmTemplates,
  },
];

const named = (making: Making): number[] =>
  [...making.objects()].filter(([, { name }]) => name === "lost").map(([id]) => id);

describe.each(MAKINGS)("an answer to $method that was lost", (making) => {
  test.each(["reset-after", { cutAt: 30 }] as const)(
    "after it was carried out (%j) is the id all the same",
    async (fault) => {
      const oned = await start(making.method, fault);
      const id = await making.make(oned);
      expect(named(making)).toEqual([id]);
    },
  );

  test("before it was carried out is a refusal: nothing was made", async () => {
    const oned = await start(making.method, "reset");
    expect(await failureOf(making.make(oned))).toBe("ONED_UNREACHABLE: OpenNebula did not create the resource.");
    expect(named(making)).toEqual([]);
  });

  test("is not asked for when the answer arrives", async () => {
    const oned = await start(making.method, undefined);
    await making.make(oned);
    expect(cloud.sim.calls.filter(({ method }) => method.endsWith("pool.info"))).toEqual([]);
  });
});

describe("a disk that is saved", () => {
  test("is recognised by the machine and the disk that it is of", async () => {
    const oned = await start("one.vm.disksaveas", "reset-after");
    const vm = [...cloud.sim.world.vms.values()].find(({ lcm, disks }) => lcm === 3 && disks.length > 0);
    const id = await vms.saveAs(oned, ADMIN, vm?.id ?? -1, 0, "lost");
    expect(cloud.sim.world.images.get(id)?.name).toBe("lost");
  });
});

describe("an object that may be of another request", () => {
  test("is named, and not taken for the one that was asked for", async () => {
    const oned = await start("one.image.clone", { error: ["INTERNAL", "lost"] });
    const copy = await images
      .clone(cloud.deps.oned, ADMIN, 0, "lost")
      .catch(() => images.clone(oned, ADMIN, 0, "lost"));
    const image = cloud.sim.world.images.get(copy);
    if (image !== undefined) Object.assign(image, { cloningId: -1, registered: image.registered - 3600 });
    const lost = recovering(
      changing(oned, () => Promise.reject(lostBy("broken"))),
      { clock: testClock(), wait: WAIT, driverTimeout: WAIT, strays: new Strays(testClock()) },
    );
    const error = await errorOf(images.clone(lost, ADMIN, 0, "lost"));
    expect([error.code, error.hint]).toEqual(["OUTCOME_UNKNOWN", expect.stringContaining(`GET /storage/${copy}`)]);
  });
});

function lostBy(kind: ExchangeFailure["kind"]): OcciError {
  return new OcciError("OUTCOME_UNKNOWN", "lost", { cause: new ExchangeFailure(kind, true, kind) });
}

/** A client whose changes are lost in a way, and which shows what the stand-in has. */
async function losing(kind: ExchangeFailure["kind"], clock = testClock(), strays = new Strays(clock)) {
  cloud = await overSim({}, { seed: demoSeed });
  const sent: string[] = [];
  const oned = recovering(
    changing(cloud.deps.oned, async (session, method, ...parameters) => {
      if (!method.endsWith("allocate")) return cloud.deps.oned.change(session, method, ...parameters);
      sent.push(String(parameters[0]));
      throw lostBy(kind);
    }),
    { clock, wait: WAIT, driverTimeout: 60_000, strays },
  );
  return { oned, sent, clock };
}

interface Deletion {
  readonly method: string;
  readonly remove: (oned: OnedClient) => Promise<void>;
  readonly exists: () => Promise<boolean>;
}

const DELETIONS: readonly Deletion[] = [
  {
    method: "one.image.delete",
    remove: async (oned) => images.remove(oned, ADMIN, await images.clone(cloud.deps.oned, ADMIN, 0, "lost")),
    exists: async () => [...cloud.sim.world.images.values()].some(({ name, state }) => name === "lost" && state !== 8),
  },
  {
    method: "one.secgroup.delete",
    remove: async (oned) => {
      const id = await groups.allocate(cloud.deps.oned, ADMIN, xmlTemplate([["NAME", "lost"]]));
      return groups.remove(oned, ADMIN, id);
    },
    exists: async () => [...cloud.sim.world.securityGroups.values()].some(({ name }) => name === "lost"),
  },
  {
    method: "one.vm.action",
    remove: (oned) => vms.action(oned, ADMIN, 0, "terminate-hard"),
    exists: async () => (await vms.info(cloud.deps.oned, ADMIN, 0)).state !== "DONE",
  },
];

describe.each(DELETIONS)("an answer to the deletion $method that was lost", ({ method, remove, exists }) => {
  test("after it was carried out is a success", async () => {
    const oned = await start(method, "reset-after");
    expect(await failureOf(remove(oned))).toBe("no error");
    expect(await exists()).toBe(false);
  });

  test("before it was carried out is a refusal, and the object is there", async () => {
    const oned = await start(method, "reset");
    expect(await failureOf(remove(oned))).toBe("ONED_UNREACHABLE: OpenNebula did not delete the resource.");
    expect(await exists()).toBe(true);
  });
});

describe("a call that took too long", () => {
  test("may still be carried out: what does not show within WAIT stays unknown", async () => {
    const { oned, clock } = await losing("timeout");
    const error = await errorOf(vms.allocate(oned, ADMIN, "CPU = 1\nMEMORY = 64\n"));
    expect(error.code).toBe("OUTCOME_UNKNOWN");
    expect(clock.now()).toBe(WAIT);
  });

  test.each(["broken", "not-oned"] as const)(
    "is another thing than an answer that is %s, for which WAIT is enough",
    async (kind) => {
      const { oned, clock } = await losing(kind, testClock(), new Strays(testClock()));
      const makings = [
        () => images.allocate(oned, ADMIN, block("late"), 1),
        () => vms.allocate(oned, ADMIN, "CPU = 1\nMEMORY = 64\n"),
      ];
      for (const make of makings) {
        const before = clock.now();
        expect((await errorOf(make())).code).toBe("ONED_UNREACHABLE");
        expect(clock.now() - before).toBe(WAIT);
      }
    },
  );

  test("of a server that has lost its leader is the same", async () => {
    const { oned, clock } = await losing("lost-leader");
    expect((await errorOf(vms.allocate(oned, ADMIN, "CPU = 1\nMEMORY = 64\n"))).code).toBe("OUTCOME_UNKNOWN");
    expect(clock.now()).toBe(WAIT);
    await errorOf(images.allocate(oned, ADMIN, block("late"), 1));
    expect(clock.now()).toBe(WAIT + 60_000);
  });

  test("and waits for a driver has the driver's time, is refused then, and is deleted if it is made after all", async () => {
    const log: string[] = [];
    const clock = testClock();
    const gate = Promise.withResolvers<void>();
    const strayClock = { now: clock.now, sleep: () => gate.promise };
    const { oned, sent } = await losing("timeout", clock, new Strays(strayClock, (line) => log.push(line)));
    const error = await errorOf(images.allocate(oned, ADMIN, block("late"), 1));
    expect([error.code, clock.now()]).toEqual(["ONED_UNREACHABLE", 60_000]);
    const id = await images.allocate(cloud.deps.oned, ADMIN, sent[0] ?? "", 1);
    gate.resolve();
    await until(() => log.length > 0);
    expect(log).toEqual([`the storage ${id} was made after its creation had been refused: it was deleted`]);
    expect(await failureOf(images.info(cloud.deps.oned, ADMIN, id))).toStartWith("NOT_FOUND");
  });
});

describe("while oned does not answer", () => {
  test("nothing is known", async () => {
    const { sent } = await losing("broken");
    const away: OnedClient = {
      ...cloud.deps.oned,
      readPool: () => Promise.reject(new OcciError("ONED_UNREACHABLE", "down")),
      change: () => Promise.reject(lostBy("broken")),
    };
    const clock = testClock();
    const oned = recovering(away, { clock, wait: WAIT, driverTimeout: WAIT, strays: new Strays(clock) });
    expect((await errorOf(images.allocate(oned, ADMIN, block("lost"), 1))).code).toBe("OUTCOME_UNKNOWN");
    expect(sent).toEqual([]);
  });
});

test("each request has a mark of its own, which a user cannot choose", async () => {
  const { oned, sent } = await losing("timeout");
  const template = `NAME = "x"\n${MARK} = "mine"\n`;
  for (const _ of [1, 2]) await errorOf(vms.allocate(oned, ADMIN, template));
  const marks = sent.map((text) => [...text.matchAll(/^OCCI_REQUEST = "([0-9a-f]{32})"$/gm)].map(([, mark]) => mark));
  expect(marks.map(({ length }) => length)).toEqual([1, 1]);
  expect(marks[0]).not.toEqual(marks[1]);
});

test("a refusal of oned passes", async () => {
  const oned = await start("one.image.allocate", { error: ["AUTHORIZATION", "Not authorized"] });
  expect(await failureOf(images.allocate(oned, ADMIN, block("lost"), 1))).toStartWith("FORBIDDEN");
});
