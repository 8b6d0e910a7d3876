/** Updates of machines: title, summary, capacity, host name, more links. */
import { type LinkRequest, type Resource, SSH_KEY } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vms from "../../../opennebula/vm.ts";
import { details, type VmDetails } from "../../../opennebula/vm-details.ts";
import { joined, say } from "../../../wording.ts";
import { isAbout, outcome, settle } from "../../compute-actions.ts";
import * as fields from "../../fields.ts";
import { addressOf } from "../address.ts";
import { type Caller, forNext } from "../caller.ts";
import { type Change, refuseMixins } from "../change.ts";
import { refuseOthers } from "../difference.ts";
import { createLink, removeLink } from "../link/attach.ts";
import { newLinks } from "../link/new-links.ts";
import { partsOf } from "../link/vectors.ts";
import { noteTemplates, retitled, TITLE_NAMES } from "../rename.ts";
import { takeBack } from "../roll-back.ts";
import { schemesOf, typeOfTerm } from "../types/schemes.ts";
import { HOSTNAME, hostName, PUBLIC_KEY, publicKey, USERDATA } from "./context-attributes.ts";
import { askedSize, SIZE_NAMES, type Size, sizeOf } from "./size.ts";

/** The resource_tpl among new mixins. Other types cannot be put on a machine that exists. */
function newType(caller: Caller, { newMixins, request }: Change): string | undefined {
  const { config } = caller.deps;
  const { resourceTpl } = schemesOf(config);
  const types = newMixins.filter((id) => id.startsWith(resourceTpl));
  if (types.length > 1) throw new OcciError("INVALID_REQUEST", "The request names more than one resource_tpl.");
  const system = newMixins.find((id) => /os_tpl#/.test(id));
  if (system !== undefined) {
    throw new OcciError("NOT_SUPPORTED", "The operating system of a machine cannot be exchanged.", {
      hint: "Create a new machine with the other os_tpl.",
    });
  }
  const comesWithKey = request.attributes.has(PUBLIC_KEY);
  refuseMixins(newMixins.filter((id) => !id.startsWith(resourceTpl) && !(id === SSH_KEY && comesWithKey)));
  return types[0] === undefined ? undefined : typeOfTerm(config, types[0].slice(resourceTpl.length));
}

/** What the machine is to have; undefined when its size stays. */
function newSize(caller: Caller, vm: VmDetails, change: Change): Size | undefined {
  const { difference, request } = change;
  const type = newType(caller, change);
  if (type !== undefined) return sizeOf(caller.deps, type, request.attributes);
  const changed = askedSize(difference.changed);
  if (changed.size === 0) return undefined;
  const own = vm.instanceType;
  if (own === undefined || !caller.deps.config.vmTypes.some(({ name }) => name === own)) {
    throw new OcciError("INVALID_REQUEST", "Cores and memory follow the instance types: the machine is of none.", {
      hint: "Name a resource_tpl as a mixin.",
    });
  }
  const size = sizeOf(caller.deps, own, changed);
  const fixed = caller.deps.templates.capacity(own);
  for (const name of changed.keys()) {
    if (name === "occi.compute.memory" ? fixed.memory !== undefined : fixed.cpu !== undefined) {
      throw new OcciError("INVALID_REQUEST", `${name}: the instance type ${own} fixes it.`, {
        hint: "Name another resource_tpl as a mixin: the machine gets its size.",
      });
    }
  }
  return size;
}

async function resize(caller: Caller, vm: VmDetails, { type, cpu, memory, vcpu }: Size): Promise<void> {
  const { deps, session } = caller;
  const entries: [string, string][] = [];
  if (cpu !== undefined) entries.push(["CPU", cpu]);
  if (memory !== undefined) entries.push(["MEMORY", memory]);
  // Cores that were asked for once do not stay when another type says nothing of them.
  if (vcpu !== undefined || vm.vcpu !== undefined) entries.push(["VCPU", vcpu ?? "1"]);
  await vms.resize(deps.oned, session, vm.id, xmlTemplate(entries));
  await outcome({ ...caller, id: vm.id }, "resize the machine", (now) =>
    entries.every(([name, value]) => name === "VCPU" || isAbout(name === "CPU" ? now.cpu : now.memory, value)),
  );
  if (type !== undefined && type !== vm.instanceType) {
    await vms.update(deps.oned, session, vm.id, xmlTemplate([["INSTANCE_TYPE", type]]));
  }
}

/** @param asked variables of CONTEXT with their attributes. @throws OcciError INVALID_REQUEST for what the type fixes. */
function refuseFixed({ deps }: Caller, vm: VmDetails, asked: readonly (readonly [string, string])[]): void {
  const type = deps.config.vmTypes.find(({ name }) => name === vm.instanceType)?.name;
  if (type === undefined || asked.length === 0) return;
  const probe = { instanceType: type, disks: [], nics: [], context: [] };
  const fixed = new Set(deps.templates.context(type, probe).fixed.map(([name]) => name));
  const [, attribute] = asked.find(([name]) => fixed.has(name)) ?? [];
  if (attribute === undefined) return;
  throw new OcciError("INVALID_REQUEST", `${attribute}: the instance type ${type} fixes it.`);
}

/** In CONTEXT, for the guest; a machine without one has it noted only. */
async function rehost(caller: Caller, vm: VmDetails, name: string): Promise<void> {
  const { deps, session } = caller;
  if (vm.context.length === 0) {
    return vms.update(deps.oned, session, vm.id, xmlTemplate([["OCCI_HOSTNAME", name]]));
  }
  await reconfigure(caller, vm.id, xmlTemplate([["CONTEXT", [["SET_HOSTNAME", name]]]]));
}

/** @throws OcciError INVALID_CHARACTER for a key that CONTEXT cannot hold. */
function keyTemplate({ deps }: Caller, key: string): string {
  return xmlTemplate([["CONTEXT", fields.contextVariables([["SSH_PUBLIC_KEY", key]], deps.config.contextVariables)]]);
}

async function reconfigure(caller: Caller, id: number, template: string): Promise<void> {
  await vms.updateConf(caller.deps.oned, caller.session, id, template);
  await settle({ ...caller, id });
}

/** Links of one update: hot-plugging each takes a while. */
const MOST_LINKS = 20;

/** Adds links; when one of them fails those before it go again. */
async function addLinks(caller: Caller, id: number, links: readonly LinkRequest[]): Promise<readonly string[]> {
  const made: string[] = [];
  try {
    for (const { kind, mixins, target, attributes } of links) {
      const ends = [
        ["occi.core.source", `/compute/${id}`],
        ["occi.core.target", target],
      ] as const;
      made.push(
        await createLink(forNext(caller), { kind, mixins, links: [], attributes: new Map([...attributes, ...ends]) }),
      );
    }
    return made;
  } catch (failure) {
    throw await withoutLinks(caller, made, failure);
  }
}

/** Takes links back. @returns the failure that was the reason, or OUTCOME_UNKNOWN naming those that are still there. */
async function withoutLinks(caller: Caller, made: readonly string[], failure: unknown): Promise<unknown> {
  const left = await takeBack(made, async (path) => {
    const link = addressOf(path)?.link;
    if (link !== undefined) await removeLink(caller, link);
  });
  if (left.length === 0) return failure;
  const places = joined(
    left.map((place) => ({ place })),
    ", ",
  );
  return new OcciError("OUTCOME_UNKNOWN", say`The update failed when these links had been made: ${places}.`, {
    hint: "DELETE them, or leave them out when you repeat the request.",
    cause: failure,
  });
}

/** @throws OcciError before anything is changed for what cannot be; then as oned refuses. */
export async function updateCompute(caller: Caller, id: number, change: Change): Promise<void> {
  const { deps, session } = caller;
  const { difference, request, entity } = change;
  const { changed } = difference;
  if (changed.has(USERDATA)) {
    throw new OcciError("WRONG_STATE", `${USERDATA} is read once, at the first boot: it cannot be changed.`);
  }
  refuseOthers(
    difference,
    [...TITLE_NAMES, ...SIZE_NAMES, HOSTNAME, PUBLIC_KEY],
    "Title, summary, size, host name and public key can be changed.",
  );
  const vm = await details(deps.oned, session, id);
  const size = newSize(caller, vm, change);
  const host = hostName(changed.get(HOSTNAME));
  const key = publicKey(changed);
  refuseFixed(caller, vm, [
    ...(host === undefined ? [] : [["SET_HOSTNAME", HOSTNAME] as const]),
    ...(key === undefined ? [] : [["SSH_PUBLIC_KEY", PUBLIC_KEY] as const]),
  ]);
  const keyed = key === undefined ? undefined : keyTemplate(caller, key);
  const { name, notes } = retitled(difference, vm);
  const templates = noteTemplates(notes);
  const links = newLinks(entity as Resource, request.links);
  if (links.length > MOST_LINKS) {
    throw new OcciError("TOO_LARGE", `An update can have ${MOST_LINKS} new links; this one has ${links.length}.`);
  }
  partsOf(links);
  // First what may be refused, and can be taken back.
  const made = await addLinks(caller, id, links);
  try {
    if (size !== undefined) await resize(caller, vm, size);
    if (keyed !== undefined) await reconfigure(caller, id, keyed);
    if (host !== undefined) await rehost(caller, vm, host);
  } catch (failure) {
    throw await withoutLinks(caller, made, failure);
  }
  for (const text of templates) await vms.update(deps.oned, session, id, text);
  if (name !== undefined) await vms.rename(deps.oned, session, id, name);
}
