/** The JavaScript in a template, at the places where it was. */
import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { codeOf } from "./tag-code.ts";

describe("the code of a template", () => {
  // Blanks are dots here.
  test.each([
    ["", ""],
    ["CPU = 1", "......."],
    ["A<% it.x %>B", "....it.x.;.."],
    ["<%= it.x %>", "....it.x.;."],
    ["<%- it.x -%>\nB", "....it.x.;..\n."],
    ['<% f("it.y") %>', '...f("....").;.'],
    ["<% don't %>", "...don't.;."],
    ["<% /* it.y */ it.x // it.z\n %>", "..............it.x........\n.;."],
    [`<% \`a\${it.x}b\` %>`, "......(it.x)...;."],
    ["<% it.x %> and <% it.y %> end", "...it.x.;.........it.y.;....."],
    ["<% never ends", "...never.ends"],
  ])("of %j is %j", (template, code) => {
    expect(codeOf(template).replaceAll(" ", ".")).toBe(code);
  });

  test("is as long as the template, line by line", () => {
    const piece = fc.constantFrom("<%", "%>", "<%=", "-%>", "it.x", '"a"', "'", "/*", "*/", "//", "\n", " ", "x", ";");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const template = pieces.join("");
        const widths = (text: string) => text.split("\n").map(({ length }) => length);
        expect(widths(codeOf(template))).toEqual(widths(template));
      }),
    );
  });
});
