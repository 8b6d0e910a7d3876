import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { contextVariables } from "./context.ts";

function thrown(action: () => unknown): OcciError {
  try {
    action();
  } catch (error) {
    if (error instanceof OcciError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const BRACED = "$" + "{NAME}";
const SCRIPT = `#!/bin/sh\necho "$HOME costs $5 ${BRACED} $(date)" \\\n`;
const encoded = (text: string): string => Buffer.from(text, "utf8").toString("base64");

describe("names", () => {
  test("become upper case, as oned has them", () => {
    expect(
      contextVariables(
        [
          ["hostname", "vm1"],
          ["_x1", ""],
        ],
        false,
      ),
    ).toEqual([
      ["HOSTNAME", "vm1"],
      ["_X1", ""],
    ]);
  });

  test("are letters, digits and _, and no digit first", () => {
    for (const name of ["", "1A", "A-B", "A.B", 'A="1"', "Ä", "A B", "a\n"]) {
      expect(() => contextVariables([[name, "x"]], false)).toThrow("name that OpenNebula does not accept");
    }
  });

  test("that come twice are refused: oned would keep the first only", () => {
    expect(() =>
      contextVariables(
        [
          ["a", "1"],
          ["A", "2"],
        ],
        false,
      ),
    ).toThrow("A more than once");
  });
});

describe("what oned can carry arrives as it was sent, under its name", () => {
  test.each([
    ["USERDATA", "23212f62696e"],
    ["USER_DATA", "#cloud-config\nhostname: web\n"],
    ["START_SCRIPT", '#!/bin/sh\necho "hi" > /etc/motd\n'],
    ["HOSTNAME", 'a "b" \\c #d'],
    ["USER_DATA", "a \\ in the middle"],
  ])("%s", (name, value) => {
    expect(contextVariables([[name, value]], false)).toEqual([[name, value]]);
    expect(contextVariables([[name, value]], true)).toEqual([[name, value]]);
  });

  test("with an encoding that the client has named", () => {
    const context = [
      ["USERDATA", "23212f62696e"],
      ["USERDATA_ENCODING", "hex"],
    ] as const;
    expect(contextVariables(context, false)).toEqual(context.map(([name, value]) => [name, value]));
  });
});

/** What oned expands, changes or refuses, each at its smallest. */
const LOST = [
  "$x",
  "a$",
  "smile \u{1f600}",
  "]]>",
  "ends with \\",
  "a\r\nb",
  "bell \u0007",
  "@^_^@FILES=/etc/passwd",
  "a@^_^",
];

describe("scripts that oned would change arrive as they were written", () => {
  test("START_SCRIPT goes as START_SCRIPT_BASE64", () => {
    for (const script of [SCRIPT, ...LOST]) {
      expect(contextVariables([["START_SCRIPT", script]], true)).toEqual([["START_SCRIPT_BASE64", encoded(script)]]);
    }
  });

  test("USER_DATA goes in Base64 and says so", () => {
    for (const data of [SCRIPT, ...LOST]) {
      const context = [
        ["USER_DATA", data],
        ["A", "1"],
      ] as const;
      expect(contextVariables(context, false)).toEqual([
        ["USER_DATA", encoded(data)],
        ["A", "1"],
        ["USERDATA_ENCODING", "base64"],
      ]);
    }
    const context = [
      ["USERDATA_ENCODING", "plain"],
      ["USERDATA", "$x"],
    ] as const;
    expect(contextVariables(context, false)).toEqual([
      ["USERDATA", encoded("$x")],
      ["USERDATA_ENCODING", "base64"],
    ]);
  });

  test("what the client encoded itself may have line breaks, and either name of the encoding", () => {
    for (const [name, encoding] of [
      ["USERDATA_ENCODING", " BASE64\n"],
      ["USER_DATA_ENCODING", "base64"],
    ] as const) {
      const context = [
        ["USER_DATA", encoded("some words").replace(/(.{4})/g, "$1\n")],
        ["GREETING", "not in Base64: at all"],
        [name, encoding],
      ] as const;
      expect(contextVariables(context, false)).toEqual(context.map(([other, value]) => [other, value]));
    }
  });

  test("what the client encoded itself is left as it is", () => {
    const context = [
      ["START_SCRIPT_BASE64", encoded(SCRIPT)],
      ["USER_DATA", encoded("x")],
      ["USERDATA_ENCODING", "base64"],
    ] as const;
    expect(contextVariables(context, false)).toEqual(context.map(([name, value]) => [name, value]));
  });

  test("what only claims to be Base64 is refused", () => {
    expect(() => contextVariables([["START_SCRIPT_BASE64", SCRIPT]], false)).toThrow(
      "START_SCRIPT_BASE64 must be in Base64",
    );
    expect(() =>
      contextVariables(
        [
          ["USER_DATA", "$x"],
          ["USERDATA_ENCODING", "base64"],
        ],
        false,
      ),
    ).toThrow("USER_DATA must be");
  });

  test("both forms of the script at once are refused", () => {
    expect(() =>
      contextVariables(
        [
          ["START_SCRIPT", "a"],
          ["START_SCRIPT_BASE64", "YQ=="],
        ],
        false,
      ),
    ).toThrow("both");
  });
});

describe("$ in other values", () => {
  test("is refused, for oned would expand or empty it without a word", () => {
    for (const value of ["$NAME", "cost $5", "a$", "\\$x"]) {
      expect(() => contextVariables([["A", value]], false)).toThrow("CONTEXT A holds $");
    }
  });

  test.each([
    ["$NAME", true],
    ["key of $USER[SSH_PUBLIC_KEY]", true],
    ["cost $5", false],
    ["a$", false],
  ])("%s: the hint names CONTEXT_VARIABLES where the value reads as a variable: %p", (value, named) => {
    const failure = thrown(() => contextVariables([["A", value]], false));
    expect(failure.hint).toContain("START_SCRIPT");
    expect(failure.hint?.includes("CONTEXT_VARIABLES=yes")).toBe(named);
  });

  test("passes with CONTEXT_VARIABLES=yes where oned can read it", () => {
    for (const value of [
      "$NAME",
      "$VMID-$UNAME/$GNAME",
      "$NAME$VMID",
      "$USER[TOKEN_PASSWORD]",
      '$NETWORK[IP, NETWORK_ID=0] $NIC[IP, NETWORK="my net"].',
      "cost $5",
      "kept: \\$NAME and \\\\$VMID",
      "$NAMEé",
      "a\nb $NAME",
      "$NIC[IP , NETWORK = net1]",
      '$NIC[\tIP\t,\tNETWORK\t=\t"x"\t]',
      "$NIC[IP,NETWORK=abc]",
      "a \\\n $NAME",
    ]) {
      expect(contextVariables([["A", value]], true)).toEqual([["A", value]]);
    }
  });

  test("is refused with CONTEXT_VARIABLES=yes where oned would refuse the whole machine", () => {
    for (const value of [
      ...["$", "a$", "x $ y", "$$", "$$NAME", BRACED, "$(date)", "$NAME\nnext", "$NAME, hello", "$NAME = x", "$NAME]"],
      ...[
        "$NAME[",
        "$NIC[IP x, NETWORK=0]",
        "$NIC[IP, NETWORK x=0]",
        "$NIC[IP, NETWORK=x 0]",
        "$NAME[A",
        "$NAME[A,B]",
        "$NAME[A=1]",
        "$USER[A]b",
        "$NAME\\$(x)",
        "$NAME[]",
      ],
    ]) {
      expect(() => contextVariables([["A", value]], true)).toThrow("CONTEXT A holds a $ that");
    }
  });
});

test("what ends a value for oned, or would with what oned writes behind it, is refused: it adds variables", () => {
  for (const value of ["x@^_^@FILES=/etc/passwd", "@^_^@", "x@^_^"]) {
    expect(() => contextVariables([["A", value]], true)).toThrow(
      "CONTEXT A holds @^_^, which OpenNebula reads as the end of a value",
    );
  }
  expect(contextVariables([["A", "x@^_"]], false)).toEqual([["A", "x@^_"]]);
});

test("FILES_DS passes in the one form that oned resolves, with CONTEXT_VARIABLES=no too", () => {
  const value = '$FILE[IMAGE_ID=49] $FILE[IMAGE="init.sh"]';
  expect(contextVariables([["files_ds", value]], false)).toEqual([["FILES_DS", value]]);
  expect(() => contextVariables([["FILES_DS", "/etc/passwd"]], true)).toThrow("FILES_DS must name files");
});

test("characters that oned cannot store are refused with the entry's name", () => {
  expect(() => contextVariables([["greeting", "\u{1f600}"]], false)).toThrow(
    "CONTEXT GREETING holds the character U+1F600",
  );
});
