/** `delete` */
import { OcciError } from "../../errors.ts";
import { given } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain, print } from "../../terminal/output.ts";
import { firstChild } from "../../xml/element.ts";
import { type Context, change, openContext, pathOf, readList } from "../context.ts";
import { inState } from "../goal.ts";
import { ANSWER_GRACE, interruptible, isInterruption, throwIfInterrupted, unlessInterrupted } from "../interruption.ts";
import { KINDS, type Kind } from "../kinds.ts";
import { idsOf } from "../lookup.ts";
import { interruptedAt, showOutcome, withoutAnswer } from "../outcome.ts";
import { canPrompt, confirm } from "../prompt.ts";
import { retryWhileBusy, wantedGoal } from "../waiting.ts";

/** How long what is in use is tried again when no --timeout is given. Milliseconds. */
const PATIENCE = 30_000;

export async function remove(kind: Kind, args: Arguments): Promise<number> {
  const context = openContext(args, true);
  const ids = await idsOf(context, kind, args.words);
  if (!(await mayGoOn(context, `Delete ${await described(context, kind, ids)}?`))) return 1;
  const goal = wantedGoal(context, inState("DONE"));
  await interruptible(async (signal) => {
    const begun: string[] = [];
    let unanswered: string | undefined;
    try {
      for (const id of ids) {
        throwIfInterrupted(signal);
        const attempt = async () => {
          unanswered = id;
          const reply = await unlessInterrupted(signal, change(context, "DELETE", pathOf(kind, id)), ANSWER_GRACE);
          unanswered = undefined;
          return reply;
        };
        const reply = await retryWhileBusy(context, kind, PATIENCE, attempt, signal);
        if (reply === undefined) continue;
        begun.push(id);
        // Servers of OpenNebula may answer with a text; there is none in most answers.
        if (!process.stdout.isTTY && !context.formatChosen && reply.body.trim() !== "") print(reply.body);
        if (process.stderr.isTTY) complain(`${KINDS[kind].noun} ${id} deleted`);
      }
    } catch (error) {
      if (!isInterruption(error)) throw error;
      const more = withoutAnswer(kind, signal.aborted ? unanswered : undefined);
      throw interruptedAt(kind, DELETED, begun, new Map(), more);
    }
    if (begun.length > 0) await showOutcome(context, { kind, ids, replies: [], goingOn: DELETED }, goal, signal);
  });
  return 0;
}

const DELETED = "Being deleted";

/** Asks on a terminal, unless --yes or --dry-run say that it need not. */
export async function mayGoOn({ args, session }: Context, question: string): Promise<boolean> {
  if (given(args, "yes") || session.settings.dryRun || !canPrompt()) return true;
  if (await confirm(question)) return true;
  complain("Nothing was done.");
  return false;
}

/**
 * `machine 3 (web) and machine 4 (db)`: ids with their names, for a question; only asked for when there will be one.
 */
async function described(context: Context, kind: Kind, ids: readonly string[]): Promise<string> {
  const { noun } = KINDS[kind];
  if (!canPrompt() || given(context.args, "yes")) return "";
  const resources = await readList(context, kind, false);
  const names = new Map(resources.map(({ id, name }) => [String(id), name]));
  for (const id of ids) {
    // A resource that is not in the list might exist all the same: the list shows less than an administrator can see.
    if (!names.has(id)) names.set(id, await nameOf(context, kind, id));
  }
  return ids.map((id) => `${noun} ${id} (${names.get(id)})`).join(", ");
}

async function nameOf(context: Context, kind: Kind, id: string): Promise<string> {
  const root = await context.session.read(pathOf(kind, id));
  const name = firstChild(root, "NAME")?.text;
  if (name === undefined)
    throw new OcciError("REFUSED", `The server's answer about ${KINDS[kind].noun} ${id} has no NAME.`);
  return name;
}
