import { describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { certificateOfText, subjectOf, subjectOfText } from "./distinguished-name.ts";
import { makeClientAuthority } from "./testing/client-certificates.ts";

const authority = makeClientAuthority();
const signed = async (...names: Record<string, string[]>[]) =>
  new X509Certificate((await (await authority).sign(names)).cert);

describe("the subject of a certificate, as `openssl x509 -nameopt compat` shows it, with \\20 for blanks", () => {
  test.each<[Record<string, string[]>[], string | undefined]>([
    [[{ DC: ["es"] }, { O: ["One"] }, { CN: ["Alice Smith"] }], "/DC=es/O=One/CN=Alice\\20Smith"],
    [[{ O: ["One, Inc"] }, { CN: ["<c>; #d = e"] }], "/O=One,\\20Inc/CN=<c>;\\20#d\\20=\\20e"],
    [[{ CN: ["Jürgen"] }], "/CN=J\\xC3\\xBCrgen"],
    [[{ CN: ["host/node1.example.org"] }], "/CN=host/node1.example.org"],
    [[{ CN: ["back\\\\slash"] }], "/CN=back\\slash"],
    [[{ CN: ["one"] }, { CN: ["two"] }], "/CN=one/CN=two"],
    // What could be read as another subject is none.
    [[{ CN: ["Carol\\\\20Smith"] }], undefined],
    [[{ CN: ["x/CN=oneadmin"] }], undefined],
    [[{ CN: ["x|/CN=oneadmin"] }], undefined],
    [[{ CN: ["x"], OU: ["y"] }], undefined],
    [[], undefined],
  ])("%j is %p", async (names, subject) => {
    expect(subjectOf(await signed(...names))).toBe(subject as string);
  });
});

describe("the subject that a proxy names", () => {
  test.each<[string, string | undefined]>([
    ["/DC=es/O=One/CN=Alice Smith", "/DC=es/O=One/CN=Alice\\20Smith"],
    ["CN=Alice Smith,O=One\\, Inc,DC=es", "/DC=es/O=One,\\20Inc/CN=Alice\\20Smith"],
    ["CN=Alice, O=One", "/O=One/CN=Alice"],
    ["CN=J\\C3\\BCrgen", "/CN=J\\xC3\\xBCrgen"],
    ["CN=a+OU=b", undefined],
    ["CN=a|/CN=oneadmin", undefined],
    ["/CN=a|/CN=oneadmin", undefined],
    ["", undefined],
    ["Alice", undefined],
  ])("%p is %p", (text, subject) => {
    expect(subjectOfText(text)).toBe(subject as string);
  });

  test("any text gives a subject without blanks, bars and control characters, or none", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const subject = subjectOfText(`CN=${text}`);
        if (subject !== undefined) expect(subject).toMatch(/^(\/[A-Za-z0-9.-]+=[!-{}~]*)+$/);
      }),
    );
  });
});

test("a certificate in a header: line ends as they are, as blanks or percent-encoded; what is damaged is none", async () => {
  const { cert } = await (await authority).sign([{ CN: ["Alice"] }]);
  for (const text of [cert, cert.replaceAll("\n", " "), cert.replaceAll("\n", "\t"), encodeURIComponent(cert)]) {
    expect(certificateOfText(text)?.subject).toBe("CN=Alice");
  }
  for (const text of [
    "",
    "(null)",
    cert.slice(0, 200),
    cert.replace("MI", "XX"),
    "%E0%A4%A",
    `%00${cert}`.slice(0, 90),
  ]) {
    expect(certificateOfText(text)).toBeUndefined();
  }
});
