/** New machines: from a VM template with the values of its inputs, or from an image and a size. */
import { OcciError } from "../../errors.ts";
import type { Machine, NewMachine } from "../../model.ts";
import type { CreationKey } from "../../opennebula/keyed-creation.ts";
import { type MachineRecord, machine } from "../../opennebula/machine.ts";
import { scheduledEntries, secondsOf } from "../../opennebula/scheduled-actions.ts";
import { type TemplateEntries, xmlTemplate } from "../../opennebula/template-writer.ts";
import * as vms from "../../opennebula/vm.ts";
import type { Vector } from "../../opennebula/vm-details.ts";
import type { VmTemplate } from "../../opennebula/vm-template.ts";
import * as vmTemplates from "../../opennebula/vm-template.ts";
import { mergedContext } from "../../templates/context.ts";
import type { VmTemplateData } from "../../templates/data.ts";
import { say } from "../../wording.ts";
import { requestedCapacity } from "../capacity.ts";
import { contextOver, withNetwork } from "../context-merge.ts";
import * as fields from "../fields.ts";
import { inputEntries, inputsOf } from "../inputs.ts";
import { withLeaseReason } from "../no-free-lease.ts";
import { vmPasses } from "../passing-states.ts";
import { created } from "../reread.ts";
import { checkImages, entriesOf } from "../template-parts.ts";
import { withTemplateBlame } from "../template-refusal.ts";
import { throwAll } from "./checks.ts";
import { makeOnce } from "./idempotency.ts";
import { allShown } from "./machines.ts";
import { showMe } from "./me.ts";
import { capacityFields, capacityOver, requestContext, requestErrors, templateErrors } from "./new-machine-checks.ts";
import type { Requester } from "./requester.ts";

function endEntries(ends: Date | undefined): TemplateEntries {
  return ends === undefined ? [] : scheduledEntries("terminate", secondsOf(ends));
}

function descriptionEntries(description: string | undefined): TemplateEntries {
  return description === undefined || description === "" ? [] : [["DESCRIPTION", fields.description(description)]];
}

/** Disks and NICs of the template and the request: oned replaces all vectors of a name, so that all must be sent. */
function partsOver(template: VmTemplate, { networks, disks }: NewMachine): TemplateEntries {
  const more = (own: readonly Vector[], name: string, ids: readonly number[], key: string): TemplateEntries =>
    ids.length === 0
      ? []
      : [...own.map((vector) => [name, entriesOf(vector)] as const), ...ids.map((id) => [name, [[key, id]]] as const)];
  return [...more(template.disks, "DISK", disks, "IMAGE_ID"), ...more(template.nics, "NIC", networks, "NETWORK_ID")];
}

/** The template, and that the disks of the request are images that the user may use. */
async function usable({ deps, session }: Requester, id: number, wanted: NewMachine): Promise<VmTemplate> {
  const template = await vmTemplates.info(deps.oned, session, id);
  throwAll(await templateErrors(deps, template, wanted));
  await checkImages(deps, session, wanted.disks);
  return template;
}

function fromTemplate(requester: Requester, template: VmTemplate, wanted: NewMachine): Promise<number> {
  const { deps, session } = requester;
  const inputs = inputEntries(inputsOf(template), wanted.inputs);
  const context = contextOver(template.context, requestContext(deps, wanted));
  const entries: TemplateEntries = [
    ...capacityOver(deps, template, wanted),
    ...inputs,
    ...partsOver(template, wanted),
    ...(context.length === 0 ? [] : [["CONTEXT", context] as const]),
    ...descriptionEntries(wanted.description),
    ...endEntries(wanted.ends),
  ];
  const name = wanted.name === undefined ? "" : fields.objectName(wanted.name);
  return vmTemplates.instantiate(deps.oned, session, template.id, name, xmlTemplate(entries), wanted.hold);
}

/** The text for `one.vm.allocate`: the operator's template, and the attributes that it cannot hold. */
function textOfSize({ deps }: Requester, size: string, wanted: NewMachine): string {
  const data: VmTemplateData = {
    ...(wanted.name !== undefined && { name: fields.objectName(wanted.name) }),
    instanceType: size,
    disks: [...(wanted.image === undefined ? [] : [wanted.image]), ...wanted.disks].map((imageId) => ({ imageId })),
    nics: wanted.networks.map((networkId) => ({ networkId })),
    context: requestContext(deps, wanted),
    ...requestedCapacity(deps, size, capacityFields(wanted)),
  };
  const entries = deps.templates.vmAttributes(size, data).map(({ name, value }) => {
    if (typeof value === "string") return [name, value] as const;
    return [name, value.map((member): [string, string] => [member.name, String(member.value)])] as const;
  });
  const said = entries.filter(([, value]) => typeof value !== "string" || value.trim() !== "");
  return xmlTemplate([...withNetwork(said), ...descriptionEntries(wanted.description), ...endEntries(wanted.ends)]);
}

async function fromSize(requester: Requester, size: string, wanted: NewMachine): Promise<number> {
  const { deps, session } = requester;
  const ids = [...(wanted.image === undefined ? [] : [wanted.image]), ...wanted.disks, ...wanted.networks];
  const requested = {
    ids,
    sized: wanted.cpu !== undefined || wanted.memory !== undefined,
    context: mergedContext(requestContext(deps, wanted)).map(([name]) => name),
  };
  const text = textOfSize(requester, size, wanted);
  return withTemplateBlame(size, requested, () => vms.allocate(deps.oned, session, text, wanted.hold));
}

/**
 * One machine (`one.template.instantiate`, `one.vm.allocate`).
 * @param template reads it, where the machine is made of one. @returns its id.
 */
async function make(requester: Requester, template: () => Promise<VmTemplate>, wanted: NewMachine): Promise<number> {
  const { deps, session } = requester;
  const source = wanted.template === undefined ? undefined : await template();
  const nics = wanted.networks.map((networkId) => ({ networkId }));
  return withLeaseReason(deps, session, nics, () =>
    source === undefined ? fromSize(requester, wanted.size ?? "", wanted) : fromTemplate(requester, source, wanted),
  );
}

/** The same value for all who ask. */
function once<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

/** Faults of the request and, if the template can be read, those that depend on it: a user corrects all at once. */
async function checkRequest({ deps, session }: Requester, wanted: NewMachine, count: number): Promise<void> {
  const errors = await requestErrors(deps, wanted, numbered(wanted, count - 1).name);
  if (errors.length === 0) return;
  const { template } = wanted;
  if (template !== undefined) {
    const source = await vmTemplates.info(deps.oned, session, template).catch(() => undefined);
    if (source !== undefined) errors.push(...(await templateErrors(deps, source, wanted)));
  }
  throwAll(errors);
}

/** The name of one of several machines: `%i` is its number, from 0. */
function numbered({ name, ...wanted }: NewMachine, part: number): NewMachine {
  return name === undefined ? wanted : { ...wanted, name: name.replaceAll("%i", String(part)) };
}

/** Several machines are created only if the quotas leave room for all of them. @throws OcciError QUOTA_EXCEEDED. */
async function checkRoom(requester: Requester, { template, size, cpu, memory }: NewMachine, count: number) {
  const { quotas } = await showMe(requester);
  const fixed = template === undefined && size !== undefined ? requester.deps.templates.capacity(size) : {};
  const asked = [
    ["machines", quotas.machines, 1],
    ["CPU", quotas.cpu, cpu ?? Number(fixed.cpu ?? 0)],
    ["memory in MiB", quotas.memory, memory ?? Number(fixed.memory ?? 0)],
  ] as const;
  for (const [what, { left }, each] of asked) {
    if (left === undefined || each * count <= left) continue;
    throw new OcciError(
      "QUOTA_EXCEEDED",
      `The quota of ${what} leaves ${left}, and ${count} machines need ${each * count}.`,
      {
        hint: say`Nothing was created. ${{ advice: "whereQuotasAre" }}`,
      },
    );
  }
}

/** Machines that were created. */
export interface Made {
  readonly machines: readonly Machine[];
  /** Whether OpenNebula has finished with all of them. */
  readonly done: boolean;
}

/** Whether a new machine has finished starting: it runs, is on hold, or has failed. */
function isAtRest(record: MachineRecord): boolean {
  return record.state !== "PENDING" && !vmPasses(record);
}

export interface Creating {
  /** Undefined for one machine whose name is taken as it is. */
  readonly count?: number;
  readonly key?: CreationKey;
  /** Milliseconds to wait until they run. */
  readonly wait: number;
}

/**
 * Makes machines, all or none of them.
 * @throws OcciError for what is wrong in the request, all faults at once, or as oned refuses; what `makeOnce` throws.
 */
export async function createMachines(
  requester: Requester,
  wanted: NewMachine,
  { count, key, wait }: Creating,
): Promise<Made> {
  const { deps, session } = requester;
  await checkRequest(requester, wanted, count ?? 1);
  const template = once(() => usable(requester, wanted.template ?? 0, wanted));
  const before = count === undefined ? undefined : () => checkRoom(requester, wanted, count);
  const ids = await makeOnce(
    requester,
    { kind: "machine", parts: count ?? 1, ...(key !== undefined && { key }), ...(before !== undefined && { before }) },
    (marked, part) => make(marked, template, count === undefined ? wanted : numbered(wanted, part)),
  );
  const patience = deps.patience.lasting(wait);
  const records: MachineRecord[] = [];
  for (const id of ids) {
    const read = () => machine(deps.oned, session, id);
    const first = await created(deps, id, "compute", read);
    records.push(isAtRest(first) || wait === 0 ? first : await patience.follow(read, isAtRest));
  }
  return { machines: await allShown(requester, records), done: records.every(isAtRest) };
}
