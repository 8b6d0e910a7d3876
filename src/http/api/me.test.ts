/** The JSON API, whole requests: the user who asks, and what is left of quotas. */
import { expect, test } from "bun:test";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("oneself", ({ occi, send }) => {
  test("has quotas with what is left, at one call", async () => {
    occi.resetCalls();
    const { document } = await send("GET", "/me", { user: "bob" });
    expect(occi.calls()).toBe(1);
    expect(document).toMatchObject({ name: "bob", group: { name: "users" } });
    expect(at(document, "quotas.machines")).toEqual({
      user: { used: 1, limit: 4, left: 3 },
      group: { used: expect.any(Number), limit: null, left: null },
      left: 3,
    });
    expect(JSON.stringify(document)).not.toMatch(/password|token/i);
  });

  test("has SSH keys, several of them", async () => {
    const sshKeys = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE3Y one", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ two"];
    expect((await send("PATCH", "/me", { body: { sshKeys } })).document.sshKeys).toEqual(sshKeys);
    expect((await send("PATCH", "/me", { body: { sshKeys: [] } })).document.sshKeys).toEqual([]);
    const { document } = await send("PATCH", "/me", { body: { sshKeys: ["nonsense"] } });
    expect(document.errors).toEqual([{ pointer: "/sshKeys/0", detail: "This is not an SSH public key." }]);
  });
});
