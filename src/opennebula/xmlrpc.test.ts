import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import { anyCharacter } from "../testing/any-character.ts";
import { refusedCharacter } from "./characters.ts";
import { decodeAnswer, encodeCall, encodeCalls, sliceAnswers, sliceStringPayload } from "./xmlrpc.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** An envelope as oned writes it: CRLF, one array. */
function envelope(...values: string[]): Uint8Array {
  const data = values.map((value) => `<value>${value}</value>\r\n`).join("");
  return bytes(
    `<?xml version="1.0" encoding="UTF-8"?>\r\n<methodResponse>\r\n<params>\r\n<param><value><array><data>\r\n${data}` +
      "</data></array></value></param>\r\n</params>\r\n</methodResponse>\r\n",
  );
}
const yes = "<boolean>1</boolean>";
const no = "<boolean>0</boolean>";

function fault(code: string, text: string): Uint8Array {
  return bytes(
    `<methodResponse><fault><value><struct><member><name>faultCode</name><value>${code}</value></member>` +
      `<member><name>faultString</name><value><string>${text}</string></value></member></struct></value></fault></methodResponse>`,
  );
}

/** An answer with a byte in the place of `#`. */
function withByte(answer: Uint8Array, byte: number): Uint8Array {
  return answer.map((one) => (one === "#".charCodeAt(0) ? byte : one));
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return "no error";
  } catch (error) {
    return error instanceof OcciError ? error.code : `not ours: ${error}`;
  }
}

describe("a call", () => {
  test("names the method and types its parameters, the session first", () => {
    expect(encodeCall("one.vm.action", "alice:pass", ["stop", 7, true])).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>one.vm.action</methodName><params>' +
        "<param><value><string>alice:pass</string></value></param><param><value><string>stop</string></value></param>" +
        "<param><value><i4>7</i4></value></param><param><value><boolean>1</boolean></value></param></params></methodCall>",
    );
  });

  test("escapes markup in every text", () => {
    expect(encodeCall("m", "a:<&>", ["]]>"])).toContain("<string>a:&lt;&amp;&gt;</string>");
  });

  test("with characters that oned cannot store is refused", () => {
    expect(codeOf(() => encodeCall("m", "a:b", ["smile \u{1f600}"]))).toBe("INVALID_CHARACTER");
    expect(codeOf(() => encodeCall("m", "a:b", ["bell \u0007"]))).toBe("INVALID_CHARACTER");
    expect(codeOf(() => encodeCall("m", "a:\u{1f600}", []))).toBe("BAD_CREDENTIALS");
  });

  test("carries every text of the Basic Multilingual Plane unchanged", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
        fc.pre(refusedCharacter(text) === undefined);
        const sent = Bun.XML.parse(encodeCall("m", "s:s", [text])) as {
          methodCall: { params: { param: { value: { string: string } }[] } };
        };
        expect(sent.methodCall.params.param[1]?.value.string).toBe(text);
      }),
    );
  });
});

describe("an answer", () => {
  test("of three elements is a success, with a number or a text", () => {
    expect(decodeAnswer(envelope(yes, "<i4>12</i4>", "<i4>0</i4>"))).toEqual({ ok: true, payload: 12 });
    expect(decodeAnswer(envelope(yes, "<string>&lt;VM/&gt;</string>", "<i4>0</i4>"))).toEqual({
      ok: true,
      payload: "<VM/>",
    });
    expect(decodeAnswer(envelope(yes, "untyped", "<i4>0</i4>"))).toEqual({ ok: true, payload: "untyped" });
  });

  test("of five elements, i8 at the end, is oned's error", () => {
    const error = envelope(no, "<string>[one.vm.info] no</string>", "<i4>1024</i4>", "<i4>7</i4>", "<i8>-1</i8>");
    expect(decodeAnswer(error)).toEqual({ ok: false, code: 1024, message: "[one.vm.info] no" });
  });

  test("that is a fault whose text has two types has no text", () => {
    expect(decodeAnswer(fault("<i4>-503</i4>", "a</string><i4>1</i4><string>"))).toMatchObject({
      ok: false,
      message: "",
    });
  });

  test("that is a fault may have no text", () => {
    const bare = new TextDecoder()
      .decode(fault("<i4>-503</i4>", "x"))
      .replace(/<member><name>faultString.*?<\/member>/, "");
    expect(decodeAnswer(new TextEncoder().encode(bare))).toEqual({ ok: false, code: -503, message: "" });
  });

  test("of true or false is a success with 1 or 0", () => {
    expect(decodeAnswer(envelope(yes, "<boolean>1</boolean>", "<i4>0</i4>"))).toEqual({ ok: true, payload: 1 });
    expect(decodeAnswer(envelope(yes, "<boolean>0</boolean>", "<i4>0</i4>"))).toEqual({ ok: true, payload: 0 });
  });

  test.each(["0", "7"])("that is a fault is told from oned's own errors although its code is %s", (code) => {
    expect(decodeAnswer(fault(`<i4>${code}</i4>`, "x"))).toEqual({ ok: false, code: -500, message: "x" });
  });

  test("that is a fault keeps its code", () => {
    expect(decodeAnswer(fault("<i4>-503</i4>", "not a call"))).toEqual({
      ok: false,
      code: -503,
      message: "not a call",
    });
  });

  test.each([
    ["swapped flag and payload", envelope("<string>x</string>", yes, "<i4>0</i4>")],
    ["a number for the flag", envelope("<i4>1</i4>", "<string>x</string>", "<i4>0</i4>")],
    ["two elements", envelope(yes, "<i4>1</i4>")],
    ["six elements", envelope(yes, ...Array(5).fill("<i4>1</i4>"))],
    ["a payload of another type", envelope(yes, "<double>1.5</double>", "<i4>0</i4>")],
    ["a result code that is no number", envelope(yes, "<i4>1</i4>", "<string>0</string>")],
    ["a result code of another type", envelope(yes, "<i4>1</i4>", "<i44>0</i44>")],
    ["a result code of a type that ends like one", envelope(yes, "<i4>1</i4>", "<xi4>0</xi4>")],
    ["elements within its text", envelope(yes, "<string>a<b/></string>", "<i4>0</i4>")],
    ["bytes that are no text", withByte(envelope(yes, "<string>#</string>", "<i4>0</i4>"), 0xff)],
    ["an error without a text", envelope(no, "<i4>1</i4>", "<i4>1024</i4>")],
    ["a fault without code", fault("<string>x</string>", "y")],
    ["no array", bytes("<methodResponse><params><param><value>1</value></param></params></methodResponse>")],
    ["a page", bytes("<html><body>Sign in</body></html>")],
    ["nothing", bytes("")],
    ["noise", new Uint8Array([0xff, 0xfe, 0x00, 0x41])],
  ])("with %s is damaged", (_, body) => {
    expect(codeOf(() => decodeAnswer(body))).toBe("ONED_DAMAGED_ANSWER");
  });

  test("whose payload is of another type is damaged, and the message names the type", () => {
    expect(() => decodeAnswer(envelope(yes, "<double>1</double>", "<i4>0</i4>"))).toThrow("double");
    expect(() => decodeAnswer(envelope(yes, "<i4>1</i4><i4>2</i4>", "<i4>0</i4>"))).toThrow("unknown");
  });

  test("cut at any byte is damaged, never a success", () => {
    const whole = envelope(yes, "<string>&lt;VM&gt;&lt;ID&gt;12&lt;/ID&gt;&lt;/VM&gt;</string>", "<i4>0</i4>");
    const end = new TextDecoder().decode(whole).trimEnd().length;
    for (let at = 0; at < end; at++) {
      expect(codeOf(() => decodeAnswer(whole.subarray(0, at)))).toBe("ONED_DAMAGED_ANSWER");
      expect(sliceStringPayload(whole.subarray(0, at))).toBeUndefined();
    }
  });
});

describe("the payload of a large answer", () => {
  test("is found without decoding it", () => {
    const whole = envelope(yes, "<string>&lt;VM_POOL&gt;&lt;/VM_POOL&gt;</string>", "<i4>0</i4>");
    expect(new TextDecoder().decode(sliceStringPayload(whole))).toBe("&lt;VM_POOL&gt;&lt;/VM_POOL&gt;");
  });

  test("is none when the answer is an error, a number or a fault", () => {
    expect(sliceStringPayload(envelope(no, "<string>x</string>", "<i4>256</i4>"))).toBeUndefined();
    expect(sliceStringPayload(envelope(yes, "<i4>1</i4>", "<i4>0</i4>"))).toBeUndefined();
    expect(sliceStringPayload(fault("<i4>-500</i4>", "x"))).toBeUndefined();
  });
});

describe("several calls in one (system.multicall)", () => {
  test("each brings its session and its parameters", () => {
    expect(encodeCalls("a:b", [["one.user.info", -1], ["one.clusterpool.info"]])).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>system.multicall</methodName><params><param>' +
        "<value><array><data>" +
        "<value><struct><member><name>methodName</name><value><string>one.user.info</string></value></member>" +
        "<member><name>params</name><value><array><data><value><string>a:b</string></value><value><i4>-1</i4></value>" +
        "</data></array></value></member></struct></value>" +
        "<value><struct><member><name>methodName</name><value><string>one.clusterpool.info</string></value></member>" +
        "<member><name>params</name><value><array><data><value><string>a:b</string></value></data></array></value>" +
        "</member></struct></value></data></array></value></param></params></methodCall>",
    );
  });

  const inner = (...values: string[]) =>
    `<array><data>\r\n<value><array><data>${values.map((value) => `<value>${value}</value>\r\n`).join("")}</data></array></value>\r\n</data></array>`;
  const struct = (code: number, text: string) =>
    `<struct><member><name>faultCode</name><value><i4>${code}</i4></value></member><member><name>faultString</name><value><string>${text}</string></value></member></struct>`;

  test("answers stand in the order of the calls: successes, errors of oned, faults", () => {
    const body = envelope(
      inner(yes, "<string>&lt;USER/&gt;</string>", "<i4>0</i4>"),
      inner(no, "<string>no</string>", "<i4>256</i4>", "<i4>-1</i4>", "<i8>-1</i8>"),
      struct(-506, "not defined"),
    );
    expect(sliceAnswers(body, 3)).toEqual([
      Buffer.from("&lt;USER/&gt;"),
      { ok: false, code: 256, message: "no" },
      { ok: false, code: -506, message: "not defined" },
    ]);
  });

  test("another number of answers is damage, and a fault of the whole is one of each", () => {
    const one = envelope(inner(yes, "<string>x</string>", "<i4>0</i4>"));
    expect(codeOf(() => sliceAnswers(one, 2))).toBe("ONED_DAMAGED_ANSWER");
    expect(codeOf(() => sliceAnswers(envelope(inner(yes)), 1))).toBe("ONED_DAMAGED_ANSWER");
    expect(sliceAnswers(fault("<i4>-507</i4>", "no"), 2)).toEqual(
      Array(2).fill({ ok: false, code: -507, message: "no" }),
    );
  });

  test("a payload is a text, and stands as it was sent; an error's text is decoded", () => {
    expect(codeOf(() => sliceAnswers(envelope(inner(yes, "<i4>7</i4>", "<i4>0</i4>")), 1))).toBe("ONED_DAMAGED_ANSWER");
    const long = "&lt;A&gt;&amp;amp;text 0 &lt;/A&gt;".repeat(1_000);
    const body = envelope(
      inner(yes, `<string>${long}</string>`, "<i4>0</i4>"),
      inner(yes, "<string></string>", "<i4>0</i4>"),
      inner(no, `<string>${long}</string>`, "<i4>256</i4>"),
    );
    const [first, empty, refused] = sliceAnswers(body, 3);
    expect(first).toEqual(Buffer.from(long));
    expect(empty).toEqual(Buffer.from(""));
    expect(refused).toMatchObject({ ok: false, message: "<A>&amp;text 0 </A>".repeat(1_000) });
  });

  test("cut at any byte they are damaged", () => {
    const whole = envelope(inner(yes, "<string>&lt;A/&gt;</string>", "<i4>0</i4>"), struct(-506, "x"));
    const end = new TextDecoder().decode(whole).trimEnd().length;
    for (let at = 0; at < end; at++) {
      expect(codeOf(() => sliceAnswers(whole.subarray(0, at), 2))).toBe("ONED_DAMAGED_ANSWER");
    }
  });
});
