/** Use cases of VM templates, with their inputs. */
import type { MachineTemplate, Page, Reference } from "../../model.ts";
import type { Skip } from "../../opennebula/read-around.ts";
import { optionalDecimal, optionalNumber } from "../../opennebula/record-parts.ts";
import * as vmTemplates from "../../opennebula/vm-template.ts";
import { inputsOf, shownInput } from "../inputs.ts";
import { type NameFilter, type PageRequest, shownPage } from "./page.ts";
import type { Requester } from "./requester.ts";

type Vector = ReadonlyMap<string, string>;

/** A template names images and networks by id, or by name alone. */
function referenceIn(vector: Vector, idName: string, name: string): Reference | undefined {
  const id = optionalNumber(vector.get(idName));
  return id === undefined ? undefined : { id, name: vector.get(name) ?? "" };
}

/** A template as it is shown. */
export function templateView(template: vmTemplates.VmTemplate): MachineTemplate {
  const { description, notes, vcpu, disks, nics } = template;
  const [cpu, memory, logo] = [optionalDecimal(template.cpu), optionalDecimal(template.memory), notes.get("LOGO")];
  return {
    id: template.id,
    name: template.name,
    ...(description !== undefined && { description }),
    ...(logo && { logo }),
    ...(cpu !== undefined && { cpu }),
    ...(vcpu !== undefined && { vcpu }),
    ...(memory !== undefined && { memory: Math.round(memory) }),
    disks: disks.map((disk) => {
      const [image, size] = [referenceIn(disk, "IMAGE_ID", "IMAGE"), optionalNumber(disk.get("SIZE"))];
      return { ...(image !== undefined && { image }), ...(size !== undefined && { size }) };
    }),
    networks: nics.map((nic) => {
      const network = referenceIn(nic, "NETWORK_ID", "NETWORK");
      return network === undefined ? {} : { network };
    }),
    inputs: inputsOf(template).map(shownInput),
    owner: { id: template.uid, name: template.uname },
    created: new Date(template.registered * 1000),
  };
}

const POOL = { kind: "VMTEMPLATE", call: vmTemplates.pool, convert: vmTemplates.vmTemplateOf };

/** The templates that the user may use (`one.templatepool.info`). */
export function listTemplates(
  requester: Requester,
  request: PageRequest,
  filter: NameFilter,
  skip: Skip,
): Promise<Page<MachineTemplate>> {
  return shownPage(requester, POOL, templateView, request, filter, skip);
}

/** One template (`one.template.info`). @throws OcciError as oned refuses. */
export async function showTemplate({ deps, session }: Requester, id: number): Promise<MachineTemplate> {
  return templateView(await vmTemplates.info(deps.oned, session, id));
}
