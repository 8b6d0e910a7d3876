/**
 * Refusals of use cases that both languages share: each client hears the names that it sent, in its units. Every sentence
 * of the shared code is looked at besides, so that a new one cannot speak one language only.
 */
import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setState } from "../oned-sim/vm/life.ts";
import { describeOcci, INFRA, type OcciSending, type OcciWorld, OS_TPL, RESOURCE_TPL } from "./ogf/testing/over-sim.ts";
import { attribute, json, kind, link, mixin, plain } from "./ogf/testing/requests.ts";
import type { Answer } from "./testing/cloud.ts";

/** What only OpenNebula's XML has. */
const XML_WORD =
  /\b(NAME|DESCRIPTION|PUBLIC|PERSISTENT|INSTANCE_TYPE|CPU|MEMORY|CONTEXT|STORAGE|NETWORK|NIC|DISK|TARGET|SNAPSHOT|SAVE_AS|PARAMS|SECONDS|ADDRESS|SIZE|TYPE|FSTYPE|URL|STATE|LCM_STATE|occixml)\b|\b(IP|MAC) (must|is|holds)\b|START_SCRIPT|USER_DATA/;
const OCCI_WORD = /\b(occi\.[a-z.]+|org\.opennebula\.|resource_tpl|os_tpl|storagelink|networkinterface)/;

const PREPARE = {
  none: () => {},
  full: ({ sim }: OcciWorld) => {
    sim.world.user(2).limits.vm = { VMS: 2, MEMORY: 65_536, CPU: 40 };
  },
  noMemory: ({ sim }: OcciWorld) => {
    sim.world.user(2).limits.vm = { VMS: 20, MEMORY: 1536, CPU: 40 };
  },
  noAddress: ({ sim }: OcciWorld) => {
    sim.world.user(2).limits.networks.set(0, { LEASES: 2 });
  },
  booting: ({ sim }: OcciWorld) => {
    const vm = sim.world.vms.get(0);
    if (vm !== undefined) setState(sim.world, vm, "ACTIVE", "BOOT");
  },
} as const;

interface Case {
  readonly what: string;
  readonly before?: keyof typeof PREPARE;
  readonly xml?: readonly [line: string, body: string, told: string];
  readonly occi?: readonly [line: string, sending: OcciSending, told: string];
}

const machine = (...more: readonly string[]) =>
  plain(kind("compute"), mixin(`${RESOURCE_TPL}custom`), mixin(`${OS_TPL}image_0`), ...more);
const compute = (...more: readonly string[]) =>
  `<COMPUTE><NAME>x</NAME><INSTANCE_TYPE>custom</INSTANCE_TYPE>${more.join("")}</COMPUTE>`;
const size = (name: string, value: number) => attribute(`occi.compute.${name}`, value);
const keyed = (key: string) =>
  machine(
    mixin("http://schemas.ogf.org/occi/infrastructure/credentials#ssh_key"),
    attribute("occi.credentials.ssh.publickey", key),
  );
const openstackKeyed = (key: string) =>
  machine(
    mixin("http://schemas.openstack.org/instance/credentials#public_key"),
    attribute("org.openstack.credentials.publickey.data", key),
  );
const nic = (...more: readonly string[]) => machine(link("/network/0", "network", ...more));
const IP_MIXIN = "http://schemas.ogf.org/occi/infrastructure/networkinterface#ipnetworkinterface";
const IP_LINK = `category="${INFRA}networkinterface ${IP_MIXIN}"`;
const disk = (...more: readonly string[]) => machine(link("/storage/2", "storage", ...more));
const network = (...more: readonly string[]) =>
  plain(kind("network"), mixin("http://schemas.ogf.org/occi/infrastructure/network#ipnetwork"), ...more);
const storage = (...more: readonly string[]) => plain(kind("storage"), ...more);
const own = (of: string) => mixin(`http://opennebula.org/occi/infrastructure#${of}`);
const action = (word: string, params = "") => `<ACTION><PERFORM>${word}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`;
const linkOf = (kindOf: string, target: string, ...more: readonly string[]) =>
  plain(kind(kindOf), attribute("occi.core.source", "/compute/0"), attribute("occi.core.target", target), ...more);
const netXml = (address: string, more = "") => `<NETWORK><NAME>n</NAME><ADDRESS>${address}</ADDRESS>${more}</NETWORK>`;

const CASES: readonly Case[] = [
  {
    what: "more CPU than the type allows",
    xml: ["POST /compute", compute("<CPU>64</CPU>"), "CPU may be at most 4 with the instance type custom."],
    occi: [
      "POST /compute/",
      machine(size("cores", 64)),
      "occi.compute.cores may be at most 4 with the instance type custom.",
    ],
  },
  {
    what: "the same as share",
    occi: [
      "POST /compute/",
      machine(size("share", 65_536)),
      "occi.compute.share may be at most 4096 with the instance type custom.",
    ],
  },
  {
    what: "the same as speed of two cores",
    occi: [
      "POST /compute/",
      machine(size("cores", 2), size("speed", 8)),
      "occi.compute.speed may be at most 2 with the instance type custom.",
    ],
  },
  {
    what: "the same in OpenNebula's own attribute",
    occi: [
      "POST /compute/",
      machine(own("compute"), attribute("org.opennebula.compute.cpu", 64)),
      "org.opennebula.compute.cpu may be at most 4 with the instance type custom.",
    ],
  },
  {
    what: "no CPU at all",
    xml: ["POST /compute", compute("<CPU>0</CPU>"), "CPU must be a decimal number above 0, such as 0.5."],
    occi: [
      "POST /compute/",
      machine(own("compute"), attribute("org.opennebula.compute.cpu", 0)),
      "org.opennebula.compute.cpu must be above 0.",
    ],
  },
  {
    what: "no core",
    occi: ["POST /compute/", machine(size("cores", 0)), '"occi.compute.cores" is 0, below its minimum of 1.'],
  },
  {
    what: "more memory than the type allows",
    xml: [
      "POST /compute",
      compute("<MEMORY>9999</MEMORY>"),
      "MEMORY may be at most 2048 MiB with the instance type custom.",
    ],
    occi: [
      "POST /compute/",
      machine(size("memory", 9)),
      "occi.compute.memory may be at most 2 GiB with the instance type custom.",
    ],
  },
  {
    what: "the same in JSON",
    occi: [
      "POST /compute/",
      json({
        kind: `${INFRA}compute`,
        mixins: [`${RESOURCE_TPL}custom`],
        attributes: { "occi.compute.memory": 2.001 },
      }),
      "occi.compute.memory may be at most 2 GiB with the instance type custom.",
    ],
  },
  {
    what: "no memory",
    xml: ["POST /compute", compute("<MEMORY>0</MEMORY>"), "MEMORY must be a whole number of MiB above 0."],
    occi: ["POST /compute/", machine(size("memory", 0)), "occi.compute.memory must be at least 0.000977 GiB."],
  },
  {
    what: "another size for a machine",
    xml: [
      "POST /compute/0/action",
      action("resize", "<CPU>2</CPU>"),
      "CPU cannot be chosen: the instance type small fixes it. Hint: Choose another INSTANCE_TYPE: custom. With custom you choose the size yourself.",
    ],
    occi: ["POST /compute/0", plain(size("memory", 3)), "occi.compute.memory: the instance type small fixes it."],
  },
  {
    what: "an instance type that there is not",
    xml: [
      "POST /compute",
      "<COMPUTE><NAME>x</NAME><INSTANCE_TYPE>custm</INSTANCE_TYPE></COMPUTE>",
      'Bad instance type: "custm" Hint: Did you mean custom? INSTANCE_TYPE is one of: small, custom.',
    ],
  },
  {
    what: "the same of a resize",
    xml: [
      "POST /compute/0/action",
      action("resize", '<INSTANCE_TYPE href="/instance_type/smal"/>'),
      'There is no instance type "smal". Hint: Did you mean small? INSTANCE_TYPE is one of: small, custom.',
    ],
  },
  {
    what: "a disk that is set back while the machine runs",
    xml: [
      "POST /compute/0/action",
      action("disksnapshotrevert", '<DISK id="0"/><SNAPSHOT id="0"/>'),
      "The machine is RUNNING, and disksnapshotrevert is possible from POWEROFF: change STATE to POWEROFF first.",
    ],
  },
  {
    what: "an address of a NIC that is none",
    xml: [
      "POST /compute",
      compute('<NIC><NETWORK href="/network/0"/><IP>10.0.0</IP></NIC>'),
      "IP must be an IP address such as",
    ],
    occi: [
      "POST /compute/",
      nic(IP_LINK, 'occi.networkinterface.address="10.0.0"'),
      "occi.networkinterface.address must be an IP address such as",
    ],
  },
  {
    what: "the same while the machine runs",
    xml: [
      "POST /compute/0/action",
      action("attachnic", '<NETWORK href="/network/0"/><IP>10.0.0</IP>'),
      "IP must be an IP address such as",
    ],
    occi: [
      "POST /link/networkinterface/",
      linkOf("networkinterface", "/network/0", mixin(IP_MIXIN), attribute("occi.networkinterface.address", "10.0.0")),
      "occi.networkinterface.address must be an IP address such as",
    ],
  },
  {
    what: "an address outside of the network",
    xml: [
      "POST /compute",
      compute('<NIC><NETWORK href="/network/0"/><IP>192.0.2.1</IP></NIC>'),
      "192.0.2.1 is outside 10.0.0.2-10.0.0.251 (network private).",
    ],
    occi: [
      "POST /compute/",
      nic(IP_LINK, 'occi.networkinterface.address="192.0.2.1"'),
      "192.0.2.1 is outside 10.0.0.2-10.0.0.251 (network private).",
    ],
  },
  {
    what: "a MAC address, which administrators keep for themselves",
    occi: [
      "POST /compute/",
      nic('occi.networkinterface.mac="02:00:00:00:00:01"'),
      "OpenNebula keeps occi.networkinterface.mac for administrators.",
    ],
  },
  {
    what: "a device that is none",
    xml: [
      "POST /compute/0/action",
      action("attachdisk", '<STORAGE href="/storage/2"/><TARGET>/dev/vdb</TARGET>'),
      "TARGET must be a device name such as vdb or sdc.",
    ],
    occi: [
      "POST /compute/",
      disk('occi.storagelink.deviceid="VDB"'),
      "occi.storagelink.deviceid must be a device name such as vdb or sdc.",
    ],
  },
  {
    what: "a character that OpenNebula cannot store",
    xml: [
      "POST /network",
      netXml("10.9.0.0", "<DESCRIPTION>&#x1F600;</DESCRIPTION>"),
      "DESCRIPTION holds the character U+1F600",
    ],
    occi: [
      "POST /network/",
      network(attribute("occi.core.summary", "\u{1f600}")),
      "occi.core.summary holds the character U+1F600",
    ],
  },
  {
    what: "the same in a part",
    occi: [
      "POST /compute/",
      nic(
        `category="${INFRA}networkinterface http://opennebula.org/occi/infrastructure#networkinterface"`,
        'org.opennebula.networkinterface.model="\u{1f600}"',
      ),
      "org.opennebula.networkinterface.model holds the character U+1F600",
    ],
  },
  {
    what: "the same in a storage's driver",
    occi: [
      "POST /storage/",
      storage(
        own("storage"),
        attribute("occi.storage.size", 1),
        attribute("org.opennebula.storage.driver", "\u{1f600}"),
      ),
      "org.opennebula.storage.driver holds the character U+1F600",
    ],
  },
  {
    what: "a variable in the context",
    xml: [
      "POST /compute",
      compute("<CONTEXT><A>$B</A></CONTEXT>"),
      "CONTEXT A holds $, which OpenNebula would read as a variable.",
    ],
    occi: [
      "POST /compute/",
      keyed("ssh-ed25519 AAAA $HOME"),
      "occi.credentials.ssh.publickey holds $, which OpenNebula would read as a variable.",
    ],
  },
  {
    what: "the same in OpenStack's attribute",
    occi: [
      "POST /compute/",
      openstackKeyed("ssh-ed25519 AAAA $HOME"),
      "org.openstack.credentials.publickey.data holds $, which OpenNebula would read as a variable.",
    ],
  },
  {
    what: "a backslash at the end of a value",
    xml: ["POST /compute", compute("<CONTEXT><A>b\\</A></CONTEXT>"), "A ends with a backslash"],
    occi: ["POST /compute/", keyed("ssh-ed25519 AAAA x\\"), "occi.credentials.ssh.publickey ends with a backslash"],
  },
  {
    what: "an image that is not there",
    xml: [
      "POST /compute",
      compute('<DISK><STORAGE href="/storage/99"/></DISK>'),
      "DISK 0: Image with ID: 99 does not exist",
    ],
    occi: ["POST /link/storagelink/", linkOf("storagelink", "/storage/99"), "Image with ID: 99 does not exist"],
  },
  {
    what: "an id that is none",
    xml: ["POST /compute", compute('<DISK><STORAGE href="/storage/x"/></DISK>'), "STORAGE href must be an id"],
    occi: [
      "POST /link/storagelink/",
      linkOf("storagelink", "/storage/x"),
      "occi.core.target must be the location of an entity of kind storage on this server",
    ],
  },
  {
    what: "an action without its parameters",
    xml: ["POST /compute/0/action", action("attachdisk"), "The action requires STORAGE href in its PARAMS."],
    occi: ["POST /link/storagelink/", plain(kind("storagelink")), '"occi.core.source" is missing.'],
  },
  {
    what: "a network's address that is none",
    xml: ["POST /network", netXml("10.9.0"), "ADDRESS must be an IP address such as"],
    occi: [
      "POST /network/",
      network(attribute("occi.network.address", "10.9.0/24")),
      "occi.network.address must be an IP address such as",
    ],
  },
  {
    what: "a prefix length that is none",
    xml: ["POST /network", netXml("10.9.0.0/33"), "ADDRESS must have a prefix length from 8 to 32"],
    occi: [
      "POST /network/",
      network(attribute("occi.network.address", "10.9.0.0/33")),
      "occi.network.address must have a prefix length from 8 to 32",
    ],
  },
  {
    what: "a broadcast address",
    xml: ["POST /network", netXml("10.9.0.255/24"), "ADDRESS: 10.9.0.255 is the broadcast address of its network."],
    occi: [
      "POST /network/",
      network(attribute("occi.network.address", "10.9.0.255/24")),
      "occi.network.address: 10.9.0.255 is the broadcast address of its network.",
    ],
  },
  {
    what: "more addresses than there are",
    xml: [
      "POST /network",
      netXml("10.9.0.0/30", "<SIZE>5</SIZE>"),
      "SIZE is 5, but ADDRESS leaves 2 addresses: 10.9.0.1-10.9.0.2.",
    ],
  },
  {
    what: "a gateway that is none",
    occi: [
      "POST /network/",
      network(attribute("occi.network.gateway", "x")),
      "occi.network.gateway must be an IP address such as",
    ],
  },
  {
    what: "a name that is taken",
    xml: ["PUT /storage/2", "<STORAGE><TYPE>ship</TYPE></STORAGE>", "TYPE must be one of OS, CDROM"],
    occi: [
      "POST /storage/",
      storage(attribute("occi.core.title", "alice-data"), attribute("occi.storage.size", 1)),
      "occi.core.title is already taken by IMAGE 2.",
    ],
  },
  {
    what: "an image without a size",
    occi: [
      "POST /storage/",
      storage(attribute("occi.storage.size", 0)),
      "occi.storage.size must be a size in GiB above 0.",
    ],
  },
  {
    what: "a file system that is none",
    occi: [
      "POST /storage/",
      storage(own("storage"), attribute("occi.storage.size", 1), attribute("org.opennebula.storage.fstype", "ext 4")),
      "org.opennebula.storage.fstype must be a file system such as ext4.",
    ],
  },
  {
    what: "a quota of machines",
    before: "full",
    xml: ["POST /compute", compute(), "The quota VMS of VM would be exceeded: its limit is 2."],
    occi: ["POST /compute/", machine(), "The quota of machines would be exceeded: its limit is 2."],
  },
  {
    what: "a quota of memory",
    before: "noMemory",
    xml: [
      "POST /compute",
      compute("<MEMORY>1024</MEMORY>"),
      "The quota MEMORY of VM would be exceeded: its limit is 1536.",
    ],
    occi: [
      "POST /compute/",
      machine(size("memory", 1)),
      "The quota of memory would be exceeded: its limit is 1.5 GiB.",
    ],
  },
  {
    what: "a quota of addresses",
    before: "noAddress",
    xml: [
      "POST /compute",
      compute('<NIC><NETWORK href="/network/0"/></NIC>'),
      "The quota LEASES of NETWORK with ID: 0 would be exceeded: its limit is 2.",
    ],
    occi: ["POST /compute/", nic(), "The quota of addresses of the network 0 would be exceeded: its limit is 2."],
  },
  {
    what: "a state in which it is not possible",
    before: "booting",
    xml: [
      "POST /compute/0/action",
      action("attachdisk", '<STORAGE href="/storage/2"/>'),
      "The machine is BOOT, and attachdisk is possible from RUNNING, POWEROFF: wait until it has left that state.",
    ],
    occi: [
      "POST /link/storagelink/",
      linkOf("storagelink", "/storage/2"),
      "Check the state and its message: wait until it has changed, or change it first.",
    ],
  },
  {
    what: "an object that is not there",
    xml: ["DELETE /network/99", "", "Error getting virtual network [99]."],
    occi: ["DELETE /network/99", plain(), "Error getting virtual network [99]."],
  },
];

/** The answer, as one line. */
function told({ body }: Answer): string {
  return body.replace(/\n/g, " ");
}

const config = {
  vmTypes: ["small", "custom"].map((name) => ({ name, template: `${name}.eta`, cpuMax: 4, memoryMax: 2048 })),
};

/** What people who typed options must not read. */
const WIRE_WORD =
  /\b(INSTANCE_TYPE|PARAMS|href|LCM_STATE|GET|POST|PUT|Retry-After)\b|\b(MEMORY|CPU|NAME) (must|may|is|cannot)/;
const resize = (params: string) => action("resize", params);

/** The same refusals for those who typed an occi-* command. */
const TYPED: readonly (readonly [
  what: string,
  before: keyof typeof PREPARE,
  line: string,
  body: string,
  told: string,
])[] = [
  [
    "an unknown type of a new machine",
    "none",
    "POST /compute",
    "<COMPUTE><NAME>x</NAME><INSTANCE_TYPE>smal</INSTANCE_TYPE></COMPUTE>",
    'There is no instance type "smal". Hint: Did you mean small? --type is one of: small, custom.',
  ],
  [
    "no type",
    "none",
    "POST /compute",
    "<COMPUTE><NAME>x</NAME></COMPUTE>",
    "No instance type is named. Hint: --type is one of: small, custom.",
  ],
  [
    "an unknown type of a resize",
    "none",
    "POST /compute/0/action",
    resize('<INSTANCE_TYPE href="/instance_type/custm"/>'),
    'There is no instance type "custm". Hint: Did you mean custom? --type is one of: small, custom.',
  ],
  [
    "a size that the type fixes",
    "none",
    "POST /compute/0/action",
    resize("<CPU>2</CPU><MEMORY>4096</MEMORY>"),
    "--cpu and --memory cannot be chosen: the instance type small fixes them. Hint: Choose another --type: custom. With custom you choose the size yourself.",
  ],
  [
    "a type that leaves the size open, without one",
    "none",
    "POST /compute/0/action",
    resize('<INSTANCE_TYPE href="/instance_type/custom"/>'),
    "The action requires --cpu or --memory on the command line.",
  ],
  [
    "more memory than the type allows",
    "none",
    "POST /compute",
    compute("<MEMORY>9999</MEMORY>"),
    "--memory may be at most 2 GiB with",
  ],
  [
    "a name that is none",
    "none",
    "POST /compute/0/action",
    action("rename", "<NAME>a&lt;b</NAME>"),
    "The name holds the character <,",
  ],
  [
    "a quota",
    "noMemory",
    "POST /compute",
    compute("<MEMORY>1024</MEMORY><CPU>1</CPU>"),
    "its limit is 1536 MiB. Hint: `occi-user show` shows",
  ],
  [
    "a state in which it is not possible",
    "booting",
    "POST /compute/0/action",
    action("attachdisk", '<STORAGE href="/storage/2"/>'),
    "The machine is BOOT, and attachdisk is possible from RUNNING or POWEROFF: wait until it has left that state.",
  ],
  [
    "a disk that is set back while the machine runs",
    "none",
    "POST /compute/0/action",
    action("disksnapshotrevert", '<DISK id="0"/><SNAPSHOT id="0"/>'),
    "The machine is RUNNING, and disksnapshotrevert is possible from POWEROFF: do `occi-compute poweroff` first.",
  ],
  [
    "a change of state that is not possible",
    "none",
    "PUT /compute/0",
    "<COMPUTE><STATE>RESUME</STATE></COMPUTE>",
    "`occi-compute resume` is not possible while the machine is RUNNING. Hint: `occi-compute resume` is possible from STOPPED, SUSPENDED, POWEROFF, UNDEPLOYED or UNKNOWN.",
  ],
  [
    "a network of others",
    "none",
    "DELETE /network/0",
    "",
    "FORBIDDEN: You do not have the right to change network 0 (OpenNebula: MANAGE).",
  ],
  [
    "an address of a NIC that is none",
    "none",
    "POST /compute/0/action",
    action("attachnic", '<NETWORK href="/network/0"/><IP>10.0.0</IP>'),
    "The address must be an IP address such as",
  ],
  ["a machine that is not there", "none", "GET /compute/99", "", "There is no machine 99."],
  [
    "an action that its state does not allow",
    "none",
    "POST /compute/0/action",
    action("hold"),
    "WRONG_STATE: This action is not available for state RUNNING. Hint: The machine is RUNNING, and hold is possible from PENDING.",
  ],
  [
    "a type to look at",
    "none",
    "GET /instance_type/smal",
    "",
    "Did you mean small? `occi-instance-type list` lists them.",
  ],
];

describeOcci(
  "a refusal of what both languages share",
  (world) => {
    test.each(TYPED)("%s, in options", async (_, before, line, body, expected) => {
      PREPARE[before](world);
      const [method = "", path = ""] = line.split(" ");
      const headers = { "X-OCCI-Words": "options" };
      const answer = await world.request(method, path, { contentType: "application/xml", body, headers });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(told(answer)).toContain(expected);
      expect(told(answer)).not.toMatch(WIRE_WORD);
      expect(told(answer)).not.toMatch(OCCI_WORD);
    });

    test.each(CASES.filter(({ xml }) => xml !== undefined))("$what, in OpenNebula's XML", async ({ before, xml }) => {
      const [line = "", body = "", expected = ""] = xml ?? [];
      PREPARE[before ?? "none"](world);
      const [method = "", path = ""] = line.split(" ");
      const answer = await world.request(method, path, { contentType: "application/xml", body });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(told(answer)).toContain(expected);
      expect(told(answer)).not.toMatch(OCCI_WORD);
    });

    test.each(CASES.filter(({ occi }) => occi !== undefined))("$what, in OCCI 1.2", async ({ before, occi }) => {
      const [line = "", sending = {}, expected = ""] = occi ?? [];
      PREPARE[before ?? "none"](world);
      const [method = "", path = ""] = line.split(" ");
      const answer = await world.request(method, path, sending);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(told(answer)).toContain(expected);
      expect(told(answer)).not.toMatch(XML_WORD);
    });
  },
  config,
);

const SOURCES = join(import.meta.dir, "..");
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g;
const TEXT = /"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;

/**
 * Uploads and instance types as resources are of OpenNebula's XML alone, options of the clients; faults of templates are
 * told to administrators.
 */
const OF_ONE_LANGUAGE =
  /^(http\/(upload|text-sink|option-words)|cloud\/instance-types|templates\/(attribute-faults|check|numbers|outdated))\.ts$/;

/** The texts of a file that are sentences, or parts of one: names of attributes stand alone. */
function sentencesIn(path: string): string[] {
  const code = readFileSync(join(SOURCES, path), "utf8").replace(COMMENT, "");
  return [...code.matchAll(TEXT)]
    .map(([text]) => text.replace(/\$\{[^}]*\}+/g, ""))
    .filter((text) => /[a-z] /.test(text));
}

describe("the sentences of the shared code", () => {
  const files = ["cloud/*.ts", "opennebula/*.ts", "templates/*.ts", "http/*.ts"]
    .flatMap((pattern) => [...new Bun.Glob(pattern).scanSync(SOURCES)])
    .filter((path) => !path.endsWith(".test.ts") && !OF_ONE_LANGUAGE.test(path));
  const sentences = files.flatMap((path) => sentencesIn(path).map((text) => `${path}: ${text}`));

  test("are found", () => {
    expect(sentences.length).toBeGreaterThan(200);
    expect(sentences.filter((text) => text.includes("OpenNebula keeps the attribute"))).toHaveLength(1);
  });

  test("name nothing that only one language has", () => {
    // Names of a guest's scripts, a command for administrators, a type of images.
    const others = /START_SCRIPT\w*|oneuser create NAME|=CONTEXT/g;
    const isWrong = (text: string) => XML_WORD.test(text.replace(others, "")) || OCCI_WORD.test(text);
    expect(sentences.filter(isWrong)).toEqual([]);
  });
});
