/** The JSON API, whole requests: images. */
import { describe, expect, test } from "bun:test";
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

  test.each([
    [
      { name: "a;b", sizeMiB: 1e13, description: "\u0001", fileSystem: "x y" },
      ["/name", "/description", "/sizeMiB", "/fileSystem"],
    ],
    [{ name: " ", sizeMiB: 4 }, ["/name"]],
    [{ name: "e", url: "file:///etc/passwd" }, ["/url"]],
    [{ name: "e", url: "ftp://host/x", sizeMiB: 4 }, ["/sizeMiB", "/url"]],
    [{ name: "e", sizeMiB: 4, persistent: true, public: true }, ["/public"]],
  ])("%j is refused with the places of all faults", async (body, pointers) => {
    const { status, document } = await send("POST", "/images", { body });
    expect([status, at(document, "errors.*.pointer")]).toEqual([400, pointers]);
    expect(occi.sim.calls.filter(({ method }) => method === "one.image.allocate")).toEqual([]);
  });

  test("of a file have neither a size of their own nor a URL", async () => {
    const form = new FormData();
    form.append("document", JSON.stringify({ name: "up", sizeMiB: 4, url: "http://host/x", fileSystem: "ext4" }));
    form.append("file", new Blob(["x".repeat(1000)]), "disk.img");
    const { status, document } = await send("POST", "/images", { body: form });
    expect([status, at(document, "errors.*.pointer")]).toEqual([400, ["/url", "/sizeMiB", "/fileSystem"]]);
    expect(occi.sim.calls.filter(({ method }) => method === "one.image.allocate")).toEqual([]);
  });

  test("are not changed where a value is wrong, and all of them are told", async () => {
    const before = await send("GET", "/images/2");
    for (const path of ["/images/2", "/networks/0"]) {
      const body = { name: "a/b", description: "\u0001", public: false };
      const { status, document } = await send("PATCH", path, { body });
      expect([path, status, at(document, "errors.*.pointer")]).toEqual([path, 400, ["/name", "/description"]]);
      const blank = await send("PATCH", path, { body: { name: " " } });
      expect([path, blank.status, at(blank.document, "errors.*.pointer")]).toEqual([path, 400, ["/name"]]);
    }
    expect((await send("GET", "/images/2")).document).toEqual(before.document);
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

  describe("from a file", () => {
    const form = (document: string | undefined, file?: string): FormData => {
      const parts = new FormData();
      if (document !== undefined) parts.append("document", document);
      if (file !== undefined) parts.append("file", new Blob([file]), "disk.img");
      return parts;
    };
    const staged = () => [...new Bun.Glob("**/*").scanSync({ cwd: occi.deps.config.imageDir, dot: true })];

    test("are uploaded", async () => {
      const body = form('{"name": "sent", "type": "os", "description": "Mine"}', "x".repeat(4096));
      const { status, headers, document } = await send("POST", "/images", { body, headers: { prefer: "wait=30" } });
      expect([status, document.name, document.type, document.state]).toEqual([201, "sent", "os", "ready"]);
      expect(headers.get("location")).toEndWith(`/api/v1/images/${document.id}`);
      const path = occi.sim.calls.find(({ method }) => method === "one.image.allocate")?.params[0];
      expect(path).toContain(`<PATH>${occi.deps.config.imageDir}/`);
      expect(staged()).toEqual([]);
    });

    test("are made once for a key, by what the file holds", async () => {
      const headers = { prefer: "wait=30", "idempotency-key": "abc" };
      const document = '{"name": "sent", "type": "os"}';
      const first = await send("POST", "/images", { body: form(document, "one"), headers });
      expect(first.status).toBe(201);
      const again = await send("POST", "/images", { body: form(document, "one"), headers });
      expect([again.status, again.document.id]).toEqual([201, first.document.id]);
      const other = await send("POST", "/images", { body: form(document, "two"), headers });
      expect([other.status, other.document.code]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
      expect(staged()).toEqual([]);
    });

    test("need a document without faults, before or behind the file", async () => {
      const faulty = await send("POST", "/images", { body: form('{"name": "", "nope": 1}', "x") });
      expect([faulty.status, at(faulty.document, "errors.*.pointer")]).toEqual([400, ["/nope", "/name"]]);
      const missing = await send("POST", "/images", { body: form(undefined, "x") });
      expect([missing.status, missing.document.detail]).toEqual([400, "The form does not have a part named document."]);
      const empty = await send("POST", "/images", { body: form('{"name": "x", "type": "os"}', "") });
      expect([empty.status, empty.document.detail]).toEqual([400, "The uploaded file is empty."]);
      expect(staged()).toEqual([]);
    });

    test("are of users whom OpenNebula knows", async () => {
      const { status } = await send("POST", "/images", { body: form('{"name": "x"}', "x"), user: "alice:wrong" });
      expect(status).toBe(401);
    });
  });

  test("without waiting are answered while they are copied", async () => {
    const { status, document } = await send("POST", "/images", { body: { name: "slow", sizeMiB: 64 } });
    expect([[201, 202].includes(status), document.state === "copying"]).toEqual([true, status === 202]);
  });

  test("from a URL need the administrator's permission", async () => {
    const { status } = await send("POST", "/images", { body: { name: "u", url: "https://example.org/x.img" } });
    expect(status).toBe(400);
  });
});
