/**
 * Screens: fifty open ones through the compiled server over TLS, with 30 MB a second in all.
 *
 *   bun scripts/bench/screen.ts [--screens 50] [--rate 30] [--seconds 20]
 *
 * Needs dist/occi-server. The machines are the stand-in's, their hosts a program that sends as much as it is let; hosts and
 * clients are processes of their own.
 */
import { parseArgs } from "node:util";
import { basic } from "../../src/http/testing/cloud.ts";
import { startOnedSim } from "../../src/oned-sim/index.ts";
import { memory, processorSeconds, report, startServer } from "./lib.ts";

const { values } = parseArgs({
  options: {
    screens: { type: "string", default: "50" },
    rate: { type: "string", default: "30" },
    seconds: { type: "string", default: "20" },
    part: { type: "string" },
    url: { type: "string", default: "" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/screen.ts [--screens N] [--rate MB/S] [--seconds N]");
  process.exit(0);
}
const screens = Number(values.screens);
const rate = Number(values.rate);
const seconds = Number(values.seconds);
/** A picture of a screen in motion is sent in pieces of this size. */
const PIECE = 64 * 1024;
const EVERY_MS = 20;
/** Between two looks at the server's memory. */
const LOOK_MS = 200;

if (values.part === "host") await host();
else if (values.part === "clients") await clients(values.url);
else await main();

/** Greets, and sends a share of the rate to each; what a slow reader does not take is not made up for. */
async function host(): Promise<void> {
  const piece = new Uint8Array(PIECE).map((_, index) => index * 31);
  /** Bytes a millisecond of each. */
  const share = (rate * 1e6) / 1000 / screens;
  interface Sender {
    owed: number;
    full: boolean;
  }
  const open = new Set<{ write(bytes: Uint8Array): number; data: Sender }>();
  const listener = Bun.listen<Sender>({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        socket.data = { owed: 0, full: false };
        socket.write("RFB 003.008\n");
        open.add(socket);
      },
      data() {},
      drain(socket) {
        socket.data.full = false;
      },
      close(socket) {
        open.delete(socket);
      },
    },
  });
  let last = performance.now();
  setInterval(() => {
    // A busy machine is late.
    const passed = performance.now() - last;
    last += passed;
    for (const socket of open) {
      socket.data.owed = Math.min(socket.data.owed + share * passed, 8 * PIECE);
      while (socket.data.owed >= 1 && !socket.data.full) {
        const size = Math.min(PIECE, Math.floor(socket.data.owed));
        const sent = Math.max(0, socket.write(piece.subarray(0, size)));
        socket.data.owed -= sent;
        if (sent < size) socket.data.full = true;
      }
    }
  }, EVERY_MS);
  console.log(listener.port);
}

/** Opens the screens and counts what comes, in bytes a second. */
async function clients(url: string): Promise<void> {
  let bytes = 0;
  const opened = Array.from({ length: screens }, async (_, index) => {
    const socket = new WebSocket(`${url}/api/v1/machines/${index % 2 === 0 ? 0 : 2}/screen`, {
      headers: { authorization: basic("oneadmin:opennebula") },
      tls: { rejectUnauthorized: false },
    });
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => {
      bytes += (data as ArrayBuffer).byteLength;
    };
    const ready = Promise.withResolvers<void>();
    socket.onopen = () => ready.resolve();
    socket.onerror = () => ready.reject(new Error("a screen was refused"));
    await ready.promise;
    socket.send(Buffer.from("RFB 003.008\n"));
    // None and no choice: the host sends what it likes then.
    socket.send(new Uint8Array([1]));
  });
  await Promise.all(opened);
  console.log("open");
  await Bun.sleep(2_000);
  bytes = 0;
  const began = performance.now();
  await Bun.sleep(seconds * 1000);
  console.log(bytes / ((performance.now() - began) / 1000) / 1e6);
  process.exit(0);
}

/** A part of this program in a process of its own, and the lines that it prints. */
function part(name: string, url = "") {
  const command = [process.execPath, import.meta.path, "--part", name, "--url", url];
  const options = ["--screens", values.screens, "--rate", values.rate, "--seconds", values.seconds];
  const child = Bun.spawn([...command, ...options], { stdout: "pipe", stderr: "inherit", stdin: "ignore" });
  const reader = child.stdout.getReader();
  let rest = "";
  return {
    child,
    async line(): Promise<string> {
      while (!rest.includes("\n")) {
        const { done, value } = await reader.read();
        if (done) throw new Error(`${name} ended early`);
        rest += Buffer.from(value).toString();
      }
      const [first = "", ...others] = rest.split("\n");
      rest = others.join("\n");
      return first;
    },
  };
}

async function main(): Promise<void> {
  const sim = await startOnedSim({ seed: "demo", stepMs: 0, screens: true });
  const sender = part("host");
  const port = await sender.line();
  for (const vm of sim.world.vms.values()) {
    for (const graphics of vm.template.vectors("GRAPHICS")) graphics.set("PORT", port);
    sim.world.changed(vm);
  }
  const server = await startServer(sim.url, [`SCREENS_PER_USER=${screens}`, `SCREENS=${screens}`]);
  try {
    await fetch(`${server.url}/api/v1/machines/0`, {
      headers: { authorization: basic("oneadmin:opennebula") },
      tls: { rejectUnauthorized: false },
    });
    const before = memory(server.pid, "VmRSS");
    const reader = part("clients", server.url.replace("https", "wss"));
    await reader.line();
    const started = processorSeconds(server.pid);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, memory(server.pid, "VmRSS"));
    }, LOOK_MS);
    const measured = Number(await reader.line());
    clearInterval(watch);
    const used = (processorSeconds(server.pid) - started) / (seconds + 2);
    report(`${screens} screens: through the tunnel in all`, measured, "MB/s", { least: rate * 0.98 });
    report("processor time of the server meanwhile", used * 100, "% of one");
    report("resident before", before, "MB");
    report("resident while they are open, at the most", most, "MB", { most: 100 });
    await reader.child.exited;
  } finally {
    await server.stop();
    sender.child.kill();
    await sim.stop();
  }
}
