/** New machines from the template of an instance type, with or without an image (`one.vm.allocate`). */
import { type TemplateVector, xmlTemplate } from "../../../opennebula/template-writer.ts";
import type { VmTemplateData } from "../../../templates/data.ts";
import { withNetwork } from "../../context-merge.ts";
import type { CloudDeps } from "../../deps.ts";
import type { VectorEntries } from "../link/vectors.ts";
import { idIn, type Plan, placement, REQUIREMENTS, requestData, withGroups } from "./plan.ts";

/** The operator's templates, with what they have no place for put in afterwards. */
export function templateOfType({ templates }: Pick<CloudDeps, "templates">, plan: Plan): string {
  const { os, size, links } = plan;
  const type = size.type ?? "";
  const data: VmTemplateData = {
    ...requestData(plan, type),
    disks: [
      ...(os === undefined ? [] : [{ imageId: os.id }]),
      ...links.disks.map((disk) => ({ imageId: idIn(disk, "IMAGE_ID") })),
    ],
    nics: links.nics.map((nic) => ({ networkId: idIn(nic, "NETWORK_ID") })),
  };
  const attributes = templates.vmAttributes(type, data);
  /** The vector with what the request adds to it; each request for a part is used once. */
  const withRequested =
    (name: "NIC" | "DISK", key: "NETWORK_ID" | "IMAGE_ID", requested: VectorEntries[]) =>
    (vector: [string, string][]): VectorEntries => {
      const index = requested.findIndex((entries) =>
        vector.some(([k, value]) => k === key && value === String(idIn(entries, key))),
      );
      const [found] = index < 0 ? [] : requested.splice(index, 1);
      const more = found?.filter(([k]) => !vector.some(([other]) => other === k)) ?? [];
      return name === "NIC" ? withGroups([...vector, ...more], links.securityGroups) : [...vector, ...more];
    };
  const nic = withRequested("NIC", "NETWORK_ID", [...links.nics]);
  const disk = withRequested("DISK", "IMAGE_ID", [...links.disks]);
  const entries: (readonly [string, string | TemplateVector])[] = [];
  let templateRequirements: string | undefined;
  for (const { name, value } of attributes) {
    if (typeof value === "string") {
      if (name === REQUIREMENTS && plan.zone !== undefined) templateRequirements = value;
      else if (value.trim() !== "") entries.push([name, value]);
      continue;
    }
    const vector = value.map((member): [string, string] => [member.name, String(member.value)]);
    const filled = vector.filter(([, text]) => text.trim() !== "");
    entries.push([name, name === "NIC" ? nic(filled) : name === "DISK" ? disk(filled) : filled]);
  }
  const given = new Set(entries.map(([name]) => name));
  const complete = withNetwork(entries);
  const vcpu = size.vcpu === undefined || given.has("VCPU") ? [] : [["VCPU", size.vcpu] as const];
  return xmlTemplate([...complete, ...vcpu, ...placement(plan.zone, templateRequirements), ...plan.notes]);
}
