/**
 * Nothing that a user sends may add, change or swallow an attribute of a template. 100,000 hostile requests are rendered as
 * they would be for oned, and read by a model of oned's parser that shares no code with the writer.
 */

import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import * as fields from "../cloud/fields.ts";
import { inputEntries, inputsOf } from "../cloud/inputs.ts";
import { OcciError } from "../errors.ts";
import { parseTemplate } from "../oned-sim/template.ts";
import { expandContext } from "../oned-sim/vm/context.ts";
import { blankVm } from "../oned-sim/vm/new.ts";
import { World } from "../oned-sim/world.ts";
import type { NetworkTemplateData, VmTemplateData } from "../templates/data.ts";
import { createTemplates } from "../templates/engine.ts";
import { type TemplateEntries, template, textTemplate, xmlTemplate } from "./template-writer.ts";

const templates = createTemplates({
  location: "/nonexistent",
  vmTypes: [{ name: "custom", template: "custom.eta" }],
});

/** What an attacker would try, and what surrounds it. */
const FRAGMENTS = [
  ...['"', "\\", '\\"', '\\\\"', "]", "[", ",", "#", "=", "\n", "\r\n", "\t", " ", "]]", ">", "<![CDATA[", "'", ";"],
  ...["$", "$NAME", "\\$", "$" + "{X}", "$(id)", "<%= 1 %>", "%>", "<", "&amp;", "&", "/", "..", ":", "-", "0", "7"],
  ...['"\nCPU = "64', '"\nEVIL="1"', '", EVIL = "1', '" ]\nPATH = "/etc/passwd', 'x\\"\nEVIL="1', "EVIL=1", "# x"],
  ...["a", "é", "日", "\u2028", "\u0085", "IMAGE_ID", "null", "__proto__"],
  // What oned puts between the values of CONTEXT, whole and in parts.
  ...["@^_^@", "@^", "_^@", "@^_^", "^@", "@", "@^_^@FILES=/etc/shadow"],
];
/** What oned cannot have in any form; the first looks like the mark of a value. */
const POISON = ["\u00010\u0002", "\u0000", "\u0007", "\u{1f600}", "\ud800", "\uffff", "]]>"];
const part = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 6, arbitrary: fc.string({ maxLength: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(...POISON) },
);
const hostile = fc.array(part, { maxLength: 5 }).map((parts) => parts.join(""));
const mostly = <T>(usual: T, other: fc.Arbitrary<T>) => fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, other);

type Shape = readonly (readonly [name: string, value: string | readonly (readonly [string, string])[]])[];

/** What oned makes of the text. */
function seen(text: string): Shape {
  return parseTemplate(text).map(({ name, value }) => [name, typeof value === "string" ? value : [...value]]);
}

const lines = (value: string): string => value.replace(/\r\n?/g, "\n");

/** The result, or undefined for a request that is refused as the client's fault; anything else fails the test. */
function unlessRefused<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof OcciError && error.status === 400) return undefined;
    throw error;
  }
}

function vmShape(data: VmTemplateData): Shape {
  const shape: [string, string | [string, string][]][] = [];
  if (data.name !== undefined) shape.push(["NAME", lines(data.name)]);
  shape.push(["INSTANCE_TYPE", lines(data.instanceType)]);
  for (const { imageId, target } of data.disks) {
    shape.push(["DISK", [["IMAGE_ID", `${imageId}`], ...member("TARGET", target)]]);
  }
  for (const { networkId, ip, ip6 } of data.nics) {
    shape.push(["NIC", [["NETWORK_ID", `${networkId}`], ...member("IP", ip), ...member("IP6", ip6)]]);
  }
  if (data.context.length > 0) shape.push(["CONTEXT", data.context.map(([name, value]) => [name, lines(value)])]);
  return [...shape, ["CPU", lines(data.cpu ?? "1")], ["MEMORY", lines(data.memory ?? "128")]];
}

function member(name: string, value: string | undefined): [string, string][] {
  return value === undefined ? [] : [[name, lines(value)]];
}

function networkShape({ name, driver, bridge, description, range }: NetworkTemplateData): Shape {
  const ip6: [string, string][] = [
    ["IP6", range.firstIp],
    ["PREFIX_LENGTH", `${range.prefixLength}`],
  ];
  return [
    ["NAME", lines(name)],
    ["VN_MAD", driver],
    ...member("BRIDGE", bridge),
    ...member("DESCRIPTION", description),
    [
      "AR",
      [["TYPE", range.type], ...(range.type === "IP4" ? member("IP", range.firstIp) : ip6), ["SIZE", `${range.size}`]],
    ],
  ];
}

/** Runs the property, and expects that enough of the cases came through for it to mean something. */
function holds<T>(runs: number, arbitrary: fc.Arbitrary<T>, passes: (value: T) => boolean): void {
  let through = 0;
  fc.assert(
    fc.property(arbitrary, (value) => {
      if (passes(value)) through += 1;
    }),
    { numRuns: runs },
  );
  expect(through).toBeGreaterThan(runs / 10);
}

test("requests for machines, field by field as they come (40,000)", () => {
  const requests = fc.record({
    name: mostly("web", hostile),
    image: mostly("7", hostile),
    target: mostly("vdb", hostile),
    network: mostly("3", hostile),
    ip: mostly("10.0.0.5", hostile),
    context: fc.array(fc.tuple(mostly("key", hostile), hostile), { maxLength: 2 }),
    cpu: mostly("0.5", hostile),
    memory: mostly("512", hostile),
  });
  holds(40_000, requests, (request) => {
    const data = unlessRefused(
      (): VmTemplateData => ({
        name: fields.objectName(request.name),
        instanceType: "custom",
        disks: [{ imageId: fields.objectId(request.image, "STORAGE"), target: fields.diskTarget(request.target) }],
        nics: [{ networkId: fields.objectId(request.network, "NETWORK"), ...fields.nicAddress(request.ip) }],
        context: fields.contextVariables(request.context, true),
        cpu: fields.cpu(request.cpu),
        memory: fields.memory(request.memory),
      }),
    );
    if (data === undefined) return false;
    const text = unlessRefused(() => templates.renderVm("custom", data));
    if (text !== undefined) expect(seen(text)).toEqual(vmShape(data));
    return text !== undefined;
  });
}, 60_000);

test("requests for networks (20,000)", () => {
  const requests = fc.record({
    name: mostly("lan", hostile),
    address: mostly("10.0.0.0", hostile),
    size: mostly("20", hostile),
    description: hostile,
  });
  holds(20_000, requests, (request) => {
    const data = unlessRefused(
      (): NetworkTemplateData => ({
        name: fields.objectName(request.name),
        driver: "bridge",
        bridge: "br0",
        description: fields.description(request.description),
        range: fields.networkRange(request.address, request.size),
      }),
    );
    if (data === undefined) return false;
    const text = unlessRefused(() => templates.renderNetwork(data));
    if (text !== undefined) expect(seen(text)).toEqual(networkShape(data));
    return text !== undefined;
  });
}, 60_000);

test("templates alone, should a field's rule ever let anything through (20,000)", () => {
  const values = fc.record({
    name: hostile,
    target: hostile,
    ip: hostile,
    value: hostile,
    cpu: hostile,
    memory: hostile,
  });
  holds(20_000, values, ({ name, target, ip, value, cpu, memory }) => {
    const data: VmTemplateData = {
      name,
      instanceType: "custom",
      disks: [{ imageId: 1, target }],
      nics: [{ networkId: 2, ip }],
      context: [["KEY", value]],
      cpu,
      memory,
    };
    const text = unlessRefused(() => templates.renderVm("custom", data));
    if (text !== undefined) expect(seen(text)).toEqual(vmShape(data));
    return text !== undefined;
  });
}, 60_000);

test("what the program writes by itself, in both forms (20,000)", () => {
  const values = fc.record({ name: hostile, description: hostile, path: hostile, target: hostile });
  holds(20_000, values, ({ name, description, path, target }) => {
    const entries: TemplateEntries = [
      ["NAME", name],
      ["DESCRIPTION", description],
      ["PATH", path],
      ["SIZE", 12],
      [
        "DISK",
        [
          ["IMAGE_ID", 3],
          ["TARGET", target],
        ],
      ],
    ];
    const expected: Shape = [
      ["NAME", lines(name)],
      ["DESCRIPTION", lines(description)],
      ["PATH", lines(path)],
      ["SIZE", "12"],
      [
        "DISK",
        [
          ["IMAGE_ID", "3"],
          ["TARGET", lines(target)],
        ],
      ],
    ];
    const texts = [template, textTemplate].map((write) => unlessRefused(() => write(entries)));
    for (const text of texts) if (text !== undefined) expect(seen(text)).toEqual(expected);
    return texts.some((text) => text !== undefined);
  });
}, 60_000);

describe("named cases", () => {
  const render = (data: Partial<VmTemplateData>) =>
    templates.renderVm("custom", { instanceType: "custom", disks: [], nics: [], context: [], ...data });
  const contextOf = (value: string) =>
    seen(
      render({
        context: [
          ["KEY", value],
          ["NEXT", "1"],
        ],
      }),
    )[1];
  const kept = (value: string): Shape[number] => [
    "CONTEXT",
    [
      ["KEY", value],
      ["NEXT", "1"],
    ],
  ];

  for (const [what, value] of [
    ["a quote", 'say "hi"'],
    ["a quote and a new line that would add an attribute", 'x"\nCPU = "64'],
    ["a bracket", "a ] b [ c"],
    ["a bracket that would end the vector", '" ]\nPATH = "/etc/passwd'],
    ["a comma", 'a, EVIL = "1"'],
    ["a hash", "# not a comment"],
    ["new lines", "one\n\n#two\n"],
    ["a backslash inside", "C:\\temp\\new"],
    ["backslashes before a quote", 'a\\\\\\"b'],
    ["two brackets at the end", "x]]"],
    ["the start of CDATA", "<![CDATA[ x"],
    ["template tags", "<% throw 1 %><%= it.name %>"],
    ["a dollar, which only CONTEXT's own rule refuses", "$NAME"],
  ] as const) {
    test(`${what} stays in its value`, () => expect(contextOf(value)).toEqual(kept(value)));
  }

  test("a last backslash would swallow what follows, and is refused", () => {
    for (const value of ["end\\", "end\\\\", "\\"]) {
      expect(() => render({ context: [["KEY", value]] })).toThrow("KEY ends with a backslash");
      expect(() => render({ name: value })).toThrow("NAME ends with a backslash");
    }
  });

  test("the XML form carries a last backslash", () => {
    expect(
      seen(
        xmlTemplate([
          ["A", "end\\"],
          ["B", "x"],
        ]),
      ),
    ).toEqual([
      ["A", "end\\"],
      ["B", "x"],
    ]);
  });

  test('"]]>" is refused in both forms', () => {
    expect(() => render({ name: "x]]>y" })).toThrow('NAME holds "]]>"');
    expect(() => xmlTemplate([["A", "x]]>y"]])).toThrow('A holds "]]>"');
  });

  test("characters that would damage oned's later answers are refused in both forms", () => {
    for (const value of ["\u{1f600}", "\u0000", "\u001b", "\ud800x"]) {
      expect(() => render({ name: value })).toThrow("NAME holds the character");
      expect(() => xmlTemplate([["A", value]])).toThrow("A holds the character");
    }
  });
});

const INPUTS = inputsOf({
  inputs: new Map([
    ["A", "M|text|a"],
    ["B", "O|password|b"],
    ["C", "O|text64|c"],
    ["D", "O|list-multiple|d|x,y,z"],
    ["MEMORY", "O|number|m"],
  ]),
  notes: new Map(),
});
/** Of a template whose author put inputs side by side. */
const WITH_INPUTS = new Map([
  ["FIRST", "$A"],
  ["PAIR", "$A$B"],
  ["MORE", "<$B|$C|$D>$A"],
  ["LAST", "x"],
]);

test("inputs of VM templates, as attributes and where the context names them (30,000)", () => {
  const world = new World("6.10", 0);
  const values = fc.record({
    A: hostile,
    B: hostile,
    C: hostile,
    D: mostly("x,y", hostile),
    MEMORY: mostly("64", hostile),
  });
  holds(30_000, values, (sent) => {
    const entries = unlessRefused(() => inputEntries(INPUTS, sent));
    if (entries === undefined) return false;
    const text = unlessRefused(() => xmlTemplate(entries));
    if (text === undefined) return false;
    const kept = entries.filter(([, value]) => value !== "").map(([name, value]) => [name, lines(value)] as const);
    expect(seen(text)).toEqual(kept);
    const vm = blankVm(world, 0, 0, "x");
    for (const [name, value] of kept) vm.userTemplate.add(name, value);
    const value = (name: string) => vm.userTemplate.single(name) ?? "";
    expect([...expandContext(world, vm, WITH_INPUTS)]).toEqual([
      ["FIRST", value("A")],
      ["PAIR", value("A") + value("B")],
      ["MORE", `<${value("B")}|${value("C")}|${value("D")}>${value("A")}`],
      ["LAST", "x"],
    ]);
    return true;
  });
}, 60_000);
