/** Another size for a machine that exists: of another instance type, or what its own leaves open. */
import { SSH_KEY } from "../../../dialects/ogf/index.ts";
import { OcciError } from "../../../errors.ts";
import { xmlTemplate } from "../../../opennebula/template-writer.ts";
import * as vms from "../../../opennebula/vm.ts";
import type { VmDetails } from "../../../opennebula/vm-details.ts";
import { isAbout, outcome } from "../../compute-actions.ts";
import type { Caller } from "../caller.ts";
import { type Change, refuseMixins } from "../change.ts";
import { schemesOf, typeOfTerm } from "../types/schemes.ts";
import { PUBLIC_KEY } from "./context-attributes.ts";
import { requestedSize, type Size, sizeOf } from "./size.ts";

/** The resource_tpl among new mixins. Other types cannot be put on a machine that exists. */
function newType(caller: Caller, { newMixins, request }: Change): string | undefined {
  const { config } = caller.deps;
  const { resourceTpl } = schemesOf(config);
  const types = newMixins.filter((id) => id.startsWith(resourceTpl));
  if (types.length > 1) throw new OcciError("INVALID_REQUEST", "The request names more than one resource_tpl.");
  const system = newMixins.find((id) => /os_tpl#/.test(id));
  if (system !== undefined) {
    throw new OcciError("NOT_SUPPORTED", "The operating system of a machine cannot be replaced.", {
      hint: "Create a new machine with the other os_tpl.",
    });
  }
  const comesWithKey = request.attributes.has(PUBLIC_KEY);
  refuseMixins(newMixins.filter((id) => !id.startsWith(resourceTpl) && !(id === SSH_KEY && comesWithKey)));
  return types[0] === undefined ? undefined : typeOfTerm(config, types[0].slice(resourceTpl.length));
}

/** The new size of the machine; undefined when its size stays. */
export function newSize(caller: Caller, vm: VmDetails, change: Change): Size | undefined {
  const { difference, request } = change;
  const type = newType(caller, change);
  if (type !== undefined) return sizeOf(caller.deps, type, request.attributes);
  const changed = requestedSize(difference.changed);
  if (changed.size === 0) return undefined;
  const own = vm.instanceType;
  if (own === undefined || !caller.deps.config.vmTypes.some(({ name }) => name === own)) {
    throw new OcciError(
      "INVALID_REQUEST",
      "The instance type determines cores and memory, and the machine does not have one.",
      {
        hint: "Name a resource_tpl as a mixin.",
      },
    );
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

/** Resizes (`one.vm.resize`), and notes the type. @throws OcciError DRIVER_REFUSED when the host does not do it. */
export async function resize(caller: Caller, vm: VmDetails, { type, cpu, memory, vcpu }: Size): Promise<void> {
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
