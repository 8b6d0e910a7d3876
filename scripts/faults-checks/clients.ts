/** Hostile clients: checks 35 to 37. */
import { connect } from "node:tls";
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { basic, memory, startServer } from "../bench/lib.ts";
import type { Check, Report } from "./check.ts";
import { ask, atRate, type Outcome, quantile, statusFromElsewhere } from "./clients-lib.ts";

/** Its own options come first, so that those of a check win. */
const WIDE = ["CONNECTIONS=20000", "CONNECTIONS_PER_ADDRESS=20000"];

/** Connections of the server, those of `sim` and the listener included. */
async function openSockets(pid: number): Promise<number> {
  const { readdirSync } = await import("node:fs");
  return readdirSync(`/proc/${pid}/fd`).length;
}

/** Runs slowhttptest in the background and measures what a good client sees meanwhile. */
async function slow(
  report: Report,
  what: readonly string[] | ((url: string) => () => void),
  seconds: number,
  goneAfter: number,
  options: readonly string[] = WIDE,
): Promise<void> {
  const sim = await startOnedSim();
  const server = await startServer(sim.url, options);
  const good = () => ask(`${server.url}/compute/2`, { user: "bob:bobpass" });
  try {
    await atRate(20, 2_000, good);
    const before = memory(server.pid, "VmRSS");
    // It stays longer than its connections may: the server has to end them.
    const end = typeof what === "function" ? what(server.url) : slowHttpTest(what, seconds + 90, server.url);
    const outcomes: Outcome[] = [];
    let most = 0;
    let sockets = 0;
    for (let second = 0; second < seconds; second++) {
      outcomes.push(...(await atRate(20, 1_000, good)));
      most = Math.max(most, memory(server.pid, "VmRSS"));
      sockets = Math.max(sockets, await openSockets(server.pid));
    }
    report("connections-held-at-most", sockets, "", { least: 1 });
    report("good-failures", outcomes.filter(({ status }) => status !== 200).length, "requests", { most: 0 });
    report("good-p99", quantile(outcomes, 0.99), "ms", { most: 50 });
    report("memory-added", most - before, "MB", { most: 40 });
    const ended = performance.now();
    while ((await openSockets(server.pid)) > 60 && performance.now() - ended < 60_000) await Bun.sleep(200);
    report("all-gone-after", (performance.now() - ended) / 1000, "s", { most: goneAfter });
    end();
  } finally {
    await server.stop();
    await sim.stop();
  }
}

/** Runs it in the background. @returns ends it. */
function slowHttpTest(args: readonly string[], seconds: number, url: string): () => void {
  const command = ["slowhttptest", ...args, "-l", String(seconds), "-u", `${url}/compute`];
  const attack = Bun.spawn(command, { stdout: "ignore", stderr: "ignore" });
  return () => attack.kill();
}

/** Requests that announce a body and send next to nothing of it. @returns ends them. */
function slowBodies(url: string): () => void {
  const { hostname, port } = new URL(url);
  const headers = Object.entries(basic("alice:alicepass")).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /compute HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8192\r\n${headers.join("")}\r\n`;
  const sockets: ReturnType<typeof connect>[] = [];
  const open = setInterval(() => {
    for (let i = 0; i < 25 && sockets.length < 2_000; i++) {
      const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () =>
        socket.write(head),
      );
      socket.on("error", () => {});
      sockets.push(socket);
    }
  }, 100);
  const trickle = setInterval(() => {
    for (const socket of sockets) if (!socket.destroyed && socket.writable) socket.write("x");
  }, 5_000);
  return () => {
    clearInterval(open);
    clearInterval(trickle);
    for (const socket of sockets) socket.destroy();
  };
}

/** A multipart upload at so many bytes a second; its status. */
async function slowUpload(url: string, bytesPerSecond: number, seconds: number): Promise<number> {
  const { hostname, port } = new URL(url);
  const size = bytesPerSecond * seconds;
  const head =
    '--XX\r\nContent-Disposition: form-data; name="occixml"\r\n\r\n<STORAGE><NAME>slow</NAME><TYPE>OS</TYPE></STORAGE>\r\n' +
    '--XX\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n';
  const tail = "\r\n--XX--\r\n";
  const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
  const received = Promise.withResolvers<string>();
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString("latin1");
    if (answer.includes("\r\n\r\n")) received.resolve(answer);
  });
  socket.on("error", () => received.resolve(answer));
  socket.on("close", () => received.resolve(answer));
  const headers = Object.entries(basic("oneadmin:opennebula")).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(
    `POST /storage HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=XX\r\nContent-Length: ${head.length + size + tail.length}\r\n${headers.join("")}\r\n${head}`,
  );
  for (let second = 0; second < seconds && !socket.destroyed; second++) {
    socket.write(Buffer.alloc(bytesPerSecond, 0x41));
    await Bun.sleep(1_000);
  }
  socket.write(tail);
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await received.promise)?.[1] ?? 0);
  socket.destroy();
  return status;
}

export const clientChecks: readonly Check[] = [
  {
    number: 35,
    title: "ten thousand connections that never finish their header (slowhttptest -H)",
    needs: ["slowhttptest"],
    run: (report) => slow(report, ["-c", "10000", "-H", "-r", "1000", "-i", "5", "-x", "8"], 120, 15),
  },
  {
    number: 36,
    title: "two thousand slow bodies with a password, a byte in five seconds",
    run: (report) => slow(report, slowBodies, 40, 15),
  },
  {
    number: 36,
    title: "two thousand slow readers (slowhttptest -X)",
    needs: ["slowhttptest"],
    run: (report) =>
      slow(report, ["-c", "2000", "-X", "-r", "500", "-w", "10", "-y", "20", "-n", "5", "-z", "5", "-k", "3"], 40, 15),
  },
  {
    number: 36,
    title: "an upload of 20 kB/s for ten minutes",
    async run(report) {
      const sim = await startOnedSim({ stepMs: 0 });
      const server = await startServer(sim.url);
      try {
        report("status", await slowUpload(server.url, 20_000, 600), "", { least: 201, most: 201 });
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
  {
    number: 37,
    title: "a hundred connections of one address, where ten are allowed",
    quick: true,
    needs: ["curl"],
    async run(report) {
      const sim = await startOnedSim();
      const server = await startServer(sim.url, ["CONNECTIONS_PER_ADDRESS=10"]);
      const { hostname, port } = new URL(server.url);
      try {
        let open = 0;
        let closed = 0;
        let slowest = 0;
        const sockets = Array.from({ length: 100 }, () => {
          const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
          const made = performance.now();
          socket.on("error", () => {});
          socket.on("secureConnect", () => {
            open++;
            socket.write("GET / HTTP/1.1\r\n");
          });
          socket.on("close", () => {
            closed++;
            slowest = Math.max(slowest, performance.now() - made);
          });
          return socket;
        });
        await Bun.sleep(1_500);
        report("left", sockets.filter(({ destroyed }) => !destroyed).length, "", { most: 10 });
        report("closed-after-at-most", slowest, "ms", { most: 1000 });
        const status = await statusFromElsewhere(`https://127.0.0.1:${port}/compute`, "alice:alicepass");
        report("another-address", status, "status", { least: 200, most: 200 });
        for (const socket of sockets) socket.destroy();
        if (open + closed === 0) throw new Error("no connection was made");
      } finally {
        await server.stop();
        await sim.stop();
      }
    },
  },
];
