/**
 * Creations in trouble: a busy driver, and answers of oned that are lost. Nothing is doubled, nothing stays unknown.
 */
import { type InjectedFault, type OnedSim, startOnedSim } from "../../src/oned-sim/index.ts";
import { basic, startServer } from "../bench/lib.ts";
import type { Check } from "./check.ts";

interface Created {
  readonly name: string;
  readonly status: number;
  readonly code: string;
}

/** A request for a new object of that name. */
type Creation = (name: string) => { readonly path: string; readonly body: string | FormData };

const machine: Creation = (name) => ({
  path: "/compute",
  body: `<COMPUTE><NAME>${name}</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE></COMPUTE>`,
});

const upload: Creation = (name) => {
  const body = new FormData();
  body.set("occixml", `<STORAGE><NAME>${name}</NAME><TYPE>OS</TYPE></STORAGE>`);
  body.set("file", new Blob([new Uint8Array(100_000)]), "image");
  return { path: "/storage", body };
};

async function create(url: string, name: string, creation: Creation): Promise<Created> {
  const { path, body } = creation(name);
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { ...basic("alice:alicepass"), ...(typeof body === "string" && { "Content-Type": "application/xml" }) },
    body,
    tls: { rejectUnauthorized: false },
  });
  const text = await response.text();
  return { name, status: response.status, code: /^[A-Z_]+(?=: )/.exec(text)?.[0] ?? "" };
}

/** How often the stand-in has an object of that name that is not gone. */
function count({ world }: OnedSim, name: string): number {
  const machines = [...world.vms.values()].filter((vm) => vm.name === name && vm.state !== GONE);
  return machines.length + [...world.images.values()].filter((image) => image.name === name).length;
}

/** VM_STATE DONE. */
const GONE = 6;
const DRIVER_MS = 1_000;
const UPLOADS = 16;

const LOST: readonly (InjectedFault | undefined)[] = [
  "reset",
  "reset-after",
  { cutAt: 50 },
  { status: 502 },
  undefined,
];

export const lostAnswerChecks: readonly Check[] = [
  {
    number: 71,
    title:
      "sixteen uploads at once to a oned whose driver takes them one after the other, each longer than ONE_TIMEOUT",
    quick: true,
    async run(report) {
      let busyUntil = 0;
      const sim = await startOnedSim({
        stepMs: 0,
        faults: (method) => {
          if (method !== "one.image.allocate") return undefined;
          busyUntil = Math.max(busyUntil, performance.now()) + DRIVER_MS / 4;
          return { delayMs: busyUntil - performance.now() + DRIVER_MS };
        },
      });
      const server = await startServer(sim.url, ["ONE_TIMEOUT=500ms", "ONE_DRIVER_TIMEOUT=1m"]);
      try {
        const names = Array.from({ length: UPLOADS }, (_, index) => `busy-${index}`);
        const made = await Promise.all(names.map((name) => create(server.url, name, upload)));
        report("stored", made.filter(({ status }) => status === 201).length, "uploads", { least: UPLOADS });
        report("outcome-unknown", made.filter(({ code }) => code === "OUTCOME_UNKNOWN").length, "", { most: 0 });
        report("not-made-once", names.filter((name) => count(sim, name) !== 1).length, "images", { most: 0 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
  {
    number: 72,
    title: "four of five answers to creations are lost, before or after oned carried them out",
    quick: true,
    async run(report) {
      let turn = 0;
      const sim = await startOnedSim({
        stepMs: 0,
        faults: (method) => (/^one\.(vm|image)\.allocate$/.test(method) ? LOST[turn++ % LOST.length] : undefined),
      });
      const server = await startServer(sim.url, ["WAIT=1s"]);
      try {
        // Only one try at a time is in progress for a password that oned has never accepted.
        await fetch(`${server.url}/user/-1`, { headers: basic("alice:alicepass"), tls: { rejectUnauthorized: false } });
        const wanted = Array.from({ length: 80 }, (_, index) => ({
          name: `lost-${index}`,
          creation: index % 2 === 0 ? machine : upload,
        }));
        const made = await Promise.all(wanted.map(({ name, creation }) => create(server.url, name, creation)));
        const wrong = made.filter(({ name, status }) => count(sim, name) !== (status === 201 ? 1 : 0));
        report("made", made.filter(({ status }) => status === 201).length, "creations", { least: 48 });
        report("refused", made.filter(({ status }) => status === 503).length, "creations", { most: 32 });
        report("outcome-unknown", made.filter(({ code }) => code === "OUTCOME_UNKNOWN").length, "", { most: 0 });
        report("lost-or-doubled", wrong.length, "creations", { most: 0 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
];
