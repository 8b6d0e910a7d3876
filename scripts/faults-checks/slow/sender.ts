/**
 * Sends the slowest bodies without end, over some connections, and prints how many were answered with which status when
 * it is killed.
 *
 *   bun scripts/faults-checks/slow/sender.ts URL CONNECTIONS [NAME:PASSWORD]    (without one, another invented name each time)
 */
import * as slowOcci from "../../../src/dialects/ogf/testing/slow-inputs.ts";
import { type SlowInput, textOf } from "../../../src/http/testing/slow-input.ts";
import * as slowHttp from "../../../src/http/testing/slow-inputs.ts";
import { SLOW_XML } from "../../../src/xml/testing/slow-inputs.ts";
import { basic } from "../../bench/lib.ts";
import { BODY } from "./readers.ts";

interface Sent {
  readonly path: string;
  readonly type: string;
  readonly body: Buffer;
}

const [url, connections, user] = process.argv.slice(2);
if (url === undefined) throw new Error("Usage: sender.ts URL CONNECTIONS [NAME:PASSWORD]");

const all = (path: string, type: string, inputs: readonly SlowInput[]): Sent[] =>
  inputs.map((input) => ({ path, type, body: Buffer.from(textOf(input, BODY)) }));
const bodies: readonly Sent[] = [
  ...all("/compute/", "application/occi+json", slowOcci.SLOW_JSON),
  ...all("/compute/", "text/plain", slowOcci.SLOW_TEXT),
  ...all("/compute/", "text/uri-list", slowOcci.SLOW_URI_LISTS),
  ...all("/compute", "application/xml", SLOW_XML),
  ...all("/storage", "application/x-www-form-urlencoded", slowHttp.SLOW_FORMS),
  ...all("/storage", "multipart/form-data; boundary=x", slowHttp.SLOW_FORM_DATA),
];

const statuses = new Map<string, number>();
let stopped = false;
let number = 0;

async function send({ path, type, body }: Sent): Promise<void> {
  number += 1;
  let outcome: string;
  try {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { ...basic(user ?? `ghost${number}:invented`), "Content-Type": type, Accept: "text/plain" },
      body,
      tls: { rejectUnauthorized: false },
    });
    await response.text();
    outcome = String(response.status);
  } catch {
    outcome = "no answer";
  }
  statuses.set(outcome, (statuses.get(outcome) ?? 0) + 1);
}

process.on("SIGTERM", () => {
  stopped = true;
});
await Promise.all(
  Array.from({ length: Number(connections) }, async (_, connection) => {
    for (let at = connection; !stopped; at++) await send(bodies[at % bodies.length] as Sent);
  }),
);
console.log(JSON.stringify(Object.fromEntries(statuses)));
