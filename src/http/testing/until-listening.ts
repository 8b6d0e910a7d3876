/** Waits until a port of this machine takes connections. @throws when the process that shall listen has ended. */
export async function untilListening(port: number, process: Bun.Subprocess): Promise<void> {
  for (;;) {
    if (process.exitCode !== null) throw new Error(`it ended with ${process.exitCode}`);
    try {
      (await Bun.connect({ hostname: "127.0.0.1", port, socket: { data() {} } })).end();
      return;
    } catch {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
