/** VM templates that exist: `one.template.*` and `one.templatepool.info`. */
import { Failure } from "../failure.ts";
import * as image from "../image/image.ts";
import { plain } from "../markup.ts";
import * as objects from "../objects.ts";
import type { VmTemplate } from "../records.ts";
import { authorize, type Caller, isAdmin, type Right } from "../users/permissions.ts";
import { changedRestricted } from "../users/restricted.ts";
import { describeDisk, knownImages } from "../vm/disk.ts";
import { nicRequests } from "../vm/nic.ts";
import type { World } from "../world.ts";

function markup(world: World, template: VmTemplate): string {
  const head = objects.headMarkup(world, template) + objects.permissionsMarkup(template);
  return `<VMTEMPLATE>${head}${plain("REGTIME", template.registered)}<TEMPLATE>${template.template.markup()}</TEMPLATE></VMTEMPLATE>`;
}

function allowed(world: World, caller: Caller, id: number, right: Right): VmTemplate {
  return objects.findThenAllow(world, caller, world.vmTemplates, "TEMPLATE", id, right);
}

/**
 * The template with what its disks take from their images.
 * @throws Failure AUTHORIZATION when the caller must not use an image or a network.
 */
function extend(world: World, caller: Caller, template: VmTemplate): VmTemplate {
  const extended = template.template.copy();
  const disks = extended.vectors("DISK");
  authorize(
    world,
    caller,
    { right: "USE", kind: "TEMPLATE", object: template },
    ...knownImages(world, caller, disks).map((object) => ({ right: "USE", kind: "IMAGE", object }) as const),
    ...nicRequests(world, caller, extended.vectors("NIC")),
  );
  for (const [index, disk] of disks.entries()) describeDisk(world, caller, disk, index);
  return { ...template, template: extended };
}

/** `one.template.info`. */
export function info(world: World, caller: Caller, id: number, extended: boolean): string {
  const template = objects.find(world.vmTemplates, "TEMPLATE", id);
  if (extended) return markup(world, extend(world, caller, template));
  return markup(world, allowed(world, caller, id, "USE"));
}

/** `one.templatepool.info`. */
export function pool(world: World, caller: Caller, flag: number, start: number, end: number): string {
  const templates = objects.poolOf(world, caller, world.vmTemplates, "TEMPLATE", { flag, start, end });
  return `<VMTEMPLATE_POOL>${templates.map((template) => markup(world, template)).join("")}</VMTEMPLATE_POOL>`;
}

/** `one.template.update`: what is restricted must stay as it is, unless an administrator asks. */
export function update(world: World, caller: Caller, id: number, text: string, type: number): number {
  const object = objects.findAllowed(world, caller, world.vmTemplates, "TEMPLATE", id, "MANAGE");
  const append = objects.isAppend(type);
  const prefix = "Cannot update template. ";
  const wanted = objects.templateOf(world, text, "INTERNAL", prefix, true);
  const changed = isAdmin(caller) ? undefined : changedRestricted(world.release, wanted, object.template, append);
  if (changed !== undefined) {
    const why = append ? "User Template includes a restricted attribute " : "Tried to change restricted attribute: ";
    throw new Failure("INTERNAL", prefix + why + changed);
  }
  if (append) object.template.merge(wanted);
  else object.template = wanted;
  object.template.dropEmptyVectors();
  world.changed();
  return id;
}

/** `one.template.chmod`. */
export function chmod(world: World, caller: Caller, id: number, wanted: readonly number[]): number {
  objects.chmod(world, caller, "TEMPLATE", objects.find(world.vmTemplates, "TEMPLATE", id), wanted);
  return id;
}

/** `one.template.rename`. */
export function rename(world: World, caller: Caller, id: number, name: string): number {
  objects.rename(world, world.vmTemplates, "TEMPLATE", allowed(world, caller, id, "MANAGE"), name);
  return id;
}

/** `one.template.delete`, and those of its images that the caller may delete and nobody uses. */
export function remove(world: World, caller: Caller, id: number, images: boolean): number {
  const { template } = allowed(world, caller, id, "MANAGE");
  world.vmTemplates.delete(id);
  world.changed();
  const used = images ? knownImages(world, caller, template.vectors("DISK")) : [];
  for (const one of new Set(used)) {
    try {
      image.remove(world, caller, one.id, false);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return id;
}
