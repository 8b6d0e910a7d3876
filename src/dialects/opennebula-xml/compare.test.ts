import { describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import { RECORDED_SERVERS, readRecording } from "./testing/fixtures/recorded.ts";
import {
  BEYOND_2_0,
  BEYOND_4_6,
  canonicalXml,
  contains,
  firstDifference,
  withoutBase,
  withoutNewlines,
} from "./testing/replay/compare.ts";

describe("canonical form", () => {
  test.each([
    ["order of attributes", '<A href="x" name="y"/>', '<A name="y" href="x"></A>'],
    ["layout and blanks behind", "<A><B>1</B></A>       ", "<A>\n  <B>1</B>\n</A>\n"],
    ["CDATA", "<A><![CDATA[1 < 2]]></A>", "<A>1 &lt; 2</A>"],
    ["references", "<A>&#65;&#x42;&quot;</A>", '<A>AB"</A>'],
    ["what was not escaped", "<A>a & b, 1 < 2</A>", "<A>a &amp; b, 1 &lt; 2</A>"],
    ["a tag in a text", "<A><N>x & <c>y</N></A>", "<A><N>x &amp; &lt;c&gt;y</N></A>"],
    ["quotes in an attribute", '<A name=""""/>', '<A name="&quot;&quot;"/>'],
    ["a tag in an attribute", '<A name="x & <c>y"/>', '<A name="x &amp; &lt;c&gt;y"/>'],
    ["double blank between attributes", '<A href="x"  name="y"/>', '<A href="x" name="y"/>'],
  ])("%s does not matter", (_, one, other) => {
    expect(canonicalXml(one)).toBe(canonicalXml(other));
  });
  test.each([
    ["text", "<A>x</A>", "<A>y</A>"],
    ["blanks in text", "<A> x</A>", "<A>x</A>"],
    ["order of elements", "<A><B/><C/></A>", "<A><C/><B/></A>"],
    ["a value", '<A b="1"/>', '<A b="2"/>'],
  ])("%s does", (_, one, other) => {
    expect(canonicalXml(one)).not.toBe(canonicalXml(other));
  });
  test("what is no element is refused", () => {
    for (const body of ["", "text", "<A>", "<A/><B/>", "<h1>Not Found"]) expect(() => canonicalXml(body)).toThrow();
  });
  for (const server of RECORDED_SERVERS) {
    test(`every XML answer of ${server} has one`, () => {
      const bodies = readRecording(server).cases.filter(({ answer }) => /^<[A-Z]/.test(answer));
      expect(bodies.length).toBeGreaterThan(0);
      for (const { answer } of nonEmpty(bodies)) expect(canonicalXml(canonicalXml(answer))).toBe(canonicalXml(answer));
    });
  }
});

describe("against 4.6", () => {
  const recorded = '<NIC><NETWORK href="n/1"/><IP>10.0.0.1</IP></NIC>';
  test.each([
    ["the same", recorded],
    ["an id", '<NIC id="0"><NETWORK href="n/1"/><IP>10.0.0.1</IP></NIC>'],
    ["more at the end", '<NIC><NETWORK href="n/1"/><IP>10.0.0.1</IP><IP6>::1</IP6></NIC>'],
  ])("%s matches", (_, ours) => {
    expect(firstDifference(recorded, ours, BEYOND_4_6)).toBeUndefined();
  });
  test.each([
    ["less", '<NIC><NETWORK href="n/1"/></NIC>', "/NIC/IP: ours has none"],
    ["another text", '<NIC><NETWORK href="n/1"/><IP>x</IP></NIC>', '/NIC/IP: recorded "10.0.0.1", ours "x"'],
    ["another value", '<NIC><NETWORK href="n/2"/><IP>x</IP></NIC>', '/NIC/NETWORK/@href: recorded "n/1", ours "n/2"'],
    ["no attribute", "<NIC><NETWORK/><IP>x</IP></NIC>", '/NIC/NETWORK/@href: recorded "n/1", ours undefined'],
    ["a new attribute", '<NIC x="1"><NETWORK href="n/1"/></NIC>', "/NIC/@x: not recorded"],
    ["more in between", '<NIC><IP6>::1</IP6><NETWORK href="n/1"/></NIC>', "/NIC/NETWORK: ours is IP6"],
    ["an unknown element", `${recorded.slice(0, -6)}<X/></NIC>`, "/NIC/X: not recorded"],
    ["another root", "<N/>", "/NIC: ours is N"],
  ])("%s does not", (_, ours, difference) => {
    expect(firstDifference(recorded, ours, BEYOND_4_6)).toBe(difference);
    expect(contains(recorded, ours, BEYOND_4_6)).toBe(false);
  });
  test("a collection may not have more members", () => {
    const one = "<C_COLLECTION><COMPUTE/></C_COLLECTION>";
    const two = "<C_COLLECTION><COMPUTE/><COMPUTE/></C_COLLECTION>";
    expect(contains(one, two, BEYOND_4_6)).toBe(false);
    expect(contains(one, two, BEYOND_2_0)).toBe(false);
  });
});

describe("against 2.0", () => {
  const recorded = "<NETWORK><ID>1</ID><NAME>n</NAME><SIZE>254</SIZE></NETWORK>";
  test("what later versions added may stand in between", () => {
    const ours =
      "<NETWORK><ID>1</ID><NAME>n</NAME><USER/><GROUP>g</GROUP><SIZE>254</SIZE><STATE>READY</STATE></NETWORK>";
    expect(contains(recorded, ours, BEYOND_2_0)).toBe(true);
    expect(contains(recorded, ours, BEYOND_4_6)).toBe(false);
  });
  test("order and values still count", () => {
    expect(contains(recorded, "<NETWORK><NAME>n</NAME><ID>1</ID><SIZE>254</SIZE></NETWORK>", BEYOND_2_0)).toBe(false);
    expect(contains(recorded, "<NETWORK><ID>1</ID><NAME>n</NAME><SIZE>253</SIZE></NETWORK>", BEYOND_2_0)).toBe(false);
  });
});

test("hrefs can be shown without their base", () => {
  expect(withoutBase('<A href="http://h:1/compute/7" name="http://h:1/"/>', "http://h:1")).toBe(
    '<A href="/compute/7" name="/"/>',
  );
  expect(withoutBase('<A href="http://h:12/compute/7"/>', "http://h:1")).toBe('<A href="http://h:12/compute/7"/>');
});

test("newlines can be shown as the old servers did", () => {
  const ours = '<A name="two&#10; lines">x\n  y</A>';
  expect(withoutNewlines(ours, "4.6")).toBe('<A name="two lines">x y</A>');
  expect(withoutNewlines(ours, "2.0")).toBe('<A name="twolines">xy</A>');
});

test("the recordings are whole", () => {
  const counts = RECORDED_SERVERS.map((server) => readRecording(server).cases.length);
  expect(counts).toEqual([269, 396, 9, 6]);
});
