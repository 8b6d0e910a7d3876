/** A zone for tests: time that passes when they say so, and calls with what is said to them. */
import type { Clock } from "../../clock.ts";
import { all, readRecord, text } from "../../xml/record.ts";
import { encode } from "../markup.ts";
import { startOnedZone, type Zone, type ZoneOptions } from "../zone/zone.ts";

/** Time that stands until it is moved on. */
export class ManualClock implements Clock {
  #now = 0;
  #sleeping: { readonly until: number; wake(): void }[] = [];

  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.#sleeping.push({ until: this.#now + ms, wake });
    });
  }

  /** Moves time on to `end`, waking those whose time it is, one after the other. */
  async to(end: number): Promise<void> {
    await settle();
    for (;;) {
      const next = this.#sleeping.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
      if (next === undefined) break;
      this.#sleeping.splice(this.#sleeping.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.until);
      next.wake();
      await settle();
    }
    this.#now = Math.max(this.#now, end);
    await settle();
  }
}

/** Time that runs so many times as fast: what holds at any moment can be tried without waiting for it. */
export function fastClock(factor: number): Clock {
  return { now: () => performance.now() * factor, sleep: (ms) => Bun.sleep(ms / factor) };
}

/** Lets what goes over the loopback interface arrive. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

type Value = string | number | boolean;

/** What came of a call, in the words of the recordings. */
export type Said = "done" | "refused" | readonly [code: number, text: string];

function parameter(value: Value): string {
  const type = typeof value === "string" ? "string" : typeof value === "number" ? "i4" : "boolean";
  const content = typeof value === "boolean" ? (value ? "1" : "0") : encode(String(value));
  return `<param><value><${type}>${content}</${type}></value></param>`;
}

export interface TestZone extends Zone {
  readonly time: ManualClock;
}

/** @param options as for any zone; chance decides nothing unless it is given. */
export function testZone(options: ZoneOptions = {}): TestZone {
  const time = new ManualClock();
  return Object.assign(startOnedZone({ clock: time, chance: () => 0.5, ...options }), { time });
}

/** Calls one server. @returns what it says, and the payload. */
export async function call(
  zone: Zone,
  server: number,
  session: string,
  method: string,
  ...values: readonly Value[]
): Promise<{ readonly said: Said; readonly payload: string }> {
  const params = [session, ...values].map(parameter).join("");
  const body = `<methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`;
  let answer: string;
  try {
    const response = await fetch(zone.urls[server] as string, { method: "POST", body, keepalive: false });
    answer = await response.text();
  } catch {
    return { said: "refused", payload: "" };
  }
  const [success, payload, code] = all(
    readRecord(answer, "methodResponse"),
    "params",
    "param",
    "value",
    "array",
    "data",
    "value",
  );
  const content = text(payload ?? "", "string") ?? text(payload ?? "", "i4") ?? "";
  if (text(success ?? "", "boolean") === "1") return { said: "done", payload: content };
  const message = content.replace(/port \d+ after \d+ ms/, "port PORT after 0 ms");
  return { said: [Number(text(code ?? "", "i4")), message], payload: "" };
}

/** Begins a call that is not answered at once, and waits until it has come to the server. */
export async function begun<T>(zone: Zone, begin: () => Promise<T>): Promise<{ readonly end: Promise<T> }> {
  const before = zone.calls.length;
  const end = begin();
  while (zone.calls.length === before) await settle();
  await settle();
  return { end };
}
