/**
 * Whatever users send, in either language: what OpenNebula gets has a vector where it expects one, and a plain value
 * everywhere else. oned 6.10 does not survive `GRAPHICS = "vnc"`. The judge is what the stand-in was asked, read by its own
 * parser, which knows nothing of ours.
 */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseTemplate } from "../oned-sim/template.ts";
import {
  describeOcci,
  INFRA,
  JSON_TYPE,
  type OcciSending,
  type OcciWorld,
  OS_TPL,
  RESOURCE_TPL,
} from "./ogf/testing/over-sim.ts";

/** Attributes that oned reads as vectors, of machines, networks and security groups. */
const VECTORS = [
  ...[
    "DISK",
    "NIC",
    "NIC_ALIAS",
    "NIC_DEFAULT",
    "OS",
    "GRAPHICS",
    "CONTEXT",
    "FEATURES",
    "INPUT",
    "RAW",
    "PCI",
    "VIDEO",
  ],
  ...["TOPOLOGY", "NUMA_NODE", "CPU_MODEL", "SCHED_ACTION", "TPM", "BACKUP_CONFIG", "USER_INPUTS", "AR", "RULE"],
];
/** What this server keeps in users' templates. */
const OWN = /^OCCI_TAG_[0-9A-F]+$/;
/** Which parameter of a method is a template, without `one.`. */
const TEMPLATES: Readonly<Record<string, number>> = {
  "vm.allocate": 0,
  "vm.attach": 1,
  "vm.attachnic": 1,
  "vm.resize": 1,
  "vm.update": 1,
  "vm.updateconf": 1,
  "vn.allocate": 0,
  "vn.reserve": 1,
  "vn.update": 1,
  "image.allocate": 0,
  "image.update": 1,
  "secgroup.allocate": 0,
  "secgroup.update": 1,
  "template.instantiate": 3,
  "template.update": 1,
  "user.update": 1,
};
/** Methods with texts that are none. */
const TEXTS =
  /\.(?:rename|action|login|clone|chtype|snapshotcreate|disksnapshotcreate|disksaveas|diskresize|allocate|instantiate)$/;

interface Judge {
  /** Holds what was asked since the last time against what oned expects. */
  judge(world: OcciWorld): void;
  /** Methods whose templates were judged. */
  readonly met: Set<string>;
}

function newJudge(): Judge {
  const met = new Set<string>();
  let seen = 0;
  return {
    met,
    judge({ sim }) {
      const calls = sim.calls.slice(-(sim.callCount - seen) || sim.calls.length);
      seen = sim.callCount;
      for (const { method, params } of calls) {
        const name = method.replace("one.", "");
        const index = TEMPLATES[name];
        if (index === undefined) {
          const texts = params.filter((one) => typeof one === "string");
          if (texts.length > 0 && !TEXTS.test(name)) throw new Error(`${method} has a text that is not looked at`);
          continue;
        }
        met.add(name);
        for (const attribute of parseTemplate(String(params[index]), { emptyVectors: true })) {
          const expected = VECTORS.includes(attribute.name) || OWN.test(attribute.name) ? "vector" : "value";
          const is = typeof attribute.value === "string" ? "value" : "vector";
          if (is !== expected) throw new Error(`${method}: ${attribute.name} is a ${is}\n${params[index]}`);
        }
      }
    },
  };
}

const HOSTILE = [
  ...[
    "vnc",
    "",
    " ",
    "\\",
    '"',
    "[",
    "]",
    "=",
    "#",
    "$",
    ",",
    "'",
    "x\\",
    '\\"',
    "<GRAPHICS>vnc</GRAPHICS>",
    "$FILE[IMAGE_ID=1]",
  ],
  ...[
    'vnc"\nGRAPHICS = "vnc',
    'x"\nOS="x"\nB="',
    'x" ]\nCONTEXT = "x"\nA = [ B = "',
    "x\nDISK = 1\n",
    "x\r\nNIC = 1\r\n",
    "x ]\nRAW = y",
  ],
  ...[
    "]]><OS>x</OS><![CDATA[",
    "</NAME><GRAPHICS>vnc</GRAPHICS><NAME>",
    "</TEMPLATE><TEMPLATE><OS>x</OS>",
    "&lt;OS&gt;x&lt;/OS&gt;",
  ],
  ...[
    "10.0.0.9",
    "0",
    "1",
    "-1",
    "1.5",
    "[ A = 1 ]",
    '[ TYPE = "vnc" ]',
    "NAME = [ A = 1 ]",
    "\u0001GRAPHICS=\u0002",
    "é☃",
  ],
];
/** What adds an attribute where a quote or a bracket is not escaped. */
const INJECTIONS = HOSTILE.filter((text) => /OS|GRAPHICS|CONTEXT|DISK|NIC|RAW/.test(text));
const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...INJECTIONS) },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12, unit: "binary" }) },
);
/** Mostly what is asked for; else anything. */
const mostly = (right: string) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: hostile });
const names = fc.constantFrom(
  ...[...VECTORS, "NAME", "CPU", "MEMORY", "VCPU", "TYPE", "SIZE", "PATH", "SOURCE", "DESCRIPTION", "SSH_PUBLIC_KEY"],
  ...[
    "START_SCRIPT",
    "USER_DATA",
    "USERDATA",
    "FILES_DS",
    "CONTEXT_FIXED",
    "TEMPLATE",
    "SCHED_REQUIREMENTS",
    "graphics",
  ],
);

const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these no XML can hold
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
const element = (name: string, content: string): string => `<${name}>${content}</${name}>`;
const named = (name: string, right: string) => mostly(right).map((text) => element(name, escaped(text)));
/** An element of any name, plain or with others in it. */
const anything = fc.oneof(
  fc.tuple(names, hostile).map(([name, text]) => element(name, escaped(text))),
  fc.tuple(names, names, hostile).map(([name, inner, text]) => element(name, element(inner, escaped(text)))),
);
const some = fc.array(anything, { maxLength: 3 }).map((all) => all.join(""));
const variables = fc
  .array(fc.tuple(names, hostile), { maxLength: 4 })
  .map((all) => all.map(([name, text]) => element(name, escaped(text))).join(""));
const context = fc.oneof(
  variables.map((content) => element("CONTEXT", content)),
  hostile.map((text) => element("CONTEXT", escaped(text))),
);
const together = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((all) => all.join(""));

const xml = (body: string): OcciSending => ({ contentType: "application/xml", accept: "application/xml", body });
type Sent = readonly [method: string, path: string, sending: OcciSending];

const disk = fc.oneof(
  fc.constant("<DISK><STORAGE href='/storage/0'/></DISK>"),
  hostile.map((text) => element("DISK", escaped(text))),
);
const nic = together(
  fc.constant("<NIC><NETWORK href='/network/0'/>"),
  named("IP", "10.0.0.44"),
  some,
  fc.constant("</NIC>"),
);
const machine = together(
  fc.constant("<COMPUTE>"),
  ...[named("NAME", "web"), fc.constantFrom("small", "custom").map((type) => element("INSTANCE_TYPE", type))],
  ...[
    named("CPU", "1"),
    named("MEMORY", "64"),
    disk,
    fc.oneof(nic, fc.constant("")),
    context,
    some,
    fc.constant("</COMPUTE>"),
  ],
);
const network = together(
  ...[
    fc.constant("<NETWORK>"),
    fc.nat().map((n) => element("NAME", `n${n}`)),
    named("ADDRESS", "10.9.0.0"),
    named("SIZE", "5"),
  ],
  ...[
    hostile.map((text) => element("DESCRIPTION", escaped(text))),
    named("PUBLIC", "YES"),
    some,
    fc.constant("</NETWORK>"),
  ],
);
const storage = together(
  ...[
    fc.constant("<STORAGE>"),
    fc.nat().map((n) => element("NAME", `s${n}`)),
    named("TYPE", "DATABLOCK"),
    named("SIZE", "10"),
  ],
  ...[
    hostile.map((text) => element("DESCRIPTION", escaped(text))),
    named("FSTYPE", "raw"),
    some,
    fc.constant("</STORAGE>"),
  ],
);
const ACTIONS = [
  ...[
    "attachnic",
    "attachdisk",
    "resize",
    "saveas",
    "rename",
    "snapshotcreate",
    "disksnapshotcreate",
    "poweroffhard",
    "hold",
  ],
];
const action = fc
  .tuple(
    fc.constantFrom(...ACTIONS),
    together(
      ...[
        named("NAME", "x"),
        named("IP", "10.0.0.45"),
        named("TARGET", "vdb"),
        named("CPU", "2"),
        named("MEMORY", "128"),
        some,
      ],
      fc.constant(
        "<NETWORK href='/network/0'/><STORAGE href='/storage/0'/><DISK id='0'/><NIC id='0'/><INSTANCE_TYPE>custom</INSTANCE_TYPE>",
      ),
    ),
  )
  .map(([perform, params]) => ofAction(perform, params));
function ofAction(perform: string, params: string): string {
  return `<ACTION>${element("PERFORM", perform)}${element("PARAMS", params)}</ACTION>`;
}
const form = (body: string): OcciSending => ({
  ...{ contentType: "application/x-www-form-urlencoded", accept: "application/xml" },
  body: `occixml=${encodeURIComponent(body)}`,
});

const OF_XML: fc.Arbitrary<Sent> = fc.oneof(
  { weight: 3, arbitrary: machine.map((body): Sent => ["POST", "/compute", xml(body)]) },
  network.map((body): Sent => ["POST", "/network", xml(body)]),
  storage.map((body): Sent => ["POST", "/storage", form(body)]),
  { weight: 2, arbitrary: action.map((body): Sent => ["POST", "/compute/0/action", xml(body)]) },
  machine.map((body): Sent => ["PUT", "/compute/0", xml(body)]),
  network.map((body): Sent => ["PUT", "/network/3", xml(body)]),
  storage.map((body): Sent => ["PUT", "/storage/2", xml(body)]),
);

const OGF = "http://schemas.ogf.org/occi/infrastructure";
const POOL = "http://localhost/occi/infrastructure/floatingippool#pool_0";
const KEY = "ssh-ed25519 AAAAC3Nz";
type Attributes = Readonly<Record<string, unknown>>;

/** Attributes of a mixin, which the request names beside them. */
const OF_MIXINS = {
  [`${OGF}/compute#user_data`]: { "occi.compute.userdata": mostly("#!/bin/sh\necho") },
  [`${OGF}/credentials#ssh_key`]: { "occi.credentials.ssh.publickey": hostile.map((text) => `${KEY} ${text}`) },
  "http://schemas.openstack.org/compute/instance#user_data": { "org.openstack.compute.user_data": hostile.map(btoaOf) },
  [`${OGF}/network#ipnetwork`]: {
    "occi.network.address": mostly("10.8.0.0/24"),
    "occi.network.gateway": mostly("10.8.0.1"),
    "occi.network.allocation": fc.constant("dynamic"),
  },
  [`${OGF}/networkinterface#ipnetworkinterface`]: {
    "occi.networkinterface.address": mostly("10.0.0.77"),
    "occi.networkinterface.gateway": hostile,
  },
} as const;
const rules = fc.array(
  fc.record(
    { protocol: mostly("tcp"), type: mostly("inbound"), port: mostly("22"), range: mostly("10.0.0.0/8") },
    { requiredKeys: ["protocol", "type"] },
  ),
  { maxLength: 2 },
);
const core = { "occi.core.title": hostile, "occi.core.summary": hostile };
/** By kind: its attributes, and the mixins that it may have. */
const KINDS: Readonly<
  Record<
    string,
    { readonly own: Record<string, fc.Arbitrary<unknown>>; readonly mixins: readonly (keyof typeof OF_MIXINS)[] }
  >
> = {
  compute: {
    own: {
      ...core,
      "occi.compute.hostname": mostly("web"),
      "occi.compute.cores": fc.constantFrom(1, 2),
      "occi.compute.memory": fc.constantFrom(0.25, 0.5),
      "occi.compute.architecture": fc.constantFrom("x64", "x86"),
    },
    mixins: [
      `${OGF}/compute#user_data`,
      `${OGF}/credentials#ssh_key`,
      "http://schemas.openstack.org/compute/instance#user_data",
    ],
  },
  network: {
    own: { ...core, "occi.network.vlan": fc.constantFrom(1, 7), "occi.network.label": hostile },
    mixins: [`${OGF}/network#ipnetwork`],
  },
  storage: { own: { ...core, "occi.storage.size": fc.constantFrom(0.01, 0.02) }, mixins: [] },
  securitygroup: { own: { ...core, "occi.securitygroup.rules": rules }, mixins: [] },
  ipreservation: { own: core, mixins: [] },
  storagelink: {
    own: { ...core, "occi.storagelink.deviceid": mostly("vdc"), "occi.storagelink.mountpoint": hostile },
    mixins: [],
  },
  networkinterface: {
    own: {
      ...core,
      "occi.networkinterface.mac": mostly("02:00:0a:00:00:4d"),
      "occi.networkinterface.interface": mostly("eth1"),
    },
    mixins: [`${OGF}/networkinterface#ipnetworkinterface`],
  },
};

function btoaOf(text: string): string {
  return Buffer.from(text).toString("base64");
}

interface Described {
  readonly mixins: readonly string[];
  readonly attributes: Attributes;
}

/** Now and then with an attribute that no kind has, or a value of another type. */
const odd = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Attributes>({}) },
  fc
    .tuple(
      fc.oneof(
        names,
        fc.constantFrom("occi.core.title", "occi.core.summary", "occi.compute.cores", "occi.network.label"),
      ),
      fc.constantFrom<unknown>("vnc", 1, true, [], {}, ["a"], { GRAPHICS: "vnc" }),
    )
    .map(([name, one]): Attributes => ({ [name]: one })),
);

function described(kind: string, required: readonly string[] = []): fc.Arbitrary<Described> {
  const { own, mixins } = KINDS[kind] ?? { own: {}, mixins: [] };
  const chosen = fc
    .subarray([...mixins])
    .chain((ids) =>
      fc
        .tuple(...ids.map((id) => fc.record<Attributes>(OF_MIXINS[id])))
        .map((all): Described => ({ mixins: ids, attributes: Object.assign({}, ...all) })),
    );
  const asked = fc.record(own, { requiredKeys: required as never[] }) as fc.Arbitrary<Attributes>;
  return fc
    .tuple(asked, chosen, odd)
    .map(([one, two, three]) => ({ mixins: two.mixins, attributes: { ...one, ...two.attributes, ...three } }));
}

const link = fc.constantFrom("storage/0", "network/0").chain((end) => {
  const kind = end.startsWith("storage") ? "storagelink" : "networkinterface";
  return described(kind).map((more) => {
    return { kind: `${INFRA}${kind}`, ...more, target: { location: `/${end}`, kind: `${INFRA}${end.split("/")[0]}` } };
  });
});
const ogf = (body: unknown): OcciSending => ({ contentType: JSON_TYPE, accept: JSON_TYPE, body: JSON.stringify(body) });
const templates = fc.constantFrom(
  [`${OS_TPL}template_0`],
  [`${OS_TPL}template_0`, `${RESOURCE_TPL}custom`],
  [`${OS_TPL}image_0`, `${RESOURCE_TPL}small`],
  [`${RESOURCE_TPL}custom`],
);

/** A creation of each kind. */
const made = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(described("compute"), templates, fc.array(link, { maxLength: 2 }))
      .map(([{ mixins, attributes }, more, links]) => ({
        kind: "compute",
        mixins: [...more, ...mixins],
        attributes,
        links,
      })),
  },
  described("network", ["occi.core.title"]).map((one) => ({ kind: "network", ...one })),
  described("storage", ["occi.storage.size"]).map((one) => ({ kind: "storage", ...one })),
  described("securitygroup", ["occi.securitygroup.rules"]).map((one) => ({ kind: "securitygroup", ...one })),
  described("ipreservation").map(({ attributes }) => ({ kind: "ipreservation", mixins: [POOL], attributes })),
);
const categoryLine = (id: string, kindOf: "kind" | "mixin"): string => {
  const at = id.indexOf("#") + 1;
  return `Category: ${id.slice(at)}; scheme="${id.slice(0, at)}"; class="${kindOf}"\n`;
};
/** The same in text/plain, which has one line for a value. */
function inText({ kind, mixins, attributes }: Described & { readonly kind: string }): Sent {
  const lines = Object.entries(attributes).map(([name, one]) => {
    const shown = JSON.stringify(one).replaceAll(/[\r\n]/g, " ");
    return `X-OCCI-Attribute: ${name}=${shown}\n`;
  });
  const categories = [categoryLine(INFRA + kind, "kind"), ...mixins.map((id) => categoryLine(id, "mixin"))];
  return ["POST", `/${kind}/`, { contentType: "text/plain", body: [...categories, ...lines].join("") }];
}
const PLACES = { compute: "/compute/0", network: "/network/0", storage: "/storage/0" } as const;
const changed = fc.constantFrom<keyof typeof PLACES>("compute", "network", "storage").chain((kind) =>
  fc.tuple(fc.constantFrom("PUT", "POST"), described(kind)).map(([method, { mixins, attributes }]): Sent => {
    return [method, PLACES[kind], ogf({ attributes, ...(mixins.length > 0 && { mixins }) })];
  }),
);
const TAG = "http://example.org/tags#";

const OF_OGF: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 5,
    arbitrary: made.map(({ kind, ...more }): Sent => ["POST", `/${kind}/`, ogf({ kind: INFRA + kind, ...more })]),
  },
  { weight: 2, arbitrary: made.map(inText) },
  { weight: 3, arbitrary: changed },
  link.map((one): Sent => {
    const body = { ...one, source: { location: "/compute/0", kind: `${INFRA}compute` } };
    return ["POST", one.kind.endsWith("storagelink") ? "/storagelink/" : "/networkinterface/", ogf(body)];
  }),
  fc.tuple(fc.constantFrom("save", "suspend", "start"), hostile).map(([term, text]): Sent => {
    const id = `${OGF}/compute/action#${term}`;
    return ["POST", `/compute/0?action=${term}`, ogf({ action: id, attributes: { name: text, method: text } })];
  }),
  hostile.map((text): Sent => {
    const title = text.replaceAll(/["\\\r\n]/g, " ");
    return [
      "POST",
      "/-/",
      {
        contentType: "text/plain",
        body: `Category: tag; scheme="${TAG}"; class="mixin"; location="/tags/tag/"; title="${title}"`,
      },
    ];
  }),
  fc.constantFrom(...Object.values(PLACES)).map((path): Sent => {
    return [
      "POST",
      "/tags/tag/",
      { contentType: "text/plain", body: `X-OCCI-Location: https://cloud.example.org${path}` },
    ];
  }),
);

/** Valid requests, which come first: so each template is known to have been judged. */
const FIRST_OF_XML: readonly Sent[] = [
  ["POST", "/compute", xml("<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><CONTEXT><A>b</A></CONTEXT></COMPUTE>")],
  ["POST", "/network", xml("<NETWORK><NAME>first</NAME><ADDRESS>10.9.0.0</ADDRESS><SIZE>5</SIZE></NETWORK>")],
  ["PUT", "/network/0", xml("<NETWORK><DESCRIPTION>d</DESCRIPTION></NETWORK>")],
  ["POST", "/storage", form("<STORAGE><NAME>first</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE></STORAGE>")],
  ["PUT", "/storage/0", xml("<STORAGE><DESCRIPTION>d</DESCRIPTION></STORAGE>")],
  ["POST", "/compute/0/action", xml(ofAction("attachnic", "<NETWORK href='/network/0'/>"))],
  ["POST", "/compute/0/action", xml(ofAction("attachdisk", "<STORAGE href='/storage/0'/>"))],
  ["POST", "/compute/0/action", xml(ofAction("resize", "<INSTANCE_TYPE>large</INSTANCE_TYPE>"))],
];
const creating = (kind: string, more: object): Sent => ["POST", `/${kind}/`, ogf({ kind: INFRA + kind, ...more })];
const SUMMARY = ogf({ attributes: { "occi.core.summary": "s" } });
const FIRST_OF_OGF: readonly Sent[] = [
  creating("compute", { mixins: [`${OS_TPL}template_0`] }),
  creating("compute", { mixins: [`${RESOURCE_TPL}custom`] }),
  creating("network", { attributes: { "occi.core.title": "first" } }),
  creating("storage", { attributes: { "occi.storage.size": 0.01 } }),
  creating("securitygroup", { attributes: { "occi.securitygroup.rules": [{ protocol: "tcp", type: "inbound" }] } }),
  creating("ipreservation", { mixins: [POOL] }),
  ...Object.values(PLACES).map((path): Sent => ["PUT", path, SUMMARY]),
  [
    "POST",
    "/-/",
    { contentType: "text/plain", body: `${categoryLine(`${TAG}tag`, "mixin").trim()}; location="/tags/tag/"` },
  ],
];

/** Each injection wherever a text of any kind may stand. */
const EACH_OF_XML = INJECTIONS.flatMap((text, index): Sent[] => {
  const [own, blank] = [element("A", escaped(text)), "<B> </B>"];
  const compute = (content: string) =>
    `<COMPUTE><INSTANCE_TYPE>small</INSTANCE_TYPE><CONTEXT>${content}</CONTEXT></COMPUTE>`;
  const more = `<SIZE>1</SIZE>${element("DESCRIPTION", escaped(text))}`;
  return [
    ["POST", "/compute", xml(compute(own))],
    ["POST", "/compute", xml(compute(own + blank))],
    ["POST", "/network", xml(`<NETWORK><NAME>x${index}</NAME><ADDRESS>10.9.0.0</ADDRESS>${more}</NETWORK>`)],
    ["POST", "/storage", form(`<STORAGE><NAME>x${index}</NAME><TYPE>DATABLOCK</TYPE>${more}</STORAGE>`)],
    ["PUT", "/network/0", xml(`<NETWORK>${more}</NETWORK>`)],
    ["PUT", "/storage/0", xml(`<STORAGE>${more}</STORAGE>`)],
  ];
});
const EACH_OF_OGF = INJECTIONS.flatMap((text): Sent[] => {
  const attributes = { "occi.core.title": text, "occi.core.summary": text };
  const userdata = {
    mixins: [`${RESOURCE_TPL}small`, `${OGF}/compute#user_data`],
    attributes: { ...attributes, "occi.compute.userdata": `#!${text}` },
  };
  return [
    creating("compute", { mixins: [`${OS_TPL}template_0`], attributes }),
    creating("compute", userdata),
    creating("network", { attributes }),
    ["PUT", "/compute/0", ogf({ attributes })],
  ];
});

describeOcci(
  "vectors and values",
  (world) => {
    const OF_BOTH = ["vm.allocate", "vm.update", "vn.allocate", "vn.update", "image.allocate", "image.update"];
    test.each([
      ["OpenNebula's XML", [...FIRST_OF_XML, ...EACH_OF_XML], OF_XML, 200, ["vm.attach", "vm.attachnic", "vm.resize"]],
      [
        "OCCI 1.2",
        [...FIRST_OF_OGF, ...EACH_OF_OGF],
        OF_OGF,
        80,
        ["secgroup.allocate", "template.instantiate", "user.update", "vn.reserve"],
      ],
    ] as const)(
      "stay what they are, whatever is sent in %s",
      async (_, first, requests, numRuns, wanted) => {
        const judge = newJudge();
        await fc.assert(
          fc.asyncProperty(requests, async ([method, path, sending]) => {
            const { status } = await world.request(method, path, { user: "oneadmin", ...sending });
            expect(status).toBeLessThan(600);
            judge.judge(world);
          }),
          { numRuns: first.length + numRuns, examples: first.map((sent): [Sent] => [sent]) },
        );
        expect([...OF_BOTH, ...wanted].filter((method) => !judge.met.has(method))).toEqual([]);
      },
      60_000,
    );
  },
  { networkDriver: "bridge", bridge: "br0" },
);
