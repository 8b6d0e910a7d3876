/** VMs from templates: `one.template.instantiate`. */
import type { Attributes } from "../attributes.ts";
import { CODE, Failure } from "../failure.ts";
import { find, templateOf } from "../objects.ts";
import { authorize, type Caller, isAdmin, type Request } from "../users/permissions.ts";
import { changedRestricted } from "../users/restricted.ts";
import { cloneTemplate } from "../vm-template/new.ts";
import type { World } from "../world.ts";
import { knownImages, ownerOf } from "./disk.ts";
import { createVm } from "./new.ts";
import { nicRequests } from "./nic.ts";

/** Replaces attributes of a template by those of the same name. @throws Failure INTERNAL, AUTHORIZATION */
function mergeExtra(world: World, caller: Caller, template: Attributes, text: string): void {
  const extra = templateOf(world, text, "INTERNAL", "", true);
  const changed =
    isAdmin(caller) || extra.entries().length === 0
      ? undefined
      : changedRestricted(world.release, extra, template, true);
  if (changed !== undefined) {
    const { id } = caller.user;
    throw new Failure("AUTHORIZATION", `User [${id}] : User Template includes a restricted attribute ${changed}.`);
  }
  template.merge(extra);
  template.dropEmptyVectors();
}

/**
 * The rights that disks need here. As in oned, an image counts as what the caller itself owns under the image's name,
 * so that the rights on another user's image are not checked: any user who knows its id can use it in this way.
 */
function diskRequests(world: World, caller: Caller, template: Attributes): Request[] {
  return template.vectors("DISK").flatMap((disk) => {
    const [image] = knownImages(world, caller, [disk]);
    const uid = ownerOf(world, caller, disk, "IMAGE");
    return [...world.images.values()]
      .filter((candidate) => candidate.name === image?.name && candidate.uid === uid)
      .map((object) => ({ right: "USE", kind: "IMAGE", object }) as const);
  });
}

/** oned's code for a VM that could not be made is another here. */
function asAllocation<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== CODE.INTERNAL) throw error;
    throw new Failure("ALLOCATE", `Error allocating a new virtual machine template. ${error.message}`);
  }
}

function run(world: World, caller: Caller, id: number, name: string, hold: boolean, extra: string): number {
  const object = find(world.vmTemplates, "TEMPLATE", id);
  const template = object.template.copy();
  mergeExtra(world, caller, template, extra);
  for (const own of ["NAME", "TEMPLATE_NAME", "TEMPLATE_ID"]) template.remove(own);
  template.add("TEMPLATE_ID", String(id));
  if (name !== "") template.add("NAME", name);
  authorize(
    world,
    caller,
    { right: "USE", kind: "TEMPLATE", object },
    ...(extra === "" ? [] : [{ right: "CREATE", kind: "TEMPLATE" } as const]),
    ...diskRequests(world, caller, template),
    ...nicRequests(world, caller, [...template.vectors("NIC"), ...template.vectors("NIC_ALIAS")]),
  );
  return asAllocation(() => createVm(world, caller, template, hold, object.name)).id;
}

export interface Instantiation {
  readonly name: string;
  readonly hold: boolean;
  /** Attributes in place of those of the same name of the template. */
  readonly extra: string;
  /** With a copy of the template and of its images, which the VM keeps. */
  readonly persistent: boolean;
}

/** `one.template.instantiate`; the VM's id. */
export function instantiate(world: World, caller: Caller, id: number, wanted: Instantiation): number {
  const { name, hold, extra, persistent } = wanted;
  if (!persistent) return run(world, caller, id, name, hold, extra);
  const { name: original } = find(world.vmTemplates, "TEMPLATE", id);
  const copyName = name === "" ? `${original}-copy` : name;
  const copy = cloneTemplate(world, caller, id, copyName, "persistent", (template) =>
    mergeExtra(world, caller, template, extra),
  );
  return run(world, caller, copy.id, name, hold, `CLONING_TEMPLATE_ID=${id}\n`);
}
