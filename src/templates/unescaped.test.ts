/** Values of the request that a template writes as they are. */
import { expect, test } from "bun:test";
import { unescapedIn } from "./unescaped.ts";

test("are told with their place and what to write", () => {
  expect(unescapedIn("A = 1\nB = x<%~ it.name  %>\n<%~it.cpu%><%-~ it.x -%>")).toEqual([
    { line: 2, column: 6, message: "`<%~` writes the text unescaped", hint: "write <%= it.name %>" },
    { line: 3, column: 1, message: "`<%~` writes the text unescaped", hint: "write <%=it.cpu %>" },
    { line: 3, column: 12, message: "`<%~` writes the text unescaped", hint: "write <%= it.x %>" },
  ]);
});

test.each(["<% ~it.name %>", "<%_ ~ it.name _%>", "<%~ it.name.\nfirst %>", "<%~ x.include(it) %>"])(
  "%j is one",
  (text) => {
    expect(unescapedIn(text)).toHaveLength(1);
  },
);

test.each([
  "<%= it.name %>",
  "<%~ '<%' %>",
  "<%~ item %>",
  "<%~ include('x', it) %>",
  "<%~ await  include('x', it) %>",
  "<%~ await includeAsync('x', it) %>",
  "<%~\n include('x', it) %>",
  "<%/* <%~ it.name */%>",
  "<%- /* <%~ it.name %> and\n more <%~ it.x */ -%>",
])("%j is none", (text) => {
  expect(unescapedIn(text)).toEqual([]);
});

test("behind a comment of several lines the place is still right", () => {
  expect(unescapedIn("<%/* one\n <%~ it.a\n */%> <%~ it.b %>")).toMatchObject([{ line: 3, column: 7 }]);
});
