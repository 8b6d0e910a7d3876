/** Key, user data and host name: from attributes to CONTEXT, and back. */
import { describe, expect, test } from "bun:test";
import { contextOf, hostName, isSameUserData, keyWords, publicKey, readContext } from "./context-attributes.ts";

const [KEY, DATA, HOST] = ["occi.credentials.ssh.publickey", "occi.compute.userdata", "occi.compute.hostname"];
const [THEIR_KEY, THEIR_DATA] = ["org.openstack.credentials.publickey.data", "org.openstack.compute.user_data"];
const ED = "ssh-ed25519 AAAAC3Nz alice@example.org";
const of = (attributes: Readonly<Record<string, string>>) => new Map(Object.entries(attributes));
const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

describe("a public key", () => {
  test.each([
    ED,
    "ecdsa-sha2-nistp256 AAAA",
    "sk-ssh-ed25519@openssh.com AAAA",
    `command="/bin/true",no-pty ${ED}`,
    `no-pty,no-agent-forwarding ${ED}`,
    `command="/bin/true" ${ED}`,
  ])("%s is one", (key) => {
    expect(publicKey(of({ [KEY]: ` ${key}\n` }))).toBe(key);
  });

  test("has lines of less than 8,192 characters, and 16,384 in all at most", () => {
    const lines = (...lengths: readonly number[]) =>
      lengths.map((length) => `ssh-rsa ${"A".repeat(length - 8)}`).join("\n");
    for (const key of [lines(8191), lines(8000, 8000, 382)]) expect(publicKey(of({ [KEY]: key }))).toBe(key);
    for (const key of [lines(8192), lines(8000, 8000, 383)]) expect(() => publicKey(of({ [KEY]: key }))).toThrow(KEY);
  });

  test.each([`; ${ED}`, "ssh-rsa AAAA\rB"])("is refused with something before it or in it: %j", (key) => {
    expect(() => publicKey(of({ [KEY]: key }))).toThrow(`${KEY} must be an SSH public key`);
  });

  test("is told to the guest", () => {
    expect(contextOf(of({ [KEY]: ED }))).toEqual([["SSH_PUBLIC_KEY", ED]]);
  });

  test.each(["", "AAAA", "-----BEGIN PRIVATE KEY-----", `${ED}\n\n${ED}`, `ssh-rsa ${"A".repeat(8192)}`])(
    "%j is none",
    (key) => {
      expect(() => publicKey(of({ [KEY]: key }))).toThrow(`${KEY} must be an SSH public key`);
    },
  );

  test("of OpenStack's mixin is one too, but ours counts; the message names the one that was sent", () => {
    expect(publicKey(of({ [THEIR_KEY]: ED }))).toBe(ED);
    expect(publicKey(of({ [KEY]: ED, [THEIR_KEY]: "x" }))).toBe(ED);
    expect(() => publicKey(of({ [THEIR_KEY]: "x" }))).toThrow(THEIR_KEY);
    expect(publicKey(of({}))).toBeUndefined();
    const name = (attributes: Readonly<Record<string, string>>) =>
      keyWords(of(attributes))({ field: "context", key: "SSH_PUBLIC_KEY" });
    expect([name({ [KEY]: ED }), name({ [THEIR_KEY]: ED })]).toEqual([KEY, THEIR_KEY]);
    expect(keyWords(of({}))({ attribute: "CONTEXT/SSH_PUBLIC_KEY" })).toBe(THEIR_KEY);
    expect(keyWords(of({}))({ attribute: "SSH_PUBLIC_KEY" })).toBe(THEIR_KEY);
    expect(keyWords(of({}))({ attribute: "CONTEXT/USER_DATA" })).toBeUndefined();
    expect(keyWords(of({}))({ field: "memory" })).toBeUndefined();
  });
});

describe("user data", () => {
  const written = (data: string) => contextOf(of({ [DATA]: data }));

  test("is written in Base64, as such", () => {
    expect(written("#!/bin/sh\necho ü")).toEqual([
      ["USER_DATA", base64("#!/bin/sh\necho ü")],
      ["USERDATA_ENCODING", "base64"],
    ]);
  });

  test.each([
    "#cloud-config\nx: 1",
    "#!/bin/sh",
    "Content-Type: multipart/mixed",
    "#include http://e.org/",
    "two\nlines",
  ])("that is Base64 of %j already stays as it is, without its line breaks", (text) => {
    const sent = base64(text).replace(/(.{4})/g, "$1\n");
    expect(written(sent)).toContainEqual(["USER_DATA", base64(text)]);
  });

  test.each(["word", "abcdabcd", "QUJD", "aGVsbG8="])("that is a word as Base64 is a word: %s", (text) => {
    expect(written(text)).toContainEqual(["USER_DATA", base64(text)]);
  });

  test("that is Base64 of something compressed stays as it is", () => {
    const zipped = Buffer.from(Bun.gzipSync("#!/bin/sh")).toString("base64");
    expect(written(zipped)).toContainEqual(["USER_DATA", zipped]);
  });

  test.each([base64("x #!"), `${base64("#!/bin/sh\n")}%`, `%${base64("#!/bin/sh\n")}`])(
    "that only looks like it is a text as any other: %s",
    (text) => {
      expect(written(text)).toContainEqual(["USER_DATA", base64(text)]);
    },
  );

  test.each(["QUJDR", "%QUJ", "QUJ%", "QUJD====", "QU=D", "="])("of OpenStack's mixin must not be %s", (data) => {
    expect(() => contextOf(of({ [THEIR_DATA]: data }))).toThrow(`${THEIR_DATA} must be in Base64.`);
  });

  test("of OpenStack's mixin must be Base64", () => {
    expect(contextOf(of({ [THEIR_DATA]: "QUJ\nD" }))).toContainEqual(["USER_DATA", "QUJD"]);
    expect(() => contextOf(of({ [THEIR_DATA]: "#!/bin/sh" }))).toThrow(`${THEIR_DATA} must be in Base64.`);
    expect(contextOf(of({ [DATA]: "#!x", [THEIR_DATA]: "%" }))).toContainEqual(["USER_DATA", base64("#!x")]);
  });

  test("is the same as it is, and in Base64", () => {
    expect(isSameUserData("#!x", "#!x")).toBe(true);
    expect(isSameUserData(` ${base64("#!x")}\n`, "#!x")).toBe(true);
    expect(isSameUserData("#!y", "#!x")).toBe(false);
  });
});

describe("a host name", () => {
  test.each(["a", "a.b", "web", "web-1", "a_b", "web.example.org", "web.example.org.", "a".repeat(63)])(
    "%s is one",
    (name) => {
      expect(hostName(name)).toBe(name);
    },
  );
  test.each(["", "-web", "web-", "a..b", "a b", "ä", "a".repeat(64), `${"abc.".repeat(63)}ab`])(
    "%j is none",
    (name) => {
      expect(() => hostName(name)).toThrow(`${HOST} is not a host name.`);
    },
  );
  test("is told to the guest", () => {
    expect(contextOf(of({ [HOST]: "web" }))).toEqual([["SET_HOSTNAME", "web"]]);
    expect(hostName(undefined)).toBeUndefined();
  });
});

describe("what CONTEXT says", () => {
  test.each([
    [
      [
        ["USER_DATA", base64("#!x")],
        ["USERDATA_ENCODING", "base64"],
      ],
      "#!x",
    ],
    [
      [
        ["USERDATA", base64("#!x")],
        ["USER_DATA_ENCODING", " base64 "],
      ],
      "#!x",
    ],
    [[["USER_DATA", "#!x"]], "#!x"],
    [
      [
        ["USER_DATA", "/+8="],
        ["USERDATA_ENCODING", "base64"],
      ],
      "/+8=",
    ],
    [
      [
        ["USER_DATA", ""],
        ["USERDATA", "x"],
      ],
      undefined,
    ],
  ] as [[string, string][], string | undefined][])("%j is the user data %j", (context, data) => {
    expect(readContext(context).userData).toBe(data as string);
  });

  test("is the host name that is set, else the one that is there; and the key", () => {
    const context = [
      ["HOSTNAME", "old"],
      ["SET_HOSTNAME", "web"],
      ["SSH_PUBLIC_KEY", ED],
    ] as const;
    expect(readContext(context)).toEqual({ hostName: "web", publicKey: ED });
    expect(readContext(context.slice(0, 1))).toEqual({ hostName: "old" });
    expect(
      readContext([
        ["SET_HOSTNAME", ""],
        ["SSH_PUBLIC_KEY", ""],
      ]),
    ).toEqual({});
  });
});
