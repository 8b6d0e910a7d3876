/** What an administrator of OpenNebula 3.0 to 4.6 has becomes a configuration that works here. */
import { describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parseConfig } from "../config/load.ts";
import { OcciError } from "../errors.ts";
import { createTemplates } from "../templates/engine.ts";
import { anyCharacter } from "../testing/any-character.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { type Converted, convert } from "./convert.ts";
import { convertErb } from "./erb.ts";
import { readOldYaml } from "./old-yaml.ts";

function converted(text: string, templates: Readonly<Record<string, string>> = {}): Converted {
  return convert({
    file: "/old/occi-server.conf",
    text,
    template: (name) =>
      Object.hasOwn(templates, name) ? { file: `/old/occi_templates/${name}`, text: templates[name] ?? "" } : undefined,
  });
}
const lines = (text: string): string[] => converted(text).configuration.trimEnd().split("\n").slice(1);
const said = ({ faults }: Converted): string[] =>
  faults.map(({ severity, line, message }) => `${line}: ${severity}: ${message}`);

/** In the manner of 4.6. */
const WHOLE = `# comment: no key
:tmpdir: /srv/tmp/
:one_xmlrpc: http://oned.example.org:2633/RPC2

:server: cloud.example.org
:port: 4567
#:ssl_server: commented.example.org
:ssl_server: https://cloud.example.org:8443/
:auth: opennebula
:core_auth: cipher
:debug_level: 1
:cluster_id:
:datastore_id: 103
:instance_types:
  :small:
    :template: small.erb
    :cpu: 1
    :memory: 1024
  "with space":
    :template: small.erb
  :gpu:
    :template: gpu.erb
    :colour: red
:vnc_enable: no
:whatever: 1
`;

test("the options, the types, and what has to be said, by line", () => {
  const all = converted(WHOLE, { "small.erb": "CPU = 1\n" });
  expect(all.configuration.trimEnd().split("\n")).toEqual([
    "# Made of /old/occi-server.conf by `occi-server config convert`.",
    "IMAGE_DIR=/srv/tmp/occi-server",
    "ONE_XMLRPC=http://oned.example.org:2633/RPC2",
    "SERVER=cloud.example.org",
    "PORT=4567",
    "SSL_SERVER=https://cloud.example.org:8443/",
    "LOG_LEVEL=warning",
    "DATASTORE_ID=103",
    "VM_TYPE=[NAME=small, TEMPLATE=small.eta]",
    "VM_TYPE=[NAME=gpu, TEMPLATE=gpu.eta]",
  ]);
  expect([...all.templates]).toEqual([["small.eta", "CPU = 1\n"]]);
  expect(said(all).sort()).toEqual([
    "10: warning: :core_auth: no longer has an effect",
    '19: error: "with space" cannot be the name of a type',
    "21: error: the template gpu.erb of the type gpu is not in occi_templates beside this file",
    "23: error: :colour: of the type gpu was left out: types do not have such a key here",
    "24: warning: :vnc_enable: has no effect: this server does not have that web interface",
    "25: error: :whatever: is not known: it was left out",
  ]);
});

test("a configuration that was converted has no error", () => {
  const text = WHOLE.replace(/ {2}:gpu:\n.*\n.*\n/, "");
  const { faults } = parseConfig(converted(text).configuration, "/new.conf", {});
  expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
});

describe("single options", () => {
  test.each([
    [":host: 127.0.0.1", ["HOST=127.0.0.1"]],
    [":host: 0.0.0.0", ["HOST='*'"]],
    [":server: localhost", ["SERVER=localhost"]],
    [":ssl_server: cloud.example.org", ["SSL_SERVER=https://cloud.example.org", "HOST=127.0.0.1"]],
    [":ssl_server: https://a/\n:host: b", ["SSL_SERVER=https://a/", "SERVER=b"]],
    [":bridge: br0", ["BRIDGE=br0"]],
    [":cluster_id: 100", ["CLUSTER_ID=100"]],
    [":debug_level: 0", ["LOG_LEVEL=error"]],
    [":auth: :basic", []],
    [":auth: occi", ["HASHED_CLIENTS=yes"]],
    ["':port': 80", ["PORT=80"]],
    [":port: 80 # comment\r", ["PORT=80"]],
    [':tmpdir: "/a b\'s"', ["IMAGE_DIR='/a b'\\''s/occi-server'"]],
    [":port: 1\n:port: 2", ["PORT=2"]],
  ])("%j", (old, expected) => {
    // One line that makes it such a file.
    expect(lines(`${old}\n:lang: en_US\n`)).toEqual(expected);
  });

  test.each([
    [":host: 192.0.2.1", "1: error: the name of the cloud is not in the old file"],
    [":auth: x509", "1: error: AUTH=x509 needs more than the old file has"],
    [":auth: kerberos", "1: error: :auth: kerberos is not known"],
    [":debug_level: 9", "1: error: :debug_level: 9 is not a number from 0 to 3"],
    [":token_expiration_delta: 1800", "1: warning: :token_expiration_delta: no longer has an effect"],
    [":instance_types:\n  :a:\n    :cpu: 1", "2: error: the type a names no template"],
    [":instance_types:\n  :a:\n    :template: ../x", "2: error: the type a names no template"],
  ])("%j is told of", (old, expected) => {
    expect(said(converted(old))).toContain(expected);
  });
});

describe("what is no such file", () => {
  test.each(["", "SERVER=localhost\n", "- a\n- b\n", "a: b\n", ":a: [\n", ":a: b\n c\n  :d: e\n"])(
    "%j is refused",
    (text) => {
      expect(() => readOldYaml(text, "f")).toThrow(OcciError);
    },
  );

  test.each([
    [":port: 1\n:a: [\n:b: 2\n", 2, "Unexpected token"],
    [":port: 1\n:b: 2\n:server: 'x\n:z: 1\n", 3, "Unexpected character"],
    [":port: 1\n\t:b: 2\n", 2, "Tab characters cannot be used as indentation"],
  ])("%j is broken in line %i", (text, line, reason) => {
    expect(() => readOldYaml(text, "f")).toThrow(`f:${line}: this is not YAML: ${reason}`);
  });

  test.each(["SERVER=localhost\nPORT=4567\n", "# [\nVM_TYPE=[NAME=small, TEMPLATE=small.erb]\n"])(
    "%j is a configuration in bash, which needs no conversion",
    (text) => {
      try {
        readOldYaml(text, "f");
        throw new Error("it was read");
      } catch (error) {
        expect(error).toBeInstanceOf(OcciError);
        expect((error as OcciError).hint).toBe(
          "A configuration in the syntax of bash (NAME=value) works as it is: see `occi-server check --config f`.",
        );
      }
    },
  );

  test("whatever it holds, it is refused in one sentence or read", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 200 }), (text) => {
        try {
          for (const { line } of nonEmpty(readOldYaml(`:port: 1\n${text}`, "f"))) expect(line).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(OcciError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("templates in Ruby", () => {
  test.each([
    [`NAME = "<%= @vm_info['NAME'] %>"`, `NAME = "<%= it.name %>"`],
    [`<% if @vm_info["NAME"] %>A<% else %>B<% end %>`, "<% if (it.name !== undefined) { %>A<% } else { %>B<% } %>"],
    [`<% if @vm_info['CPU'] != nil %>C<% end -%>`, "<% if (it.cpu !== undefined) { %>C<% } %>"],
    ["<%\n  DEFAULT_CPU = 1\n  DEFAULT_MEMORY = 128\n%>", "<% let DEFAULT_CPU = 1; let DEFAULT_MEMORY = 128; %>"],
    ["<%= @vm_info['CPU'].nil? ? DEFAULT_CPU : @vm_info['CPU'] %>", "<%= it.cpu ?? DEFAULT_CPU %>"],
    ["<%= @vm_info['MEMORY'] || 256 %>", "<%= it.memory ?? 256 %>"],
    ["<%= @vm_info['MEMORY']||'1024' %>", "<%= it.memory ?? '1024' %>"],
    ["<%= @vm_info['CPU'].nil? ? 0.5 : @vm_info['CPU'] %>", "<%= it.cpu ?? 0.5 %>"],
    ["<%= @itype %>", "<%= it.instanceType %>"],
    ["<%# a remark %>", "<%/* a remark */%>"],
    ["plain = [ a = b ]", "plain = [ a = b ]"],
  ])("%j", (erb, eta) => {
    expect(convertErb(erb)).toEqual({ text: eta, remarks: [] });
  });

  test("what cannot be converted is left as a comment, with its line, and its `end` closes nothing", () => {
    const erb = "A = 1\n<% if File.exist?('/x') %>\nB = <%= @vm_info['COLOUR'] %>\n<% else %>C = 2\n<% end %>\nD = 3\n";
    const { text, remarks } = convertErb(erb);
    expect(remarks.map(({ line, severity }) => [line, severity])).toEqual([
      [2, "error"],
      [3, "error"],
    ]);
    expect(text).not.toMatch(/<%(?!\/\*)/);
    expect(text).toContain("<%/* by hand: if File.exist?('/x') */%>");
  });

  const NAME = `<% if @vm_info['NAME'] %>\n    NAME   = "<%= @vm_info['NAME'] %>"\n<% end %>\n`;
  const NIC = `<% @vm_info.each('NIC') do |nic| %>
  <% if nic.attr('NETWORK','href') %>
    NIC = [ NETWORK_ID = <%= nic.attr('NETWORK','href').split('/').last %>
      <% if nic['IP'] %> ,IP = <%= nic['IP'] %> <% end %> ]
  <% end %>
<% end %>\n`;
  const CONTEXT = `<% if @vm_info.has_elements?('CONTEXT') %>
  CONTEXT = [ <% first = true %>
  <% @vm_info.each('CONTEXT/*') do |cont| %><% if cont.text %>
    <% if first %><%= cont.name %> = "<%= cont.text %>"<% first = false %>
    <% else %>,<%= cont.name %> = "<%= cont.text %>"<% end %>
  <% end %><% end %> ]
<% end %>\n`;
  const TYPE = "INSTANCE_TYPE = <%= @itype %>\n";
  const shipped = `# licence\n${NAME}${NIC}${CONTEXT}${TYPE}`;
  const OLD = ":port: 1\n:instance_types:\n  :small:\n    :template: small.erb\n";

  test("common.erb as it was shipped needs no successor: the built-in has it all", () => {
    const { templates, faults } = converted(OLD, { "common.erb": shipped });
    expect([...templates.keys()]).toEqual([]);
    expect(faults).toEqual([]);
  });

  test("lines of one's own in it go behind the built-in", () => {
    const { templates } = converted(OLD, { "common.erb": `${shipped}\nGRAPHICS = [ TYPE = "vnc" ]\n` });
    expect(templates.get("common.eta")).toEndWith('# Of this cloud:\nGRAPHICS = [ TYPE = "vnc" ]\n');
    expect(templates.get("common.eta")).toContain("it.disks");
  });

  test("what today's OpenNebula calls otherwise is converted, and what it refuses is reported by line", () => {
    const erb = 'CPU = 1\nOS = [ BOOT = "hd" ]\nRANK = FREEMEMORY\nREQUIREMENTS = "A=1"\nDISK = [ SOURCE = /a ]\n';
    const { templates, faults } = converted(OLD, {
      "small.erb": erb,
      "common.erb": `${shipped}\nOS = [ BOOT = network ]`,
    });
    expect(templates.get("small.eta")).toBe(
      'CPU = 1\nOS = [ BOOT = "disk0" ]\nSCHED_RANK = FREEMEMORY\nSCHED_REQUIREMENTS = "A=1"\nDISK = [ SOURCE = /a ]\n',
    );
    expect(templates.get("common.eta")).toEndWith('OS = [ BOOT = "nic0" ]\n');
    expect(faults.map(({ line, severity, message }) => [line, severity, message])).toEqual([
      [5, "error", "OpenNebula does not accept a DISK with only a SOURCE"],
      [expect.any(Number), "warning", 'BOOT = "network" became "nic0"'],
    ]);
  });

  test("code of one's own in it: the whole file is converted, and makes what it made", () => {
    const own = `${shipped}<% if @vm_info['MEMORY'] %>MEMORY_MAX = <%= @vm_info['MEMORY'] %><% end %>\n`;
    const { templates, faults } = converted(OLD, { "common.erb": own });
    expect(faults).toEqual([]);
    const directory = mkdtempSync(join(tmpdir(), "occi-convert-"));
    try {
      writeFileSync(join(directory, "common.eta"), templates.get("common.eta") ?? "");
      const engine = createTemplates({ location: directory, vmTypes: [{ name: "small", template: "small.eta" }] });
      expect(engine.check()).toEqual([]);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });

  const NETWORK = `NAME = "<%= @vnet_info['NAME'] %>"\nTYPE = RANGED\n#BRIDGE = virbr0\nNETWORK_ADDRESS = <%= @vnet_info['ADDRESS'] %>\n`;

  test("of network.erb the bridge becomes an option, and what was added goes behind the built-in", () => {
    expect([...converted(OLD, { "network.erb": NETWORK }).templates.keys()]).toEqual([]);
    const { configuration, templates, faults } = converted(OLD, {
      "network.erb": `${NETWORK}BRIDGE = virbr0\nVLAN = "YES"\n`,
    });
    expect(configuration).toContain("BRIDGE=virbr0\n");
    expect(templates.get("network.eta")).toEndWith('# Of this cloud:\nVLAN = "YES"\n');
    expect(said({ configuration, templates, faults })).toEqual([
      "6: warning: the additions are at the end of network.eta",
    ]);
    const code = `${NETWORK}<% if @vnet_info['VLAN'] %>VLAN = YES<% end %>\n`;
    expect(said(converted(OLD, { "network.erb": code }))[0]).toContain("5: error: this cannot be converted");
  });
});
