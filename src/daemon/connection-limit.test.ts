import { afterEach, describe, expect, spyOn, test } from "bun:test";
import { connect, type Socket } from "node:net";
import { testConfig } from "../http/testing/config.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import { type Caps, type Connection, capsOf, descriptorLimit, excess, limitConnections } from "./connection-limit.ts";
import * as kernel from "./libc.ts";

const CAPS: Caps = { inAll: 10, perAddress: 3, isExempt: (address) => address === "192.0.2.200" };

/** Connections by address: `-` in front of those that are new. */
function connections(...addresses: string[]): Connection[] {
  return addresses.map((text, fd) => {
    const old = !text.startsWith("-");
    return { fd, old, peer: { address: text.replace("-", ""), port: 1000 + fd } };
  });
}
const ended = (...addresses: string[]) => excess(connections(...addresses), CAPS).map(({ fd }) => fd);

describe("of the connections", () => {
  test("those over the cap of their address end, and nobody else's", () => {
    const mine = ["-192.0.2.1", "-192.0.2.1", "-192.0.2.1", "-192.0.2.1", "-192.0.2.1"];
    expect(ended(...mine, "-192.0.2.2")).toEqual([3, 4]);
  });

  test("the new ones end: who was there goes on", () => {
    expect(ended("-192.0.2.1", "-192.0.2.1", "192.0.2.1", "192.0.2.1")).toEqual([1]);
    expect(ended("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.1")).toEqual([]);
  });

  test("those over the cap in all end, whoever they are", () => {
    const others = Array.from({ length: 12 }, (_, i) => `-192.0.2.${i}`);
    expect(ended(...others)).toEqual([10, 11]);
  });

  test("a proxy has as many as it wants, up to the cap in all", () => {
    expect(ended(...Array(9).fill("-192.0.2.200"))).toEqual([]);
    expect(ended(...Array(12).fill("-192.0.2.200"))).toEqual([10, 11]);
  });

  test("those of one network of IPv6 count together", () => {
    expect(
      ended("-2001:db8:1:2:0:0:0:1", "-2001:db8:1:2:0:0:0:2", "-2001:db8:1:2:9:0:0:1", "-2001:db8:1:2:8:0:0:1"),
    ).toEqual([3]);
  });
});

test("proxies are those that are trusted, and those of this machine in front of plain HTTP", () => {
  const plain = capsOf(testConfig("/nowhere", { trustedProxies: ["10.0.0.0/8"] }));
  const addresses = ["10.1.2.3", "127.0.0.1", "127.9.8.7", "::1", "192.0.2.1", "2001:db8::1"];
  expect(addresses.map(plain.isExempt)).toEqual([true, true, true, true, false, false]);
  const tls = capsOf(testConfig("/nowhere", { ssl: "self-signed" }));
  expect(["127.0.0.1", "::1"].map(tls.isExempt)).toEqual([false, false]);
});

test("there are never more than descriptors for them", () => {
  const config = testConfig("/nowhere", { connections: 4096 });
  expect([64, 1024, 1_000_000].map((limit) => capsOf(config, limit).inAll)).toEqual([16, 976, 4096]);
  const limits =
    "Max processes   127842  127842  processes\nMax open files            20000                524288               files\n";
  expect(descriptorLimit(limits)).toBe(20_000);
  expect(descriptorLimit("Max open files   unlimited  unlimited  files")).toBe(Number.POSITIVE_INFINITY);
});

describe("a listener", () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  test("closes at once what is over a cap; requests on other connections are answered", async () => {
    const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("here") });
    ends.push(() => server.stop(true));
    const port = server.port ?? 0;
    const caps: Caps = { inAll: 100, perAddress: 5, isExempt: () => false };
    const log = recordedLog();
    ends.push(limitConnections(port, () => caps, log));
    expect(log.lines).toEqual([]);
    const open = (localAddress: string) =>
      new Promise<{ socket: Socket; closed: Promise<void> }>((resolve) => {
        const closed = Promise.withResolvers<void>();
        // The kernel hands over a connection when it has sent something.
        const socket = connect({ port, host: "127.0.0.1", localAddress }, () => {
          socket.write("GET / HTTP/1.1\r\n");
          resolve({ socket, closed: closed.promise });
        });
        socket.on("error", () => {});
        socket.on("data", () => {});
        socket.on("close", () => closed.resolve());
        ends.push(() => socket.destroy());
      });
    // Nothing has come for a while, and nothing is looked for.
    await Bun.sleep(350);
    const first = await Promise.all(Array.from({ length: 5 }, () => open("127.0.0.1")));
    // Answered in a later turn, so that a look comes in between.
    await fetch(server.url).catch(() => {});
    const late = await Promise.all(Array.from({ length: 20 }, () => open("127.0.0.1")));
    await Promise.all(late.map(({ closed }) => closed));
    const other = await open("127.0.0.2");
    const answer = new Promise<string>((resolve) => other.socket.on("data", (data) => resolve(String(data))));
    other.socket.write("Host: x\r\n\r\n");
    expect(await answer).toContain("here");
    expect(first.every(({ socket }) => !socket.destroyed)).toBe(true);
    // One line in a minute, however many are closed.
    expect(log.lines).toEqual([
      expect.stringMatching(/ warning closed connections over the limit count=[1-9]\d* client=127\.0\.0\.1\n$/),
    ]);
  });

  test("has all its connections looked at where the kernel does not say how many descriptors are open", () => {
    const timers = spyOn(globalThis, "setTimeout").mockImplementation((() => ({ unref() {} })) as never);
    const open = spyOn(kernel, "openDescriptors").mockReturnValue(0);
    ends.push(
      () => timers.mockRestore(),
      () => open.mockRestore(),
    );
    let looks = 0;
    const caps = () => {
      looks += 1;
      return CAPS;
    };
    limitConnections(1, caps, recordedLog());
    const look = (): void => {
      const [last] = timers.mock.calls.at(-1) ?? [];
      (last as () => void)();
    };
    for (let i = 0; i < 3; i++) look();
    expect(looks).toBe(3);
    // Where it says so, an idle server is looked at once.
    open.mockReturnValue(20);
    for (let i = 0; i < 3; i++) look();
    expect(looks).toBe(4);
    open.mockReturnValue(21);
    look();
    expect(looks).toBe(5);
  });

  test("is looked at less often when a look takes long: nine tenths of the time are for others", () => {
    const timers = spyOn(globalThis, "setTimeout").mockImplementation((() => ({ unref() {} })) as never);
    ends.push(() => timers.mockRestore());
    const slow = () => {
      const until = performance.now() + 15;
      while (performance.now() < until);
      return CAPS;
    };
    limitConnections(1, slow, recordedLog());
    const [[look] = []] = timers.mock.calls;
    (look as () => void)();
    expect(Number(timers.mock.calls[1]?.[1])).toBeGreaterThanOrEqual(150);
  });

  test("is looked at ten times in a second at most", () => {
    const timers = spyOn(globalThis, "setTimeout");
    ends.push(() => timers.mockRestore());
    ends.push(limitConnections(1, () => CAPS, recordedLog()));
    expect(timers.mock.calls.map(([, delay]) => Number(delay) >= 100)).toEqual([true]);
  });
});
