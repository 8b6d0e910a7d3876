/** By what a request logs in: a header, or the certificate of its client. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { authenticate, withCertificateHint } from "./authenticate.ts";
import type { Connection } from "./exchange.ts";

const HEADER = `Basic ${Buffer.from("alice:alicepass").toString("base64")}`;
const REFUSED = { message: "The certificate has expired.", hint: "Get another." };
const byCertificate = { login: async (subject: string) => ({ user: subject, session: "of a certificate" }) };

type Logins = Parameters<typeof authenticate>[2];

type Page = Parameters<typeof authenticate>[3];

async function login(
  connection: Pick<Connection, "subject" | "refused">,
  x509: unknown,
  authorization?: string,
  page?: Page,
) {
  const headers = authorization === undefined ? {} : { Authorization: authorization };
  const request = new Request("https://cloud.test/compute", { headers });
  return authenticate(request, { address: "192.0.2.1", untimed() {}, ...connection }, x509 as Logins, page);
}

describe("where certificates log in", () => {
  test("the subject is the user, unless a header names one", async () => {
    expect(await login({ subject: "/CN=alice" }, byCertificate)).toMatchObject({ user: "/CN=alice" });
    expect(await login({ subject: "/CN=bob" }, byCertificate, HEADER)).toMatchObject({ user: "alice" });
  });

  test("one that was refused says why", async () => {
    await expect(login({ refused: REFUSED }, byCertificate)).rejects.toThrow(REFUSED.message);
  });

  test("without header and certificate nobody is logged in", async () => {
    await expect(login({}, byCertificate)).rejects.toThrow("requires a user name and a password");
  });
});

describe("where they do not", () => {
  test.each([{ subject: "/CN=alice" }, { refused: REFUSED }])("%j is told that, and no more", async (connection) => {
    await expect(login(connection, undefined)).rejects.toThrow("does not accept logins by certificate");
    expect(await login(connection, undefined, HEADER)).toMatchObject({ user: "alice" });
  });

  test("nobody is told of certificates who has shown none", async () => {
    await expect(login({}, undefined)).rejects.toThrow("requires a user name and a password");
  });
});

describe("the console's page", () => {
  const signedIn = { session: { user: "bob", session: "of the cookie" } } as Page;
  const signedOut = { session: undefined } as Page;

  test("is its session's, whatever else comes with the request", async () => {
    expect(await login({ subject: "/CN=alice" }, byCertificate, HEADER, signedIn)).toMatchObject({ user: "bob" });
  });

  test("without a session is nobody's, whatever the header says", async () => {
    await expect(login({}, byCertificate, HEADER, signedOut)).rejects.toThrow("You are not signed in.");
  });

  test("without a session is its certificate's", async () => {
    const user = await login({ subject: "/CN=alice" }, byCertificate, HEADER, signedOut);
    expect(user).toMatchObject({ user: "/CN=alice" });
    await expect(login({ refused: REFUSED }, byCertificate, HEADER, signedOut)).rejects.toMatchObject({
      message: REFUSED.message,
      hint: REFUSED.hint,
    });
  });
});

describe("a user name and a certificate at a time", () => {
  const wrong = new OcciError("BAD_CREDENTIALS", "The user name or the password is wrong.");
  const shown = (connection: Pick<Connection, "subject" | "refused">, error = wrong, x509 = true) =>
    withCertificateHint(error, { address: "192.0.2.1", untimed() {}, ...connection }, x509);

  test.each([{ subject: "/CN=alice" }, { refused: REFUSED }])(
    "%j: a refusal says which of them counts",
    (connection) => {
      const error = shown(connection);
      expect(error).toMatchObject({ code: "BAD_CREDENTIALS", message: wrong.message });
      expect(error.cause).toBe(wrong);
      expect(error.hint).toContain("certificate was ignored");
    },
  );

  test("nothing is said of it where certificates do not log in, or none was shown", () => {
    expect(shown({ subject: "/CN=alice" }, wrong, false)).toBe(wrong);
    expect(shown({})).toBe(wrong);
  });

  test("other errors, and those that have a hint, stay as they are", () => {
    const hinted = new OcciError("BAD_CREDENTIALS", "No.", { hint: "Ask." });
    const other = new OcciError("ONED_UNREACHABLE", "OpenNebula does not answer.");
    expect(shown({ subject: "/CN=alice" }, hinted)).toBe(hinted);
    expect(shown({ subject: "/CN=alice" }, other)).toBe(other);
  });
});
