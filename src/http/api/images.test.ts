/** The JSON API, whole requests: images. */
import { expect, test } from "bun:test";
import { at, describeApi } from "./testing/api-world.ts";

describeApi("images", ({ occi, send }) => {
  test("are made empty, changed, copied and deleted", async () => {
    const made = await send("POST", "/images", { body: { name: "scratch", sizeMiB: 64, fileSystem: "ext4" } });
    expect([made.status, made.headers.get("location")]).toEqual([
      201,
      `https://cloud.example.org/api/v1/images/${made.document.id}`,
    ]);
    expect(made.document).toMatchObject({
      name: "scratch",
      state: "ready",
      type: "datablock",
      sizeMiB: 64,
      machines: [],
    });
    const path = `/images/${made.document.id}`;
    const changed = await send("PATCH", path, { body: { name: "kept", description: "Mine", persistent: true } });
    expect(changed.document).toMatchObject({ name: "kept", description: "Mine", persistent: true, public: false });
    const both = await send("PATCH", path, { body: { persistent: false, public: true, description: null } });
    expect(both.document).toMatchObject({ description: null, persistent: false, public: true });
    const copy = await send("POST", `${path}/clone`, { body: { name: "copy" } });
    expect([copy.status, copy.document.name]).toEqual([201, "copy"]);
    expect((await send("DELETE", path)).status).toBe(204);
    expect((await send("GET", path)).status).toBe(404);
  });

  test("in use name the machines that use them", async () => {
    const { document } = await send("GET", "/images/0");
    expect(document).toMatchObject({
      name: "Debian 12",
      state: "used",
      owner: { name: "oneadmin" },
      fileSystem: null,
    });
    const attached = await send("POST", "/machines/0/disks", { body: { image: 2 } });
    expect(attached.status).toBe(201);
    const refused = await send("DELETE", "/images/2");
    expect([refused.status, refused.document.code]).toEqual([409, "IN_USE"]);
    expect(String(refused.document.detail) + String(refused.document.hint)).toContain("alice-web");
    expect(at((await send("GET", "/images/2")).document, "machines")).toEqual([0]);
  });

  test("are listed at one call, by name and owner", async () => {
    occi.resetCalls();
    const { document } = await send("GET", "/images?mine");
    expect([occi.calls(), at(document, "items.*.name")]).toEqual([1, ["alice-data"]]);
    expect(at((await send("GET", "/images?name=UBU")).document, "items.*.id")).toEqual([1]);
    const first = await send("GET", "/images?limit=2");
    expect(at(first.document, "items.*.id")).toEqual([2, 1]);
    expect(first.document.next).toBe("/api/v1/images?limit=2&after=1-2");
  });

  test("from a URL need the administrator's permission", async () => {
    const { status } = await send("POST", "/images", { body: { name: "u", url: "https://example.org/x.img" } });
    expect(status).toBe(400);
  });
});
