import { expect, test } from "bun:test";
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

test("whose turn it is: of a session of the server account the user whom it acts for", () => {
  expect(userOf("alice:pass:word")).toBe("alice");
  expect(userOf("serveradmin:alice:dG9rZW4=")).toBe("alice");
  expect(userOf("serveradmin:secret")).toBe("serveradmin");
  expect(userOf("nobody")).toBe("nobody");
});
