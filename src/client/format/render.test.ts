/** Every kind in every format, as the shapes of 2.0, 4.6 and this project's server come. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readRecording } from "../../dialects/opennebula-xml/fixtures/recorded.ts";
import { OcciError } from "../../errors.ts";
import type { XmlElement } from "../../xml/element.ts";
import { readXml } from "../../xml/read.ts";
import { FORMATS } from "../formats.ts";
import { KINDS, type Kind } from "../kinds.ts";
import { readCollection, readResource } from "../resource.ts";
import { render } from "./render.ts";
import { indentedXml } from "./xml.ts";

const COMPUTE =
  '<COMPUTE href="https://cloud/compute/3"><ID>3</ID><USER href="https://cloud/user/2" name="alice"/><GROUP>users</GROUP>' +
  "<CPU>0.50</CPU><MEMORY>1536</MEMORY><NAME>web</NAME>" +
  '<INSTANCE_TYPE href="https://cloud/instance_type/small">small</INSTANCE_TYPE><STATE>ACTIVE</STATE>' +
  '<DISK id="0"><SAVE_AS href="https://cloud/storage/9"/><STORAGE href="https://cloud/storage/4" name="Debian 12"/>' +
  '<TYPE>FILE</TYPE><TARGET>vda</TARGET><SNAPSHOT id="0" name="clean"/><SNAPSHOT id="1" name="set up"/></DISK>' +
  '<DISK id="1"><TYPE>swap</TYPE><TARGET>vdb</TARGET></DISK>' +
  '<NIC id="0"><NETWORK href="https://cloud/network/2" name="lan"/><IP>10.0.0.9</IP><MAC>02:00:0a:00:00:09</MAC></NIC>' +
  '<NIC id="1"><NETWORK href="https://cloud/network/5" name="six"/><IP6>2001:db8::9</IP6></NIC>' +
  "<CONTEXT><ROLE>db &amp; cache</ROLE><EMPTY/></CONTEXT><LCM_STATE>BOOT</LCM_STATE>" +
  '<ERROR>the host\nis full</ERROR><SNAPSHOT id="5" name="before"/></COMPUTE>';
const FAILED =
  '<COMPUTE href="https://cloud/compute/12"><ID>12</ID><NAME>日本語</NAME><STATE>FAILED</STATE><LCM_STATE>BOOT_FAILURE</LCM_STATE></COMPUTE>';
const STORAGE =
  '<STORAGE href="https://cloud/storage/4"><ID>4</ID><NAME>Debian 12</NAME><USER href="https://cloud/user/2" name="alice"/>' +
  "<GROUP>users</GROUP><STATE>READY</STATE><TYPE>OS</TYPE><DESCRIPTION>as of today</DESCRIPTION><SIZE>2252</SIZE>" +
  "<PUBLIC>YES</PUBLIC><PERSISTENT>NO</PERSISTENT></STORAGE>";
const NETWORK =
  '<NETWORK href="https://cloud/network/2"><ID>2</ID><NAME>lan</NAME><USER href="https://cloud/user/0" name="oneadmin"/>' +
  "<GROUP>oneadmin</GROUP><ADDRESS>10.0.0.2</ADDRESS><SIZE>250</SIZE><USED_LEASES>3</USED_LEASES><PUBLIC>YES</PUBLIC><STATE>READY</STATE></NETWORK>";
const USER =
  '<USER href="https://cloud/user/2"><ID>2</ID><NAME>alice</NAME><GROUP>users</GROUP>' +
  "<DATASTORE_QUOTA><DATASTORE><ID>1</ID><IMAGES>5</IMAGES><IMAGES_USED>4</IMAGES_USED><SIZE>-1</SIZE><SIZE_USED>1024</SIZE_USED></DATASTORE></DATASTORE_QUOTA>" +
  "<VM_QUOTA><VM><CPU>8</CPU><CPU_USED>2.5</CPU_USED><MEMORY>4096</MEMORY><MEMORY_USED>4096</MEMORY_USED><VMS>-2</VMS><VMS_USED>3</VMS_USED></VM></VM_QUOTA>" +
  "<NETWORK_QUOTA/><IMAGE_QUOTA><IMAGE><ID>0</ID><RVMS>0</RVMS><RVMS_USED>0</RVMS_USED></IMAGE><IMAGE><ID>3</ID><RVMS>10</RVMS><RVMS_USED>1</RVMS_USED></IMAGE></IMAGE_QUOTA></USER>";
const TYPE =
  '<INSTANCE_TYPE href="https://cloud/instance_type/small" name="small"><ID>small</ID><NAME>small</NAME><CPU>1</CPU><MEMORY>1024</MEMORY></INSTANCE_TYPE>';

const MEMBERS: Readonly<Record<Kind, readonly string[]>> = {
  compute: [COMPUTE, FAILED],
  network: [NETWORK],
  storage: [STORAGE],
  "instance-type": [TYPE],
  user: [USER],
};

function shown(kind: Kind, text: string, single: boolean) {
  const root = readXml(text);
  const resources = single ? [readResource(kind, root)] : readCollection(kind, root);
  return { kind, resources, documents: [root], single };
}

describe.each(Object.keys(KINDS) as Kind[])("%s", (kind) => {
  const { element } = KINDS[kind];
  const collection = `<${element}_COLLECTION>${MEMBERS[kind].join("")}</${element}_COLLECTION>`;
  const [one = ""] = MEMBERS[kind];

  test.each(FORMATS)("a list as %s", (format) => {
    expect(render(shown(kind, collection, false), format, { width: 80, colour: false })).toMatchSnapshot();
  });
  test.each(FORMATS)("one as %s", (format) => {
    expect(render(shown(kind, one, true), format, { width: 80, colour: false })).toMatchSnapshot();
  });
  test("in colour", () => {
    expect(render(shown(kind, collection, false), "table", { width: 80, colour: true })).toMatchSnapshot();
    expect(render(shown(kind, one, true), "table", { width: 80, colour: true })).toMatchSnapshot();
  });
  test("an empty list", () => {
    const nothing = shown(kind, `<${element}_COLLECTION/>`, false);
    expect(FORMATS.map((format) => render(nothing, format, { width: 80, colour: false }))).toEqual([
      "",
      "",
      `<${element}_COLLECTION/>\n`,
      "[]\n",
      "[]\n",
      "",
    ]);
  });
});

test("a short list has names and ids: from the href's end", () => {
  const root = readXml(
    '<COMPUTE_COLLECTION><COMPUTE href="http://x/compute/7" name="a &amp; b"/><COMPUTE href="http://x/compute/8/" name=""/></COMPUTE_COLLECTION>',
  );
  expect(readCollection("compute", root).map(({ id, name }) => [id, name])).toEqual([
    [7, "a & b"],
    ["", ""],
  ]);
});

test("names of elements are data: none of them reaches the prototype", () => {
  const resource = readResource(
    "compute",
    readXml("<COMPUTE><ID>1</ID><CONTEXT><X>1</X></CONTEXT><TO_STRING>x</TO_STRING></COMPUTE>"),
  );
  expect(Object.keys(resource)).toEqual(["id", "name", "context", "to_string"]);
});

describe("what the servers of old sent", () => {
  const kinds: Readonly<Record<string, Kind>> = {
    COMPUTE: "compute",
    NETWORK: "network",
    STORAGE: "storage",
    USER: "user",
  };
  const answers = (["2.0", "4.6"] as const).flatMap((server) =>
    readRecording(server)
      .cases.filter(({ status, method }) => status < 300 && method !== "HEAD")
      .flatMap(({ answer }) => {
        try {
          return [readXml(answer)];
        } catch (error) {
          if (error instanceof OcciError) return []; // names with & made them ill-formed
          throw error;
        }
      }),
  );

  test("is shown in every format, without a character that a terminal would act on", () => {
    let count = 0;
    for (const root of answers) {
      const single = kinds[root.name];
      const kind = single ?? kinds[root.name.replace("_COLLECTION", "")];
      if (kind === undefined) continue;
      count += 1;
      const resources = single === undefined ? readCollection(kind, root) : [readResource(kind, root)];
      for (const { id, name } of resources) expect([typeof id, typeof name]).toEqual([typeof id, "string"]);
      for (const format of FORMATS) {
        const text = render({ kind, resources, documents: [root], single: single !== undefined }, format, {
          width: 100,
          colour: false,
        });
        if (format === "table" || format === "wide") expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
      }
      expect(readXml(indentedXml(root))).toEqual(root);
    }
    expect(count).toBeGreaterThan(150);
  });
});

const text = fc
  .string({ unit: "grapheme", maxLength: 30 })
  .filter((value) => !/(?![\n\t])\p{Cc}|[\ufffe\uffff]/u.test(value) && value.isWellFormed());

test("JSON and YAML parse back to the same, whatever the names", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), text), { minLength: 1, maxLength: 4 }), (members) => {
      const resources = members.map(([id, name]) => ({ id, name, state: name, nics: [{ id, ip: name }] }));
      const all = { kind: "compute" as const, resources, documents: [], single: false };
      const screen = { width: 80, colour: false };
      expect(JSON.parse(render(all, "json", screen))).toEqual(resources);
      expect(Bun.YAML.parse(render(all, "yaml", screen))).toEqual(resources);
    }),
    { numRuns: 500 },
  );
});

test("no line of a table is wider than the terminal, and every resource has one", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), fc.integer({ min: 30, max: 120 }), (names, width) => {
      const resources = names.map((name, id) => ({
        id,
        name,
        state: "ACTIVE",
        lcm_state: "RUNNING",
        nics: [{ id: 0, ip: "10.0.0.1" }],
      }));
      const lines = render({ kind: "compute", resources, documents: [], single: false }, "table", {
        width,
        colour: false,
      })
        .trimEnd()
        .split("\n");
      expect(lines).toHaveLength(names.length + 1);
      for (const line of lines) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 500 },
  );
});

test("indented XML reads back to the same document", () => {
  const name = fc.constantFrom("A", "B", "NAME", "x-1");
  const leaf: fc.Arbitrary<string> = fc
    .tuple(name, text)
    .map(([tag, value]) => `<${tag} a="1">${Bun.escapeHTML(value)}</${tag}>`);
  const tree = fc
    .tuple(name, fc.array(leaf, { maxLength: 4 }))
    .map(([tag, children]) => `<${tag}>${children.join("")}</${tag}>`);
  fc.assert(
    fc.property(tree, (source) => {
      const root: XmlElement = readXml(source);
      expect(readXml(indentedXml(root))).toEqual(root);
    }),
    { numRuns: 1_000 },
  );
});
