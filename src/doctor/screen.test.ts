/** What the doctor says of screens that can be reached, and of others. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { type OnedSim, startOnedSim } from "../oned-sim/index.ts";
import { createRpc } from "../opennebula/rpc.ts";
import { startVncHost } from "../screen/testing/vnc-host.ts";
import { screenFindings } from "./screen.ts";

let sim: OnedSim;
beforeEach(async () => {
  sim = await startOnedSim({ seed: "demo", stepMs: 0, screens: true });
});
afterEach(() => sim.stop());

async function found(consoleScreen: "manage" | "off" = "manage"): Promise<string[]> {
  const oned = createRpc({ urls: [sim.url], connections: 1, timeout: 2_000, answerLimit: 1 << 26 });
  const findings = await screenFindings({ consoleScreen }, oned, "oneadmin:opennebula", {
    connect: 500,
    greeting: 200,
  });
  return findings.map(({ status, text }) => `${status} ${text}`);
}

/** GRAPHICS of all machines; undefined takes a value away. */
function graphics(values: Readonly<Record<string, string | undefined>>): void {
  for (const vm of sim.world.vms.values()) {
    for (const vector of vm.template.vectors("GRAPHICS")) {
      for (const [name, value] of Object.entries(values)) {
        if (value === undefined) vector.delete(name);
        else vector.set(name, value);
      }
    }
    sim.world.changed(vm);
  }
}

test("one of each host is tried", async () => {
  const said = await found();
  expect(said.length).toBe(2);
  expect(
    said.filter((line) =>
      /^ok the screen of machine \d can be reached, at port \d+ of (localhost|127\.0\.0\.1)$/.test(line),
    ),
  ).toEqual(said);
});

test("what another program answers, and nothing, are warnings", async () => {
  const other = startVncHost({ greeting: "SSH-2.0-OpenSSH_9.2\r\n" });
  graphics({ PORT: String(other.port) });
  const kinds = async () =>
    (await found()).map((line) => /^warning .*(does not speak VNC|cannot be reached)/.exec(line)?.[1]);
  expect(await kinds()).toEqual(["does not speak VNC", "does not speak VNC"]);
  other.stop();
  expect(await kinds()).toEqual(["cannot be reached", "cannot be reached"]);
  expect(other.received.length).toBe(0);
});

test("without a machine to try it says whom to ask as, and of a switch nothing", async () => {
  graphics({ TYPE: "SPICE" });
  expect(await found()).toEqual(["unknown this user has no machine whose screen could be tried"]);
  expect(await found("off")).toEqual([]);
});
