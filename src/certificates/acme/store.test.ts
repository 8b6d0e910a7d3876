/** What of ACME is kept in STATE_DIR, and which of it counts. */
import { expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCertificate } from "../testing/certificates.ts";
import { challengesInWebroot } from "./challenges.ts";
import { keepIdentity, storedIdentity } from "./store.ts";

test("a certificate that was got for another name does not count: SERVER has changed since", async () => {
  const stateDir = mkdtempSync(join(tmpdir(), "occi-acme-"));
  const { key, cert, fingerprint } = await makeCertificate("cloud.example.org");
  keepIdentity({ stateDir, server: "cloud.example.org" }, key, cert);
  expect(storedIdentity({ stateDir, server: "cloud.example.org" })?.fingerprint).toBe(fingerprint);
  expect(storedIdentity({ stateDir, server: "other.example.org" })).toBeUndefined();
  rmSync(stateDir, { recursive: true });
});

test("a token becomes the name of a file, and no other path: the authority cannot choose one", async () => {
  const root = mkdtempSync(join(tmpdir(), "occi-webroot-"));
  const challenges = challengesInWebroot(root);
  const [token, file] = ["a-token_0123456789", join(root, ".well-known", "acme-challenge", "a-token_0123456789")];
  await challenges.add(token, "answer");
  expect(readFileSync(file, "utf8")).toBe("answer");
  await challenges.remove(token);
  expect(existsSync(file)).toBe(false);
  for (const other of ["../../../../tmp/a-token", "a-token.0123456789", "short", "a-token/0123456789"]) {
    await expect(challenges.add(other, "answer")).rejects.toThrow("the authority's challenge token is not valid");
  }
  rmSync(root, { recursive: true });
});
