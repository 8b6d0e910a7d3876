/** The calls of the C library: what each of them does, seen from outside, and how its failures are told. */
import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../testing/until.ts";
import {
  connectionsTo,
  endConnection,
  listeningPort,
  monotonicMicroseconds,
  muslLibrary,
  openDescriptors,
  type Peer,
  preferSecondListener,
  redirect,
  sendTo,
  tryLock,
  unixAddress,
  unixDatagramSocket,
} from "./libc.ts";

/** A number that no descriptor has: the calls fail with EBADF. */
const CLOSED = 1_000_000;

let directory: string;
const ends: (() => unknown)[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-libc-"));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(directory, { recursive: true });
});

/** A descriptor of a file, which is closed after the test. */
function opened(name: string): number {
  const fd = openSync(join(directory, name), "a+");
  ends.push(() => closeSync(fd));
  return fd;
}

test.each([
  ["x64", "libc.musl-x86_64.so.1"],
  ["arm64", "libc.musl-aarch64.so.1"],
])("on Alpine for %s the library is %s", (arch, file) => {
  expect(muslLibrary(arch)).toBe(file);
});

describe("a lock", () => {
  test("is one's alone, and free again when its descriptor is closed", () => {
    const first = openSync(join(directory, "lock"), "a");
    const second = opened("lock");
    expect([tryLock(first), tryLock(second), tryLock(second, "shared")]).toEqual([true, false, false]);
    closeSync(first);
    expect(tryLock(second)).toBe(true);
  });

  test("can be shared by those that only read", () => {
    const [one, other] = [opened("lock"), opened("lock")];
    expect([tryLock(one, "shared"), tryLock(other, "shared"), tryLock(other, "exclusive")]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("that cannot be had at all is an error", () => {
    expect(() => tryLock(CLOSED)).toThrow("flock failed with errno 9");
  });
});

describe("a descriptor that is redirected", () => {
  test("writes into the other's file", () => {
    const [log, stream] = [opened("log"), opened("stream")];
    redirect(log, stream);
    writeSync(stream, "words");
    expect(readFileSync(join(directory, "log"), "utf8")).toBe("words");
    expect(readFileSync(join(directory, "stream"), "utf8")).toBe("");
  });

  test("to one that is closed is an error", () => {
    expect(() => redirect(CLOSED, opened("stream"))).toThrow("dup2 failed with errno 9");
  });
});

describe("an address of the unix family", () => {
  const [low, high] = [1, 0];

  test.each([
    ["/run/x", "/run/x\0"],
    ["@abstract", "\0abstract"],
    ["/run/a@b@", "/run/a@b@\0"],
    ["@a@b", "\0a@b"],
  ])("%s is %j", (path, name) => {
    expect([...unixAddress(path)]).toEqual([low, high, ...Buffer.from(name)]);
  });

  test("that nobody listens on is named in the error", () => {
    const fd = unixDatagramSocket();
    ends.push(() => closeSync(fd));
    const path = join(directory, "nobody");
    expect(() => sendTo(fd, path, "x")).toThrow(`sendto ${path} failed with errno 2`);
  });

  test("has a socket that programs which are started do not get", () => {
    const fd = unixDatagramSocket();
    ends.push(() => closeSync(fd));
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1] ?? "";
    expect(Number.parseInt(flags, 8) & 0o2000000).toBe(0o2000000);
  });
});

test("the clock of all processes counts microseconds", () => {
  const [begun, time] = [monotonicMicroseconds(), performance.now()];
  while (performance.now() < time + 2);
  const passed = Number(monotonicMicroseconds() - begun);
  expect(passed).toBeGreaterThanOrEqual(2_000);
  expect(passed).toBeLessThan(60_000_000);
  // Longer than a second since the machine started: the seconds count.
  expect(begun).toBeGreaterThan(1_000_000n);
});

test("open descriptors are counted, where the kernel says how many", () => {
  const before = openDescriptors();
  opened("one");
  opened("two");
  expect(openDescriptors()).toBe(before === 0 ? 0 : before + 2);
});

/** A listener of TCP and the descriptor that it listens on. */
function listener(hostname: string, text = "here", port = 0) {
  const fetch = () => new Response(text, { headers: { Connection: "close" } });
  const server = Bun.serve({ hostname, port, reusePort: true, fetch });
  ends.push(() => server.stop(true));
  const own = server.port ?? 0;
  const fd = readdirSync("/proc/self/fd")
    .map(Number)
    .find((candidate) => listeningPort(candidate) === own);
  return { port: own, fd, server };
}

/** A client whose connection has been accepted. */
async function client(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port });
  ends.push(() => socket.destroy());
  socket.on("error", () => {});
  // The kernel hands over a connection when it has sent something.
  await new Promise<void>((resolve) => socket.on("connect", () => resolve()));
  socket.write("GET / HTTP/1.1\r\n");
  await until(() => peersOf(port).some((peer) => peer.port === socket.localPort));
  return socket;
}

function peersOf(port: number): Peer[] {
  const peers: Peer[] = [];
  connectionsTo(port, (_, peer) => peers.push(peer));
  return peers;
}

describe("a listener", () => {
  test.each(["127.0.0.1", "::1"])("on %s is known by its descriptor, and nothing else is one", async (host) => {
    const { port, fd } = listener(host);
    expect(fd).toBeGreaterThan(2);
    const connected = await client(host, port);
    const datagrams = unixDatagramSocket();
    ends.push(() => closeSync(datagrams));
    const others = readdirSync("/proc/self/fd")
      .map(Number)
      .filter((other) => other !== fd);
    expect(others.map(listeningPort)).not.toContain(port);
    expect([opened("file"), datagrams, CLOSED].map(listeningPort)).toEqual([undefined, undefined, undefined]);
    expect(connected.destroyed).toBe(false);
  });

  test("of the unix family has no port", () => {
    const before = new Set(readdirSync("/proc/self/fd"));
    const server = Bun.listen({ unix: join(directory, "socket"), socket: { data() {} } });
    ends.push(() => server.stop(true));
    const made = readdirSync("/proc/self/fd").filter((fd) => !before.has(fd));
    expect(made.map((fd) => listeningPort(Number(fd)))).toEqual(made.map(() => undefined));
  });

  test("that is the second one on a port gets all connections; the only one has them, too", async () => {
    const first = listener("127.0.0.1", "first");
    preferSecondListener(first.fd ?? CLOSED);
    const second = listener("127.0.0.1", "second", first.port);
    const answers = async () => {
      const texts = new Set<string>();
      for (let i = 0; i < 16; i++) {
        const answer = await fetch(`http://127.0.0.1:${first.port}/`, { headers: { Connection: "close" } });
        texts.add(await answer.text());
      }
      return [...texts];
    };
    expect(await answers()).toEqual(["second"]);
    await second.server.stop(true);
    expect(await answers()).toEqual(["first"]);
  });

  test("cannot be one that is no socket", () => {
    expect(() => preferSecondListener(opened("file"))).toThrow("setsockopt failed with errno 88");
  });
});

describe("the connections to a port", () => {
  test.each(["127.0.0.1", "::1"])(
    "of %s are those that came in on it, with their address and port",
    async (address) => {
      const [{ port }, other] = [listener(address), listener(address)];
      const sockets = [await client(address, port), await client(address, port)];
      await client(address, other.port);
      const expected = sockets.map(({ localPort }) => ({ address, port: Number(localPort) }));
      expect(peersOf(port).toSorted((a, b) => a.port - b.port)).toEqual(expected.toSorted((a, b) => a.port - b.port));
    },
  );

  test("are those of both families, each with its whole address", async () => {
    const { port } = listener("::");
    const hosts = ["127.0.0.1", "::1", "127.0.0.1", "::1"];
    for (const host of hosts) await client(host, port);
    const addresses = peersOf(port).map(({ address }) => address.replace("::ffff:", ""));
    expect(addresses.toSorted()).toEqual(hosts.toSorted());
    // Whatever was looked at before.
    const narrow = listener("127.0.0.1");
    await client("127.0.0.1", narrow.port);
    expect(peersOf(narrow.port).map(({ address }) => address)).toEqual(["127.0.0.1"]);
    expect(
      peersOf(port)
        .map(({ address }) => address.replace("::ffff:", ""))
        .toSorted(),
    ).toEqual(hosts.toSorted());
  });

  test("are of TCP: not those to a socket whose path begins with the bytes of that port", async () => {
    const path = join(directory, "socket");
    const accepted = Promise.withResolvers<void>();
    const server = Bun.listen({ unix: path, socket: { open: () => accepted.resolve(), data() {} } });
    ends.push(() => server.stop(true));
    const socket = connect({ path });
    ends.push(() => socket.destroy());
    await accepted.promise;
    expect(peersOf(Buffer.from(path).readUInt16BE(0))).toEqual([]);
  });

  test("are looked for until all open descriptors have been met, and a little further", async () => {
    const { port } = listener("127.0.0.1");
    await client("127.0.0.1", port);
    const found = (open?: number): number[] => {
      const fds: number[] = [];
      connectionsTo(port, (fd) => fds.push(fd), open);
      return fds;
    };
    const [fd = 0] = found();
    // Behind more free descriptors in a row than follow each other elsewhere, but for those of the whole.
    const far = 480;
    redirect(fd, far);
    ends.push(() => closeSync(far));
    expect([found(), found(0)]).toEqual([
      [fd, far],
      [fd, far],
    ]);
    const open = readdirSync("/proc/self/fd").length - 1;
    expect([found(open), found(open + 2)]).toEqual([
      [fd, far],
      [fd, far],
    ]);
    // Fewer than there are: some were opened meanwhile.
    expect(found(1)).toEqual([fd]);
  });

  test("end one by one", async () => {
    const { port } = listener("127.0.0.1");
    const [ending, staying] = [await client("127.0.0.1", port), await client("127.0.0.1", port)];
    const closed = new Promise<void>((resolve) => ending.on("close", () => resolve()));
    connectionsTo(port, (fd, peer) => {
      if (peer.port === ending.localPort) endConnection(fd);
    });
    await closed;
    expect(staying.destroyed).toBe(false);
  });
});
