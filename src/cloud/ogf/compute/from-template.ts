/** New machines of a VM template of OpenNebula (`one.template.instantiate`). */

import { type TemplateEntries, xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vmTemplates from "../../../opennebula/vm-template.ts";
import type { ContextEntries } from "../../../templates/context.ts";
import { configured } from "../../configured.ts";
import { contextOver } from "../../context-merge.ts";
import { inputEntries, inputsOf } from "../../inputs.ts";
import { checkImages, entriesOf } from "../../template-parts.ts";
import type { Caller } from "../caller.ts";
import type { NamedTypes } from "../types/catalog.ts";
import { INPUT_WORDS } from "../types/input-attributes.ts";
import { idIn, type Plan, placement, REQUIREMENTS, requestData, withGroups } from "./plan.ts";
import type { Size } from "./size.ts";

function sizeEntries({ cpu, memory, vcpu }: Size): TemplateEntries {
  return [
    ...(cpu === undefined ? [] : [["CPU", cpu] as const]),
    ...(memory === undefined ? [] : [["MEMORY", memory] as const]),
    ...(vcpu === undefined ? [] : [["VCPU", vcpu] as const]),
  ];
}

/**
 * The values for the inputs of a template. Where its size is an input, a size that the request asks for otherwise is the
 * value of that input, and has to keep to its limits; one that the configuration has chosen is not.
 * @throws OcciError INVALID_REQUEST with all faults.
 */
function inputsFor(
  template: vmTemplates.VmTemplate,
  { inputs, size, isDefaultSize }: Plan,
): readonly (readonly [string, string])[] {
  const declared = inputsOf(template);
  const asked = isDefaultSize ? {} : { CPU: size.cpu, MEMORY: size.memory, VCPU: size.vcpu };
  const sizes = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined || !declared.some((input) => input.name === name) ? [] : [[name, value] as const],
  );
  return inputEntries(declared, { ...Object.fromEntries(sizes), ...inputs }, INPUT_WORDS);
}

/**
 * The attributes that replace those of a VM template. oned replaces all of a name: a request that adds a NIC has to name
 * those of the template as well.
 */
export function replacements(template: vmTemplates.VmTemplate, plan: Plan, context: ContextEntries): TemplateEntries {
  const { size, links, notes, zone } = plan;
  const inputs = inputsFor(template, plan);
  const isInput = ([name]: TemplateEntries[number]) => template.inputs.has(name);
  const { nics, disks, securityGroups: groups } = links;
  const allNics = nics.length + groups.length === 0 ? [] : [...template.nics.map(entriesOf), ...nics];
  const allDisks = disks.length === 0 ? [] : [...template.disks.map(entriesOf), ...disks];
  return [
    ...sizeEntries(size).filter((entry) => !isInput(entry)),
    ...inputs,
    ...(size.type === undefined ? [] : [["INSTANCE_TYPE", size.type] as const]),
    ...allDisks.map((disk) => ["DISK", disk] as const),
    ...allNics.map((nic) => ["NIC", withGroups(nic, groups)] as const),
    ...(context.length === 0 ? [] : [["CONTEXT", context] as const]),
    ...placement(zone, template.notes.get(REQUIREMENTS)),
    ...notes,
  ];
}

/** @param types with the template where it was looked up already. @returns the id of the machine. */
export async function createFromTemplate(caller: Caller, id: number, plan: Plan, types: NamedTypes): Promise<number> {
  const { deps, session } = caller;
  await checkImages(
    deps,
    session,
    plan.links.disks.map((disk) => idIn(disk, "IMAGE_ID")),
  );
  const read = () => vmTemplates.info(deps.oned, session, id);
  const option = { option: "DEFAULT_OS_TPL", value: `template_${id}`, kind: "os_tpl" } as const;
  const template = types.vmTemplates.get(id) ?? (await (plan.isDefaultOs ? configured(option, read) : read()));
  const { type } = plan.size;
  const ofType = type === undefined ? undefined : deps.templates.context(type, requestData(plan, type));
  const more = replacements(template, plan, contextOver(template.context, plan.context, ofType));
  return vmTemplates.instantiate(deps.oned, session, id, plan.name ?? "", xmlTemplate(more));
}
