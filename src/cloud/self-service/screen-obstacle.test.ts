/** Who can open which screen, and what the others are told. */
import { describe, expect, test } from "bun:test";
import { hostname } from "node:os";
import type { ScreenRule } from "../../config/config.ts";
import { Rights } from "./rights.ts";
import { checkScreen } from "./screen.ts";
import { machineScreen, portOf } from "./screen-obstacle.ts";
import { type GivenMachine, machineRecord } from "./testing/machine-record.ts";

const ALICE = new Rights("alice");
const BOB = new Rights("bob");
const VNC = "<TYPE>vnc</TYPE><PORT>5907</PORT><LISTEN>0.0.0.0</LISTEN>";
const onHost = (host: string) => `<HISTORY_RECORDS><HISTORY><HOSTNAME>${host}</HOSTNAME></HISTORY></HISTORY_RECORDS>`;

interface Given extends Pick<GivenMachine, "state"> {
  readonly graphics?: string;
  readonly host?: string;
  readonly rights?: Rights;
  readonly rule?: ScreenRule;
}

function screen({ graphics = VNC, host = "host7", rights = ALICE, rule = "manage", ...state }: Given = {}) {
  const template = graphics && `<GRAPHICS>${graphics}</GRAPHICS>`;
  return machineScreen(machineRecord({ ...state, template, more: host && onHost(host) }), rights, rule);
}

describe("the screen", () => {
  test("of VNC is open for those who may manage the machine, or to all who see it", () => {
    expect(screen()).toEqual({ type: "vnc", available: true });
    expect(screen({ rights: BOB }).obstacle).toBe("right");
    expect(screen({ rights: BOB, rule: "use" })).toEqual({ type: "vnc", available: true });
    expect(screen({ rule: "off" }).obstacle).toBe("off");
  });

  test("shows its type in small letters, whatever stands in its way", () => {
    const spice = screen({ graphics: "<TYPE>Spice</TYPE>" });
    expect(spice).toMatchObject({ type: "spice", available: false, obstacle: "type" });
    expect(spice.message).toContain("SPICE");
    expect(screen({ graphics: "<TYPE>Vnc</TYPE><PORT>5907</PORT>" }).available).toBe(true);
    expect(screen({ graphics: "" })).toMatchObject({ available: false, obstacle: "none" });
    expect(screen({ graphics: "" })).not.toHaveProperty("type");
    expect(screen({ graphics: "<PORT>5907</PORT>" }).obstacle).toBe("none");
  });

  test.each([
    ...["RUNNING", "UNKNOWN", "SHUTDOWN", "SHUTDOWN_POWEROFF", "HOTPLUG", "HOTPLUG_NIC", "DISK_SNAPSHOT"],
    ...["DISK_RESIZE", "BACKUP", "MIGRATE"],
  ])("is there while the machine is %s", (state) => expect(screen({ state }).available).toBe(true));

  test.each([
    ...["PENDING", "POWEROFF", "DONE", "PROLOG", "BOOT", "EPILOG", "SAVE_MIGRATE", "PROLOG_MIGRATE"],
    ...["HOTPLUG_SAVEAS_POWEROFF", "DISK_SNAPSHOT_SUSPENDED", "HOTPLUG_SAVEAS_STOPPED", "DISK_RESIZE_UNDEPLOYED"],
  ])("is not there while it is %s", (state) => expect(screen({ state }).obstacle).toBe("state"));

  test("needs a host, and a port of VNC, which is named where it is another", () => {
    expect(screen({ host: "" }).obstacle).toBe("port");
    expect(screen({ graphics: "<TYPE>VNC</TYPE>" })).toMatchObject({ obstacle: "port" });
    expect(screen({ graphics: "<TYPE>VNC</TYPE>" }).message).toContain("is missing");
    const { obstacle, message } = screen({ graphics: `<TYPE>VNC</TYPE><PORT>22${"x".repeat(20)}</PORT>` });
    expect([obstacle, message]).toEqual([
      "port",
      `The port of the screen is 22${"x".repeat(14)}: it must be from 5900 to 65535.`,
    ]);
  });

  const listening = (listen: string, host?: string) =>
    screen({ graphics: `<TYPE>VNC</TYPE><PORT>5907</PORT><LISTEN>${listen}</LISTEN>`, ...(host && { host }) });

  test.each(["127.0.0.1", "LocalHost", "::1", "127.1.2.3"])(
    "that listens on %s can be reached where the server runs on the same host",
    (listen) => {
      expect(listening(listen).obstacle).toBe("listen");
      expect(listening(listen).message).toContain(`LISTEN=${listen}`);
      for (const host of ["localhost", "127.0.0.1", hostname(), hostname().toUpperCase()]) {
        expect(listening(listen, host).available).toBe(true);
      }
    },
  );

  test("that listens on an address of its host, or on all, can be reached from everywhere", () => {
    for (const listen of ["0.0.0.0", "10.0.0.7", ""]) expect(listening(listen).available).toBe(true);
    expect(screen({ graphics: "<TYPE>VNC</TYPE><PORT>5907</PORT>" }).available).toBe(true);
  });
});

test.each([
  ["5900", 5900],
  ["65535", 65_535],
  ["5899", undefined],
  ["65536", undefined],
  ["590", undefined],
  ["059000", undefined],
  ["5900x", undefined],
  ["x5900", undefined],
  [undefined, undefined],
])("the port %p is %p", (text, port) => expect(portOf(text)).toBe(port));

describe("a screen with an obstacle is refused", () => {
  const thrown = (given: Given): unknown => {
    try {
      checkScreen(screen(given));
      return "nothing";
    } catch (error) {
      const { code, message } = error as { code: string; message: string };
      return [code, message];
    }
  };

  test("as forbidden where the user or the administrator's rule is the reason, and as missing otherwise", () => {
    expect(thrown({})).toBe("nothing");
    expect(thrown({ rule: "off" })).toEqual(["FORBIDDEN", screen({ rule: "off" }).message]);
    expect(thrown({ rights: BOB })).toEqual(["FORBIDDEN", screen({ rights: BOB }).message]);
    expect(thrown({ state: "POWEROFF" })).toEqual(["NO_SCREEN", screen({ state: "POWEROFF" }).message]);
  });
});
