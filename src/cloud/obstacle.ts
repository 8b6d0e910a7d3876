/** The obstacle of a change that oned has refused: one reading of the object shows whether it passes. */
import { OcciError } from "../errors.ts";
import { ChangeView } from "../opennebula/change-view.ts";
import type { OnedClient, Parameter, Session } from "../opennebula/client.ts";
import * as images from "../opennebula/image.ts";
import { usersOf } from "../opennebula/users-of.ts";
import * as vms from "../opennebula/vm.ts";
import * as vnets from "../opennebula/vnet.ts";
import { imagePasses, vmLeaves, vmPasses, vnetPasses } from "./passing-states.ts";
import type { Patience } from "./patience.ts";

interface OnedObject {
  readonly kind: string;
  readonly id: number;
}

/** The object that a call is about; undefined for a creation, and for what has no states. */
function objectOf(method: string, parameters: readonly Parameter[]): OnedObject | undefined {
  const [, kind = ""] = /^one\.(vm|image|vn|secgroup)\.(?!allocate$)/.exec(method) ?? [];
  const id = parameters[method === "one.vm.action" ? 1 : 0];
  return kind === "" || typeof id !== "number" ? undefined : { kind, id };
}

/** The object that oned's sentence names beside it: `Cannot acquire image 4, it is locked`. */
function objectNamed(message: string): OnedObject | undefined {
  const [, image, net] = /\bimage '?(\d+)|\b(?:net|virtual network) (\d+)/i.exec(message) ?? [];
  if (image !== undefined) return { kind: "image", id: Number(image) };
  return net === undefined ? undefined : { kind: "vn", id: Number(net) };
}

async function statePasses(oned: OnedClient, session: Session, { kind, id }: OnedObject): Promise<boolean> {
  if (kind === "vm") return vmPasses(await vms.info(oned, session, id));
  if (kind === "image") return imagePasses(await images.info(oned, session, id));
  return kind === "vn" && vnetPasses(await vnets.info(oned, session, id));
}

/** Whether the object whose name is taken is being deleted. */
async function nameGoes(oned: OnedClient, session: Session, { kind, id }: OnedObject): Promise<boolean> {
  if (kind === "image") return (await images.info(oned, session, id)).state === "DELETE";
  return kind === "vn" && (await vnets.info(oned, session, id)).state === "LOCK_DELETE";
}

/**
 * Whether the first of the machines that use an object is leaving it. Without any it is free by now, or it is an image
 * that is still being copied from.
 */
async function usersLeave(oned: OnedClient, session: Session, { kind, id }: OnedObject): Promise<boolean> {
  const { vmIds, others } = await usersOf(oned, session, kind, id);
  const [first] = vmIds;
  return first === undefined ? !others : vmLeaves(await vms.info(oned, session, first));
}

/** @throws OcciError when the object cannot be read. */
async function look(
  oned: OnedClient,
  session: Session,
  about: OnedObject | undefined,
  { code, message }: OcciError,
): Promise<boolean> {
  const named = objectNamed(message);
  const first = named ?? about;
  if (first === undefined) return false;
  if (code === "WRONG_STATE" || code === "LOCKED") return statePasses(oned, session, first);
  if (code === "NAME_TAKEN") return named !== undefined && nameGoes(oned, session, named);
  return code === "IN_USE" && usersLeave(oned, session, first);
}

/** The client, which tries again what oned refuses because of a state that passes by itself. */
export function patient(oned: OnedClient, patience: Patience): OnedClient {
  return new Patient(oned, patience);
}

class Patient extends ChangeView {
  readonly #patience: Patience;

  constructor(oned: OnedClient, patience: Patience) {
    super(oned);
    this.#patience = patience;
  }

  override change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    const about = objectOf(method, parameters);
    const passes = async (refusal: OcciError): Promise<boolean> => {
      try {
        return await look(this.oned, session, about, refusal);
      } catch (error) {
        // A state that cannot be seen is not waited for: the refusal itself is the answer.
        if (error instanceof OcciError) return false;
        throw error;
      }
    };
    return this.#patience.retry(() => this.oned.change(session, method, ...parameters), passes);
  }
}
