/** `create` of machines. */
import { wholeNumber } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain } from "../../terminal/output.ts";
import type { Reply } from "../answer.ts";
import { computeXml, readComputeOptions } from "../compute-request.ts";
import { type Context, change, openContext, resourceIn, showReplies } from "../context.ts";
import { inState } from "../goal.ts";
import { explained, machineInWords } from "../quota.ts";
import { fileArgument } from "../request-source.ts";
import { waitForAll, wantedGoal } from "../waiting.ts";
import { readXmlFile } from "../xml-file.ts";

/** More at once is a mistake, or somebody who can write a loop. */
const MOST = 1_000;

const OPTIONS = ["name", "type", "cpu", "memory", "disk", "nic", "ssh-key", "context", "user-data"];

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const count = wholeNumber(args, "count", 1, MOST, 1);
  const { bodies, fromFile, inWords } = await requests(context, count);
  const replies: Reply[] = [];
  try {
    for (const body of bodies) {
      const reply = await change(context, "POST", "/compute", body, { fromFile });
      if (reply !== undefined) replies.push(reply);
    }
  } catch (error) {
    if (replies.length > 0) {
      show(context, replies, count);
      complain(`${replies.length} of ${count} machines were created; then:`);
    }
    throw await explained(context, error, inWords);
  }
  if (replies.length === 0) return 0;
  const goal = wantedGoal(context, inState("RUNNING"));
  if (goal === undefined) {
    show(context, replies, count);
    return 0;
  }
  const ids = replies.map((reply) => resourceIn("compute", reply).id);
  let waited: (Reply | undefined)[] = [];
  try {
    waited = await waitForAll(context, "compute", ids, goal);
  } finally {
    // They exist, whatever became of the wait.
    show(
      context,
      replies.map((reply, index) => waited[index] ?? reply),
      count,
    );
  }
  return 0;
}

function show(context: Context, replies: readonly Reply[], count: number): void {
  showReplies(context, "compute", replies, count === 1);
}

interface Requests {
  readonly bodies: readonly string[];
  readonly fromFile: boolean;
  /** What each of them asks for, for a refusal by quota. */
  inWords(): Promise<string>;
}

async function requests(context: Context, count: number): Promise<Requests> {
  const { args } = context;
  const file = fileArgument(args, OPTIONS);
  if (file !== undefined) {
    const { text } = readXmlFile(file);
    const bodies = Array.from({ length: count }, () => text);
    return { bodies, fromFile: true, inWords: async () => `a machine by ${file}` };
  }
  const options = await readComputeOptions(context);
  const one = (index: number) => computeXml({ ...options, ...numbered(options.name, index, count) });
  return {
    bodies: Array.from({ length: count }, (_, index) => one(index)),
    fromFile: false,
    inWords: () => machineInWords(context, options),
  };
}

/** `web-0`, `web-1`, or the number where %i stands. */
export function numbered(name: string | undefined, index: number, count: number): { name?: string } {
  if (name === undefined) return {};
  if (name.includes("%i")) return { name: name.replaceAll("%i", String(index)) };
  return { name: count > 1 ? `${name}-${index}` : name };
}
