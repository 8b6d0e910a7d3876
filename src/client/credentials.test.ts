import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { heard } from "../terminal/testing/heard.ts";
import { authorization, findCredentials } from "./credentials.ts";
import type { Profile } from "./profiles.ts";
import { readSettings, type Settings } from "./settings.ts";
import { commandLine } from "./testing/context.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "occi-credentials-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(home, name);
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

interface Given {
  readonly options?: Parameters<typeof commandLine>[0];
  readonly environment?: Readonly<Record<string, string>>;
  readonly profile?: Partial<Profile>;
  /** The profile was asked for by name. */
  readonly named?: boolean;
}

/** User and password; where they come from has a test of its own. */
async function find(given: Given) {
  const { user, password } = await found(given);
  return { user, password };
}

function found({ options, environment = {}, profile, named = false }: Given) {
  const args = commandLine({ url: "http://cloud.test", ...options });
  const settings: Settings = {
    ...readSettings(args, {}),
    ...(profile && { profile: { name: "work", insecure: false, hash: false, ...profile } }),
    profileNamed: named,
  };
  return findCredentials(args, settings, { HOME: home, ...environment });
}

const alice = { user: "alice", password: "secret" };

test("where a password comes from is known", async () => {
  const from = async (given: Given) => (await heard(() => found(given))).result.from;
  const file = join(home, "password");
  writeFileSync(file, "secret\n", { mode: 0o600 });
  expect(await from({ options: { username: "alice", password: "secret" } })).toBe("--password");
  expect(await from({ environment: { OCCI_USER: "alice", OCCI_PASSWORD_FILE: file } })).toBe(
    `OCCI_PASSWORD_FILE (${file})`,
  );
  expect(await from({ profile: { user: "alice", passwordFile: file } })).toBe(`${file}, which the profile work names`);
  writeFileSync(file, "alice:secret\n");
  expect(await from({ environment: { ONE_AUTH: file } })).toBe(file);
});

describe("user and password come from", () => {
  test("options, with one warning about ps", async () => {
    const { result, told, printed } = await heard(() => find({ options: { username: "alice", password: "secret" } }));
    expect(result).toEqual(alice);
    expect(told).toEqual([expect.stringMatching(/^warning: .*ps/)]);
    expect(printed).toEqual([]);
    expect(told.join()).not.toContain("secret");
  });

  test("OCCI_USER and OCCI_PASSWORD_FILE", async () => {
    const environment = { OCCI_USER: "alice", OCCI_PASSWORD_FILE: file("password", "secret\n") };
    expect(await find({ environment })).toEqual(alice);
  });

  test("a profile", async () => {
    const profile = { user: "alice", passwordFile: file("password", "secret\r\n") };
    expect(await find({ profile })).toEqual(alice);
    expect(await find({ profile: { oneAuth: file("work_auth", "alice:secret\n") } })).toEqual(alice);
  });

  test("the file that ONE_AUTH names, else ~/.one/one_auth", async () => {
    file(".one/one_auth", "alice:secret\n");
    expect(await find({})).toEqual(alice);
    expect(await find({ environment: { ONE_AUTH: file("auth", "bob:builder") } })).toEqual({
      user: "bob",
      password: "builder",
    });
    expect(await find({ environment: { ONE_AUTH: "" } })).toEqual(alice);
  });

  test.each([
    ["a password with colons", "alice:a:b::c\n", "a:b::c"],
    ["line ends of Windows", "alice:secret\r\n", "secret"],
    ["no line end", "alice:secret", "secret"],
    ["more lines", "alice:secret\nbob:other\n", "secret"],
    ["letters of any kind", "alice:pässwörd✓\n", "pässwörd✓"],
    ["no password at all", "alice:\n", ""],
  ])("one_auth with %s", async (_, text, password) => {
    expect(await find({ environment: { ONE_AUTH: file("auth", text) } })).toEqual({ user: "alice", password });
  });
});

describe("a file with a secret that others can read or change", () => {
  const told = async (path: string, mode: number, environment: Readonly<Record<string, string>>) => {
    chmodSync(path, mode);
    const heardOf = await heard(() => find({ environment }));
    expect(heardOf.result).toEqual(alice);
    return heardOf.told;
  };

  test.each([0o644, 0o640, 0o604, 0o620])("is used with a warning: mode %o", async (mode) => {
    const auth = file("auth", "alice:secret\n");
    const password = file("password", "secret\n");
    const warning = (path: string) => [
      `warning: ${path} holds a secret, and other users can read or change it. Protect it: chmod 600 ${path}`,
    ];
    expect(await told(auth, mode, { ONE_AUTH: auth })).toEqual(warning(auth));
    expect(await told(password, mode, { OCCI_USER: "alice", OCCI_PASSWORD_FILE: password })).toEqual(warning(password));
  });

  test.each([0o600, 0o400, 0o711])("and not one that they cannot: mode %o", async (mode) => {
    const auth = file("auth", "alice:secret\n");
    expect(await told(auth, mode, { ONE_AUTH: auth })).toEqual([]);
  });
});

describe("what belongs together stays together", () => {
  test.each([
    ["OCCI_USER", { OCCI_USER: "alice" }, ""],
    ["the user of one_auth", {}, "alice:old\n"],
  ])("OCCI_PASSWORD_FILE belongs to %s and is not sent for --username", async (_, variables, auth) => {
    if (auth !== "") file(".one/one_auth", auth);
    const environment = { ...variables, OCCI_PASSWORD_FILE: file("password", "secret\n") };
    expect(await find({ environment })).toEqual(alice);
    expect(await find({ environment, options: { username: "alice" } })).toEqual(alice);
    await expect(find({ environment, options: { username: "bob" } })).rejects.toThrow(
      "There is no password for bob, and no terminal is available to ask for it. The password that was found is for alice.",
    );
  });

  test("OCCI_PASSWORD_FILE where nobody else is named goes with --username", async () => {
    const environment = { OCCI_PASSWORD_FILE: file("password", "secret\n") };
    expect(await find({ environment, options: { username: "alice" } })).toEqual(alice);
  });

  test("--username gets a password of a later source that is for the same user", async () => {
    const environment = { OCCI_USER: "alice", OCCI_PASSWORD_FILE: file("password", "alices\n") };
    file(".one/one_auth", "bob:builder\n");
    expect(await find({ environment, options: { username: "bob" } })).toEqual({ user: "bob", password: "builder" });
    const profile = { user: "bob", passwordFile: file("bobs", "builder\n") };
    expect(await find({ environment, profile, options: { username: "bob" } })).toEqual({
      user: "bob",
      password: "builder",
    });
  });

  test("a profile's password without a user is for the user of one_auth", async () => {
    file(".one/one_auth", "alice:old\n");
    const profile = { passwordFile: file("password", "secret\n") };
    expect(await find({ profile })).toEqual(alice);
    await expect(find({ profile, environment: { OCCI_USER: "bob" } })).rejects.toThrow("no password for bob");
  });

  test("OCCI_PASSWORD_FILE without a user does not take the place of a profile's own password", async () => {
    const environment = { OCCI_PASSWORD_FILE: file("bobs", "builder\n") };
    const profile = { user: "alice", passwordFile: file("password", "secret\n") };
    expect(await find({ profile, environment, options: { username: "alice" } })).toEqual(alice);
  });

  test("one_auth serves its own user only", async () => {
    const environment = { ONE_AUTH: file("auth", "alice:secret\n") };
    expect(await find({ environment, options: { username: "alice" } })).toEqual(alice);
    await expect(find({ environment, options: { username: "bob" } })).rejects.toThrow("no password for bob");
  });

  test("a password typed without a user is that user's of one_auth, as ever", async () => {
    const environment = { ONE_AUTH: file("auth", "alice:old\n") };
    const { result } = await heard(() => find({ environment, options: { password: "secret" } }));
    expect(result).toEqual(alice);
  });

  test("a profile's password goes with the profile's user only", async () => {
    const profile = { user: "alice", passwordFile: file("password", "secret") };
    await expect(find({ profile, options: { username: "bob" } })).rejects.toThrow("no password for bob");
    await expect(find({ profile, environment: { OCCI_USER: "bob" } })).rejects.toThrow("no password for bob");
    expect(await find({ profile, options: { username: "alice" } })).toEqual(alice);
  });

  test("a profile that is named and has credentials does not get those of the environment", async () => {
    const environment = { OCCI_USER: "bob", OCCI_PASSWORD_FILE: file("bobs", "builder") };
    const profile = { user: "alice", passwordFile: file("password", "secret") };
    expect(await find({ profile, environment, named: true })).toEqual(alice);
    expect(await find({ profile, environment })).toEqual({ user: "bob", password: "builder" });
    expect(await find({ profile: {}, environment, named: true })).toEqual({ user: "bob", password: "builder" });
  });

  test("the environment's password does not go with the user of a profile that has one", async () => {
    const environment = { OCCI_PASSWORD_FILE: file("bobs", "builder") };
    const profile = { user: "alice", passwordFile: file("password", "secret") };
    expect(await find({ profile, environment })).toEqual(alice);
    expect(await find({ profile: { oneAuth: file("auth", "alice:secret") }, environment })).toEqual(alice);
    expect(await find({ profile: { user: "alice" }, environment })).toEqual({ user: "alice", password: "builder" });
  });

  test("--username is not another user than that of the file of --profile", async () => {
    const profile = { oneAuth: file("auth", "alice:secret\n") };
    await expect(find({ profile, options: { username: "bob" }, named: true })).rejects.toThrow(
      "--username and --profile exclude each other: bob is not alice of profile work",
    );
    expect(await find({ profile, options: { username: "alice" }, named: true })).toEqual(alice);
  });
});

describe("what is missing or wrong is told, without a secret", () => {
  async function refusal(given: Given) {
    const error = await heard(() => find(given)).then(
      () => undefined,
      (thrown) => thrown,
    );
    if (!(error instanceof OcciError)) throw new Error("it was not refused");
    return error;
  }

  test("nothing at all", async () => {
    const { code, message, hint } = await refusal({});
    expect([code, message]).toEqual([
      "NO_CREDENTIALS",
      `No user and password were found: ${home}/.one/one_auth does not exist.`,
    ]);
    expect(hint).toContain("OCCI_PASSWORD_FILE");
  });

  test("a user without a password, where nobody can be asked", async () => {
    const { code, message } = await refusal({ options: { username: "bob" } });
    expect([code, message]).toEqual([
      "NO_CREDENTIALS",
      "There is no password for bob, and no terminal is available to ask for it.",
    ]);
  });

  test("nobody is told to write over another's one_auth", async () => {
    const path = file("auth", "alice:secret\n");
    const { hint } = await refusal({ environment: { ONE_AUTH: path }, options: { username: "bob" } });
    expect(hint).toBe("Set OCCI_USER=bob, and OCCI_PASSWORD_FILE to a file with the password.");
  });

  test.each(["", "secret\n", ":secret\n", "\nalice:secret"])("one_auth with %j", async (text) => {
    const path = file("auth", text);
    const { code, message } = await refusal({ environment: { ONE_AUTH: path } });
    expect([code, message]).toEqual(["FILE_FAULT", `${path} must contain user:password on its first line.`]);
  });

  test("a file of passwords that is empty, missing, a directory, or not to be read", async () => {
    const environment = (path: string) => ({ environment: { OCCI_USER: "alice", OCCI_PASSWORD_FILE: path } });
    expect((await refusal(environment(file("empty", "\n")))).message).toContain("must contain a password");
    expect((await refusal(environment(join(home, "none")))).message).toContain("cannot be read: ENOENT");
    expect((await refusal(environment(home))).code).toBe("FILE_FAULT");
    const closed = file("closed", "secret");
    chmodSync(closed, 0);
    // The administrator may read everything.
    if (process.getuid?.() !== 0) expect((await refusal(environment(closed))).message).toContain("EACCES");
  });

  test("a user name with a colon: the server would take a part of it for the password", async () => {
    const { code, message } = await refusal({ options: { username: "alice:x", password: "secret" } });
    expect([code, message]).toEqual(["USAGE", "A user name cannot contain a colon."]);
  });
});

describe("the header", () => {
  const decoded = (value: string) => Buffer.from(value.replace("Basic ", ""), "base64").toString();

  test("has the password as it is", () => {
    expect(decoded(authorization({ user: "älice", password: "a:b ✓" }, false))).toBe("älice:a:b ✓");
  });

  test("or with --hash its SHA-1 in lower-case hex, as the old clients sent it", () => {
    expect(decoded(authorization({ user: "alice", password: "abc" }, true))).toBe(
      "alice:a9993e364706816aba3e25717850c26c9cd0d89d",
    );
  });
});
