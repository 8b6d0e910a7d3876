import { expect, test } from "bun:test";
import { until } from "../testing/until.ts";
import { connectToScreen } from "./host.ts";
import { startVncHost } from "./testing/vnc-host.ts";

test("what a host sends is handed on whole, and its memory is given back at once", async () => {
  const vnc = startVncHost();
  const host = await connectToScreen({ host: "127.0.0.1", port: vnc.port });
  try {
    const kept: Uint8Array[] = [];
    const lengths: number[] = [];
    let sum = 0;
    host.relay({
      received(bytes) {
        kept.push(bytes);
        lengths.push(bytes.length);
        sum = bytes.reduce((total, byte) => total + byte, sum);
      },
      drained() {},
      closed() {},
    });
    const [socket] = vnc.sockets;
    socket?.write(new Uint8Array(10_000).fill(3));
    await until(() => sum === 30_000);
    expect(lengths.reduce((total, length) => total + length, 0)).toBe(10_000);
    expect(kept.map(({ buffer }) => buffer.byteLength)).toEqual(kept.map(() => 0));
  } finally {
    host.end();
    vnc.stop();
  }
});

test("what a host sends behind its greeting waits until somebody takes it", async () => {
  const vnc = startVncHost();
  const host = await connectToScreen({ host: "127.0.0.1", port: vnc.port });
  try {
    for (const socket of vnc.sockets) socket.write("more");
    // What a second connection brings has come after it.
    (await connectToScreen({ host: "127.0.0.1", port: vnc.port })).end();
    let told = Buffer.from(host.greeting).toString();
    host.relay({
      received(bytes) {
        told += Buffer.from(bytes).toString();
      },
      drained() {},
      closed() {},
    });
    await until(() => told.endsWith("more"));
    expect(told).toBe("RFB 003.008\nmore");
  } finally {
    host.end();
    vnc.stop();
  }
});
