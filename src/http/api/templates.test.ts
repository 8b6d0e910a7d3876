/** The JSON API, whole requests: VM templates and sizes. */
import { expect, test } from "bun:test";
import { at, describeApi } from "./testing/api-world.ts";
import { withInputs } from "./testing/inputs-template.ts";

describeApi("templates", ({ occi, send }) => {
  test("show what they ask", async () => {
    const id = withInputs(occi);
    const { document } = await send("GET", `/templates/${id}`);
    expect(document).toMatchObject({ id, name: "with inputs", cpu: 1, memoryMiB: 128, owner: { name: "oneadmin" } });
    expect(at(document, "inputs.*.name")).toEqual(["TXT", "PW", "NUM", "LST", "MEMORY"]);
    expect(at(document, "inputs.4")).toEqual({
      name: "MEMORY",
      type: "integer",
      required: true,
      description: null,
      options: null,
      minimum: 128,
      maximum: 512,
      default: "256",
      group: null,
    });
  });

  test("are listed at one call", async () => {
    occi.resetCalls();
    const { document } = await send("GET", "/templates?name=debian");
    expect(occi.calls()).toBe(1);
    expect(at(document, "items.*.name")).toEqual(["Debian 12"]);
  });

  test("sizes say what they fix, and what is the most", async () => {
    const { document } = await send("GET", "/sizes");
    const [small, , , custom] = document.items as readonly Record<string, unknown>[];
    expect(small).toMatchObject({ name: "small", cpuMax: null, memoryMaxMiB: null });
    expect(small?.cpu).toBeNumber();
    expect(custom).toEqual({ name: "custom", cpu: null, memoryMiB: null, cpuMax: 8, memoryMaxMiB: 16_384 });
  });
});
