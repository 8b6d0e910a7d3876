import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { canGreet, Handshake } from "./handshake.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("a greeting", () => {
  test.each(["", "R", "RFB 00", "RFB 003.00", "RFB 003.003\n", "RFB 003.008\n", "RFB 003.007\nmore"])(
    "%j is one, or can become one",
    (text) => expect(canGreet(bytes(text))).toBe(true),
  );
  test.each(["SSH-2.0", "r", "RFB 004", "RFB 003.008\r", "RFB 003.00x", "RFB 003.088\n", "\n", " RFB"])(
    "%j is none",
    (text) => expect(canGreet(bytes(text))).toBe(false),
  );
  test("of any other beginning nothing is believed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 12, maxLength: 24 }), (some) => {
        const text = Buffer.from(some.subarray(0, 12)).toString("latin1");
        expect(canGreet(some)).toBe(/^RFB 003\.00[0-9]\n$/.test(text));
      }),
    );
  });
});

describe("the types of security", () => {
  const after = (version: string, ...parts: number[][]): boolean => {
    const handshake = new Handshake();
    handshake.fromClient(bytes(version));
    return parts.map((part) => handshake.requiresTls(new Uint8Array(part))).some((wants) => wants);
  };
  test.each([
    ["VeNCrypt alone", "RFB 003.008\n", [[1, 19]], true],
    ["both kinds of TLS", "RFB 003.007\n", [[2, 18, 19]], true],
    ["in pieces", "RFB 003.008\n", [[2], [18], [19]], true],
    ["a password too", "RFB 003.008\n", [[2, 19, 2]], false],
    ["none at all, which is a refusal of the host's own", "RFB 003.008\n", [[0, 0, 0, 0, 1, 65]], false],
    ["chosen by the host, before 3.7", "RFB 003.003\n", [[0, 0, 0, 19]], true],
    ["chosen by the host: a password", "RFB 003.003\n", [[0, 0, 0, 2]], false],
    [
      "what follows is no list of types",
      "RFB 003.008\n",
      [
        [1, 2],
        [1, 19],
      ],
      false,
    ],
  ] as const)("%s", (_name, version, parts, wants) => {
    expect(after(version, ...parts.map((part) => [...part]))).toBe(wants);
  });
  test("a version in pieces is one", () => {
    const handshake = new Handshake();
    for (const letter of "RFB 003.008\n") handshake.fromClient(bytes(letter));
    expect(handshake.requiresTls(new Uint8Array([1, 19]))).toBe(true);
  });
});
