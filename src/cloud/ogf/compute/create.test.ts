/** Whose fault it is when oned refuses a machine of an instance type: the request's, or the operator's template's. */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntityRequest, Value } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { createTemplates } from "../../../templates/engine.ts";
import { failureOf } from "../../testing/over-sim.ts";
import { callerOf } from "../testing/caller.ts";
import { schemesOf, typeMixin } from "../types/schemes.ts";
import { createCompute } from "./create.ts";

/** The error's code, for a machine of a type that leaves its size open. */
async function refused(reason: string, attributes: Readonly<Record<string, Value>>): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "occi-create-"));
  try {
    writeFileSync(join(directory, "open.eta"), "CPU = <%= it.cpu ?? 1 %>\nMEMORY = <%= it.memory ?? 512 %>\n");
    const vmTypes = [{ name: "open", template: "open.eta" }];
    const oned = new ScriptedOned({ "vm.allocate": new OcciError("INVALID_REQUEST", reason) });
    const caller = callerOf(oned, {
      config: { vmTypes },
      templates: createTemplates({ location: directory, vmTypes }),
    });
    const schemes = schemesOf({ server: "localhost" });
    const mixins = [typeMixin(schemes, "open"), `${schemes.osTpl}image_5`];
    const request: EntityRequest = {
      kind: "compute",
      mixins,
      attributes: new Map(Object.entries(attributes)),
      links: [],
    };
    const types = { registry: caller.commonTypes.registry(caller.deps), tags: { list: [] }, vmTemplates: new Map() };
    return (await failureOf(createCompute(caller, request, types))).split(":")[0] ?? "";
  } finally {
    rmSync(directory, { recursive: true });
  }
}

test.each<[string, Readonly<Record<string, Value>>, string]>([
  ["CPU attribute must be a positive float", { "org.opennebula.compute.cpu": 2 }, "INVALID_REQUEST"],
  ["MEMORY attribute must be a positive integer", { "occi.compute.memory": 2 }, "INVALID_REQUEST"],
  ["MEMORY attribute must be a positive integer", {}, "INTERNAL"],
  ["User 2 does not own an image 5", {}, "INVALID_REQUEST"],
  ["User 2 does not own an image 6", {}, "INTERNAL"],
])("'%s' for a request with %j is %s", async (reason, attributes, code) => {
  expect(await refused(reason, attributes)).toBe(code);
});
