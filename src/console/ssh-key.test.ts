import { describe, expect, test } from "bun:test";
import { fingerprint, readKey } from "./app/screens/account/ssh-key.ts";

/** A key of a type with these fields behind it. */
function keyOf(type: string, ...sizes: readonly number[]): string {
  const fields = [Buffer.from(type), ...sizes.map((size) => Buffer.alloc(size, 7))];
  const parts = fields.flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return Buffer.concat(parts).toString("base64");
}

const ED25519 = `ssh-ed25519 ${keyOf("ssh-ed25519", 32)}`;

describe("public keys of SSH", () => {
  test.each([
    ["ssh-ed25519", [32]],
    ["ssh-rsa", [3, 385]],
    ["ecdsa-sha2-nistp256", [8, 65]],
    ["sk-ssh-ed25519@openssh.com", [32, 4]],
  ] as const)("%s is one, with and without a comment", (type, sizes) => {
    const data = keyOf(type, ...sizes);
    expect(readKey(`${type} ${data}`)).toEqual({ type, data, comment: "" });
    expect(readKey(`  ${type} ${data} me at my <desk>\n`)).toEqual({ type, data, comment: "me at my <desk>" });
  });

  test.each([
    ["", "empty"],
    ["  \n ", "empty"],
    ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY-----", "private"],
    [`${ED25519}\n${ED25519}`, "lines"],
    [`command="ls" ${ED25519}`, "options"],
    [ED25519.slice(0, -8), "damaged"],
    [`ssh-rsa ${keyOf("ssh-ed25519", 32)}`, "damaged"],
    [`ssh-ed25519 ${keyOf("ssh-ed25519")}`, "damaged"],
    ["ssh-ed25519 AAAA", "damaged"],
    ["ssh-ed25519", "notKey"],
    ["hello", "notKey"],
  ] as const)("%p is none: %s", (text, fault) => {
    expect(readKey(text)).toBe(fault);
  });

  test("have the fingerprint that ssh-keygen shows", async () => {
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    const hash = new Bun.CryptoHasher("sha256").update(Buffer.from(key.slice(12), "base64")).digest("base64");
    expect(await fingerprint(`${key} alice@desk`)).toBe(`SHA256:${hash.replace(/=+$/, "")}`);
    expect(await fingerprint("hello")).toBeUndefined();
  });
});
