/** What `config convert` leaves to be done by hand. */
import { expect, test } from "bun:test";
import { markOf, marksIn } from "./marks.ts";

test("a mark is a comment of eta, whatever the code is", () => {
  expect(markOf("x = 1")).toBe("<%/* by hand: x = 1 */%>");
  expect(markOf("a */ b */")).toBe("<%/* by hand: a * / b * / */%>");
});

test("is found with its place, and what the Ruby in it becomes", () => {
  expect(marksIn(`A = 1\nB = ${markOf("= @vm_info['CPU']")}\n${markOf("x = 1")}`)).toEqual([
    {
      ...{ line: 2, column: 5, message: "this must still be done by hand: = @vm_info['CPU']" },
      hint: "write <%= it.cpu ?? 1 %>, or remove the mark and the lines that depend on it",
    },
    {
      ...{ line: 3, column: 1, message: "this must still be done by hand: x = 1" },
      hint: "write it as JavaScript, or remove the mark and the lines that depend on it",
    },
  ]);
  expect(marksIn(markOf("= end"))[0]?.hint).toStartWith("write <% } %>");
  expect(marksIn(markOf("# words"))[0]?.hint).toStartWith("write it as JavaScript");
  expect(marksIn(markOf("if x"))[0]?.hint).toStartWith("write <% if (condition)");
});

test.each(["<%-/* by hand: x */-%>", "<%_ /*  by hand: x\n*/ _%>", "<% /*by hand: x*/ %>"])("%j is one", (text) => {
  expect(marksIn(text).map(({ message }) => message)).toEqual(["this must still be done by hand: x"]);
});

test.each(["<%/* by  hand: x */%>", "<%/* not by hand: x */%>", "/* by hand: x */"])("%j is none", (text) => {
  expect(marksIn(text)).toEqual([]);
});

test("long code is cut after 57 characters, and shown in one line", () => {
  const shown = (code: string) => marksIn(markOf(code))[0]?.message.replace("this must still be done by hand: ", "");
  expect(shown("a\n  b")).toBe("a b");
  expect(shown("x".repeat(60))).toBe("x".repeat(60));
  expect(shown("x".repeat(61))).toBe(`${"x".repeat(57)}...`);
});
