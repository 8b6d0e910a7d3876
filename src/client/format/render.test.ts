/** Every kind in every format, as the shapes of 2.0, 4.6 and this project's server come. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readRecording } from "../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { OcciError } from "../../errors.ts";
import { anyCharacter } from "../../testing/any-character.ts";
import { nonEmpty } from "../../testing/non-empty.ts";
import type { XmlElement } from "../../xml/element.ts";
import { ANSWER_LIMITS, readXml } from "../../xml/read.ts";
import { element, escapeText, join, type Markup } from "../../xml/write.ts";
import { FORMATS, type Format } from "../formats.ts";
import { KINDS, type Kind } from "../kinds.ts";
import { readCollection, readResource } from "../resource.ts";
import { render, type Screen, type Shown } from "./render.ts";
import { indentedXml } from "./xml.ts";
import { yamlText } from "./yaml.ts";

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

test("what a server writes although there is none is absent: image, network and type", () => {
  const source =
    '<COMPUTE href="https://cloud/compute/3"><ID>3</ID><NAME>web</NAME><STATE>PENDING</STATE><DISK id="0">' +
    '<STORAGE href="https://cloud/storage/" name=""/><TYPE>swap</TYPE></DISK><NIC id="0"><NETWORK href="https://cloud/network/" name=""/>' +
    "</NIC><INSTANCE_TYPE></INSTANCE_TYPE></COMPUTE>";
  expect(readResource("compute", readXml(source))).toEqual({
    ...{ id: 3, name: "web", href: "https://cloud/compute/3", state: "PENDING" },
    disks: [{ id: 0, type: "swap" }],
    nics: [{ id: 0 }],
  });
});

function shown(kind: Kind, text: string, single: boolean) {
  const root = readXml(text);
  const resources = single ? [readResource(kind, root)] : readCollection(kind, root);
  return { kind, resources, single, document: root };
}

/** As the commands do it: XML stays the server's document. */
function asText(
  { document, ...data }: Shown & { readonly document: XmlElement },
  format: Format,
  screen: Screen,
): string {
  return format === "xml" ? indentedXml(document) : render(data, format, screen);
}

describe.each(Object.keys(KINDS) as Kind[])("%s", (kind) => {
  const { element: tag } = KINDS[kind];
  const collection = `<${tag}_COLLECTION>${MEMBERS[kind].join("")}</${tag}_COLLECTION>`;
  const [one = ""] = MEMBERS[kind];

  test.each(FORMATS)("a list as %s", (format) => {
    expect(asText(shown(kind, collection, false), format, { width: 80, colour: false })).toMatchSnapshot();
  });
  test.each(FORMATS)("one as %s", (format) => {
    expect(asText(shown(kind, one, true), format, { width: 80, colour: false })).toMatchSnapshot();
  });
  test.each([40, 120])("as table in %d columns", (width) => {
    expect(render(shown(kind, collection, false), "table", { width, colour: false })).toMatchSnapshot();
    expect(render(shown(kind, one, true), "table", { width, colour: false })).toMatchSnapshot();
  });
  test("in colour", () => {
    for (const format of ["table", "wide"] as const) {
      for (const width of [80, 120]) {
        const plainly = { width, colour: false };
        const coloured = { width, colour: true };
        for (const all of [shown(kind, collection, false), shown(kind, one, true)]) {
          // Colours are all that is added.
          expect(Bun.stripANSI(render(all, format, coloured))).toBe(render(all, format, plainly));
        }
      }
    }
    expect(render(shown(kind, collection, false), "table", { width: 80, colour: true })).toMatchSnapshot();
    expect(render(shown(kind, one, true), "table", { width: 80, colour: true })).toMatchSnapshot();
  });
  test("an empty list", () => {
    const nothing = shown(kind, `<${tag}_COLLECTION/>`, false);
    expect(FORMATS.map((format) => asText(nothing, format, { width: 80, colour: false }))).toEqual([
      "",
      "",
      `<${tag}_COLLECTION/>\n`,
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
    for (const root of nonEmpty(answers)) {
      const single = kinds[root.name];
      const kind = single ?? kinds[root.name.replace("_COLLECTION", "")];
      if (kind === undefined) continue;
      count += 1;
      const resources = single === undefined ? readCollection(kind, root) : [readResource(kind, root)];
      for (const { id, name } of resources) expect([typeof id, typeof name]).toEqual([typeof id, "string"]);
      for (const format of FORMATS) {
        const text = asText({ kind, resources, document: root, single: single !== undefined }, format, {
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

/** Texts of all kinds, those that steer a terminal, and those that YAML takes for something else, more often. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "\u009b31m",
        "\u202e",
        "\u2067",
        "\u061c",
        "\u007f",
        "\u2028",
        "\t",
        "\n",
        "\r",
        "👩‍👩‍👧",
        "日本",
        "é",
        "̂",
      ),
      fc.constantFrom(
        "yes",
        "null",
        "~",
        "1_000",
        "12:30",
        "2026-11-25",
        "1e3",
        "0x1f",
        ": ",
        " #",
        "- ",
        '"',
        "'",
        "\\",
      ),
      fc.string({ unit: anyCharacter, maxLength: 6 }),
    ),
    { maxLength: 5 },
  )
  .map((pieces) => pieces.join("").toWellFormed());

/** Something to show with these texts in every place. */
function compute(id: number, a: string, b: string) {
  return {
    id,
    name: a,
    state: "ACTIVE",
    lcm_state: b,
    user: { id: 1, name: b },
    instance_type: b,
    error: a,
    disks: [{ id: 0, storage: { id: 1, name: a }, target: b, snapshots: [{ id: 0, name: a }] }],
    nics: [
      { id: 0, network: { id: 1, name: b }, ip: "10.0.0.1", mac: a },
      { id: 1, ip: b },
    ],
    context: { A: a, B: b },
    other: [a, b, { tree: a }],
  };
}

/** What a terminal acts on, but for line breaks, tabs and colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const STEERING = /(?![\t\n]|\u001b\[[0-9]+m)[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

describe("whatever the texts are", () => {
  const resources = fc.array(fc.tuple(fc.nat(), text, text), { minLength: 1, maxLength: 4 });
  const options = { numRuns: 1_000 };

  test("JSON and YAML parse back to the same, and do not steer a terminal", () => {
    const check = (members: [number, string, string][], single: boolean) => {
      const all = members.map(([id, a, b]) => compute(id, a, b));
      const data = single ? all[0] : all;
      const shownAll = { kind: "compute" as const, resources: all, single };
      const json = render(shownAll, "json", { width: 80, colour: false });
      const yaml = render(shownAll, "yaml", { width: 80, colour: false });
      expect(JSON.parse(json)).toEqual(data);
      expect(Bun.YAML.parse(yaml)).toEqual(data);
      expect(json).not.toMatch(STEERING);
      expect(yaml).not.toMatch(STEERING);
    };
    fc.assert(fc.property(resources, fc.boolean(), check), options);
  });

  test("no line is wider than the terminal, each resource has one, nothing steers", () => {
    const check = (members: [number, string, string][], width: number, colour: boolean) => {
      const all = members.map(([id, a, b]) => compute(id, a, b));
      const screen = { width, colour };
      const list = render({ kind: "compute", resources: all, single: false }, "table", screen);
      const one = render({ kind: "compute", resources: all, single: true }, "table", screen);
      const wide = render({ kind: "compute", resources: all, single: false }, "wide", screen);
      expect(list.split("\n")).toHaveLength(members.length + 2);
      expect(wide.split("\n")).toHaveLength(members.length + 2);
      for (const line of nonEmpty(`${list}${one}`.split("\n")))
        expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
      for (const shownText of [list, one, wide]) {
        expect(shownText).not.toMatch(STEERING);
        expect(shownText).not.toContain("\t");
      }
    };
    fc.assert(fc.property(resources, fc.integer({ min: 30, max: 140 }), fc.boolean(), check), options);
  });

  test("indented XML reads back to the same document, and does not steer a terminal", () => {
    const name = fc.constantFrom("A", "B", "NAME", "x-1");
    const { node } = fc.letrec<{ node: Markup }>((tie) => ({
      node: fc
        .tuple(
          name,
          fc.dictionary(fc.constantFrom("a", "b"), text),
          fc.array(fc.oneof(text.map(escapeText), tie("node")), { maxLength: 4 }),
        )
        .map(([tag, attributes, content]) => element(tag, attributes, join(content))),
    }));
    const check = (source: Markup) => {
      const root = readXml(source);
      const indented = indentedXml(root);
      expect(readXml(indented)).toEqual(root);
      expect(indented).not.toMatch(STEERING);
    };
    fc.assert(fc.property(node, check), options);
  });
});

test("names that YAML 1.1 takes for something else are quoted", () => {
  const names = ["1_000", "12:30", "2026-11-25", "=", "a - 12:30", "02:00:00:00:00:09"];
  expect(yamlText(names)).toBe('- "1_000"\n- "12:30"\n- "2026-11-25"\n- "="\n- a - 12:30\n- "02:00:00:00:00:09"\n');
});

test("XML is that of the old clients' REXML: single quotes, empty elements, texts as they are", () => {
  const long = "a  b ".repeat(40);
  const source = `<A x="1" y='it&apos;s "so"'><B></B><C>  </C><D>${long}</D><E>&lt;&amp;&gt; 'x'</E><F>x<G/>y</F></A>`;
  expect(indentedXml(readXml(source))).toBe(
    [
      "<A x='1' y='it&apos;s &quot;so&quot;'>",
      "  <B/>",
      "  <C>  </C>",
      `  <D>${long}</D>`,
      "  <E>&lt;&amp;&gt; 'x'</E>",
      "  <F>x<G/>y</F>",
      "</A>\n",
    ].join("\n"),
  );
});

test.each([9_997, 9_998, 9_999, 19_998, 25_000])("XML of a list of %d is whole: a line each", (count) => {
  const source = `<A>${"<B/>".repeat(count)}</A>`;
  expect(indentedXml(readXml(source, ANSWER_LIMITS))).toBe(`<A>\n${"  <B/>\n".repeat(count)}</A>\n`);
});

describe("a table that is too wide", () => {
  const resources = [
    {
      id: 1,
      name: "a-very-long-name-of-a-machine",
      state: "ACTIVE",
      lcm_state: "RUNNING",
      instance_type: "extra-large-memory",
      nics: [{ ip: "10.0.0.1" }],
    },
  ];
  const inWidth = (width: number) =>
    render({ kind: "compute", resources, single: false }, "table", { width, colour: false });

  test.each([
    [
      75,
      "ID  NAME                           STATE    TYPE                IP\n 1  a-very-long-name-of-a-machine  RUNNING  extra-large-memory  10.0.0.1\n",
    ],
    [
      60,
      "ID  NAME               STATE    TYPE                IP\n 1  a-very-long-name…  RUNNING  extra-large-memory  10.0.0.1\n",
    ],
    [45, "ID  NAME      STATE    TYPE          IP\n 1  a-very-…  RUNNING  extra-large…  10.0.0.1\n"],
    [30, "ID  NAME      STATE    TYPE\n 1  a-very-…  RUNNING  extra-…\n"],
  ])("in %d columns names are cut first, then the rest, from the right", (width, lines) => {
    expect(inWidth(width)).toBe(lines);
  });
});

describe("quotas", () => {
  const inTable = (source: string) =>
    render({ kind: "user", resources: [readResource("user", readXml(source))], single: true }, "table", {
      width: 80,
      colour: false,
    });

  test("of OpenNebula 7.4, with figures that have come since", () => {
    const text = inTable(
      "<USER href='http://h/user/2'><ID>2</ID><NAME>alice</NAME><GROUP>users</GROUP><VM_QUOTA><VM><CPU><![CDATA[8]]></CPU><CPU_USED>0.50</CPU_USED>" +
        "<MEMORY>-1</MEMORY><MEMORY_USED>512</MEMORY_USED><PCI_DEV>1</PCI_DEV><PCI_DEV_USED>1</PCI_DEV_USED>" +
        "<RUNNING_VMS>-2</RUNNING_VMS><RUNNING_VMS_USED>1</RUNNING_VMS_USED></VM></VM_QUOTA></USER>",
    );
    expect(text).toMatchSnapshot();
  });
  test("of OpenNebula 3.2: limits and use in two elements, 0 is no limit", () => {
    const figures = (cpu: number) =>
      `<CPU>${cpu}</CPU><MEMORY>${cpu * 512}</MEMORY><NUM_VMS>${cpu}</NUM_VMS><STORAGE>0</STORAGE>`;
    expect(
      inTable(
        `<USER href='http://h/user/2'><ID>2</ID><NAME>alice</NAME><QUOTA>${figures(4)}</QUOTA><USAGE>${figures(3)}</USAGE></USER>`,
      ),
    ).toMatchSnapshot();
  });
});

test("images of 2.0 have their size in KiB, those of later servers in MiB", () => {
  const size = (more: string) => {
    const source = `<STORAGE_COLLECTION><STORAGE href='http://h/storage/1'><ID>1</ID><NAME>x</NAME><SIZE>2048</SIZE>${more}</STORAGE></STORAGE_COLLECTION>`;
    return render(shown("storage", source, false), "table", { width: 80, colour: false }).split("\n")[1];
  };
  expect(size("")).toBe(" 1  x       2M");
  expect(size("<PERSISTENT>NO</PERSISTENT>")).toBe(" 1  x       2G  no");
});
