#!/usr/bin/env bun
/**
 * Turns recordings of zones of three oneds into one compact fixture, which the stand-in's zone is held against:
 *   scripts/fixtures-zone.ts FOLDER > src/oned-sim/testing/fixtures/recorded-zone.json
 * FOLDER holds index.json and NAME.response.xml for each call of it.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Observation } from "../src/oned-sim/testing/zone-fixture.ts";
import { all, readRecord, text } from "../src/xml/record.ts";

interface IndexCall {
  readonly name: string;
  readonly version: string;
  readonly method: string;
  readonly user: string;
  readonly role: string;
  readonly answer: string | null;
  readonly transport_error: string | null;
  readonly meaning: string;
  readonly ms: number;
}

/** The event before each call, by the name of the call. */
const EVENTS: readonly (readonly [RegExp, string])[] = [
  [/-leader-killed-/, "leader killed"],
  [/-old-leader-restarted-/, "leader started again"],
  [/-4-frozen-/, "leader frozen"],
  [/-4d-frozen-until-election-/, "leader frozen until the election"],
  [/-4e-update-/, "leader frozen past the election"],
  [/-4b-busy-leader-/, "leader busy"],
  [/-4c-short-freeze/, "leader frozen for 3 s"],
  [/-5a-last-of-three-/, "two killed"],
  [/-5b-/, "followers killed"],
  [/-one-down/, "one down"],
  [/-two-down/, "two down"],
  [/^[\d.]+-2-/, "change at a follower"],
  [/./, "none"],
];

const withoutPlace = (answer: string): string => answer.replace(/port \d+ after \d+ ms/, "port PORT after 0 ms");

function answerOf(folder: string, call: IndexCall): Observation["answer"] {
  if (call.answer === null || call.answer.startsWith("ERR ")) return "refused";
  const [, code, message] = /^code (\d+): ([\s\S]*)$/.exec(call.answer) ?? [];
  if (code !== undefined) {
    // The index has no blanks at the end.
    const response = readRecord(readFileSync(join(folder, `${call.name}.response.xml`)), "methodResponse");
    const values = all(response, "params", "param", "value", "array", "data", "value");
    return [Number(code), withoutPlace(text(values[1] ?? "", "string") ?? message ?? "")];
  }
  if (!call.method.startsWith("one.zone")) return "done";
  const response = readRecord(readFileSync(join(folder, `${call.name}.response.xml`)), "methodResponse");
  const values = all(response, "params", "param", "value", "array", "data", "value");
  return { text: (text(values[1] ?? "", "string") ?? "").replace(/:\d{4}\/RPC2/g, ":PORT/RPC2") };
}

/** Seconds from the event to the first and the last such answer. */
function spanOf({ meaning }: IndexCall): readonly [number, number] | undefined {
  const [, from, to] = /, (-?[\d.]+) s to (-?[\d.]+) s after/.exec(meaning) ?? [];
  return from === undefined || to === undefined ? undefined : [Number(from), Number(to)];
}

/** One of all that say the same. */
function merged(observations: readonly Observation[]): Observation[] {
  const found = new Map<string, Observation>();
  for (const one of observations) {
    const { ms: _, span: __, event, answer, ...same } = one;
    // One list of servers is enough, and one of each state of a server.
    const isStatus = typeof answer === "object" && "text" in answer;
    const state = isStatus ? (/<STATE>\d/.exec(answer.text)?.[0] ?? "") : JSON.stringify([event, answer]);
    const key = JSON.stringify([same, state]);
    const earlier = found.get(key);
    const span =
      earlier?.span === undefined || one.span === undefined
        ? (one.span ?? earlier?.span)
        : ([Math.min(earlier.span[0], one.span[0]), Math.max(earlier.span[1], one.span[1])] as const);
    found.set(key, { ...(earlier ?? one), ...(span !== undefined && { span }) });
  }
  return [...found.values()];
}

function main(folder: string | undefined): void {
  if (folder === undefined || folder.startsWith("-")) {
    console.log("usage: scripts/fixtures-zone.ts FOLDER > src/oned-sim/testing/fixtures/recorded-zone.json");
    process.exit(folder === "--help" ? 0 : 2);
  }
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as IndexCall[];
  const observations = index.map((call): Observation => {
    const span = spanOf(call);
    return {
      release: call.version,
      event: EVENTS.find(([pattern]) => pattern.test(call.name))?.[1] ?? "",
      role: call.role,
      user: call.user,
      method: call.method,
      answer: answerOf(folder, call),
      ms: Math.round(call.ms),
      ...(span !== undefined && { span }),
    };
  });
  const lines = merged(observations).map((one) => JSON.stringify(one));
  process.stdout.write(`[\n${lines.join(",\n")}\n]\n`);
}

main(process.argv[2]);
