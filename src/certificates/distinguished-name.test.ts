import { describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import fc from "fast-check";
import { anyCharacter } from "../testing/any-character.ts";
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
    // A text that could be read as another subject is refused.
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
    // Two lines of the header are joined like this, an empty one too.
    ["CN=Alice, O=One", undefined],
    ["CN=Alice,O=One, CN=Bob,O=One", undefined],
    ["CN=Alice, ", undefined],
    [", CN=Alice", undefined],
    ["CN=Alice,,O=One", undefined],
    ["CN=Alice,", undefined],
    ["/O=One/CN=Alice, /O=One/CN=Bob", undefined],
    ["/O=One/CN=Alice, ", undefined],
    [", /O=One/CN=Alice", undefined],
    ["/O=One, Inc/CN=Alice", "/O=One,\\20Inc/CN=Alice"],
    ["CN=a\\,\\ b,O=One", "/O=One/CN=a,\\20b"],
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
      fc.property(fc.string({ unit: anyCharacter }), (text) => {
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

describe("what is not one certificate and nothing else is none:", () => {
  const one = authority
    .then((made) => made.sign([{ CN: ["Alice"] }]))
    .then(({ cert }) => cert.replaceAll("\n", " ").trim());
  const inside = (cert: string, change: (der: Buffer) => Buffer): string => {
    const base64 = cert.replace(/-----[A-Z ]+-----/g, "").replaceAll(" ", "");
    return `-----BEGIN CERTIFICATE----- ${change(Buffer.from(base64, "base64")).toString("base64")} -----END CERTIFICATE-----`;
  };

  test.each<[string, (cert: string) => string]>([
    ["two of them", (cert) => `${cert}, ${cert}`],
    ["two in one line", (cert) => `${cert} ${cert}`],
    ["an empty second line", (cert) => `${cert}, `],
    ["an empty first line", (cert) => `, ${cert}`],
    ["text in front", (cert) => `junk ${cert}`],
    ["text behind", (cert) => `${cert} junk`],
    ["a letter behind", (cert) => `${cert}x`],
    ["quotes", (cert) => `"${cert}"`],
    ["percent-encoded, with text behind", (cert) => `${encodeURIComponent(cert)}%0Ajunk`],
    ["percent-encoded, with text behind that is not", (cert) => `${encodeURIComponent(cert)} junk`],
    ["percent-encoded, two of them", (cert) => `${encodeURIComponent(cert)}, ${encodeURIComponent(cert)}`],
    ["percent-encoded twice", (cert) => encodeURIComponent(encodeURIComponent(cert))],
    ["bytes behind it in the same block", (cert) => inside(cert, (der) => Buffer.concat([der, Buffer.from("junk")]))],
    ["itself behind it in the same block", (cert) => inside(cert, (der) => Buffer.concat([der, der]))],
    ["letters in it that are not Base64", (cert) => cert.replace(/-----(?= ?MI)/, "-----*")],
    ["another kind of block", (cert) => cert.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE")],
    ["NUL in front", (cert) => `%00${encodeURIComponent(cert)}`],
  ])("%s", async (_, change) => {
    const cert = await one;
    expect(certificateOfText(inside(cert, (der) => der))?.subject).toBe("CN=Alice");
    expect(certificateOfText(change(cert))).toBeUndefined();
  });
});
