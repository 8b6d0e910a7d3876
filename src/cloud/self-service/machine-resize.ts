/** Another size for a machine: by the rules of a size (VM_TYPE), or of the VM template that it was made of. */
import { type Fault, invalid, OcciError } from "../../errors.ts";
import type { Machine, TemplateInput } from "../../model.ts";
import { type MachineRecord, machine } from "../../opennebula/machine.ts";
import { xmlTemplate } from "../../opennebula/template-writer.ts";
import * as vms from "../../opennebula/vm.ts";
import * as vmTemplates from "../../opennebula/vm-template.ts";
import { act, isAbout, outcome } from "../compute-actions.ts";
import * as fields from "../fields.ts";
import { inputFault, inputsOf } from "../inputs.ts";
import { showMachine } from "./machines.ts";
import type { Requester } from "./requester.ts";

/** What a machine is to have; undefined stays. */
export interface NewSize {
  readonly size?: string;
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
}

/** The inputs of the VM template that a machine was made of; none where it is gone, or is not the user's to see. */
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

/** A machine without a size: what its template asked for has limits, all else is for oned's quotas and rights to decide. */
async function resizeFreely(requester: Requester, record: MachineRecord, { cpu, memory }: NewSize): Promise<void> {
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
  const entries = [
    ...(cpu === undefined ? [] : [within("cpu", "CPU", fields.cpu(String(cpu)))]),
    ...(memory === undefined ? [] : [within("memoryMiB", "MEMORY", fields.memory(String(memory)))]),
  ];
  if (faults.length > 0) throw invalid(faults);
  const { id } = record;
  await vms.resize(deps.oned, session, id, xmlTemplate(entries));
  await outcome({ deps, session, id }, "resize the machine", (now) =>
    entries.every(([name, value]) => isAbout(name === "CPU" ? now.cpu : now.memory, value)),
  );
}

/**
 * `one.vm.resize`.
 * @throws OcciError INVALID_REQUEST for what the size or the template's inputs do not allow, or as oned refuses.
 */
export async function resizeMachine(requester: Requester, id: number, wanted: NewSize): Promise<Machine> {
  const { deps, session } = requester;
  const { size, cpu, memory } = wanted;
  const record = size === undefined ? await machine(deps.oned, session, id) : undefined;
  if (record !== undefined && !record.instanceType) {
    await resizeFreely(requester, record, wanted);
    return showMachine(requester, id);
  }
  const params = {
    ...(size !== undefined && { instanceType: size }),
    ...(cpu !== undefined && { cpu: String(cpu) }),
    ...(memory !== undefined && { memory: String(memory) }),
  };
  await act(deps, session, id, { perform: "resize", params });
  return showMachine(requester, id);
}
