import { expect, test } from "bun:test";
import { generateKeyPairSync, publicDecrypt } from "node:crypto";
import { readServerAccount, serverSession, userOf } from "./server-session.ts";

test("the file is as OpenNebula writes it", () => {
  expect(readServerAccount("serveradmin:6efb\n")).toEqual({ name: "serveradmin", secret: "6efb" });
  for (const text of ["", "serveradmin", "serveradmin:", ":x", "a:b c", "a:b\nc:d"]) {
    expect(readServerAccount(text)).toBeUndefined();
  }
});

// Made by `ServerCipherAuth.new("serveradmin", "secret").login_token(1800000000, "alice")` of OpenNebula's own library.
test("a session is what OpenNebula's own library makes", () => {
  const session = serverSession({ name: "serveradmin", secret: "secret" }, "alice", 1_800_000_000);
  expect(session).toBe("serveradmin:alice:OqYsiLoSIcu7LfmPO0ZUBhOc+K13tqB+DD9tKY6QCh0=");
});

test("with the key of server_x509 it is signed: the driver takes base64 off twice and decrypts with the certificate's key", () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const account = readServerAccount(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  if (account === undefined) throw new Error("the key was not read");
  const [server, user, token = ""] = serverSession(account, "alice", 1_800_000_000).split(":");
  expect([server, user]).toEqual(["serveradmin", "alice"]);
  const signed = Buffer.from(Buffer.from(token, "base64").toString(), "base64");
  expect(publicDecrypt(publicKey, signed).toString()).toBe("serveradmin:alice:1800000000");
});

test("whose turn it is: of a session of the server account the user whom it acts for", () => {
  expect(userOf("alice:pass:word")).toBe("alice");
  expect(userOf("serveradmin:alice:dG9rZW4=")).toBe("alice");
  expect(userOf("serveradmin:secret")).toBe("serveradmin");
  expect(userOf("nobody")).toBe("nobody");
});
