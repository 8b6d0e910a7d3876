/** The form of the committed recordings of zones of three oneds. Used by tests only. */
import { readFileSync } from "node:fs";

/** What was answered to a call, once or more often. */
export interface Observation {
  readonly release: string;
  /** What had happened to the zone before. */
  readonly event: string;
  /** Of the server that was asked. */
  readonly role: string;
  readonly user: string;
  readonly method: string;
  /** Code and text of an error, or what a call of `one.zone*` gave. */
  readonly answer: "done" | "refused" | readonly [number, string] | { readonly text: string };
  /** Milliseconds of the first such answer. */
  readonly ms: number;
  /** Seconds from the event to the first and to the last such answer. */
  readonly span?: readonly [number, number];
}

/** @throws Error when the fixture is cut: a comparison with nothing would always succeed. */
export function readZoneFixture(): readonly Observation[] {
  const file = new URL("./fixtures/recorded-zone.json", import.meta.url);
  const observations = JSON.parse(readFileSync(file, "utf8")) as Observation[];
  if (observations.length < 100) throw new Error("the fixture of zones is cut");
  return observations;
}
