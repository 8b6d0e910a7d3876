import { describe, expect, test } from "bun:test";
import { allRuby, findRuby } from "./ruby.ts";

describe("the ends of Ruby's blocks", () => {
  test.each(["<% end %>", "<%end%>", "<%= end %>", "<%- end -%>", "<% else %>", "<%else%>", "<%  else\n%>"])(
    "%j is not reported beside the block that it belongs to",
    (closing) => {
      const found = allRuby(`<% if @vm_info['CPU'] %>\nCPU = 1\n${closing}`);
      expect(found.map(({ line }) => line)).toEqual([1]);
    },
  );

  test("alone they are", () => {
    expect(allRuby("A = 1\n<%end%>\n<% else %>").map(({ line }) => line)).toEqual([2, 3]);
    expect(findRuby("A = 1\n<%end%>")).toMatchObject({ line: 2, message: expect.stringContaining("<%end%>") });
  });

  test("what only begins like them is not one of them", () => {
    for (const other of ["<% end if @itype %>", "<% puts 1; end %>", "<% nil else %>"]) {
      expect(allRuby(`<% if @vm_info['CPU'] %>\n${other}`).map(({ line }) => line)).toEqual([1, 2]);
    }
  });
});

describe("what a tag of Ruby is, and what is written for it:", () => {
  test.each([
    ["<%# words %>", "a Ruby comment", "comment"],
    ["<%% x %>", "an ERB escape", "themselves"],
    ["<% @vm['DISK'].each do |disk| %>", "a Ruby loop", "of it.disks"],
    ["<% @vm['NIC'].each do |nic| -%>", "a Ruby loop", "of it.nics"],
    ["<%- @vm['CONTEXT'].each do |name, value| %>", "a Ruby loop", "of it.context"],
    ["<% (a-b).each do |x| -%>", "a Ruby loop", "of list"],
    ["<% loop do %>", "a Ruby loop", "of list"],
    ["<% xs.each do |name| %>", "a Ruby loop", "of list"],
    ["<%loop do%>", "a Ruby loop", "of list"],
    ["<% xs.each do|x|%>", "a Ruby loop", "of list"],
    ["<% xs.each do |x|\t%>", "a Ruby loop", "of list"],
    ["<%= end %>", "the end of a Ruby block", "write <% } %>"],
    ["<%end%>", "the end of a Ruby block", "write <% } %>"],
    ["<%- end -%>", "the end of a Ruby block", "write <% } %>"],
    ["<%else%>", "a Ruby condition", "} else {"],
    ["<%if x%>", "a Ruby condition", "if (condition)"],
    ["<% if name =~ /db/ %>", "a Ruby match", "/pattern/.test"],
    ["<% if name !~ /db/ %>", "a Ruby match", "/pattern/.test"],
    ["<%= vm['CPU'] %>", "a Ruby variable", "write <%= it.cpu ?? 1 %>"],
    ['<%= vm["CPU"] %>', "a Ruby variable", "write <%= it.cpu ?? 1 %>"],
    ["<%= vm['MEMORY'] %>", "a Ruby variable", "write <%= it.memory ?? 128 %>"],
    ['<%= vm["MEMORY"] %>', "a Ruby variable", "write <%= it.memory ?? 128 %>"],
    ["<%= vm['NAME'] %>", "a Ruby variable", "write <%= it.name %>"],
    ['<%= vm["NAME"] %>', "a Ruby variable", "write <%= it.name %>"],
    ["<%= vm['INSTANCE_TYPE'] %>", "a Ruby variable", "write <%= it.instanceType %>"],
    ['<%= vm["INSTANCE_TYPE"] %>', "a Ruby variable", "write <%= it.instanceType %>"],
    ["<%= @itype %>", "a Ruby variable", "write <%= it.instanceType %>"],
    ["<%= @other %>", "a Ruby variable", "the request is in `it`"],
    ["<% if x %>", "a Ruby condition", "if (condition)"],
    ["<% unless x %>", "a Ruby condition", "if (condition)"],
    ["<% elsif x %>", "a Ruby condition", "if (condition)"],
    ["<%= x.nil? %>", "Ruby's nil", "undefined"],
    ["<%= x == nil %>", "Ruby's nil", "undefined"],
    ["<% puts x %>", "Ruby code", "JavaScript"],
    ["<% require 'x' %>", "Ruby code", "JavaScript"],
    ["<% def x %>", "Ruby code", "JavaScript"],
    ["<%= x unless y %>", "Ruby code", "JavaScript"],
  ])("%s is %s: %s", (tag, what, hint) => {
    expect(findRuby(tag)).toMatchObject({
      message: `${what}: ${tag.replace(/\s/g, " ")}`,
      hint: expect.stringContaining(hint),
    });
  });

  test.each([
    "<% for (const x of y) { %>",
    "<% if (x) { %>",
    "<% } else { %>",
    "<%= it.name %>",
    "<%= it.cpu ?? 1 %>",
    "<% /* do */ %>",
    "<%= x // puts\n %>",
    '<%= "http://x".length %>',
    "plain do",
    "<% x = 1 # 2 %>",
    "<% x = 5 % 2 %>",
    "<% do { x() } while (y) %>",
    "<% the end %>",
    "<% end.x() %>",
    "<% spend %>",
    "<% end1 %>",
    "<% x(); if (y) z() %>",
    "<% x ? y : something else %>",
    "<% else1() %>",
    "<% x // nil? %>",
    "<% /* nil */ x /* puts */ %>",
  ])("%j is none", (text) => {
    expect(findRuby(text)).toBeUndefined();
  });
});

describe("the default that Ruby names is written for an absent value:", () => {
  test.each([
    ["vm['CPU'] || 2", "2"],
    ["vm['CPU'] || -2.5", "-2.5"],
    ["vm['CPU'] || '2'", "2"],
    ["vm['CPU'] || \"0.5\"", "0.5"],
    ["vm['CPU'] || 'two'", "'two'"],
    ["vm['CPU'] || '12.25'", "12.25"],
    ["vm['CPU'] || 'x2'", "'x2'"],
    ["vm['CPU'] || '2x'", "'2x'"],
    ["vm['CPU'] || usual", "usual"],
    ["vm['CPU'].nil? ? 3 : vm['CPU']", "3"],
    ["vm['CPU'] ? vm['CPU'] : 4", "4"],
    ["vm['CPU'] ? vm['CPU'] : 4 + x", "1"],
    ["vm['CPU']", "1"],
  ])("%s becomes %s", (code, value) => {
    expect(findRuby(`<%= ${code} %>`)?.hint).toBe(`write <%= it.cpu ?? ${value} %>`);
  });

  test("where there is none, nothing is", () => {
    expect(findRuby("<%= vm['NAME'] %>")?.hint).toBe("write <%= it.name %>");
    expect(findRuby("<%= vm['NAME'] || 'web' %>")?.hint).toBe("write <%= it.name ?? 'web' %>");
  });
});

test("a tag is shown in one line, of a long one 57 characters", () => {
  const shown = (code: string) => findRuby(`<%${code}%>`)?.message.replace("a Ruby variable: ", "");
  expect(shown(" @x\n  + 1 ")).toBe("<% @x + 1 %>");
  const [full, long] = ["a".repeat(53), "a".repeat(54)];
  expect(shown(` @${full} `)).toBe(`<% @${full} %>`);
  expect(shown(` @${long}  `)).toHaveLength(60);
  expect(shown(` @${long}  `)).toEndWith("aaa...");
});
