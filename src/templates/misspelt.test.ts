import { expect, test } from "bun:test";
import { NETWORK_FIELDS, VM_FIELDS } from "./fields.ts";
import { misspeltIn } from "./misspelt.ts";

const said = (text: string, fields = VM_FIELDS): string[] =>
  misspeltIn(text, fields).map(({ line, message }) => `${line} ${message}`);

test.each([
  ['A = 1\nB = "<%= it.memroy %>"', "2 there is no it.memroy; did you mean it.memory?"],
  ["<%~ it?.nme %>", "1 there is no it.nme; did you mean it.name?"],
  ['<%= it["nme"] %>', "1 there is no it.nme; did you mean it.name?"],
  ["<%= it?.['nme'] %>", "1 there is no it.nme; did you mean it.name?"],
  ["<%_ if (\n it\n  .nme) { -%>x<% } %>", "3 there is no it.nme; did you mean it.name?"],
  ["<% if (false) { %>\nA = <%= it.nme ?? 1 %><% } %>", "2 there is no it.nme; did you mean it.name?"],
  ["<% const { nme, cpu: c } = it; %>", "1 there is no it.nme; did you mean it.name?"],
  ["<% const { nme = 1, ...rest } = it %>\n", "1 there is no it.nme; did you mean it.name?"],
  ["<% for (const d of it.disk) { %><% } %>", "1 there is no it.disk; did you mean it.disks?"],
  ["<% for (const d of it.disks) { %>\n<%= d.traget %><% } %>", "2 there is no d.traget; did you mean d.target?"],
  [
    "<% for (const { traget } of it.disks) { %><% } %>",
    "1 there is no it.disks[0].traget; did you mean it.disks[0].target?",
  ],
  ["<%= it.nics.map((n, i) => n.ip4) %>", "1 there is no n.ip4; did you mean n.ip?"],
  ["<% it.nics.forEach(n => { %><%= n.ip4 %><% }) %>", "1 there is no n.ip4; did you mean n.ip?"],
  ["<% const d = it.disks[0] %>\n<%= d?.imageID %>", "2 there is no d.imageID; did you mean d.imageId?"],
  ["<%= it.disks[it.nics.lenght].target %>", "1 there is no it.nics.lenght; did you mean it.nics.length?"],
  ["<%= it.disks[0].x %>", "1 there is no it.disks[0].x"],
  ["<% const a = it.cpu, b = [...it.dsks] %>", "1 there is no it.dsks; did you mean it.disks?"],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the template's
  ["<%= `${it.nme}` %>", "1 there is no it.nme; did you mean it.name?"],
  ["<% for (const d of it.disks) { %><% } for (const d of it.disks) { %><%= d.x %><% } %>", "1 there is no d.x"],
  ["<% it.own = 1 %><%= it.disks[0].own %>", "1 there is no it.disks[0].own"],
  ["<%= it.qqqqqqqqq %>", "1 there is no it.qqqqqqqqq"],
])("%j", (text, expected) => {
  expect(said(text)).toEqual([expected]);
});

test("all of them, in order, with their columns; a network has other fields", () => {
  const text = "<%= it.range.frstIp %> <%= it.disks %>\n<%= it.drvier %>";
  expect(misspeltIn(text, NETWORK_FIELDS)).toMatchObject([
    { line: 1, column: 14, message: "there is no it.range.frstIp; did you mean it.range.firstIp?" },
    { line: 1, column: 31, hint: "it has name, driver, bridge, description, range" },
    { line: 2, column: 8, message: "there is no it.drvier; did you mean it.driver?" },
  ]);
});

test.each([
  "it.nme is text, and # it.nme a comment of oned's",
  "<%/* it.nme */%><% /* it.nme */ %><% // it.nme\n %>",
  "<%= 'it.nme' + \"it.nme\" + `it.nme` %>",
  "<%= /it.nme/.test(it.name) %>",
  "<%= [{ x: 1 }].map((it) => it.x) %>",
  "<%= [{ x: 1 }].map(it => it.x) %>",
  "<% function f(a, it) { return it.x } %>",
  "<% it.own = 1 %><%= it.own %>",
  "<%= bit.nme + a.it.nme + $it.nme %>",
  "<%= it.name?.length + it.disks.length + it.context[0]?.[1] + it.hasOwnProperty('x') + it['any' + 1] %>",
  "<% for (const [name, value] of it.context) { %><%= name %><% } %>",
  "<% for (const [index, disk] of it.disks.entries()) { %><%= disk.imageId %><% } %>",
  "<% for (const d of it.disks) { %><% } for (const d of [{ x: 1 }]) { %><%= d.x %><% } %>",
  "<%= it.disks.map((d) => ({ x: d.imageId })).map((d) => d.x) %>",
  "<% const { name, disks: all, ...rest } = it %>\n<%= rest.x %>",
  '<%= it ["name"] %><%= it\n.cpu %>',
  // Which field that is, only the template knows.
  "<%= it[key].anything %>",
])("%j names nothing that is not there", (text) => {
  expect(said(text)).toEqual([]);
});
