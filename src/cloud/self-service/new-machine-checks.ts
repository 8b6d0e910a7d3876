/** The faults of a request for a machine: all are found before anything is created, and reported at once. */
import type { Fault, OcciError } from "../../errors.ts";
import type { NewMachine } from "../../model.ts";
import type { TemplateEntries } from "../../opennebula/template-writer.ts";
import type { VmTemplate } from "../../opennebula/vm-template.ts";
import type { ContextEntries } from "../../templates/context.ts";
import { requestedCapacity } from "../capacity.ts";
import type { CloudDeps } from "../deps.ts";
import * as fields from "../fields.ts";
import { inputEntries, inputsOf } from "../inputs.ts";
import { isType } from "../type-names.ts";
import { describedChecks, failedChecks, throwFaults } from "./checks.ts";
import { checkEnd } from "./machines.ts";
import { joinedKeys } from "./me.ts";
import { unknownSize } from "./sizes.ts";

/** Members that exclude or need one another. */
function combinationFaults({ template, image, size, inputs }: NewMachine): Fault[] {
  const faults: Fault[] = [];
  if (template === undefined && size === undefined) {
    faults.push({
      at: [],
      message: "A machine is created from a template, or from an image and a size: name one of the two.",
    });
  }
  if (template !== undefined && image !== undefined) {
    faults.push({ at: ["image"], message: "image cannot be combined with template: use disks to add disks." });
  }
  if (template === undefined && Object.keys(inputs).length > 0) {
    faults.push({ at: ["inputs"], message: "inputs require a template." });
  }
  return faults;
}

/** The entries of CONTEXT that the request sets. */
export function requestContext(
  { config }: Pick<CloudDeps, "config">,
  { sshKeys, userData }: Pick<NewMachine, "sshKeys" | "userData">,
): ContextEntries {
  const entries: [string, string][] = [];
  if (sshKeys.length > 0) entries.push(["SSH_PUBLIC_KEY", joinedKeys(sshKeys)]);
  if (userData !== undefined) entries.push(["USER_DATA", userData]);
  return fields.contextVariables(entries, config.contextVariables);
}

/** Faults of cpu and memoryMiB when the size fixes them: they would be ignored otherwise. */
function sizeFaults(deps: CloudDeps, { size, cpu, memory }: NewMachine): Fault[] {
  if (size === undefined) return [];
  const { config, templates } = deps;
  if (!isType(config, size)) return [unknownSize(deps, size)];
  const fixed = templates.capacity(size);
  return [
    ...(cpu !== undefined && fixed.cpu !== undefined
      ? [{ at: ["cpu"], message: `cpu is fixed by the size ${size}.` }]
      : []),
    ...(memory !== undefined && fixed.memory !== undefined
      ? [{ at: ["memoryMiB"], message: `memoryMiB is fixed by the size ${size}.` }]
      : []),
  ];
}

/** CPU and memory of a request with a size that leaves them open. */
function checkLimits(deps: CloudDeps, { size, cpu, memory }: NewMachine): (() => void)[] {
  if (size === undefined || !isType(deps.config, size)) return [];
  return [
    () => cpu !== undefined && requestedCapacity(deps, size, { cpu: String(cpu) }),
    () => memory !== undefined && requestedCapacity(deps, size, { memory: String(memory) }),
  ];
}

/** Faults that do not depend on the template. @param name the longest that a machine is to have. */
export function requestErrors(deps: CloudDeps, wanted: NewMachine, name: string | undefined): Promise<OcciError[]> {
  const { description, sshKeys, ends } = wanted;
  return failedChecks(
    () => throwFaults(combinationFaults(wanted)),
    () => throwFaults(sizeFaults(deps, wanted)),
    ...checkLimits(deps, wanted),
    ...describedChecks({ name, description }),
    // User data of any content arrives: what oned cannot carry as it is goes in Base64.
    () => requestContext(deps, { sshKeys }),
    () => checkEnd(ends, Date.now()),
  );
}

/** Faults that depend on the template. */
export function templateErrors(deps: CloudDeps, template: VmTemplate, wanted: NewMachine): Promise<OcciError[]> {
  return failedChecks(
    () => capacityOver(deps, template, wanted),
    () => inputEntries(inputsOf(template), wanted.inputs),
  );
}

const CAPACITY = [
  { member: "cpu", key: "cpu", name: "CPU" },
  { member: "memoryMiB", key: "memory", name: "MEMORY" },
] as const;

/** The capacity in a request, as templates write it. */
export function capacityFields({ cpu, memory }: NewMachine): { readonly cpu?: string; readonly memory?: string } {
  return {
    ...(cpu !== undefined && { cpu: String(cpu) }),
    ...(memory !== undefined && { memory: String(memory) }),
  };
}

/** Capacity that a template leaves open: by members of the request, or by a size. @throws OcciError INVALID_REQUEST. */
export function capacityOver(deps: CloudDeps, template: VmTemplate, wanted: NewMachine): TemplateEntries {
  const size = wanted.size !== undefined && isType(deps.config, wanted.size) ? wanted.size : undefined;
  const ofSize = size === undefined ? {} : deps.templates.capacity(size);
  const faults: Fault[] = [];
  const taken: string[] = [];
  for (const { member, key, name } of CAPACITY) {
    const value = wanted[key];
    const isInput = template.inputs.has(name);
    const isOpen = template[key] === undefined && !isInput;
    if (!isOpen && ofSize[key] !== undefined) taken.push(member);
    if (!isOpen && value !== undefined) {
      const message = isInput
        ? `${member} is an input of this template: send it as inputs.${name}.`
        : `${member} is fixed by the template.`;
      faults.push({ at: [member], message });
    }
    if (isOpen && value === undefined && ofSize[key] === undefined) {
      faults.push({ at: [member], message: `${member} is missing: the template does not set it.` });
    }
  }
  if (taken.length > 0) {
    faults.push({ at: ["size"], message: `size is not possible: the template determines ${taken.join(" and ")}.` });
  }
  throwFaults(faults);
  const asked = capacityFields(wanted);
  if (size !== undefined) {
    const capacity = { ...ofSize, ...requestedCapacity(deps, size, asked) };
    const entries = CAPACITY.flatMap(({ key, name }) =>
      capacity[key] === undefined ? [] : [[name, capacity[key]] as const],
    );
    return [...entries, ["INSTANCE_TYPE", size]];
  }
  return [
    ...(asked.cpu === undefined ? [] : [["CPU", fields.cpu(asked.cpu)] as const]),
    ...(asked.memory === undefined ? [] : [["MEMORY", fields.memory(asked.memory)] as const]),
  ];
}
