/** The cloud of the demo through the JSON API: everything that a console has to be able to show is in it. */
import { expect, test } from "bun:test";
import { MACHINE_STATES } from "../../model.ts";
import { at, describeApi } from "./testing/api-world.ts";

describeApi(
  "the demo's cloud",
  ({ send }) => {
    test("has a machine in each state", async () => {
      const { document } = await send("GET", "/machines?limit=500");
      const seen = new Set(at(document, "items.*.state") as string[]);
      const gone = await send("GET", "/machines/15");
      expect([gone.document.name, gone.document.state]).toEqual(["scratch", "gone"]);
      expect([...seen, "gone"].toSorted()).toEqual([...MACHINE_STATES].toSorted());
    });

    test("has a machine that failed with a reason, one that waits for room, one that ends, one with inputs", async () => {
      const { document } = await send("GET", "/machines?limit=500");
      const machines = document.items as Record<string, unknown>[];
      const named = (name: string) => machines.find((machine) => machine.name === name);
      expect(named("gateway")).toMatchObject({
        state: "failed",
        error: "Error deploying virtual machine: Could not find bridge br0.42",
      });
      expect(named("batch")?.message).toBe("no host has room for it yet");
      expect(Date.parse(String(named("course-lab")?.endsAt))).toBeGreaterThan(Date.now() + 13 * 86_400_000);
      expect(named("blog")).toMatchObject({ template: { id: 2 }, description: "Blog of the gardening club" });
    });

    test("has templates with inputs of each type, in their order", async () => {
      const { document } = await send("GET", "/templates");
      const types = new Set((at(document, "items.*.inputs.*.type") as string[][]).flat());
      expect([...types].toSorted()).toEqual(
        ["boolean", "choice", "choices", "fixed", "integer", "number", "password", "text", "text64"].toSorted(),
      );
      const blog = (document.items as { id: number }[]).find(({ id }) => id === 2);
      expect(at(blog, "inputs.*.name")).toMatchObject(
        ["ONEAPP_SITE_TITLE", "ONEAPP_SITE_HOSTNAME"].concat([
          "ONEAPP_ADMIN_USERNAME",
          "ONEAPP_ADMIN_PASSWORD",
          "ONEAPP_DB_ENGINE",
          "ONEAPP_DB_POOL",
          "ONEAPP_BACKUP_ENABLED",
        ]),
      );
      expect(at(blog, "inputs.*.group")).toContain("DB");
    });

    test("has quotas of which here the user's is narrower, there the group's, there the default", async () => {
      const { document } = await send("GET", "/me");
      const left = (name: string, part: string) => at(document, `quotas.${name}.${part}`);
      expect([left("machines", "user.left"), left("machines", "group.left"), left("machines", "left")]).toEqual([
        16, 45, 16,
      ]);
      expect([left("cpu", "user.left"), left("cpu", "group.left"), left("cpu", "left")]).toEqual([17, 8.5, 8.5]);
      expect(left("runningMachines", "user.limit")).toBe(25);
    });
  },
  {},
  { seed: "showcase" },
);
