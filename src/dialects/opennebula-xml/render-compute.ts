/** COMPUTE out, in the shape of 4.6; what it did not have stands behind what it had. */
import type { Compute, ComputeDisk, ComputeNic, Snapshot } from "../../model.ts";
import { element, join, type Markup, optionalElement, textElement } from "../../xml/write.ts";
import { href, optionalReference, optionalText, reference } from "./render-common.ts";

function renderSnapshot(snapshot: Snapshot): Markup {
  return element("SNAPSHOT", { id: snapshot.id, name: snapshot.name });
}

function renderDisk(disk: ComputeDisk, base: string): Markup {
  const content = [
    ...(disk.saveAs === undefined ? [] : [element("SAVE_AS", { href: href(base, "STORAGE", disk.saveAs) })]),
    optionalReference(base, "STORAGE", disk.storage),
    ...optionalElement("TYPE", disk.type),
    ...optionalElement("TARGET", disk.target),
    ...disk.snapshots.map(renderSnapshot),
  ];
  return element("DISK", { id: disk.id }, join(content));
}

function renderNic(nic: ComputeNic, base: string): Markup {
  const content = [
    optionalReference(base, "NETWORK", nic.network),
    ...optionalText("IP", nic.ip),
    ...optionalText("MAC", nic.mac),
    ...optionalText("IP6", nic.ip6),
  ];
  return element("NIC", { id: nic.id }, join(content));
}

function renderInstanceType(name: string, base: string): Markup {
  return textElement("INSTANCE_TYPE", name, { href: href(base, "INSTANCE_TYPE", name) });
}

/** A COMPUTE element. */
export function renderCompute(compute: Compute, base: string): Markup {
  const context = compute.context.map(([name, value]) => textElement(name, value));
  const content = [
    textElement("ID", compute.id),
    reference(base, "USER", compute.user),
    textElement("GROUP", compute.group),
    ...optionalText("CPU", compute.cpu),
    ...optionalText("MEMORY", compute.memory),
    textElement("NAME", compute.name),
    ...(compute.instanceType ? [renderInstanceType(compute.instanceType, base)] : []),
    textElement("STATE", compute.state),
    ...compute.disks.map((disk) => renderDisk(disk, base)),
    ...compute.nics.map((nic) => renderNic(nic, base)),
    ...(context.length === 0 ? [] : [element("CONTEXT", {}, join(context))]),
    textElement("LCM_STATE", compute.lcmState),
    ...optionalText("ERROR", compute.error),
    ...compute.snapshots.map(renderSnapshot),
    // Libcloud reads the text of the element in every machine; 4.6 left it out of those that were made elsewhere.
    ...(compute.instanceType ? [] : [textElement("INSTANCE_TYPE", "")]),
  ];
  return element("COMPUTE", { href: href(base, "COMPUTE", compute.id) }, join(content));
}
