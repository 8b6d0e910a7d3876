import { describe, expect, test } from "bun:test";
import {
  checkCharacters,
  escapeQuoted,
  quote,
  template,
  textTemplate,
  withAttribute,
  xmlTemplate,
} from "./template-writer.ts";

describe("the text form", () => {
  test("quotes every value; a quote in it is its only escape", () => {
    expect(quote('a "b" \\c', "A")).toBe('"a \\"b\\" \\c"');
    expect(quote(7, "A")).toBe('"7"');
  });

  test("writes vectors on one line", () => {
    const text = textTemplate([
      ["NAME", "x"],
      [
        "DISK",
        [
          ["IMAGE_ID", 1],
          ["TARGET", "vdb"],
        ],
      ],
    ]);
    expect(text).toBe('NAME = "x"\nDISK = [ IMAGE_ID = "1", TARGET = "vdb" ]\n');
  });

  test("refuses a last backslash, naming the attribute", () => {
    expect(() => textTemplate([["DISK", [["TARGET", "x\\"]]]])).toThrow("DISK/TARGET ends with a backslash");
  });
});

describe("the XML form", () => {
  test("escapes XML and nothing else", () => {
    const xml = xmlTemplate([
      ["NAME", 'a<b>&"c"\\'],
      ["NIC", [["NETWORK_ID", 2]]],
    ]);
    const name = "<NAME>a&lt;b&gt;&amp;&quot;c&quot;\\</NAME>";
    expect(xml).toBe(`<TEMPLATE>${name}<NIC><NETWORK_ID>2</NETWORK_ID></NIC></TEMPLATE>`);
  });
});

test("a template is XML unless a value is blank, which oned would drop from XML", () => {
  expect(
    template([
      ["A", "x\\"],
      ["B", "y"],
    ]),
  ).toBe("<TEMPLATE><A>x\\</A><B>y</B></TEMPLATE>");
  expect(template([["DESCRIPTION", ""]])).toBe('DESCRIPTION = ""\n');
  expect(
    template([
      [
        "V",
        [
          ["A", " "],
          ["B", "y"],
        ],
      ],
    ]),
  ).toBe('V = [ A = " ", B = "y" ]\n');
});

test.each(["\u0007", "\u{1f600}", "]]>", "a]]>b"])(
  "%j cannot be stored, in either form: the error names the attribute",
  (value) => {
    const refused = expect.objectContaining({
      code: "INVALID_CHARACTER",
      message: expect.stringContaining("DISK/TARGET"),
    });
    for (const write of [textTemplate, xmlTemplate])
      expect(() => write([["DISK", [["TARGET", value]]]])).toThrow(refused);
  },
);

test("line ends become LF, as oned would make them", () => {
  expect(checkCharacters("a\r\nb\rc\n", "A")).toBe("a\nb\nc\n");
});

test("the name of the field may be found out only when it is needed", () => {
  const field = () => {
    throw new Error("asked for");
  };
  expect(escapeQuoted("fine", field)).toBe("fine");
  expect(() => escapeQuoted("\\", field)).toThrow("asked for");
});

test("attribute names come from the code: a bad one is a fault of the program", () => {
  for (const name of ["a", "A-B", "", 'A="1"'])
    expect(() => textTemplate([[name, "x"]])).toThrow("not a template attribute");
});

test("a long value is written as a short one", () => {
  const short = 'a "b" \r\nc\ré網 ';
  const long = short.repeat(1_000);
  expect(escapeQuoted(long, { attribute: "X" })).toBe(escapeQuoted(short, { attribute: "X" }).repeat(1_000));
  expect(textTemplate([["X", long]])).toBe(`X = "${'a \\"b\\" \nc\né網 '.repeat(1_000)}"\n`);
});

describe("one attribute more is put", () => {
  test.each([
    ["into XML", "<TEMPLATE><A>1</A></TEMPLATE>", "<TEMPLATE><A>1</A><B>x&lt;</B></TEMPLATE>"],
    ["behind the blanks of XML", " <TEMPLATE></TEMPLATE>\n", " <TEMPLATE><B>x&lt;</B></TEMPLATE>\n"],
    ["behind a text", 'A = "1"', 'A = "1"\nB = "x<"'],
    ["behind a text that holds the end of XML", 'A = "</TEMPLATE>"', 'A = "</TEMPLATE>"\nB = "x<"'],
    ["behind what only begins like XML", "<TEMPLATE>", '<TEMPLATE>\nB = "x<"'],
    ["behind nothing", "", '\nB = "x<"'],
  ])("%s", (_, whole, expected) => {
    expect(withAttribute(whole, "B", "x<").trimEnd()).toBe(expected.trimEnd());
  });
});
