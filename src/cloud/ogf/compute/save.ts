/** `save`: a machine's disks as new images, and a VM template that is made of them. */
import { ACTIONS, type Mixin } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as images from "../../../opennebula/image.ts";
import { type TemplateEntries, type TemplateVector, xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vms from "../../../opennebula/vm.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import * as vmTemplates from "../../../opennebula/vm-template.ts";
import { joined, say } from "../../../wording.ts";
import { settle } from "../../compute-actions.ts";
import { settled } from "../../storage-create.ts";
import { type Caller, forNext } from "../caller.ts";
import { rollBack } from "../roll-back.ts";
import { anotherName, cut, nameFor, titleNotes } from "../title.ts";
import { osMixin } from "../types/cloud-mixins.ts";
import { type From, SAVE_FROM, wrongState } from "./actions.ts";
import { whilePassing } from "./while-passing.ts";

/**
 * The user's own variables of CONTEXT: oned writes the others anew for each machine. FILES_DS holds the places of files
 * by then, and oned takes nothing but the names of their images in a template.
 */
const MADE_BY_ONED = /^(FILES_DS|DISK_ID|TARGET|ETH\d+_\w+|TOKEN|VMID|ONEGATE_ENDPOINT)$/;

function kept(vector: ReadonlyMap<string, string>, names: readonly string[]): TemplateVector {
  return names.flatMap((name) => {
    const value = vector.get(name) ?? "";
    return value.trim() === "" ? [] : [[name, value] as const];
  });
}

/** The template: capacity and networks of the machine, its new images, its context. */
function templateOf(vm: VmDetails, name: string, title: string, disks: readonly TemplateVector[]): string {
  const context = vm.context.filter(([key, value]) => !MADE_BY_ONED.test(key) && value.trim() !== "");
  const os = kept(vm.os, ["ARCH", "BOOT", "KERNEL", "INITRD", "ROOT", "KERNEL_CMD", "BOOTLOADER", "MACHINE"]);
  const entries: TemplateEntries = [
    ["NAME", name],
    ...titleNotes(title),
    ["CPU", vm.cpu ?? "1"],
    ["MEMORY", vm.memory ?? "128"],
    ...(vm.vcpu === undefined ? [] : [["VCPU", vm.vcpu] as const]),
    ...(vm.instanceType === undefined ? [] : [["INSTANCE_TYPE", vm.instanceType] as const]),
    ...disks.map((disk) => ["DISK", disk] as const),
    ...vm.nicVectors
      .filter((nic) => nic.get("NETWORK_ID"))
      .map((nic) => ["NIC", kept(nic, ["NETWORK_ID", "MODEL", "SECURITY_GROUPS"])] as const),
    ...(os.length === 0 ? [] : [["OS", os] as const]),
    ...(context.length === 0 ? [] : [["CONTEXT", context as TemplateVector] as const]),
  ];
  return xmlTemplate(entries);
}

function titleIn(value: unknown): { readonly title: string; readonly name: string } {
  if (typeof value === "string" && value.trim() !== "") {
    return { title: value, name: nameFor(value) ?? anotherName("template") };
  }
  throw new OcciError("INVALID_REQUEST", "save requires the attribute name: the name of the new template.");
}

/** Copies the disks one after the other: oned takes the next when the machine is back in its state. */
async function saveDisks(caller: Caller, vm: VmDetails, name: string, imageIds: number[]): Promise<TemplateVector[]> {
  const disks: TemplateVector[] = [];
  for (const [index, disk] of vm.disks.entries()) {
    const vector = vm.diskVectors[index] ?? new Map<string, string>();
    if (disk.imageId === undefined) {
      const volatile = kept(vector, ["TYPE", "SIZE", "FORMAT", "FS", "TARGET"]);
      if (volatile.length > 0) disks.push(volatile);
    } else if (disk.type === "CDROM" || vector.get("IMAGE_TYPE") === "CDROM") {
      disks.push([["IMAGE_ID", disk.imageId]]);
    } else {
      const { deps, session } = forNext(caller);
      const image = await vms.saveAs(deps.oned, session, vm.id, disk.id, `${cut(name, 110)} disk ${disk.id}`);
      imageIds.push(image);
      await settled(deps, session, image);
      await settle({ deps, session, id: vm.id });
      disks.push([["IMAGE_ID", image], ...kept(vector, ["DEV_PREFIX"])]);
    }
  }
  return disks;
}

/** The machine in a state in which it can be saved. @throws OcciError WRONG_STATE, NOT_FOUND */
function savable(caller: Caller, id: number): Promise<VmDetails> {
  return whilePassing(caller, id, async (vm) => {
    if (!SAVE_FROM.includes(vms.stateWord(vm) as From)) throw wrongState(vm, ACTIONS.SAVE, SAVE_FROM);
    return vm;
  });
}

/**
 * Saves a machine (`one.vm.disksaveas`, `one.template.allocate`).
 * @param method hot, deferred, or "" for hot.
 * @returns the new os_tpl.
 * @throws OcciError NOT_SUPPORTED for deferred, WRONG_STATE, NAME_TAKEN; the images made so far are deleted then.
 */
export async function saveCompute(caller: Caller, id: number, method: string, wanted: unknown): Promise<Mixin> {
  const { deps, session } = caller;
  if (method === "deferred") {
    throw new OcciError("NOT_SUPPORTED", "OpenNebula saves immediately: it no longer supports deferred saving.", {
      hint: "Use the method hot.",
    });
  }
  const { title, name } = titleIn(wanted);
  const vm = await savable(caller, id);
  const imageIds: number[] = [];
  try {
    const disks = await saveDisks(caller, vm, name, imageIds);
    const template = await vmTemplates.allocate(deps.oned, session, templateOf(vm, name, title, disks));
    return osMixin(deps.config, { from: "template", id: template }, title);
  } catch (failure) {
    const left = await rollBack(imageIds, (id) => images.remove(deps.oned, session, id));
    if (left.length === 0) throw failure;
    throw new OcciError("OUTCOME_UNKNOWN", "The machine was not saved, but images of its disks were created.", {
      hint: say`Delete them before you try again: ${joined(
        left.map((id) => ({ place: `/storage/${id}` })),
        ", ",
      )}.`,
      cause: failure,
    });
  }
}
