/** Updates of machines: title, summary, size, host name, public key, more links. */
import type { Resource } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import * as vms from "../../../opennebula/vm.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import type { Caller } from "../caller.ts";
import type { Change } from "../change.ts";
import { refuseOthers } from "../difference.ts";
import { addLinks, checkNewLinks, withoutLinks } from "../link/add.ts";
import { newLinks } from "../link/new-links.ts";
import { noteTemplates, renamedObject, retitled, TITLE_NAMES } from "../rename.ts";
import { HOSTNAME, hostName, PUBLIC_KEY, publicKey, USERDATA } from "./context-attributes.ts";
import { changeHostName, keyTemplate, reconfigure, refuseFixed } from "./reconfigure.ts";
import { newSize, resize } from "./resize.ts";
import { SIZE_NAMES } from "./size.ts";

/**
 * @returns the machine where its title or summary alone are new.
 * @throws OcciError before anything is changed for what cannot be; then as oned refuses.
 */
export async function updateCompute(caller: Caller, vm: VmDetails, change: Change): Promise<VmDetails | undefined> {
  const { deps, session } = caller;
  const { difference, request, entity } = change;
  const { changed } = difference;
  if (changed.has(USERDATA)) {
    throw new OcciError("WRONG_STATE", `${USERDATA} is read only once, at the first boot, so it cannot be changed.`);
  }
  refuseOthers(
    difference,
    [...TITLE_NAMES, ...SIZE_NAMES, HOSTNAME, PUBLIC_KEY],
    "Title, summary, size, host name and public key can be changed.",
  );
  const size = newSize(caller, vm, change);
  const host = hostName(changed.get(HOSTNAME));
  const key = publicKey(changed);
  refuseFixed(caller, vm, [
    ...(host === undefined ? [] : [["SET_HOSTNAME", HOSTNAME] as const]),
    ...(key === undefined ? [] : [["SSH_PUBLIC_KEY", PUBLIC_KEY] as const]),
  ]);
  const keyed = key === undefined ? undefined : keyTemplate(caller, key);
  const renaming = retitled(difference, vm);
  const templates = noteTemplates(renaming.notes);
  const links = newLinks(entity as Resource, request.links);
  checkNewLinks(links);
  // First what may be refused, and can be taken back.
  const added = await addLinks(caller, vm, links);
  try {
    if (size !== undefined) await resize(caller, vm, size);
    if (keyed !== undefined) await reconfigure(caller, vm.id, keyed);
    if (host !== undefined) await changeHostName(caller, vm, host);
  } catch (failure) {
    throw await withoutLinks(caller, added, failure);
  }
  for (const text of templates) await vms.update(deps.oned, session, vm.id, text);
  if (renaming.name !== undefined) await vms.rename(deps.oned, session, vm.id, renaming.name);
  const isOther = links.length > 0 || size !== undefined || keyed !== undefined || host !== undefined;
  return isOther ? undefined : renamedObject(vm, renaming);
}
