/**
 * New machines: of a VM template of OpenNebula, of an image with the template of an instance type, or of that alone.
 */
import type { EntityRequest } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { isMissing } from "../../../opennebula/deletion.ts";
import * as images from "../../../opennebula/image.ts";
import * as vms from "../../../opennebula/vm.ts";
import { say } from "../../../wording.ts";
import { configured } from "../../configured.ts";
import { withLeaseReason } from "../../no-free-lease.ts";
import { readable } from "../../readable.ts";
import { type Requested, withTemplateBlame } from "../../template-refusal.ts";
import type { Caller } from "../caller.ts";
import { requestedNic } from "../link/vectors.ts";
import { withAttributeNames } from "../restricted-attributes.ts";
import type { NamedTypes } from "../types/catalog.ts";
import type { OsSource } from "../types/schemes.ts";
import { keyWords } from "./context-attributes.ts";
import { createFromTemplate } from "./from-template.ts";
import { templateOfType } from "./from-type.ts";
import { idIn, type Plan, planOf } from "./plan.ts";

/** The parts of the machine's template that come from the request itself. */
function requestedBy({ os, links, size, context }: Plan): Requested {
  const disks = links.disks.map((disk) => idIn(disk, "IMAGE_ID"));
  const nics = links.nics.map((nic) => idIn(nic, "NETWORK_ID"));
  const sized = [size.cpu, size.memory, size.vcpu].some((part) => part !== undefined);
  return {
    ids: [...(os === undefined ? [] : [os.id]), ...disks, ...nics, ...links.securityGroups],
    sized,
    context: context.map(([name]) => name),
  };
}

/** @throws OcciError INTERNAL for a template of the instance type that oned refuses. */
function createFromType({ deps, session }: Caller, plan: Plan): Promise<number> {
  return withTemplateBlame(plan.size.type ?? "", requestedBy(plan), () =>
    vms.allocate(deps.oned, session, templateOfType(deps, plan)),
  );
}

async function createAs(caller: Caller, plan: Plan, types: NamedTypes): Promise<number> {
  const { os, links, isDefaultOs } = plan;
  const create = () =>
    os?.from === "template" ? createFromTemplate(caller, os.id, plan, types) : createFromType(caller, plan);
  return withDefaultNamed(caller, isDefaultOs ? os : undefined, () =>
    withAttributeNames(links.sent, () =>
      withLeaseReason(caller.deps, caller.session, links.nics.map(requestedNic), create),
    ),
  );
}

/**
 * Creates a machine (`one.template.instantiate`, `one.vm.allocate`).
 * @returns its id.
 * @throws OcciError for what is wrong in the request, or as oned refuses.
 */
export async function createCompute(caller: Caller, request: EntityRequest, types: NamedTypes): Promise<number> {
  try {
    return await createAs(caller, planOf(caller, request), types);
  } catch (error) {
    throw error instanceof OcciError ? error.in(keyWords(request.attributes)) : error;
  }
}

/** @throws OcciError INTERNAL when the image of DEFAULT_OS_TPL is not there: no mistake of the user, who named none. */
async function checkDefaultImage({ deps, session }: Caller, id: number): Promise<void> {
  const isMissingImage = () => isMissing(() => images.info(deps.oned, session, id));
  if (!(await readable(isMissingImage))) return;
  const option = { option: "DEFAULT_OS_TPL", value: `image_${id}`, kind: "os_tpl" } as const;
  await configured(option, () => images.info(deps.oned, session, id));
}

/**
 * A user who named no os_tpl does not know which one is not for them.
 * @param chosen by the configuration; undefined where the request names its own.
 */
async function withDefaultNamed<T>(caller: Caller, chosen: OsSource | undefined, create: () => Promise<T>): Promise<T> {
  try {
    return await create();
  } catch (error) {
    const { defaultOsTpl } = caller.deps.config;
    if (chosen === undefined || defaultOsTpl === undefined || !(error instanceof OcciError)) throw error;
    if (/^(INVALID_REQUEST|NOT_FOUND)$/.test(error.code) && chosen.from === "image") {
      await checkDefaultImage(caller, chosen.id);
    }
    if (error.code !== "FORBIDDEN") throw error;
    throw new OcciError("INVALID_REQUEST", say`The default os_tpl ${defaultOsTpl} cannot be used: ${error.sentence}`, {
      hint: "Name another os_tpl; the administrator sets the default with DEFAULT_OS_TPL.",
      cause: error,
    });
  }
}
