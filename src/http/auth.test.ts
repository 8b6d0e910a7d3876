import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { credentialsFor, credentialsOf, withHashHint } from "./auth.ts";

const basic = (text: string, encoding: BufferEncoding = "utf8") =>
  `Basic ${Buffer.from(text, encoding).toString("base64")}`;

function refused(header: string | null): { code: string; message: string } {
  try {
    credentialsOf(header);
  } catch (error) {
    if (error instanceof OcciError) return { code: error.code, message: error.message };
  }
  return { code: "accepted", message: "" };
}

describe("credentials", () => {
  test("are split at the first colon: a password may hold more of them", () => {
    expect(credentialsOf(basic("alice:pass:word"))).toEqual({ user: "alice", session: "alice:pass:word" });
  });

  test("may be UTF-8, or what older clients send instead of it", () => {
    expect(credentialsOf(basic("zoë:pässword")).session).toBe("zoë:pässword");
    expect(credentialsOf(basic("zo\u00eb:p\u00e4ss", "latin1")).session).toBe("zoë:päss");
  });

  test("may come under any spelling of the scheme, with an empty password", () => {
    expect(credentialsOf(`bAsIc   ${Buffer.from("a:").toString("base64")} `).session).toBe("a:");
  });
  test("with a blank in the password are for a driver such as ldap, which decodes it", () => {
    expect(credentialsOf(basic("alice:my pass%word: ä")).session).toBe("alice:my%20pass%25word%3A%20%C3%A4");
    expect(credentialsOf(basic("alice:pass%word:ä")).session).toBe("alice:pass%word:ä");
  });

  test("that are missing are asked for", () => {
    expect(refused(null)).toEqual({
      code: "BAD_CREDENTIALS",
      message: "This server requires a user name and a password.",
    });
  });

  // Status and text are the same for all of them, and the same as for a wrong password: nothing to learn from.
  test.each([
    ["another scheme", "Bearer abc"],
    ["no base64", "Basic ????"],
    ["nothing after the scheme", "Basic "],
    ["no colon", basic("alice")],
    ["no user", basic(":pass")],
    ["a blank in the user name", basic("ali ce:pass")],
    ["a leading blank", basic(" alice:pass")],
    ["a control character", basic("alice:pa\u0000ss")],
    ["a line end", basic("alice:pass\n")],
    ["a mark of the byte order", basic("\ufeffalice:pass")],
    ["text before the scheme", `x${basic("alice:pass")}`],
    ["text after the credentials", `${basic("alice:pass")} x`],
    ["ten kilobytes", basic(`alice:${"x".repeat(10_000)}`)],
  ])("with %s are refused", (_, header) => {
    expect(refused(header)).toEqual({
      code: "BAD_CREDENTIALS",
      message: "The user name or password is not accepted.",
    });
  });
});

test("the user of a form has a name, as one of a header has", () => {
  expect(credentialsFor("alice", "")).toEqual({ user: "alice", session: "alice:" });
  for (const user of ["", "a:b", "a b", "a\u007f"]) expect(() => credentialsFor(user, "pass")).toThrow("not accepted");
});

describe("the longest", () => {
  test("header has 4,096 characters, blanks included", () => {
    const header = (length: number) =>
      `Basic ${Buffer.from("alice:pass")
        .toString("base64")
        .padEnd(length - 6)}`;
    expect(credentialsOf(header(4096))).toEqual({ user: "alice", session: "alice:pass" });
    expect(() => credentialsOf(header(4097))).toThrow("not accepted");
  });

  test("name and password have so many together", () => {
    expect(credentialsFor("alice", "x".repeat(4091)).session).toHaveLength(4097);
    expect(() => credentialsFor("alice", "x".repeat(4092))).toThrow("not accepted");
  });
});

describe("a refused password that looks like a SHA-1", () => {
  const refusal = new OcciError("BAD_CREDENTIALS", "The user name or password is not accepted.");
  const hash = { user: "alice", session: `alice:${"0a".repeat(20)}` };

  test("is told what old clients need", () => {
    expect(withHashHint(refusal, hash, false).hint).toContain("--plain");
    expect(withHashHint(refusal, hash, true).hint).toContain("action hashed of /user/-1");
    expect(withHashHint(refusal, hash, true).code).toBe(refusal.code);
    expect(withHashHint(refusal, hash, true).cause).toBe(refusal);
  });

  test.each(["0A".repeat(20), "0123456789abcdefABCD".repeat(2)])("is %s too", (password) => {
    expect(withHashHint(refusal, { user: "alice", session: `alice:${password}` }, false).hint).toContain("SHA-1");
  });

  test.each([`0${"0a".repeat(20)}`, `${"0a".repeat(20)}0`, "0g".repeat(20), "0a".repeat(19), `x:${"0a".repeat(20)}`])(
    "is not %s",
    (password) => {
      expect(withHashHint(refusal, { user: "alice", session: `alice:${password}` }, false)).toBe(refusal);
    },
  );

  test("and nothing else is told of it", () => {
    expect(withHashHint(refusal, { user: "alice", session: "alice:wrong" }, false)).toBe(refusal);
    const other = new OcciError("NOT_FOUND", "There is none.");
    expect(withHashHint(other, hash, false)).toBe(other);
  });
});
