/** `create` of machines. */
import type { OcciError } from "../../errors.ts";
import { text, wholeNumber } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain } from "../../terminal/output.ts";
import type { Reply } from "../answer.ts";
import { computeXml, namedBy, readComputeOptions } from "../compute-request.ts";
import { type Context, change, openContext, resourceIn, showReplies } from "../context.ts";
import { checkChosenSize } from "../fixed-size.ts";
import { inState } from "../goal.ts";
import { warnOfIgnoredElements, warnOfIgnoredVariables } from "../ignored-values.ts";
import { ANSWER_GRACE, interruptible, isInterruption, throwIfInterrupted, unlessInterrupted } from "../interruption.ts";
import { type Named, withMissing } from "../named-resources.ts";
import { type Changes, CREATED, interruptedAt, showOutcome } from "../outcome.ts";
import { machineInWords, withQuotaFigures } from "../quota.ts";
import { fileArgument } from "../request-source.ts";
import { machinesOfTemplate, templateArgument } from "../template-machines.ts";
import { wantedGoal } from "../waiting.ts";
import { checkCreation } from "../xml-check.ts";
import { readXmlFile } from "../xml-file.ts";

/** A larger number is a mistake, or comes from a user who can write a loop. */
const MOST = 1_000;

const OPTIONS = [
  "name",
  "template",
  "input",
  "type",
  "cpu",
  "memory",
  "disk",
  "nic",
  "ssh-key",
  "context",
  "user-data",
];

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const count = wholeNumber(args, "count", 1, MOST, 1);
  const { sendings, inWords, named, warnOfIgnored } = await requests(context, count);
  const goal = wantedGoal(context, inState("RUNNING"));
  const replies: Reply[] = [];
  const changes = (): Changes => ({
    kind: "compute",
    ids: goal === undefined ? [] : replies.map((reply) => resourceIn("compute", reply).id),
    replies,
    goingOn: CREATED,
    isCreation: true,
    single: count === 1,
  });
  await interruptible(async (signal) => {
    let unanswered = false;
    try {
      for (const send of sendings) {
        throwIfInterrupted(signal);
        unanswered = true;
        const reply = await unlessInterrupted(signal, send(), ANSWER_GRACE);
        unanswered = false;
        if (reply !== undefined) replies.push(reply);
      }
    } catch (error) {
      if (replies.length > 0) show(context, replies, count);
      if (isInterruption(error)) throw interruptedCreation(replies, unanswered && signal.aborted);
      if (replies.length > 0) complain(`${replies.length} of ${count} machines were created; then:`);
      throw await withMissing(context, named, await withQuotaFigures(context, error, inWords));
    }
    // All of them are made alike.
    const [first] = replies;
    if (first === undefined) return;
    await warnOfIgnored(first);
    await showOutcome(context, changes(), goal, signal);
  });
  return 0;
}

/** @param unanswered whether one more was sent: it may be made all the same. */
function interruptedCreation(replies: readonly Reply[], unanswered: boolean): OcciError {
  const machines = replies.map((reply) => [String(resourceIn("compute", reply).id), reply] as const);
  const rest = unanswered
    ? " The server has not answered yet: it might still create another one. Check with `occi-compute list`."
    : "";
  return interruptedAt(
    "compute",
    CREATED,
    machines.map(([id]) => id),
    new Map(machines),
    rest,
  );
}

function show(context: Context, replies: readonly Reply[], count: number): void {
  showReplies(context, "compute", replies, count === 1);
}

interface Requests {
  /** Each makes a machine. @returns undefined with --dry-run. */
  readonly sendings: readonly (() => Promise<Reply | undefined>)[];
  /** The resources that each machine asks for, for a refusal by quota. */
  inWords(): Promise<string>;
  /** The resources that the options name. */
  readonly named: readonly Named[];
  /** Warns of what the machine has otherwise than it was asked for. */
  warnOfIgnored(reply: Reply): Promise<void> | void;
}

async function requests(context: Context, count: number): Promise<Requests> {
  const { args } = context;
  const file = fileArgument(args, OPTIONS);
  if (file !== undefined) {
    const read = readXmlFile(file);
    checkCreation("compute", read);
    const { text: body } = read;
    const send = () => change(context, "POST", "/compute", body, { fromFile: true });
    return {
      sendings: Array.from({ length: count }, () => send),
      inWords: async () => `a machine from ${file}`,
      named: [],
      warnOfIgnored: (reply) => warnOfIgnoredElements(context, read, reply),
    };
  }
  const template = templateArgument(context);
  if (template !== undefined) return templateRequests(context, template, count);
  const options = await readComputeOptions(context);
  await checkChosenSize(context, options);
  const one = (index: number) => computeXml({ ...options, ...numbered(options.name, index, count) });
  return {
    sendings: Array.from({ length: count }, (_, index) => () => change(context, "POST", "/compute", one(index))),
    inWords: () => machineInWords(context, options),
    named: namedBy(options),
    warnOfIgnored: (reply) => warnOfIgnoredVariables(options.context, reply),
  };
}

async function templateRequests(context: Context, typed: string, count: number): Promise<Requests> {
  const make = await machinesOfTemplate(context, typed);
  const name = text(context.args, "name");
  return {
    sendings: Array.from({ length: count }, (_, index) => () => make(numbered(name, index, count).name)),
    inWords: async () => `a machine of the template ${typed}`,
    named: [],
    warnOfIgnored: () => {},
  };
}

/** `web-0`, `web-1`, or the number where %i stands. */
export function numbered(name: string | undefined, index: number, count: number): { name?: string } {
  if (name === undefined) return {};
  if (name.includes("%i")) return { name: name.replaceAll("%i", String(index)) };
  return { name: count > 1 ? `${name}-${index}` : name };
}
