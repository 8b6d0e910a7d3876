/** The actions of machines. */
import { OcciError } from "../../errors.ts";
import { ipFamily } from "../../ip-address.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { element, type Markup, optionalElement, textElement } from "../../xml/write.ts";
import { perform, putState } from "../action.ts";
import type { Reply } from "../answer.ts";
import { type Context, openContext, pathOf, readOne, resourceIn, showReplies } from "../context.ts";
import { AT_REST, type Goal, inState, RELEASED, USABLE } from "../goal.ts";
import { ANSWER_GRACE, interruptible, isInterruption, throwIfInterrupted, unlessInterrupted } from "../interruption.ts";
import { idOf, idsOf } from "../lookup.ts";
import { type Named, withMissing } from "../named-resources.ts";
import { withNeededState } from "../needed-state.ts";
import { interruptedAt, showOutcome, showWhenReached, withoutAnswer } from "../outcome.ts";
import { diskId, explainParts, type NamedParts, nicId, snapshotId } from "../parts.ts";
import { unlessReached } from "../reached.ts";
import type { Resource } from "../resource.ts";
import { wantedGoal } from "../waiting.ts";
import { mayGoOn } from "./delete.ts";

/** A change of state: as STATE of PUT, which the servers of OpenNebula know too, else as an action. */
interface StateAction {
  readonly state?: string;
  readonly action?: string;
  /** With --hard. */
  readonly hard?: { readonly state?: string; readonly action?: string };
  readonly goal: Goal;
  /** The states that count as done already, where there are more than the goal. */
  readonly reached?: Goal;
  /** Asks first. */
  readonly asks?: true;
  /** It does something to a machine in the state that it leads to: where it is refused nothing was reached. */
  readonly anew?: true;
}

const RUNNING = inState("RUNNING");

const STATE_ACTIONS: Readonly<Record<string, StateAction>> = {
  stop: { state: "STOPPED", goal: inState("STOPPED") },
  suspend: { state: "SUSPENDED", goal: inState("SUSPENDED") },
  resume: { state: "RESUME", goal: RUNNING },
  reboot: { state: "REBOOT", goal: RUNNING, anew: true },
  reset: { state: "RESET", goal: RUNNING, anew: true },
  poweroff: { state: "POWEROFF", hard: { action: "poweroffhard" }, goal: inState("POWEROFF") },
  undeploy: { action: "undeploy", hard: { action: "undeployhard" }, goal: inState("UNDEPLOYED") },
  hold: { action: "hold", goal: inState("HOLD") },
  release: { action: "release", goal: RUNNING, reached: RELEASED },
  restart: { state: "RESTART", goal: RUNNING, anew: true },
  resubmit: { state: "RESUBMIT", goal: RUNNING, anew: true },
  terminate: { state: "SHUTDOWN", hard: { state: "CANCEL" }, goal: inState("DONE"), asks: true },
};

/** An action on a part of a machine: the words after the machine's become PARAMS. */
type PartAction = (acting: Acting) => Promise<readonly Markup[]>;

interface Acting {
  readonly context: Context;
  readonly words: readonly string[];
  /** The machine as it is; read only when a part is named otherwise than by its id. */
  machine(): Promise<Resource>;
}

const href = (tag: string, kind: "storage" | "network", id: string): Markup => element(tag, { href: pathOf(kind, id) });
const option = ({ args }: Context, name: string) => optionalElement(name.toUpperCase(), text(args, name));
/** --ip. @throws OcciError USAGE. */
function address({ args }: Context) {
  const typed = text(args, "ip");
  if (typed !== undefined && ipFamily(typed) === undefined) {
    throw new OcciError("USAGE", `--ip must be an IP address such as 10.0.0.9, not ${JSON.stringify(typed)}.`);
  }
  return optionalElement("IP", typed);
}
const diskPart = async ({ words: [disk = ""], machine }: Acting) =>
  element("DISK", { id: await diskId(disk, machine) });

const PART_ACTIONS: Readonly<Record<string, PartAction>> = {
  attachdisk: async ({ context, words: [storage = ""] }) => [
    href("STORAGE", "storage", await idOf(context, "storage", storage)),
    ...option(context, "target"),
  ],
  detachdisk: async (acting) => [await diskPart(acting)],
  attachnic: async ({ context, words: [network = ""] }) => [
    href("NETWORK", "network", await idOf(context, "network", network)),
    ...address(context),
  ],
  detachnic: async ({ words: [nic = ""], machine }) => [element("NIC", { id: await nicId(nic, machine) })],
  saveas: async (acting) => [await diskPart(acting), textElement("NAME", acting.words[1] ?? "")],
  snapshotcreate: async ({ words: [name = ""] }) => [textElement("NAME", name)],
  snapshotrevert: async (acting) => [await snapshot(acting, acting.words[0])],
  snapshotdelete: async (acting) => [await snapshot(acting, acting.words[0])],
  disksnapshotcreate: async (acting) => [await diskPart(acting), textElement("NAME", acting.words[1] ?? "")],
  disksnapshotrevert: diskSnapshot,
  disksnapshotdelete: diskSnapshot,
};

async function snapshot({ machine }: Acting, typed = "", disk?: string): Promise<Markup> {
  return element("SNAPSHOT", { id: await snapshotId(typed, machine, disk) });
}

async function diskSnapshot(acting: Acting): Promise<readonly Markup[]> {
  const [disk = "", typed = ""] = acting.words;
  const id = await diskId(disk, acting.machine);
  return [element("DISK", { id }), await snapshot(acting, typed, id)];
}

/** Runs the command of that name. */
export async function act(name: string, args: Arguments): Promise<number> {
  const context = openContext(args);
  const state = STATE_ACTIONS[name];
  const part = PART_ACTIONS[name];
  if (state !== undefined) return await changeStates(context, name, state);
  if (part === undefined) throw new OcciError("INTERNAL", `The command ${name} has no action.`);
  const id = await idOf(context, "compute", args.words[0] ?? "");
  const machine = () => readOne(context, "compute", id);
  const words = args.words.slice(1);
  const params = await part({ context, words, machine });
  let reply: Reply | undefined;
  try {
    reply = await perform(context, "compute", id, name, params);
  } catch (error) {
    await explainParts(machine, partsIn(name, words), error);
    throw await withMissing(context, await attached(context, name, words), error);
  }
  if (reply === undefined) return 0;
  if (name === "saveas") {
    try {
      await waitForImage(context, reply, params);
    } finally {
      showReplies(context, "compute", [reply]);
    }
  } else await showWhenReached(context, "compute", reply, AT_REST, id);
  return 0;
}

async function changeStates(context: Context, name: string, record: StateAction): Promise<number> {
  const { args } = context;
  const ids = await idsOf(context, "compute", args.words);
  const noun = `machine${ids.length > 1 ? "s" : ""}`;
  if (record.asks && !(await mayGoOn(context, `Delete ${noun} ${args.words.join(", ")} permanently?`))) return 1;
  const { state, action } = given(args, "hard") && record.hard ? record.hard : record;
  const goal = wantedGoal(context, record.goal);
  const replies: Reply[] = [];
  await interruptible(async (signal) => {
    const changed: string[] = [];
    let unanswered: string | undefined;
    try {
      for (const id of ids) {
        throwIfInterrupted(signal);
        unanswered = id;
        const ask = () =>
          state === undefined ? perform(context, "compute", id, action ?? name) : putState(context, id, state);
        const sent = record.anew ? ask() : unlessReached(context, id, record.reached ?? record.goal, ask);
        const reply = await unlessInterrupted(signal, sent, ANSWER_GRACE).catch(async (error) => {
          throw await withNeededState(context, name, id, error);
        });
        unanswered = undefined;
        changed.push(id);
        if (reply !== undefined) replies.push(reply);
      }
    } catch (error) {
      if (!isInterruption(error)) throw error;
      if (replies.length > 0) showReplies(context, "compute", replies, ids.length === 1);
      const latest = new Map(replies.map((reply, at) => [changed[at] ?? "", reply]));
      throw interruptedAt(
        "compute",
        "Still in progress",
        changed,
        latest,
        withoutAnswer("compute", signal.aborted ? unanswered : undefined),
      );
    }
    const single = ids.length === 1;
    if (replies.length > 0)
      await showOutcome(context, { kind: "compute", ids, replies, goingOn: "Still in progress", single }, goal, signal);
  });
  return 0;
}

/** The image or network that is to be attached. */
async function attached(context: Context, name: string, [word = ""]: readonly string[]): Promise<readonly Named[]> {
  const kind = name === "attachdisk" ? "storage" : name === "attachnic" ? "network" : undefined;
  return kind === undefined ? [] : [{ kind, id: await idOf(context, kind, word) }];
}

/** The words after the machine's that name parts of it. */
function partsIn(name: string, [first, second]: readonly string[]): NamedParts {
  if (first === undefined || name === "snapshotcreate") return {};
  if (name === "detachnic") return { nic: first };
  if (name === "snapshotrevert" || name === "snapshotdelete") return { snapshot: first };
  if (name === "disksnapshotrevert" || name === "disksnapshotdelete") {
    return { disk: first, ...(second !== undefined && { snapshot: second }) };
  }
  return name === "detachdisk" || name === "saveas" || name === "disksnapshotcreate" ? { disk: first } : {};
}

/** The answer to `saveas` names the new image at its disk. */
async function waitForImage(context: Context, reply: Reply, params: readonly Markup[]): Promise<void> {
  const goal = wantedGoal(context, USABLE);
  if (goal === undefined) return;
  const { disks } = resourceIn("compute", reply);
  const saved = (Array.isArray(disks) ? disks : []).find(
    (disk) => params.includes(element("DISK", { id: String(disk.id) })) && disk.save_as !== undefined,
  );
  if (saved === undefined) {
    throw new OcciError(
      "WAIT_FAILED",
      "The server does not report the id of the new image, so --wait cannot wait for it.",
    );
  }
  const image = { kind: "storage" as const, ids: [String(saved.save_as)], replies: [], goingOn: "Being saved, image" };
  await interruptible((signal) => showOutcome(context, image, goal, signal));
}
