import { afterEach, beforeEach, describe, expect, spyOn, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nonEmpty } from "../testing/non-empty.ts";
import { Compiler } from "./compiler.ts";
import { EMBEDDED } from "./embedded.ts";
import { createTemplates, type TemplateFault } from "./engine.ts";

let location = "";
beforeEach(() => {
  location = mkdtempSync(join(tmpdir(), "occi-templates-"));
});
afterEach(() => rmSync(location, { recursive: true }));

const put = (name: string, text: string): void => writeFileSync(join(location, name), text);

/** What check says with these files in the directory and small.erb configured. */
function check(files: Record<string, string>): TemplateFault[] {
  for (const [name, text] of Object.entries(files)) put(name, text);
  return createTemplates({ location, vmTypes: [{ name: "small", template: "small.erb" }] }).check();
}

/** As `check`, one line for each: severity, file and line, message. */
function told(files: Record<string, string>): string[] {
  return check(files).map(({ severity, file, line, message }) => {
    return `${severity} ${file.replace(`${location}/`, "")}:${line} ${message}`;
  });
}

describe("the shipped templates", () => {
  const SHIPPED = ["small", "medium", "large", "custom"].map((name) => ({ name, template: `${name}.eta` }));

  test("are without fault, whichever of them are used", () => {
    const sets = [SHIPPED, ...SHIPPED.map((type) => [type, { ...type, name: "other" }])];
    for (const vmTypes of nonEmpty(sets)) {
      // A copy of the table is examined; the table itself has passed here.
      const embedded = new Map(EMBEDDED);
      expect(createTemplates({ location, vmTypes, embedded }).check()).toEqual([]);
      expect(createTemplates({ location: "/nonexistent", vmTypes }).check()).toEqual([]);
    }
  });

  test("are rendered for machines, and not for the check", () => {
    const rendering = spyOn(Compiler.prototype, "renderSource");
    try {
      const templates = createTemplates({ location, vmTypes: SHIPPED });
      expect(templates.check()).toEqual([]);
      expect(rendering).not.toHaveBeenCalled();
      expect([...templates.sources.keys()].sort()).toEqual([
        ...["common.eta", "custom.eta", "large.eta", "medium.eta", "network.eta", "small.eta"],
      ]);
      expect(templates.capacity("small")).toEqual({ cpu: "1", memory: "1024" });
      expect(rendering).toHaveBeenCalled();
    } finally {
      rendering.mockRestore();
    }
  });

  test("are not what is used where a file cannot be read", () => {
    // Longer than a name can be.
    const template = `${"x".repeat(300)}.eta`;
    const [fault] = createTemplates({ location, vmTypes: [{ name: "small", template }] }).check();
    expect(fault).toMatchObject({ severity: "error", message: expect.stringContaining("ENAMETOOLONG") });
  });

  test("that are for something else are faults of a type", () => {
    const used = (template: string) => createTemplates({ location, vmTypes: [{ name: "small", template }] }).check();
    expect(used("network.eta")[0]).toMatchObject({ severity: "error", file: "network.eta (embedded)" });
    expect(used("none.eta")[0]).toMatchObject({ severity: "error", file: "none.eta", missing: true });
  });
});

test("a template that is nowhere", () => {
  const vmTypes = [{ name: "huge", template: "huge.erb" }];
  expect(createTemplates({ location, vmTypes }).check()).toMatchObject([
    { severity: "error", file: "huge.erb", line: 1 },
  ]);
});

test("a template that no VM_TYPE names and none includes is a warning", () => {
  const graphics = 'GRAPHICS = [ TYPE = vnc, LISTEN = "<%= it.listen %>" ]\n';
  const own = {
    "small.eta": 'CPU = 1\nMEMORY = 2\n<%~ include("graphics.eta", { listen: "::" }) %>',
    "graphics.eta": graphics,
    "network.eta": 'NAME = "<%= it.name %>"\nVN_MAD = bridge\n',
    "notes.txt": "",
  };
  expect(told(own)).toEqual([]);
  // Itself is no other that includes it.
  const files = { ...own, "smal.eta": "CPU = 1\n", "loop.eta": '<%~ include("loop") %>' };
  expect(told(files)).toEqual([
    "warning loop.eta:1 no VM_TYPE names loop.eta: it is not used",
    "warning smal.eta:1 no VM_TYPE names smal.eta: it is not used",
  ]);
});

test("a CONTEXT without names is none, and what is kept for administrators is so in what is fixed too", () => {
  const small = 'CPU = 1\nMEMORY = 2\nCONTEXT_FIXED = "yes"\nCONTEXT = x\n';
  expect(told({ "small.erb": small })).toEqual([
    "error small.erb:3 CONTEXT_FIXED does not have values of its own",
    "error small.erb:4 CONTEXT does not have values of its own",
  ]);
  expect(told({ "small.erb": 'CPU = 1\nMEMORY = 2\nCONTEXT_FIXED = [ FILES = "/etc/motd" ]\n' })).toEqual([
    "warning small.erb:3 OpenNebula refuses CONTEXT_FIXED/FILES to plain users",
  ]);
});

describe("Ruby is told with its line, and how it is written for eta", () => {
  test.each([
    ["<%# a comment %>", "a Ruby comment", "<%/* comment */%>"],
    ["CPU = \"<%= @vm_info['CPU'].nil? ? 1 : 2 %>\"", "a Ruby variable", "<%= it.cpu ?? 1 %>"],
    ["MEMORY = \"<%= @vm_info['MEMORY'] %>\"", "a Ruby variable", "<%= it.memory ?? 128 %>"],
    ["MEMORY = <%= @vm_info['MEMORY']||'1024' %>", "a Ruby variable", "<%= it.memory ?? 1024 %>"],
    ["MEMORY = <%= @vm_info['MEMORY'] || DEFAULT %>", "a Ruby variable", "<%= it.memory ?? DEFAULT %>"],
    ["CPU = <%= @vm_info['CPU'] ? @vm_info['CPU'] : 0.5 %>", "a Ruby variable", "<%= it.cpu ?? 0.5 %>"],
    ['NAME = "<%= @vm_info["NAME"] || "vm" %>"', "a Ruby variable", '<%= it.name ?? "vm" %>'],
    ["NAME = \"<%= @vm_info['NAME'] %>\"", "a Ruby variable", "<%= it.name %>"],
    ["<% if @vm_info['NAME'] =~ /db/ %>A = 1<% end %>", "a Ruby match", ".test(it.name ?? '')"],
    ["<% @vm_info.each('DISK') do |disk| %>", "a Ruby loop", "for (const disk of it.disks)"],
    ["<% @vm_info.each('NIC') do |nic| %>", "a Ruby loop", "for (const nic of it.nics)"],
    ["<% @vm_info.each('CONTEXT/*') do |cont| %>", "a Ruby loop", "of it.context"],
    ["<% 3.times do |x| %>", "a Ruby loop", "for (const x of list)"],
    ["X = <%= @itype['cpu'] %>", "a Ruby variable", "it.instanceType"],
    ["<% if x == nil %>\n<% end %>", "a Ruby condition", "<% if (condition) { %>"],
  ])("%s", (ruby, what, hint) => {
    const faults = check({ "small.erb": `CPU = 1\nMEMORY = 2\n${ruby}\n` });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatchObject({ severity: "error", file: join(location, "small.erb"), line: 3 });
    expect(faults[0]?.message).toStartWith(what);
    expect(faults[0]?.hint).toContain(hint);
  });

  test("every line of it, but not the end of each block", () => {
    const ruby =
      "CPU = <%= @vm_info['CPU'] %>\n<% if @x %>\nMEMORY = <%= @vm_info['MEMORY'] %>\n<% else %>\nA = 1\n<% end %>\n";
    expect(check({ "small.erb": ruby }).map(({ line, hint }) => [line, hint])).toEqual([
      [1, "write <%= it.cpu ?? 1 %>"],
      [2, "the request is in `it`: it.name, it.cpu, it.disks, ...; see common.eta"],
      [3, "write <%= it.memory ?? 128 %>"],
    ]);
    expect(told({ "small.erb": "CPU = 1\n<% else %>\nMEMORY = 2\n" })).toEqual([
      "error small.erb:2 a Ruby condition: <% else %>",
    ]);
  });

  test("marks of `config convert` that are left, in templates that are used", () => {
    const left = "CPU = 1\n<%/* by hand: if File.exist?('/x') */%>\nMEMORY = 2\n<%/* by hand: end */%>\n";
    const all = { "small.erb": left, "unused.eta": left, "gpu.eta": "A = 1 <%/* by hand: = @colour */%>\n" };
    expect(told(all)).toEqual([
      "warning gpu.eta:1 no VM_TYPE names gpu.eta: it is not used",
      "warning unused.eta:1 no VM_TYPE names unused.eta: it is not used",
      "error small.erb:2 this must still be done by hand: if File.exist?('/x')",
      "error small.erb:4 this must still be done by hand: end",
    ]);
    put("common.eta", 'NAME = "<%= it.name %>"\n<%~ include("gpu") %>\n<%/* a remark: by hand */%>\n');
    const faults = check({}).filter(({ file }) => file.endsWith("gpu.eta"));
    expect(faults).toMatchObject([{ line: 1, column: 7, hint: expect.stringContaining("the request is in `it`") }]);
  });

  test("common.erb of the Ruby server is not used, and that is said", () => {
    expect(told({ "common.erb": "<% @vm %>" })).toEqual([
      "warning common.erb:1 common.erb of the Ruby server is not used",
    ]);
    expect(told({ "common.eta": "INSTANCE_TYPE = small\n" })).toEqual([]);
  });
});

describe("other faults of a template", () => {
  test("a value of the request that is written unescaped", () => {
    const small =
      'CPU = 1\nMEMORY = <%~ it.memory ?? 1024 %>\nX = "<%~it.name%>"\n<%~ "A = 1" %>\n<%~ include("b", it) %>\n';
    expect(check({ "small.erb": small, "b.eta": "B = 1\n" })).toMatchObject([
      { line: 2, column: 10, message: "`<%~` writes the text unescaped", hint: "write <%= it.memory ?? 1024 %>" },
      { line: 3, column: 6, hint: "write <%=it.name %>" },
    ]);
  });

  test.each([
    ["CPU = 1\nMEMORY = <%= it.memory %>\n", 2, "a request might not have it: write <%= it.memory ?? 1024 %>"],
    ['CPU = "<%= it.cpu %>"\nMEMORY = 64\n', 1, "a request might not have it: write <%= it.cpu ?? 1 %>"],
    ["CPU = 1\nMEMORY = two\n", 2, "write MEMORY = 1024"],
  ])("%j has a value that requests can lack, or a wrong one", (small, line, hint) => {
    expect(check({ "small.erb": small })).toMatchObject([{ severity: "error", line, hint }]);
  });

  test.each([
    [
      "DISK = [ IMAGE_ID = 3,\n  TARGET = vda\nNIC = [ NETWORK_ID = 1 ]",
      "error small.erb:3 the [ of DISK is never closed",
    ],
    ["DISK = [ IMAGE_ID = 3,\nNIC = [ NETWORK_ID = 1 ]", "error small.erb:3 the [ of DISK is never closed"],
    ["DISK = [ IMAGE_ID = 3", "error small.erb:3 the [ of DISK is never closed"],
    ["DISK = [", "error small.erb:3 the [ of DISK is never closed"],
    ["DISK = [ IMAGE_ID = 3 TARGET = vda ]", "error small.erb:3 expected , or ] after a value of a vector"],
    ['A = [ B = "x ]', "error small.erb:3 the quotes of B are not closed"],
  ])("%j", (text, message) => {
    expect(told({ "small.erb": `CPU = 1\nMEMORY = 64\n${text}\n` })[0]).toStartWith(message);
  });

  test("an attribute that comes twice is a warning; a vector may", () => {
    const small = "CPU = 1\nMEMORY = 64\nMEMORY = 32\nNIC = [ NETWORK_ID = 1 ]\nNIC = [ NETWORK_ID = 2 ]\n";
    expect(told({ "small.erb": small })).toEqual([
      "warning small.erb:3 MEMORY is set again: OpenNebula reads the first, in line 2",
    ]);
  });

  test("a template that is missing gets a way out", () => {
    const hint = (template: string) =>
      createTemplates({ location, vmTypes: [{ name: "x", template }] }).check()[0]?.hint;
    expect(hint("smal2.eta")).toBe("did you mean small.eta?");
    expect(hint("gpu-machine.eta")).toBe(
      `write it: \`occi-server template print small > ${location}/gpu-machine.eta\` makes a copy to change`,
    );
  });

  test("JavaScript that does not parse, with the line of its tag", () => {
    expect(told({ "small.erb": "CPU = 1\n\n<% if (it.x { %>\nMEMORY = 2\n<% } %>\n" })[0]).toStartWith(
      "error small.erb:3 not valid JavaScript: ",
    );
    expect(told({ "small.erb": "CPU = 1\n<% open\n" })).toEqual(["error small.erb:2 this tag is never closed"]);
  });

  test("JavaScript that fails, for a full request or a sparse one", () => {
    expect(told({ "small.erb": "CPU = 1\nMEMORY = <%= it.nope.x %>\n" })[0]).toStartWith(
      "error small.erb:2 there is no it.nope",
    );
    expect(told({ "small.erb": "CPU = 1\nMEMORY = 2\nX = <%= it.disks[0].imageId %>\n" })[0]).toStartWith(
      "error small.erb:3 it.disks[0] has no value, so it.disks[0].imageId cannot be read",
    );
  });

  test("text that oned cannot parse, with line and column also behind conditions", () => {
    const text = "CPU = 1\n<% if (it.memory === '7') { %>\nA = 1\nB = 2\n<% } %>\nMEMORY = two words\n";
    expect(check({ "small.erb": text })).toMatchObject([{ severity: "error", line: 6, column: 19 }]);
  });

  test("a tag that is not closed, with the numbers of its line and column", () => {
    const text = `${"A = 1\n".repeat(11)}MEMORY =  <% if (it.memory) {\n`;
    expect(check({ "small.erb": text })).toMatchObject([{ severity: "error", line: 12, column: 11 }]);
  });

  test("a value of the request outside of double quotes", () => {
    const [fault] = check({ "network.eta": "VN_MAD = bridge\nNAME = <%= it.name %>\n" });
    expect(fault).toMatchObject({
      severity: "error",
      line: 2,
      message: "NAME has a value from the request outside double quotes",
      hint: 'write NAME = "<%= ... %>"',
    });
  });

  test("no CPU or MEMORY, which oned wants", () => {
    expect(told({ "small.erb": "CPU = 1\n" })).toEqual([
      "error small.erb:1 MEMORY is missing, and OpenNebula requires it",
    ]);
  });

  test("control characters", () => {
    expect(told({ "small.erb": "CPU = 1\nMEMORY = \u00010\u0002\n" })).toEqual([
      "error small.erb:1 the file contains control characters",
    ]);
  });

  test("a file that every user can write: templates contain code", () => {
    put("small.erb", "CPU = 1\nMEMORY = 2\n");
    chmodSync(join(location, "small.erb"), 0o666);
    expect(told({})[0]).toStartWith("error small.erb:1 every user of this machine can write to it");
  });
});

describe("the directory", () => {
  const message = () => check({}).map((fault) => `${fault.severity} ${fault.message}`);

  test("need not exist", () => {
    const vmTypes = [{ name: "small", template: "small.erb" }];
    expect(createTemplates({ location: join(location, "none"), vmTypes }).check()).toEqual([]);
  });

  test("must not be writable by every user", () => {
    chmodSync(location, 0o777);
    expect(message()).toEqual(["error every user of this machine can put templates here, and templates contain code"]);
  });

  test("must be a directory", () => {
    put("file", "");
    const vmTypes = [{ name: "small", template: "small.erb" }];
    const faults = createTemplates({ location: join(location, "file"), vmTypes }).check();
    expect(faults).toMatchObject([
      { severity: "error", file: join(location, "file"), message: "this is not a directory" },
    ]);
  });
});

test("attributes that oned refuses to plain users are warned of, with their lines", () => {
  const text = [
    "CPU = 1",
    "MEMORY = 2",
    'RAW = [ TYPE = "kvm", DATA = "<devices/>" ]',
    'PCI = [ VENDOR = "10de" ]',
    "NIC = [ NETWORK_ID = 1,",
    "        MAC = 02:00:00:00:00:01 ]",
    'EMULATOR = "/usr/bin/x"',
    "FEATURES = [ ACPI = yes ]",
    "",
  ].join("\n");
  expect(told({ "small.erb": text })).toEqual([
    "warning small.erb:3 OpenNebula refuses RAW/DATA to plain users",
    "warning small.erb:4 OpenNebula refuses PCI to plain users",
    "warning small.erb:6 OpenNebula refuses NIC/MAC to plain users",
    "warning small.erb:7 OpenNebula refuses EMULATOR to plain users",
  ]);
});

test("a line is that of the template, whatever comments, loops and conditions above it make", () => {
  const above = "CPU = 1\n<%/* a comment\nof two lines */%>\n<% for (const x of [1, 2, 3]) { %>\n# <%= x %>\n<% } %>\n";
  const head = `${above}MEMORY = 1\n`;
  expect(told({ "small.erb": `${head}OS = [ BOOT = "hd" ]\n` })).toEqual([
    'error small.erb:8 OpenNebula does not accept BOOT = "hd"',
  ]);
  expect(told({ "small.erb": `${head}A = "<%= it.cpu %>" B\n` })[0]).toStartWith(
    "error small.erb:8 expected = after B",
  );
  expect(told({ "small.erb": `${head}A = <%= it.name %>\n` })[0]).toStartWith("error small.erb:8 A has a value");
});

test.each([
  ['A = "<%= it.name "', 3, 18, "this quote is never closed before the tag's end"],
  ["  B = <% if (it.name) {", 3, 7, "this tag is never closed"],
  ["A = 1 <%/* never %>", 3, 9, "this comment is never closed"],
  ['<%/* don\'t "do" <% this, 50 % */%>\nA = <%= it.type.x %>', 4, 12, "there is no it.type"],
  ["<%/* puts nil unless @vm_info */%>\nA = <%= it..x %>", 4, undefined, "not valid JavaScript: Unexpected token '.'"],
  ["<%/* a\n b */%>\nA = <%= nme %>", 5, undefined, "nothing is called nme here"],
  ["A = <%= foo() %>", 3, undefined, "nothing is called foo here"],
  ["A = <%= it.name.foo() %>", 3, undefined, "it.name.foo is not a function"],
  ["A = <%= it.foo.bar() %>", 3, 12, "there is no it.foo"],
  ["A = <%= (1 %>", 3, undefined, "a bracket is never closed: ')' is missing"],
  ["A = <%= [1 %>", 3, undefined, "a bracket is never closed: ']' is missing"],
  ["A = <%= {a:1 %>", 3, undefined, "a bracket is never closed: '}' is missing"],
  ['<% throw "no" %>', 3, undefined, 'the template throws "no"'],
])("%j is told in our words, in its place", (text, line, column, message) => {
  const [fault, ...more] = check({ "small.erb": `CPU = 1\nMEMORY = 2\n${text}\n` });
  expect(fault).toMatchObject({ severity: "error", line, message: expect.stringContaining(message) });
  expect(fault?.column).toBe(column);
  expect(more).toEqual([]);
});

test("blanks around = are taken, as oned takes them", () => {
  expect(told({ "small.erb": 'CPU   =   1\nMEMORY=\t2\nA = [ B   =  "x" ,C= y ]\n' })).toEqual([]);
});

test("a brace too few or too many is named, not the code around the template", () => {
  expect(told({ "small.erb": "CPU = 1\n<% if (it.cpu) { %>\nMEMORY = 1\n" })[0]).toContain("a { is never closed");
  expect(told({ "small.erb": "CPU = 1\nMEMORY = 1\n<% } %>\n" })[0]).toContain("a } closes nothing");
});

test("all faults are told at once", () => {
  expect(told({ "common.eta": "A =\n= b\n", "small.erb": "CPU = [\n", "network.eta": "<% @x %>" })).toHaveLength(3);
});

test("a misspelt field is an error, wherever it stands, and all of them are told", () => {
  const small = 'CPU = 1\nMEMORY = "<%= it.memroy %>"\n<% if (it.nme) { %>\nFOO="<%= it.name %>"\n<% } %>\n';
  expect(told({ "small.erb": small, "network.eta": "NAME = x\nVN_MAD = <%= it.drvier %>\n" })).toEqual([
    "error small.erb:2 there is no it.memroy; did you mean it.memory?",
    "error small.erb:3 there is no it.nme; did you mean it.name?",
    "error network.eta:2 there is no it.drvier; did you mean it.driver?",
  ]);
});

test.each([
  ["const key = 'nme'; it[key]", "there is no it.nme; did you mean it.name?"],
  ["'nme' in it", "there is no it.nme; did you mean it.name?"],
  ["it.disks.map(({ traget }) => traget)", "there is no it.disks[0].traget; did you mean it.disks[0].target?"],
  ["it.disks.at(0)?.traget", "there is no it.disks[0].traget; did you mean it.disks[0].target?"],
  ["const f = (one) => one.nme; f(it)", "there is no it.nme; did you mean it.name?"],
  ["it.context.map((pair) => pair.nme)", "there is no pair.nme"],
])("%s is met when it runs", (code, message) => {
  expect(told({ "small.erb": `CPU = 1\nMEMORY = 2\n<% ${code} %>\n` })).toEqual([`error small.erb:3 ${message}`]);
});

test("what templates do with the request besides is no fault", () => {
  const code = [
    "JSON.stringify(it); String(it); ({ ...it }).cpu; Object.keys(it); it.hasOwnProperty('x'); 'cpu' in it;",
    "it.mine = 1; it.mine; Object.assign(it, { other: 1 }); it.other;",
    "[...it.disks.entries()].map(([index, disk]) => disk.target); it.nics.filter((nic) => nic.ip6).length;",
  ].join("\n");
  expect(told({ "small.erb": `CPU = 1\nMEMORY = 2\n<% ${code} %>\n` })).toEqual([]);
});

test("an included template has the request's fields and what some include passes to it", () => {
  const include = 'CPU = 1\nMEMORY = 2\n<%~ include("part", { listen: "::" }) %><%~ include("part") %>';
  const part = 'A = "<%= it.listen ?? it.name %>"\n';
  expect(told({ "small.erb": include, "part.eta": part })).toEqual([]);
  expect(told({ "part.eta": `${part}B = "<%= it.nme %>"\n` })).toEqual([
    "error part.eta:2 there is no it.nme; did you mean it.name?",
  ]);
  expect(told({ "part.eta": `${part}<% if (false) { %>\nB = "<%= it.nme %>"\n<% } %>\n` })).toEqual([
    "error part.eta:3 there is no it.nme; did you mean it.name?",
  ]);
});

test("a list of values has no names", () => {
  expect(
    told({ "small.erb": "CPU = 1\nMEMORY = 2\n<% const one = (list) => list[0]; one(it.context)?.nme %>\n" }),
  ).toEqual(["error small.erb:3 there is no it.context[0].nme"]);
});

test("values that must be numbers; of common.eta and the type's template, the first counts", () => {
  expect(told({ "small.erb": "CPU = none\nMEMORY = lots\n" })).toEqual([
    "error small.erb:1 CPU must be a number above 0",
    "error small.erb:2 MEMORY must be a whole number of MiB",
  ]);
  expect(told({ "common.eta": "MEMORY = 1\nCPU = lots\n" })).toEqual([
    "error common.eta:2 CPU must be a number above 0",
  ]);
});

describe("names of attributes", () => {
  const misspelt = (text: string, files: Record<string, string> = {}): string[] =>
    check({ "small.eta": text, ...files }).map(
      ({ severity, line, column, message, hint }) => `${severity} ${line}:${column} ${message}; ${hint}`,
    );
  const BOTH = "CPU = 1\nMEMORY = 64\n";

  test.each([
    [
      "CPU = 1\nMEMROY = 128\n",
      "error 2:1 MEMORY is missing, and OpenNebula does not read MEMROY; did you mean MEMORY?",
    ],
    [
      "CPU = 1\n MEMRY = 128\n",
      "error 2:2 MEMORY is missing, and OpenNebula does not read MEMRY; did you mean MEMORY?",
    ],
    ["CUP = 1\nMEMORY = 64\n", "error 1:1 CPU is missing, and OpenNebula does not read CUP; did you mean CPU?"],
    [`${BOTH}VPCU = 2\n`, "warning 3:1 OpenNebula does not read VPCU; did you mean VCPU?"],
    [
      `${BOTH}<% if (true) { %>DSIK = [ IMAGE_ID = 1 ]<% } %>\n`,
      "warning 3:18 OpenNebula does not read DSIK; did you mean DISK?",
    ],
    [`${BOTH}NCI = [ NETWORK_ID = 1 ]\n`, "warning 3:1 OpenNebula does not read NCI; did you mean NIC?"],
    [`${BOTH}GRAPHIC = [ TYPE = vnc ]\n`, "warning 3:1 OpenNebula does not read GRAPHIC; did you mean GRAPHICS?"],
    [`${BOTH}GRAPHICS = [ TPYE = vnc ]\n`, "warning 3:14 OpenNebula does not read TPYE; did you mean TYPE?"],
    [`${BOTH}OS = [ ARHC = x86_64 ]\n`, "warning 3:8 OpenNebula does not read ARHC; did you mean ARCH?"],
  ])("%j", (text, expected) => {
    expect(misspelt(text)).toEqual([expected]);
  });

  test.each([
    // Names of the administrator's own, however near, and what is set as it should be.
    "GPU = 1\nRISK = low\nNICE = 5\nDISC = a\nOSS = b\nMEMO = c\nINPUTS_ORDER = d\nCPU_COST_CENTER = e\n",
    "VPCU = 2\nVCPU = 2\n",
    'CONTEXT = [ TPYE = "mine", NETWROK = "YES" ]\n',
    "DISK = [ IMAGE_ID = 1, TYPE = file, TPYE = mine ]\n",
  ])("%j is nobody's mistake", (text) => {
    expect(misspelt(`${BOTH}${text}`)).toEqual([]);
  });

  test("what the common template sets is not missing, and its misspelt names are told where they stand", () => {
    expect(misspelt("CPU = 1\nVPCU = 2\n", { "common.eta": "MEMORY = 64\nVCPU = 1\n" })).toEqual([]);
    const [fault] = check({ "small.eta": "CPU = 1\n", "common.eta": "# shared\nMEMROY = 64\n" });
    expect(fault).toMatchObject({ file: join(location, "common.eta"), line: 2, column: 1, severity: "error" });
  });

  test("of the network's template", () => {
    const network = 'NAME = "<%= it.name %>"\nVN_MDA = bridge\nBRIGDE = br0\n';
    expect(misspelt(BOTH, { "network.eta": network })).toEqual([
      "warning 3:1 OpenNebula does not read BRIGDE; did you mean BRIDGE?",
      "error 2:1 VN_MAD is missing, and OpenNebula does not read VN_MDA; did you mean VN_MAD?",
    ]);
  });
});

test.each([
  ['OS = [ ARCH = x86_64, BOOT = "hd" ]', 3, 23],
  ['NAME = "<%= it.name %>"\nOS = [ BOOT = "hd" ]', 4, 8],
  ['<% for (const one of [1, 2]) { %>\nOS = [ BOOT = "hd" ]\n<% } %>', 4, 8],
  ['FOO = "<%= it.name %>" OS = [ BOOT = "hd" ]', 3, 31],
  ["FOO = <%= it.name %>", 3, 7],
  ["X = 1\n  FOO = <%= it.name %>", 4, 9],
  ["RAW = [ DATA = x ]", 3, 9],
  ["VCPU = two", 3, 1],
  ['<%~ "VC" %>PU = two', 3, undefined],
])("the column in the template: %j", (text, line, column) => {
  const [fault] = check({ "small.eta": `CPU = 1\nMEMORY = 64\n${text}\n` });
  expect([fault?.line, fault?.column]).toEqual([line, column]);
});
