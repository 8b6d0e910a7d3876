/**
 * An oned whose only user has written into it whatever fits, as a program of its own: what it takes to make its answers
 * is not the server's time. Prints its port; the argument names what the user has done.
 */
import { encodePayload } from "../../xml/testing/encode-payload.ts";

const many = (count: number, one: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => one(index)).join("");
const cdata = (text: string | number): string => `<![CDATA[${text}]]>`;
const vector = (name: string, members: Readonly<Record<string, string | number>>): string =>
  `<${name}>${Object.entries(members)
    .map(([key, value]) => `<${key}>${cdata(value)}</${key}>`)
    .join("")}</${name}>`;

function tag(index: number, more: Readonly<Record<string, string>> = {}): string {
  const name = `OCCI_TAG_${index.toString(16).toUpperCase().padStart(16, "0")}`;
  const location = `/m/t${index}/`;
  return vector(name, { SCHEME: `http://e.org/${index}#`, TERM: `t${index}`, LOCATION: location, TITLE: "x", ...more });
}

const words = many(5_000, (index) => `http://e.org/${index}# `);

/** What stands in the templates of the user, his machine, his image, his network and his security group. */
const WRITTEN: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  nothing: {},
  tags: { user: () => many(10_000, (index) => tag(index)) },
  "words of tags": { user: () => many(20, (index) => tag(index, { DEPENDS: words, APPLIES: words })) },
  "members of tags": {
    user: () =>
      tag(0) +
      many(30_000, (id) => `<OCCI_TAG_${"0".repeat(16)}_COMPUTE_${id}>1</OCCI_TAG_${"0".repeat(16)}_COMPUTE_${id}>`),
  },
  attributes: {
    user: () => many(30_000, (index) => `<A${index}>1</A${index}>`),
    image: () => many(30_000, (index) => `<A${index}>1</A${index}>`),
    vm: () => many(30_000, (index) => `<A${index}>1</A${index}>`),
  },
  "long texts": {
    user: () => `<A>${cdata("x&<".repeat(2_000_000))}</A>`,
    vm: () => `<CONTEXT><V>${cdata("x\n".repeat(2_000_000))}</V></CONTEXT>`,
    image: () => `<DESCRIPTION>${cdata("x".repeat(4_000_000))}</DESCRIPTION>`,
    vnet: () => `<OCCI_NETWORK_ADDRESS>${cdata("1".repeat(4_000_000))}</OCCI_NETWORK_ADDRESS>`,
  },
  "NICs, disks and snapshots": {
    vm: () =>
      many(5_000, (id) => vector("NIC", { NIC_ID: id, NETWORK_ID: 5, IP: "10.0.0.1", SECURITY_GROUPS: "1,2,3" })) +
      many(5_000, (id) => vector("DISK", { DISK_ID: id, IMAGE_ID: 3, TARGET: "vda" })) +
      many(5_000, (id) => vector("SNAPSHOT", { SNAPSHOT_ID: id, NAME: "s" })),
  },
  rules: { secgroup: () => many(15_000, () => vector("RULE", { PROTOCOL: "TCP", RULE_TYPE: "inbound", RANGE: 22 })) },
};

const OWNER = "<UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME>";
const PERMISSIONS = "<PERMISSIONS><GROUP_U>0</GROUP_U><OTHER_U>0</OTHER_U></PERMISSIONS>";
const written = WRITTEN[process.argv[2] ?? ""] ?? {};
const head = (id: number, name: string): string => `<ID>${id}</ID>${OWNER}<NAME>${name}</NAME>${PERMISSIONS}`;
const template = (kind: string): string =>
  `<TEMPLATE><CPU>1</CPU><MEMORY>512</MEMORY>${written[kind]?.() ?? ""}</TEMPLATE>`;

const OBJECTS: Readonly<Record<string, string>> = {
  user: `<USER><ID>2</ID><GID>1</GID><GNAME>users</GNAME><NAME>alice</NAME>${template("user")}</USER>`,
  vm: `<VM>${head(7, "web")}<STATE>3</STATE><LCM_STATE>3</LCM_STATE>${template("vm")}<USER_TEMPLATE/></VM>`,
  image: `<IMAGE>${head(3, "tty")}<TYPE>0</TYPE><PERSISTENT>0</PERSISTENT><SIZE>40</SIZE><STATE>1</STATE>${template("image")}</IMAGE>`,
  vn: `<VNET>${head(5, "lan")}<CLUSTERS/><STATE>1</STATE><USED_LEASES>0</USED_LEASES>${template("vnet")}<AR_POOL/></VNET>`,
  secgroup: `<SECURITY_GROUP>${head(100, "sg")}${template("secgroup")}</SECURITY_GROUP>`,
  template: `<VMTEMPLATE>${head(0, "tpl")}<TEMPLATE/></VMTEMPLATE>`,
};
const POOLS: Readonly<Record<string, string>> = {
  user: "USER_POOL",
  vm: "VM_POOL",
  image: "IMAGE_POOL",
  vn: "VNET_POOL",
  secgroup: "SECURITY_GROUP_POOL",
  template: "VMTEMPLATE_POOL",
};

/** The payloads by method, made before anybody asks. */
const payloads = new Map<string, Buffer>([["one.clusterpool.info", encodePayload("<CLUSTER_POOL/>")]]);
for (const [kind, object] of Object.entries(OBJECTS)) {
  const pool = encodePayload(`<${POOLS[kind]}>${object}</${POOLS[kind]}>`);
  payloads.set(`one.${kind}.info`, encodePayload(object));
  for (const name of ["info", "infoextended"]) payloads.set(`one.${kind}pool.${name}`, pool);
}

const BEGIN = "<value><array><data><value><boolean>1</boolean></value><value><string>";
const END = "</string></value><value><i4>0</i4></value></data></array></value>";
const answer = (...values: (string | Buffer)[]): Buffer =>
  Buffer.concat(
    ["<methodResponse><params><param>", ...values, "</param></params></methodResponse>"].map((part) =>
      Buffer.from(part),
    ),
  );
const one = (method: string): (string | Buffer)[] => [BEGIN, payloads.get(method) ?? Buffer.alloc(0), END];

const server = Bun.serve({
  hostname: "127.0.0.1",
  port: 0,
  async fetch(request) {
    const call = await request.text();
    const methods = [...call.matchAll(/>(one\.\w+\.\w+)</g)].map(([, method = ""]) => method);
    if (!call.includes("system.multicall")) return new Response(answer(...one(methods[0] ?? "")));
    const array = (inside: (string | Buffer)[]) => ["<value><array><data>", ...inside, "</data></array></value>"];
    return new Response(answer(...array(methods.flatMap((method) => array(one(method))))));
  },
});
process.stdout.write(`${server.port}\n`);
