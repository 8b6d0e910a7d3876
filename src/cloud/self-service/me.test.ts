import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { changeKeys, joinedKeys } from "./me.ts";

const ED = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0";

describe("a public key of SSH", () => {
  test.each([
    ED,
    `${ED} alice@desk`,
    `${ED}==`,
    "ssh-rsa AAAAB3NzaC1yc2EAAAAD",
    "ssh-dss AAAAB3NzaC1kc3MAAACB",
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlz a b",
    "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1",
    "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNh",
  ])("is %s", (key) => {
    expect(joinedKeys([` ${key}\n`])).toBe(key);
  });

  test.each([
    "",
    "AAAAC3NzaC1lZDI1NTE5AAAA",
    "ssh-ed25519",
    "ssh-ed25519 short",
    "ssh-ed25519 ................................",
    "ssh-ed448 AAAAC3NzaC1lZDI1NTE5AAAA",
    `${ED}====`,
    `${ED}\n${ED}`,
    `x ${ED}`,
    `${ED} a@^_^@b`,
  ])("is not %j", (key) => {
    expect(() => joinedKeys([key])).toThrow("This is not an SSH public key.");
  });

  test("that is private is refused with a warning, and the fault says which one", () => {
    try {
      joinedKeys([ED, "-----BEGIN OPENSSH PRIVATE KEY-----"]);
      throw new Error("it was taken");
    } catch (error) {
      expect(error).toBeInstanceOf(OcciError);
      expect((error as OcciError).faults).toEqual([
        { at: ["sshKeys", 1], message: "This is a private key: keep it secret, and send the public key." },
      ]);
    }
  });

  test("and another are two lines", () => {
    expect(joinedKeys([ED, `${ED} b`])).toBe(`${ED}\n${ED} b`);
  });
});

test("keys are changed in the user's turn, after which they are read again", async () => {
  const user = `<USER><ID>2</ID><NAME>alice</NAME><GROUPS><ID>1</ID></GROUPS><TEMPLATE><SSH_PUBLIC_KEY>${ED}</SSH_PUBLIC_KEY></TEMPLATE></USER>`;
  const oned = new ScriptedOned({ "user.info": user, "group.info": "<GROUP><ID>1</ID><NAME>users</NAME></GROUP>" });
  const caller = callerOf(oned);
  const before: string[] = [];
  const gate = caller.deps.userTurns.take("alice", async () => before.push(...oned.calls));
  const changed = changeKeys({ ...caller, user: "alice" }, [ED]);
  await gate;
  expect([before, (await changed).sshKeys]).toEqual([[], [ED]]);
  expect(oned.calls.filter((call) => call.startsWith("user.update"))).toHaveLength(1);
});
