/** A machine of oned as an OCCI compute, with its links. */
import { COMPUTE, type Link, type Resource, SSH_KEY, type TypeId, USER_DATA } from "../../../dialects/ogf/index.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { shownContext } from "../../shown-context.ts";
import { attributes, decimal, gib, rounded } from "../attributes.ts";
import { linkOfDisk, linkOfNic, linksOfSecurityGroups } from "../link/entity.ts";
import { tagsAt } from "../tags/tags.ts";
import { titleOf } from "../title.ts";
import { OWN_COMPUTE } from "../types/own-mixins.ts";
import { osSourceOf, osTerm, typeMixin } from "../types/schemes.ts";
import type { ViewContext } from "../view-context.ts";
import { applicableActions } from "./actions.ts";
import { readContext, type SeenContext } from "./context-attributes.ts";
import { computeShown } from "./states.ts";

/** Mixins of a machine that rOCCI-server 1.x made, or this one: separated by blanks. */
export const NOTED_MIXINS = "OCCI_COMPUTE_MIXINS";
/** Characters of it that are looked at. */
const LONGEST_NOTED = 4096;

/** The os_tpl: as noted, else the VM template that oned remembers. */
function osMixin({ schemes: { osTpl } }: ViewContext, vm: VmDetails): readonly TypeId[] {
  for (const id of (vm.notes.get(NOTED_MIXINS) ?? "").slice(0, LONGEST_NOTED).split(/\s+/)) {
    const [, scheme = "", term = ""] = /^(.*os_tpl#)([^#]+)$/.exec(id) ?? [];
    const source = scheme === "" ? undefined : osSourceOf(term);
    if (source !== undefined) return [osTpl + osTerm(source)];
  }
  return vm.templateId === undefined ? [] : [osTpl + osTerm({ from: "template", id: vm.templateId })];
}

function typeMixinOf({ config, schemes }: ViewContext, vm: VmDetails): readonly TypeId[] {
  const known = config.vmTypes.some(({ name }) => name === vm.instanceType);
  return known && vm.instanceType !== undefined ? [typeMixin(schemes, vm.instanceType)] : [];
}

function architecture(vm: VmDetails): string | undefined {
  const arch = vm.os.get("ARCH");
  return arch === "x86_64" ? "x64" : arch === "i686" ? "x86" : undefined;
}

function contextMixins(context: SeenContext): TypeId[] {
  return [
    ...(context.publicKey === undefined ? [] : [SSH_KEY]),
    ...(context.userData === undefined ? [] : [USER_DATA]),
  ];
}

/** The links of a machine, in oned's order. */
function linksOf(view: ViewContext, vm: VmDetails, active: boolean): readonly Link[] {
  return [
    ...vm.nicVectors.flatMap((nic, index) => linkOfNic(view, vm, nic, index, active)),
    ...vm.diskVectors.flatMap((disk, index) => linkOfDisk(view, vm, disk, index, active)),
    ...linksOfSecurityGroups(view, vm, active),
  ];
}

/** The compute. */
export function computeEntity(view: ViewContext, vm: VmDetails): Resource {
  const id = String(vm.id);
  const seen = readContext(shownContext(vm));
  const shown = computeShown(vm);
  const cpu = decimal(vm.cpu);
  const cores = vm.vcpu ?? 1;
  const os = (name: string) => vm.os.get(name) || undefined;
  const summary = vm.notes.get("DESCRIPTION") || undefined;
  const own = "org.opennebula.compute";
  return {
    kind: COMPUTE,
    mixins: [
      ...osMixin(view, vm),
      ...typeMixinOf(view, vm),
      ...contextMixins(seen),
      ...(vm.clusterId === undefined ? [] : [`${view.schemes.zone}zone_${vm.clusterId}`]),
      OWN_COMPUTE,
      ...tagsAt(view.tags, "compute", id),
    ],
    id,
    location: `/compute/${id}`,
    title: titleOf(vm.name, vm.notes),
    ...(summary !== undefined && { summary }),
    attributes: attributes(
      ["occi.compute.architecture", architecture(vm)],
      ["occi.compute.cores", cores],
      ["occi.compute.hostname", seen.hostName ?? (vm.notes.get("OCCI_HOSTNAME") || undefined)],
      ["occi.compute.share", cpu === undefined ? undefined : Math.round(cpu * SHARES_OF_A_CPU)],
      ["occi.compute.speed", cpu === undefined ? undefined : rounded(cpu / cores)],
      ["occi.compute.memory", vm.memory === undefined ? undefined : gib(Number(vm.memory))],
      ["occi.compute.state.message", shown.message],
      ["occi.compute.state", shown.state],
      ["occi.credentials.ssh.publickey", seen.publicKey],
      ["occi.compute.userdata", seen.userData],
      [`${own}.id`, vm.id],
      [`${own}.cpu`, cpu],
      [`${own}.kernel`, os("KERNEL")],
      [`${own}.initrd`, os("INITRD")],
      [`${own}.root`, os("ROOT")],
      [`${own}.kernel_cmd`, os("KERNEL_CMD")],
      [`${own}.bootloader`, os("BOOTLOADER")],
      [`${own}.boot`, os("BOOT")],
    ),
    actions: applicableActions(vm),
    links: linksOf(view, vm, shown.state === "active"),
  };
}

/** The shares that oned's KVM driver gives a machine for each CPU. */
export const SHARES_OF_A_CPU = 1024;
