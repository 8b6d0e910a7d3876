/** Compute: lists, shows, creates, changes and ends virtual machines. */
import { OcciError } from "../errors.ts";
import type { Compute, ComputeChange, ComputeRequest, SaveAsRequest, Summary } from "../model.ts";
import type { Session } from "../opennebula/client.ts";
import { members, names } from "../opennebula/pool.ts";
import type { IdRange, Reader, Skip } from "../opennebula/read-around.ts";
import * as vms from "../opennebula/vm.ts";
import type { RecentMap } from "../recent-map.ts";
import type { VmTemplateData } from "../templates/data.ts";
import { field, say } from "../wording.ts";
import type { XmlRecord } from "../xml/record.ts";
import { requestedCapacity } from "./capacity.ts";
import { type Operation, operationFor } from "./compute-states.ts";
import { computeView } from "./compute-view.ts";
import type { CloudDeps } from "./deps.ts";
import * as fields from "./fields.ts";
import { withLeaseReason } from "./no-free-lease.ts";
import { vmPasses } from "./passing-states.ts";
import { renamedAfter } from "./renaming.ts";
import { created } from "./reread.ts";
import { saveDisk } from "./save-disk.ts";
import { letTakeUp, untilAccepted } from "./taken-up.ts";
import { withTemplateBlame } from "./template-refusal.ts";
import { isType, named, typesHint } from "./type-names.ts";

/** All machines that the caller may see but those that are DONE: id and name. */
export function list(deps: CloudDeps, session: Session, skip: Skip): AsyncIterable<readonly Summary[]> {
  const ask = (range: IdRange) => vms.pool(deps.oned, session, range);
  return deps.pools.readAround("VM", ask, (answer, onFault) => names(answer, "VM_POOL", "VM", { onFault }), skip);
}

/** The same in full. */
export function listFull(deps: CloudDeps, session: Session, skip: Skip): AsyncIterable<readonly Compute[]> {
  const ask = (range: IdRange) => vms.poolExtended(deps.oned, session, range);
  const convert = (record: XmlRecord) => computeView(vms.vmOf(record));
  const read: Reader<Compute> = (answer, onFault) => members(answer, "VM_POOL", "VM", convert, { onFault });
  return deps.pools.readAround("VM", ask, read, skip);
}

/** One machine, DONE or not. */
export async function show(deps: CloudDeps, session: Session, id: number): Promise<Compute> {
  return computeView(await vms.info(deps.oned, session, id));
}

/**
 * The same as `view` makes it of the machine: nothing is read or made anew of a document that is among the recent ones.
 */
export async function showAs<T extends string>(
  deps: CloudDeps,
  session: Session,
  id: number,
  recent: RecentMap<T>,
  view: (compute: Compute) => T,
): Promise<T> {
  const document = await vms.document(deps.oned, session, id);
  const known = recent.get(document);
  if (known !== undefined) return known;
  const made = view(computeView(vms.vmIn(document)));
  recent.set(document, made, document.length);
  return made;
}

function instanceTypeOf(deps: CloudDeps, name: string | undefined): string {
  if (name !== undefined && isType(deps.config, name)) return name;
  const isUnnamed = name === undefined || name === "";
  // The first words are those of 4.6.
  const message = isUnnamed
    ? { historic: "Bad instance type: none is named", plain: "No instance type is named." }
    : { historic: `Bad instance type${named(name, ": ")}`, plain: `There is no instance type${named(name, " ")}.` };
  throw new OcciError("INVALID_REQUEST", say`${message}`, {
    hint: typesHint(deps.config, isUnnamed ? undefined : name),
  });
}

/** Checks the request field by field; nothing else of it reaches a template. */
function templateData(deps: CloudDeps, request: ComputeRequest): VmTemplateData {
  const instanceType = instanceTypeOf(deps, request.instanceType);
  const name = request.name === undefined || request.name === "" ? undefined : fields.objectName(request.name);
  return {
    ...(name !== undefined && { name }),
    instanceType,
    disks: request.disks.map((disk) => ({ imageId: fields.objectId(disk.storage, field("image")) })),
    nics: request.nics.map((nic) => ({
      networkId: fields.objectId(nic.network, field("network")),
      ...fields.nicAddress(nic.ip),
    })),
    context: fields.contextVariables(request.context, deps.config.contextVariables),
    ...requestedCapacity(deps, instanceType, request),
  };
}

/**
 * Creates a machine (`one.vm.allocate`).
 * @throws OcciError for a field that is wrong, or as oned refuses.
 */
export async function create(deps: CloudDeps, session: Session, request: ComputeRequest): Promise<Compute> {
  const data = templateData(deps, request);
  const template = deps.templates.renderVm(data.instanceType, data);
  const requested = {
    ids: [...data.disks.map(({ imageId }) => imageId), ...data.nics.map(({ networkId }) => networkId)],
    context: data.context.map(([name]) => name),
    sized: [request.cpu, request.memory].some((size) => size !== undefined),
  };
  const allocate = () =>
    withTemplateBlame(data.instanceType, requested, () => vms.allocate(deps.oned, session, template));
  const id = await withLeaseReason(deps, session, data.nics, allocate);
  return created(deps, id, "compute", () => show(deps, session, id));
}

/** Needs ADMIN right on the machine: says so, and how it is granted. */
async function recover(deps: CloudDeps, session: Session, id: number, operation: number, word: string): Promise<void> {
  try {
    await vms.recover(deps.onceOned, session, id, operation);
  } catch (error) {
    if (!(error instanceof OcciError) || error.code !== "FORBIDDEN") throw error;
    throw new OcciError("FORBIDDEN", `${word} requires the ADMIN right on the machine.`, {
      hint: `The cloud's administrator can grant it with: onevm chmod ${id} 700`,
      cause: error,
    });
  }
}

/**
 * Carries out a state word on a machine. One that is on its way is looked at again until the word is possible: STATE
 * shows it as ACTIVE all the while, so clients cannot know.
 * @returns the machine after it, or undefined when there was nothing to do.
 * @throws OcciError INVALID_REQUEST, STATE_NOT_ALLOWED, or as oned refuses.
 */
export async function changeState(
  deps: CloudDeps,
  session: Session,
  id: number,
  word: string,
): Promise<Compute | undefined> {
  let last: vms.Vm | undefined;
  const attempt = async (): Promise<Operation | undefined> => {
    last = await vms.info(deps.oned, session, id);
    const operation = operationFor(word, last);
    if (operation?.kind === "action") await vms.action(deps.onceOned, session, id, operation.name);
    if (operation?.kind === "recover") await recover(deps, session, id, operation.operation, word.toUpperCase());
    return operation;
  };
  const done = await deps.patience.retry(attempt, async ({ code }) => {
    if (last === undefined || !vmPasses(last)) return false;
    return code === "WRONG_STATE" || (code === "STATE_NOT_ALLOWED" && last.state === "ACTIVE");
  });
  if (done === undefined) return undefined;
  return done.kind === "action"
    ? computeView(await untilAccepted(deps, session, id, done.name))
    : show(deps, session, id);
}

/** The disk that is to be saved: where the id may be that of an image, the one disk that holds the image. */
async function diskToSave(deps: CloudDeps, session: Session, id: number, saveAs: SaveAsRequest): Promise<number> {
  const disk = saveAs.disk === undefined ? 0 : fields.partId(saveAs.disk, field("diskId"));
  if (saveAs.orImage !== true) return disk;
  const holding = (await vms.info(deps.oned, session, id)).disks.filter(({ imageId }) => imageId === disk);
  const [only, ...more] = holding;
  return only === undefined || more.length > 0 || holding.some((one) => one.id === disk) ? disk : only.id;
}

/** SAVE_AS of a disk: never together with a change of state. */
async function saveAsked(
  deps: CloudDeps,
  session: Session,
  id: number,
  saveAs: SaveAsRequest,
  state: string | undefined,
): Promise<Compute> {
  if (state !== undefined && operationFor(state, await vms.info(deps.oned, session, id)) !== undefined) {
    throw new OcciError(
      "STATE_NOT_ALLOWED",
      "Changing the state of the resource and saving a disk is not allowed in the same request",
      { hint: "Send two requests." },
    );
  }
  const name = fields.objectName(saveAs.name, field("copyName"));
  return saveDisk(deps, session, id, await diskToSave(deps, session, id, saveAs), name);
}

/**
 * `PUT /compute/ID`: a state, or a disk to be saved, by the rules of 4.6, and a new name. The name is changed last: a valid
 * name is never refused, a change of state might be.
 * @returns whether something was done, and the machine as it is then.
 */
export async function change(
  deps: CloudDeps,
  session: Session,
  id: number,
  wanted: ComputeChange,
): Promise<{ readonly acted: boolean; readonly compute: Compute }> {
  const [saveAs, ...more] = wanted.saveAs;
  if (more.length > 0)
    throw new OcciError("STATE_NOT_ALLOWED", "Only one disk can be saved per request", {
      hint: "Send a request for each disk.",
    });
  const present = wanted.name === undefined ? undefined : await vms.info(deps.oned, session, id);
  const name = present && fields.newName(wanted.name, present.name);
  const saved = saveAs && (await saveAsked(deps, session, id, saveAs, wanted.state));
  const done = saved ?? (wanted.state === undefined ? undefined : await changeState(deps, session, id, wanted.state));
  const acted = done !== undefined;
  if (name !== undefined) await renamedAfter(acted, () => vms.rename(deps.oned, session, id, name));
  const shown = done && name === undefined ? done : { ...(await show(deps, session, id)), ...savedDisks(saved) };
  return { acted: acted || name !== undefined, compute: shown };
}

/** oned itself forgets which image a disk was saved as. */
function savedDisks(saved: Compute | undefined): Partial<Pick<Compute, "disks">> {
  return saved === undefined ? {} : { disks: saved.disks };
}

/** Ends a machine at once and for good (`terminate-hard`). */
export async function remove(deps: CloudDeps, session: Session, id: number): Promise<void> {
  await vms.action(deps.oned, session, id, "terminate-hard");
  await letTakeUp(deps, session, id, "terminate-hard");
}
