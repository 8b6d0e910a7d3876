/** COMPUTE in: the forms of 2.0 and 4.6 (reference, sections 4 and 5). */
import type { ComputeChange, ComputeRequest, DiskRequest, NicRequest, SaveAsRequest } from "../../model.ts";
import { childrenNamed, fullText, type XmlElement } from "../../xml/element.ts";
import {
  type Body,
  hrefOf,
  instanceTypeOf,
  optionalRoot,
  present,
  requiredRoot,
  textOf,
  withoutEscapes,
} from "./request.ts";

// A DISK's TYPE and TARGET are ignored, as they always were; without an href there is nothing to attach.
function disks(compute: XmlElement): DiskRequest[] {
  return childrenNamed(compute, "DISK").flatMap((disk) => {
    const storage = hrefOf(disk, "STORAGE");
    return storage === undefined ? [] : [{ storage }];
  });
}

function nics(compute: XmlElement): NicRequest[] {
  return childrenNamed(compute, "NIC").flatMap((nic) => {
    const network = hrefOf(nic, "NETWORK");
    return network === undefined ? [] : [{ network, ...present({ ip: textOf(nic, "IP") }) }];
  });
}

function context(compute: XmlElement): (readonly [string, string])[] {
  return childrenNamed(compute, "CONTEXT").flatMap((element) =>
    element.children.map((variable) => [variable.name, withoutEscapes(fullText(variable))] as const),
  );
}

/**
 * POST /compute.
 * @param maxBytes BODY_LIMIT of the configuration.
 * @throws OcciError INVALID_XML, INVALID_REQUEST, TOO_LARGE.
 */
export function parseCompute(body: Body, maxBytes?: number): ComputeRequest {
  const root = requiredRoot(body, "COMPUTE", maxBytes);
  return {
    ...present({
      name: textOf(root, "NAME"),
      instanceType: instanceTypeOf(root),
      cpu: textOf(root, "CPU"),
      memory: textOf(root, "MEMORY"),
    }),
    disks: disks(root),
    nics: nics(root),
    context: context(root),
  };
}

/** Libcloud knows no ids of disks: it sends the image's as DISK@id and in STORAGE@href. */
function idOfDisk(disk: XmlElement): Pick<SaveAsRequest, "disk" | "orImage"> {
  const { id } = disk.attributes;
  if (id === undefined) return {};
  return hrefOf(disk, "STORAGE") === id ? { disk: id, orImage: true } : { disk: id };
}

// SAVE_AS without a name asks for nothing (recorded: `put-saveas-noname`).
function saveAs(compute: XmlElement): SaveAsRequest[] {
  return childrenNamed(compute, "DISK").flatMap((disk) =>
    childrenNamed(disk, "SAVE_AS").flatMap((element) => {
      const name = element.attributes.name;
      return name === undefined ? [] : [{ name, ...idOfDisk(disk) }];
    }),
  );
}

/**
 * PUT /compute/ID. A client may send a whole COMPUTE back: only NAME, STATE and DISK/SAVE_AS@name count.
 * @throws OcciError INVALID_XML, TOO_LARGE.
 */
export function parseComputeChange(body: Body, maxBytes?: number): ComputeChange {
  const root = optionalRoot(body, "COMPUTE", maxBytes);
  if (root === undefined) return { saveAs: [] };
  return { ...present({ name: textOf(root, "NAME"), state: textOf(root, "STATE") }), saveAs: saveAs(root) };
}
