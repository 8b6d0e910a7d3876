/** Requests of the JSON API: every operation that takes free text, with anything in it. */
import fc from "fast-check";
import type { OcciSending } from "../../ogf/testing/over-sim.ts";
import { hostile, INJECTIONS, mostly, names, type Sent } from "./hostile-text.ts";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5";

function json(method: string, path: string, document: unknown): Sent {
  const sending: OcciSending = { contentType: "application/json", body: JSON.stringify(document) };
  return [method, `/api/v1${path}`, sending];
}

const keys = fc.array(
  hostile.map((text) => `${KEY} ${text}`),
  { maxLength: 2 },
);
const said = { name: mostly("web"), description: hostile };
const parts = {
  sshKeys: keys,
  userData: hostile,
  networks: fc.constantFrom([], [0], [0, 1]),
  disks: fc.constantFrom([], [1]),
};
const inputs = fc.oneof(
  fc.record(
    { TXT: hostile, PW: mostly("secret"), NUM: mostly("5"), LST: mostly("b"), MEMORY: mostly("256") },
    { requiredKeys: ["TXT", "PW"] },
  ),
  fc.dictionary(names, hostile, { maxKeys: 3 }).map((more) => ({ TXT: "x", PW: "y", ...more })),
);
const some = (members: Readonly<Record<string, fc.Arbitrary<unknown>>>) => fc.record(members, { requiredKeys: [] });

/** @param template with the inputs TXT, PW, NUM, LST and MEMORY. */
export function jsonRequests(template: number): fc.Arbitrary<Sent> {
  const sent = (method: string, path: string, document: fc.Arbitrary<unknown>) =>
    document.map((one): Sent => json(method, path, one));
  const machine = some({ ...said, ...parts });
  return fc.oneof(
    sent(
      "POST",
      "/machines",
      fc.tuple(machine, inputs).map(([one, values]) => ({ ...one, template, inputs: values })),
    ),
    sent(
      "POST",
      "/machines",
      machine.map((one) => ({ ...one, size: "small", image: 0 })),
    ),
    sent("PATCH", "/machines/0", some({ ...said, size: mostly("small"), endsAt: mostly("2040-01-01T00:00:00Z") })),
    sent("POST", "/machines/0/disks", fc.record({ image: fc.constant(1), target: mostly("vdb") })),
    sent("POST", "/machines/0/nics", fc.record({ network: fc.constant(0), address: mostly("10.0.0.45") })),
    ...["/machines/0/snapshots", "/machines/0/disks/0/snapshots", "/machines/0/disks/0/save", "/images/0/clone"].map(
      (path) => sent("POST", path, fc.record({ name: hostile })),
    ),
    sent(
      "POST",
      "/images",
      some({ ...said, sizeMiB: fc.constant(10), fileSystem: mostly("ext4"), type: mostly("datablock") }),
    ),
    sent("POST", "/images", fc.record({ name: fc.constant("web"), url: mostly("http://images.example.org/a.img") })),
    sent("PATCH", "/images/2", some(said)),
    sent(
      "POST",
      "/networks",
      fc.nat().chain((n) => fc.record({ name: mostly(`n${n}`), description: hostile, address: mostly("10.9.0.0/24") })),
    ),
    sent("PATCH", "/networks/0", some(said)),
    sent("PATCH", "/me", fc.record({ sshKeys: keys })),
  );
}

/** With a text wherever one may stand. @param number of them, for names that must differ. */
function each(template: number, text: string, number: string): Sent[] {
  const machine = { description: text, userData: text, networks: [0] };
  return [
    json("POST", "/machines", { ...machine, template, inputs: { TXT: text, PW: text } }),
    json("POST", "/machines", { ...machine, template, inputs: { TXT: "x", PW: "y" } }),
    json("POST", "/machines", { ...machine, size: "small", image: 0 }),
    json("PATCH", "/machines/0", { description: text, endsAt: "2040-01-01T00:00:00Z" }),
    json("PATCH", "/machines/0", { endsAt: "2041-01-01T00:00:00Z" }),
    json("PATCH", "/machines/0", { size: "large" }),
    json("POST", "/machines/0/disks", { image: 1, target: "vdb" }),
    json("POST", "/machines/0/nics", { network: 0, address: "10.0.0.45" }),
    json("POST", "/machines/0/snapshots", { name: text }),
    json("POST", "/machines/0/disks/0/snapshots", { name: text }),
    json("POST", "/machines/0/disks/0/save", { name: `s${number}` }),
    json("POST", "/images", { name: `i${number}`, description: text, sizeMiB: 10 }),
    json("PATCH", "/images/2", { description: text }),
    json("POST", "/images/0/clone", { name: `c${number}` }),
    json("POST", "/networks", { name: `n${number}`, description: text, address: "10.9.0.0", size: 5 }),
    json("PATCH", "/networks/0", { description: text }),
    json("PATCH", "/me", { sshKeys: [`${KEY} ${text}`] }),
  ];
}

/** Valid ones, and behind them each injection wherever a text may stand. */
export function firstOfJson(template: number): readonly Sent[] {
  return ["plain", ...INJECTIONS].flatMap((text, index) => each(template, text, `${index}`));
}
