/** New VM templates: `one.template.allocate` and `one.template.clone`. */
import type { Attributes } from "../attributes.ts";
import { Failure } from "../failure.ts";
import * as imageNew from "../image/new.ts";
import { nameFault } from "../names.ts";
import { find, nameTaken, refuseRestricted, templateOf } from "../objects.ts";
import type { VmTemplate } from "../records.ts";
import { authorize, type Caller } from "../users/permissions.ts";
import { knownImages } from "../vm/disk.ts";
import type { World } from "../world.ts";

/** @throws Failure of the code when the name is bad or taken. */
function addTemplate(
  world: World,
  caller: Caller,
  name: string,
  template: Attributes,
  refuse: (message: string) => Failure,
): VmTemplate {
  const fault = nameFault(name, world.release);
  if (fault !== undefined) throw refuse(fault);
  const taken = nameTaken(world.vmTemplates, caller.user.id, name);
  if (taken !== undefined) throw refuse(`NAME is already taken by TEMPLATE ${taken}.`);
  template.remove("NAME");
  const made: VmTemplate = {
    id: world.nextId("template"),
    uid: caller.user.id,
    gid: caller.user.gid,
    name,
    permissions: [1, 1, 0, 0, 0, 0, 0, 0, 0],
    epoch: 0,
    registered: world.clock.seconds(),
    template,
  };
  world.vmTemplates.set(made.id, made);
  world.changed();
  return made;
}

/** `one.template.allocate`; the id. */
export function allocate(world: World, caller: Caller, text: string): number {
  const template = templateOf(world, text);
  authorize(world, caller, { right: "CREATE", kind: "TEMPLATE" });
  refuseRestricted(world, caller, "VM", template, "VM Template");
  const name = template.single("NAME") ?? "";
  return addTemplate(world, caller, name, template, (message) => new Failure("INTERNAL", message)).id;
}

/** The images of a template's disks, copied for the caller; the disks name the copies. */
function cloneImages(world: World, caller: Caller, made: VmTemplate, persistent: boolean): void {
  for (const [index, disk] of made.template.vectors("DISK").entries()) {
    const [image] = knownImages(world, caller, [disk]);
    if (image === undefined) continue;
    try {
      const id = imageNew.clone(world, caller, image.id, `${made.name}-disk-${index}`, -1);
      const copy = find(world.images, "IMAGE", id);
      copy.persistent = persistent;
      for (const name of ["IMAGE", "IMAGE_UNAME", "IMAGE_UID"]) disk.delete(name);
      disk.set("IMAGE_ID", String(id));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      world.vmTemplates.delete(made.id);
      throw new Failure("ACTION", `Failed to clone images: ${error.message}`);
    }
  }
}

/** Whether the images of a copied template are copied too. */
export type ImageCopies = "none" | "plain" | "persistent";

/**
 * A copy of a template, with what `change` does to it.
 * 7.4 asks no right on the template itself, only to create one.
 */
export function cloneTemplate(
  world: World,
  caller: Caller,
  id: number,
  name: string,
  images: ImageCopies,
  change: (template: Attributes) => void = () => {},
): VmTemplate {
  const object = find(world.vmTemplates, "TEMPLATE", id);
  const template = object.template.copy();
  change(template);
  const source = { right: world.release === "7.4" ? "CREATE" : "USE", kind: "TEMPLATE", object } as const;
  authorize(world, caller, source, { right: "CREATE", kind: "TEMPLATE" });
  const made = addTemplate(world, caller, name, template, (message) =>
    world.release === "7.4"
      ? new Failure("INTERNAL", message)
      : new Failure("ALLOCATE", `Error allocating a new virtual machine template. ${message}`),
  );
  if (images !== "none") cloneImages(world, caller, made, images === "persistent");
  return made;
}

/** `one.template.clone`; the new template's id. */
export function clone(world: World, caller: Caller, id: number, name: string, images: boolean): number {
  return cloneTemplate(world, caller, id, name, images ? "plain" : "none").id;
}
