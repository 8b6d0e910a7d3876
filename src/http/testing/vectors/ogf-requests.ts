/** Requests in OCCI 1.2: creations, changes, actions, links, mixins and tags, with anything in their texts. */
import fc from "fast-check";
import { INFRA, JSON_TYPE, type OcciSending, OS_TPL, RESOURCE_TPL } from "../../ogf/testing/over-sim.ts";
import { hostile, INJECTIONS, mostly, names, type Sent } from "./hostile-text.ts";

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

export const OF_OGF: fc.Arbitrary<Sent> = fc.oneof(
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

/** Valid ones, which come first: so each template is known to have been judged. */
const creating = (kind: string, more: object): Sent => ["POST", `/${kind}/`, ogf({ kind: INFRA + kind, ...more })];
const SUMMARY = ogf({ attributes: { "occi.core.summary": "s" } });
export const FIRST_OF_OGF: readonly Sent[] = [
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

export const EACH_OF_OGF = INJECTIONS.flatMap((text): Sent[] => {
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
