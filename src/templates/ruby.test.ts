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
    expect(allRuby("<% if @vm_info['CPU'] %>\n<% end if @itype %>").map(({ line }) => line)).toEqual([1, 2]);
  });
});
