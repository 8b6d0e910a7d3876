import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { parseTemplate } from "../oned-sim/template.ts";
import type { NetworkTemplateData, VmTemplateData } from "./data.ts";
import { createTemplates, type Templates } from "./engine.ts";

let location = "";
beforeEach(() => {
  location = mkdtempSync(join(tmpdir(), "occi-templates-"));
});
afterEach(() => rmSync(location, { recursive: true }));

const vmTypes = [
  { name: "small", template: "small.erb" },
  { name: "large", template: "large.eta" },
  { name: "custom", template: "custom.eta" },
];
const made = (): Templates => createTemplates({ location, vmTypes });
const put = (name: string, text: string): void => writeFileSync(join(location, name), text);
const BARE: VmTemplateData = { instanceType: "small", disks: [], nics: [], context: [] };
const seen = (text: string) =>
  parseTemplate(text).map(({ name, value }) => [name, typeof value === "string" ? value : [...value]]);

function failure(make: () => unknown): OcciError {
  try {
    make();
  } catch (error) {
    if (error instanceof OcciError) return error;
    throw error;
  }
  throw new Error("did not fail");
}

describe("CONTEXT of the type's template", () => {
  const CONTEXT = 'CPU = 1\nMEMORY = 1\nCONTEXT = [ SITE = "north", NTP = "ntp" ]\nCONTEXT_FIXED = [ PROXY = "p" ]\n';
  const contextOf = (data: Partial<VmTemplateData>) =>
    seen(made().renderVm("small", { ...BARE, ...data })).filter(([name]) => String(name).startsWith("CONTEXT"));

  test("is merged with the request's, which wins but for what is fixed", () => {
    put("small.erb", CONTEXT);
    const request = [
      ["NTP", "mine"],
      ["PROXY", "none"],
      ["A", 'say "hi"'],
    ] as const;
    const merged: [string, string][] = [
      ["PROXY", "p"],
      ["NTP", "mine"],
      ["A", 'say "hi"'],
      ["SITE", "north"],
    ];
    expect(contextOf({ context: request })).toEqual([["CONTEXT", merged]]);
    expect(
      made()
        .vmAttributes("small", { ...BARE, context: request })
        .at(-1),
    ).toMatchObject({ name: "CONTEXT" });
  });

  test("is there without the request's", () => {
    put("small.erb", CONTEXT);
    const own: [string, string][] = [
      ["PROXY", "p"],
      ["SITE", "north"],
      ["NTP", "ntp"],
    ];
    expect(contextOf({})).toEqual([["CONTEXT", own]]);
    put("small.erb", "CPU = 1\nMEMORY = 1\n# plain\nCONTEXT = [ SITE = north ]\n");
    expect(contextOf({})).toEqual([["CONTEXT", [["SITE", "north"]]]]);
    expect(made().renderVm("small", BARE)).toContain("# plain\nCONTEXT = [ SITE = north ]");
  });

  test("is told apart for those who merge it themselves", () => {
    put("small.erb", CONTEXT);
    const defaults = [
      ["SITE", "north"],
      ["NTP", "ntp"],
    ];
    expect(made().context("small", BARE)).toEqual({ defaults, fixed: [["PROXY", "p"]] } as never);
  });
});

describe("the shipped templates", () => {
  test("a machine with everything", () => {
    const text = made().renderVm("custom", {
      name: "web 1",
      instanceType: "custom",
      disks: [{ imageId: 0 }, { imageId: 7, target: "vdb" }],
      nics: [{ networkId: 0 }, { networkId: 1, ip: "10.0.0.5" }, { networkId: 2, ip6: "2001:db8::5" }],
      context: [
        ["HOSTNAME", "web1"],
        ["EMPTY", ""],
      ],
      cpu: "0.5",
      memory: "256",
    });
    expect(seen(text)).toEqual([
      ["NAME", "web 1"],
      ["INSTANCE_TYPE", "custom"],
      ["DISK", [["IMAGE_ID", "0"]]],
      [
        "DISK",
        [
          ["IMAGE_ID", "7"],
          ["TARGET", "vdb"],
        ],
      ],
      ["NIC", [["NETWORK_ID", "0"]]],
      [
        "NIC",
        [
          ["NETWORK_ID", "1"],
          ["IP", "10.0.0.5"],
        ],
      ],
      [
        "NIC",
        [
          ["NETWORK_ID", "2"],
          ["IP6", "2001:db8::5"],
        ],
      ],
      [
        "CONTEXT",
        [
          ["HOSTNAME", "web1"],
          ["EMPTY", ""],
        ],
      ],
      ["CPU", "0.5"],
      ["MEMORY", "256"],
    ]);
  });

  test("a machine with nothing", () => {
    expect(seen(made().renderVm("small", BARE))).toEqual([
      ["INSTANCE_TYPE", "small"],
      ["CPU", "1"],
      ["MEMORY", "1024"],
    ]);
    expect(seen(made().renderVm("custom", { ...BARE, instanceType: "custom" }))).toEqual([
      ["INSTANCE_TYPE", "custom"],
      ["CPU", "1"],
      ["MEMORY", "128"],
    ]);
  });

  test("networks, IPv4 and IPv6", () => {
    const network: NetworkTemplateData = {
      name: "lan",
      driver: "bridge",
      bridge: "br0",
      description: 'the "lan"',
      range: { type: "IP4", firstIp: "10.0.0.1", size: 254 },
    };
    expect(seen(made().renderNetwork(network))).toEqual([
      ["NAME", "lan"],
      ["VN_MAD", "bridge"],
      ["BRIDGE", "br0"],
      ["DESCRIPTION", 'the "lan"'],
      [
        "AR",
        [
          ["TYPE", "IP4"],
          ["IP", "10.0.0.1"],
          ["SIZE", "254"],
        ],
      ],
    ]);
    const six = {
      name: "six",
      driver: "vxlan",
      range: { type: "IP6_STATIC", firstIp: "2001:db8::1", size: 9, prefixLength: 64 },
    } as const;
    expect(seen(made().renderNetwork(six))).toEqual([
      ["NAME", "six"],
      ["VN_MAD", "vxlan"],
      [
        "AR",
        [
          ["TYPE", "IP6_STATIC"],
          ["IP6", "2001:db8::1"],
          ["PREFIX_LENGTH", "64"],
          ["SIZE", "9"],
        ],
      ],
    ]);
  });

  test("capacity is what the template gives, and absent where the request decides", () => {
    expect(made().capacity("small")).toEqual({ cpu: "1", memory: "1024" });
    expect(made().capacity("large")).toEqual({ cpu: "8", memory: "8192" });
    expect(made().capacity("custom")).toEqual({});
    put("small.eta", "CPU = 1\nMEMORY = <%= it.memory ?? 1 %>\nVCPU = 2\n");
    expect(made().capacity("small")).toEqual({ cpu: "1", vcpu: "2" });
    put("small.eta", "MEMORY = 1\nVCPU = <%= Math.ceil(it.cpu ?? 1) %>\n");
    expect(made().capacity("small")).toEqual({ memory: "1" });
  });
});

describe("the operator's templates", () => {
  test("small.erb falls back to small.eta beside it, then to the embedded one", () => {
    const capacity = () => made().capacity("small").cpu;
    expect(capacity()).toBe("1");
    put("small.eta", "CPU = 2\nMEMORY = 1\n");
    expect(capacity()).toBe("2");
    put("small.erb", "CPU = 3\nMEMORY = 1\n");
    expect(capacity()).toBe("3");
    rmSync(join(location, "small.erb"));
    expect(capacity()).toBe("2");
  });

  test("a set of files is read once, and tells when they have changed, also in the same size", () => {
    put("small.eta", "CPU = 2\nMEMORY = 1\n");
    const templates = made();
    expect(templates.check()).toEqual([]);
    const { read, now } = templates.files();
    expect(now()).toBe(read);
    put("small.eta", "CPU = 4\nMEMORY = 1\n");
    utimesSync(join(location, "small.eta"), 1_700_000_000, 1_700_000_000);
    expect(templates.files().now()).not.toBe(read);
    expect([templates.capacity("small").cpu, made().capacity("small").cpu]).toEqual(["2", "4"]);
    expect(templates.renderVm("small", BARE)).toContain("CPU = 2");
  });

  test("a plain template of the Ruby server works unchanged, with Windows line ends too", () => {
    const text =
      '#\n#  Adjust this\n#\nCPU    = 1\nMEMORY = 1024\nOS = [ kernel = /vmlinuz,\n  kernel_cmd = "ro console=tty1"]\n# end';
    for (const content of [text, `\ufeff${text.replaceAll("\n", "\r\n")}`]) {
      put("small.erb", content);
      expect(seen(made().renderVm("small", BARE)).slice(1)).toEqual([
        ["CPU", "1"],
        ["MEMORY", "1024"],
        [
          "OS",
          [
            ["KERNEL", "/vmlinuz"],
            ["KERNEL_CMD", "ro console=tty1"],
          ],
        ],
      ]);
    }
  });

  test("JavaScript may decide, and one template may include another", () => {
    put("graphics.eta", 'GRAPHICS = [ TYPE = "vnc", LISTEN = "<%= it.listen %>" ]\n');
    put(
      "small.eta",
      'CPU = 1\nMEMORY = <%= it.disks.length > 0 ? 2048 : 1024 %>\n<%~ include("graphics.eta", { listen: "::" }) %>',
    );
    expect(seen(made().renderVm("small", { ...BARE, disks: [{ imageId: 1 }] })).slice(2)).toEqual([
      ["CPU", "1"],
      ["MEMORY", "2048"],
      [
        "GRAPHICS",
        [
          ["TYPE", "vnc"],
          ["LISTEN", "::"],
        ],
      ],
    ]);
  });

  test("a fault is told to the administrator's log, not to the client", () => {
    for (const [text, line] of [
      ["CPU = 1\nMEMORY = <%= it.nothing.here %>\n", ":2: "],
      ["CPU = 1\n<% if (it.x { %>\n", ":2: "],
      ["CPU = 1\nMEMORY = [\n", ", line 2 of its output: "],
    ] as const) {
      put("small.eta", text);
      const error = failure(() => made().renderVm("small", BARE));
      expect([error.code, error.message]).toEqual(["INTERNAL", "A template of this cloud is faulty."]);
      expect(String(error.cause)).toContain(`template ${location}/small.eta${line}`);
    }
  });
});

test("an unknown instance type is the client's fault and names those there are", () => {
  const error = failure(() => made().renderVm("huge", BARE));
  expect([error.status, error.hint]).toEqual([400, "The instance types are small, large, custom."]);
});
