/** Another size for a machine: by the rules of a size (VM_TYPE), or of the VM template that it was made of. */
import { type Fault, invalid, OcciError } from "../../errors.ts";
import type { NewCapacity, TemplateInput } from "../../model.ts";
import type { MachineRecord } from "../../opennebula/machine.ts";
import { xmlTemplate } from "../../opennebula/template-writer.ts";
import * as vms from "../../opennebula/vm.ts";
import * as vmTemplates from "../../opennebula/vm-template.ts";
import { act, isAbout, outcome } from "../compute-actions.ts";
import * as fields from "../fields.ts";
import { inputFault, inputsOf } from "../inputs.ts";
import { resizeCapacity, resizeType } from "../resize-capacity.ts";
import { isType } from "../type-names.ts";
import { failedChecks, throwAll } from "./checks.ts";
import type { Requester } from "./requester.ts";
import { unknownSize } from "./sizes.ts";

/** Carries out a resize that was checked. */
export type Resize = () => Promise<unknown>;

/** The inputs of a machine's VM template; none when the template is gone or the user cannot see it. */
async function inputsFor(
  { deps, session }: Requester,
  { templateId }: MachineRecord,
): Promise<readonly TemplateInput[]> {
  if (templateId === undefined) return [];
  try {
    return inputsOf(await vmTemplates.info(deps.oned, session, templateId));
  } catch (error) {
    if (error instanceof OcciError && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN")) return [];
    throw error;
  }
}

/** Resizes a machine without a size: the inputs of its template set limits, and oned checks quotas and rights. */
async function resizingFreely(
  requester: Requester,
  record: MachineRecord,
  { cpu, memory }: NewCapacity,
): Promise<Resize> {
  const { deps, session } = requester;
  const inputs = await inputsFor(requester, record);
  const faults: Fault[] = [];
  const within = (member: string, name: "CPU" | "MEMORY", value: string): [string, string] => {
    const input = inputs.find((one) => one.name === name);
    const fault = input === undefined ? undefined : inputFault(input, value);
    if (fault !== undefined) {
      faults.push({ at: [member], message: `${member} ${fault}: so the template of the machine has it.` });
    }
    return [name, value];
  };
  const entries: [string, string][] = [];
  const errors = await failedChecks(
    () => cpu !== undefined && entries.push(within("cpu", "CPU", fields.cpu(String(cpu)))),
    () => memory !== undefined && entries.push(within("memoryMiB", "MEMORY", fields.memory(String(memory)))),
    () => {
      if (faults.length > 0) throw invalid(faults);
    },
  );
  throwAll(errors);
  const { id } = record;
  return async () => {
    await vms.resize(deps.oned, session, id, xmlTemplate(entries));
    await outcome({ deps, session, id }, "resize the machine", (now) =>
      entries.every(([name, value]) => isAbout(name === "CPU" ? now.cpu : now.memory, value)),
    );
  };
}

/**
 * Checks a new size for a machine.
 * @returns a function that resizes the machine (`one.vm.resize`). It throws as oned refuses.
 * @throws OcciError INVALID_REQUEST for values that the size or the template's inputs do not allow.
 */
export async function resizing(requester: Requester, record: MachineRecord, wanted: NewCapacity): Promise<Resize> {
  const { deps, session } = requester;
  const { size, cpu, memory } = wanted;
  if (size === undefined && !record.instanceType) return resizingFreely(requester, record, wanted);
  if (size !== undefined && !isType(deps.config, size)) throw invalid([unknownSize(deps, size)]);
  const params = {
    ...(size !== undefined && { instanceType: size }),
    ...(cpu !== undefined && { cpu: String(cpu) }),
    ...(memory !== undefined && { memory: String(memory) }),
  };
  resizeCapacity(deps, resizeType(deps.config, size, record.instanceType), params);
  return () => act(deps, session, record.id, { perform: "resize", params });
}
