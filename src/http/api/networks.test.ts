/** The JSON API, whole requests: networks. */
import { expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("networks", ({ send }) => {
  test("are made, changed and deleted", async () => {
    const made = await send("POST", "/networks", { body: { name: "lan", address: "10.1.0.0", size: 62 } });
    expect([made.status, made.document.state]).toEqual([201, "ready"]);
    expect(made.document).toMatchObject({
      ranges: [{ id: 0, first: "10.1.0.1", size: 62 }],
      addresses: { total: 62, used: 0, free: 62 },
      parent: null,
    });
    const path = `/networks/${made.document.id}`;
    const changed = await send("PATCH", path, { body: { name: "own", description: "Mine", public: true } });
    expect(changed.document).toMatchObject({ name: "own", description: "Mine", public: true });
    expect((await send("DELETE", path)).status).toBe(204);
    expect((await send("GET", path)).status).toBe(404);
  });

  test("show the leases of one's own machines, with their names", async () => {
    const { document } = await send("GET", "/networks/0");
    const machines = (await send("GET", "/machines?mine")).document;
    const own = new Map((machines.items as { id: number; name: string }[]).map(({ id, name }) => [id, name]));
    type Lease = { addresses: string[]; mac: string; machine: { id: number; name: string } };
    for (const lease of nonEmpty(document.leases as readonly Lease[])) {
      expect(own.get(lease.machine.id)).toBe(lease.machine.name);
      expect(lease.addresses[0]).toStartWith("10.0.0.");
      expect(lease.mac).toMatch(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/);
    }
    expect(at(document, "leases.*.machine.name")).toContain("alice-web");
    const { document: bobs } = await send("GET", "/networks/0", { user: "bob" });
    expect(at(bobs, "leases.*.machine.name")).not.toContain("alice-web");
    expect(at((await send("GET", "/networks")).document, "items.0.leases")).toBeNull();
  });

  test("are refused with the places of all faults", async () => {
    const body = { name: "a/b", description: "\u0001", address: "10.1.0.0/24", size: 600 };
    const { status, document } = await send("POST", "/networks", { body });
    expect([status, at(document, "errors.*.pointer")]).toEqual([400, ["/name", "/description", "/size"]]);
  });

  test("say how many addresses are free", async () => {
    const { document } = await send("GET", "/networks/0");
    expect(document).toMatchObject({ name: "private", addresses: { total: 250, used: 3, free: 247 } });
    const page = await send("GET", "/networks?name=PRI");
    expect(at(page.document, "items.*.name")).toEqual(["private"]);
  });
});
