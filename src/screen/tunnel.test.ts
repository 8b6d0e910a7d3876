/** The pace of a tunnel: with ends that take as much as a test says. */
import { beforeEach, describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { HostEnd, HostListener } from "./host.ts";
import { type ClientEnd, Tunnel } from "./tunnel.ts";

const MEBIBYTE = 1024 * 1024;
/** As much as the system hands over at once. */
const CHUNK = 512 * 1024;

class Host implements HostEnd {
  readonly greeting = Buffer.from("RFB 003.008\n");
  listener: HostListener | undefined;
  paused = false;
  ended = 0;
  /** Bytes that it takes before it is full. */
  room = Number.POSITIVE_INFINITY;
  readonly taken: Uint8Array[] = [];
  relay(listener: HostListener): void {
    this.listener = listener;
  }
  write(bytes: Uint8Array): number {
    const taken = bytes.slice(0, this.room);
    this.room -= taken.length;
    this.taken.push(taken);
    return taken.length;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  end(): void {
    this.ended++;
    this.listener?.closed();
  }
}

class Client implements ClientEnd {
  buffered = 0;
  paused = false;
  slow = false;
  readonly got: Uint8Array[] = [];
  readonly closes: (readonly [number, string])[] = [];
  sendBinary(bytes: Uint8Array): void {
    this.got.push(bytes.slice());
    if (this.slow) this.buffered += bytes.length;
  }
  getBufferedAmount(): number {
    return this.buffered;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  close(code: number, reason: string): void {
    this.closes.push([code, reason]);
  }
}

let host: Host;
let client: Client;
let ends: (readonly [string, number])[];
let tunnel: Tunnel;
beforeEach(() => {
  host = new Host();
  client = new Client();
  ends = [];
  tunnel = new Tunnel({ host, onClosed: (by, code) => void ends.push([by, code]) });
  tunnel.opened(client);
});

const text = (parts: readonly Uint8Array[]): string => Buffer.concat(parts).toString("latin1");

test("begins with what the host has said, and passes on the rest", () => {
  host.listener?.received(Buffer.from("abc"));
  tunnel.received(Buffer.from("xyz"));
  expect([text(client.got), text(host.taken), tunnel.use]).toEqual([
    "RFB 003.008\nabc",
    "xyz",
    { toClient: 15, toHost: 3 },
  ]);
});

test("does not read on for a slow client, and goes on when it has read", () => {
  client.slow = true;
  let most = 0;
  for (let count = 0; count < 100 && !host.paused; count++) {
    host.listener?.received(new Uint8Array(CHUNK));
    most = Math.max(most, client.buffered);
  }
  expect(host.paused).toBe(true);
  expect(most).toBeLessThanOrEqual(MEBIBYTE);
  client.buffered = 32 * 1024;
  tunnel.drained();
  expect(host.paused).toBe(true);
  client.buffered = 10;
  tunnel.drained();
  expect(host.paused).toBe(false);
});

describe("of a slow host", () => {
  test("the client is not read on, and every byte arrives once, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(60)), { minLength: 1, maxLength: 40 }), (steps) => {
        const slow = new Host();
        const one = new Tunnel({ host: slow, onClosed() {} });
        const sender = new Client();
        one.opened(sender);
        slow.room = 0;
        let next = 0;
        const pauses: boolean[] = [];
        for (const [length, room] of steps) {
          const frame = Uint8Array.from({ length }, () => next++ % 251);
          one.received(frame);
          frame.fill(255);
          slow.room += room;
          slow.listener?.drained();
          pauses.push(sender.paused === Buffer.concat(slow.taken).length < next);
        }
        expect(pauses).not.toContain(false);
        slow.room = Number.POSITIVE_INFINITY;
        slow.listener?.drained();
        expect(sender.paused).toBe(false);
        expect([...Buffer.concat(slow.taken)]).toEqual(Array.from({ length: next }, (_, index) => index % 251));
      }),
    );
  });

  test("no more than a megabyte waits", () => {
    host.room = 0;
    for (let count = 0; count < 3; count++) tunnel.received(new Uint8Array(CHUNK));
    expect(client.closes).toEqual([[1009, "The host does not accept the data as fast as it arrives."]]);
    expect(ends).toEqual([["client_too_fast", 1009]]);
  });

  test("it is stuck when nothing was taken between two looks", () => {
    host.room = 0;
    tunnel.received(new Uint8Array(10));
    expect(tunnel.isStuck()).toBe(false);
    host.room = 1;
    host.listener?.drained();
    expect([tunnel.isStuck(), tunnel.isStuck()]).toEqual([false, true]);
  });

  test("one that has nothing to take is not stuck", () => {
    expect([tunnel.isStuck(), tunnel.isStuck()]).toEqual([false, false]);
  });
});

describe("ends once", () => {
  test("with the reason for the client", () => {
    tunnel.close("right_lost");
    tunnel.close("host_closed");
    tunnel.clientClosed(1006);
    expect(client.closes.map(([code]) => code)).toEqual([4403]);
    expect([ends, host.ended]).toEqual([[["right_lost", 4403]], 1]);
  });
  test("when the client is gone; what the host still says goes nowhere", () => {
    tunnel.clientClosed(1006);
    host.listener?.received(Buffer.from("more"));
    tunnel.received(Buffer.from("more"));
    expect([ends, client.closes, host.ended]).toEqual([[["client", 1006]], [], 1]);
    expect([text(client.got), text(host.taken)]).toEqual(["RFB 003.008\n", ""]);
  });
  test("before the WebSocket was open, too", () => {
    const early = new Tunnel({ host: new Host(), onClosed() {} });
    early.close("server_stops");
    const late = new Client();
    early.opened(late);
    expect([late.got.length, late.closes.length]).toEqual([0, 1]);
  });
  test.each([
    "server_stops",
    "text_frame",
    "client_too_fast",
    "login_ended",
    "tls_only",
    "machine_changed",
    "unchecked",
  ] as const)("the reason %s fits into a close frame", (by) => {
    tunnel.close(by);
    expect(Buffer.byteLength(client.closes[0]?.[1] ?? "")).toBeLessThanOrEqual(123);
  });
});

describe("what a host does not take at once", () => {
  test("may be a megabyte, and not a byte more", () => {
    host.room = 0;
    tunnel.received(new Uint8Array(MEBIBYTE));
    expect(client.closes).toEqual([]);
    tunnel.received(new Uint8Array(1));
    expect(ends).toEqual([["client_too_fast", 1009]]);
  });

  test("counts until it is taken: as much may wait again afterwards", () => {
    for (let turn = 0; turn < 3; turn++) {
      host.room = 0;
      tunnel.received(new Uint8Array(MEBIBYTE));
      host.room = Number.POSITIVE_INFINITY;
      host.listener?.drained();
    }
    expect([client.closes, client.paused]).toEqual([[], false]);
  });
});
