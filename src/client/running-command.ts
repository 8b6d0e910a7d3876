/**
 * Ctrl-C (and SIGTERM) in commands that do not report by themselves what goes on: the program exits with 130, and says
 * whether a change was sent. A command that only reads says nothing.
 */
import { messageOf, OcciError } from "../errors.ts";
import type { Command, Run } from "../terminal/command.ts";
import { ANSWER_GRACE, isInterruption } from "./interruption.ts";
import { KINDS, type Kind } from "./kinds.ts";

/** A change that was sent. */
interface Change {
  readonly path: string;
  answered: boolean;
}

/** The command that this program runs: a signal is the program's, whatever part of it is at work. */
let running: RunningCommand | undefined;

/** @returns undefined outside of commands, as in completions. */
export function runningCommand(): RunningCommand | undefined {
  return running;
}

export class RunningCommand {
  readonly #changes: Change[] = [];
  readonly #end = new AbortController();
  readonly #interrupted = Promise.withResolvers<never>();
  #signals = 0;
  #listens = false;
  #closing = false;
  #grace: Timer | undefined;

  /** Aborted when nothing more is to be waited for. */
  get end(): AbortSignal {
    return this.#end.signal;
  }

  /** Rejects when the command has to end at once. @throws OcciError INTERRUPTED. */
  get interrupted(): Promise<never> {
    return this.#interrupted.promise;
  }

  /** Whether a signal came that no other listener reports. */
  get closing(): boolean {
    return this.#closing;
  }

  /**
   * From here on signals are reported. Before the first request or question there is nothing to report, and a program
   * that waits for standard input could not hear them.
   * @throws OcciError INTERRUPTED when one has come.
   */
  listen(): void {
    if (this.#closing) throw new OcciError("INTERRUPTED", "Interrupted.");
    if (this.#listens) return;
    this.#listens = true;
    process.on("SIGINT", this.#onSignal);
    process.on("SIGTERM", this.#onSignal);
  }

  /** Notes a change that is sent. @returns what is to be called when the server has answered. */
  sending(path: string): () => void {
    const change: Change = { path, answered: false };
    this.#changes.push(change);
    return () => {
      change.answered = true;
    };
  }

  stop(): void {
    clearTimeout(this.#grace);
    process.off("SIGINT", this.#onSignal);
    process.off("SIGTERM", this.#onSignal);
    this.#end.abort();
  }

  readonly #onSignal = (): void => {
    this.#signals += 1;
    // Another listener is a part of the command that reports by itself what goes on.
    if (this.#signals === 1 && process.listenerCount("SIGINT") > 1) return;
    this.#closing = true;
    const waits = this.#signals === 1 && this.#changes.some(({ answered }) => !answered);
    const end = () => this.#interrupted.reject(new OcciError("INTERRUPTED", "Interrupted."));
    if (waits) this.#grace = setTimeout(end, ANSWER_GRACE);
    else end();
  };

  /**
   * The outcome of the changes, as far as it is known: `Interrupted. The server has accepted the change of network 3.`
   */
  sentence(): string {
    const done = this.#changes.filter(({ answered }) => answered).map(({ path }) => subjectOf(path));
    const open = this.#changes.find(({ answered }) => !answered);
    if (done.length === 0 && open === undefined) return "Interrupted. Nothing was changed.";
    const accepted = done.length === 0 ? "" : ` The server has answered about ${done.join(", ")}.`;
    return `Interrupted.${accepted}${open === undefined ? "" : unanswered(open.path)}`;
  }
}

function partsOf(path: string): { readonly kind: Kind | undefined; readonly id: string | undefined } {
  const [, collection = "", id] = path.replace(/^\/api\/v1\/machines/, KINDS.compute.path).split("/");
  const kind = (Object.keys(KINDS) as Kind[]).find((one) => KINDS[one].path === `/${collection}`);
  return { kind, id };
}

/** `network 3` of `/network/3/action`, `a new network` of `/network`. */
function subjectOf(path: string): string {
  const { kind, id } = partsOf(path);
  if (kind === undefined) return path;
  if (kind === "user") return "your login tokens";
  return id === undefined ? `a new ${KINDS[kind].noun}` : `${KINDS[kind].noun} ${id}`;
}

function unanswered(path: string): string {
  const { kind, id } = partsOf(path);
  const look = kind === "user" ? "occi-user token list" : `occi-${kind} ${id === undefined ? "list" : `show ${id}`}`;
  return ` The change of ${subjectOf(path)} was sent and might have been made: check with \`${look}\`.`.replace(
    "The change of a new",
    "The request for a new",
  );
}

/** The same command with an end of its own when it is interrupted. */
export function interruptibleCommand(command: Command): Command {
  const reads = command.readOnly === true;
  return {
    ...command,
    load: async () => {
      const run = await command.load();
      return (args) => runInterruptibly(run, args, reads);
    },
  };
}

async function runInterruptibly(run: Run, args: Parameters<Run>[0], reads: boolean): Promise<number> {
  const command = new RunningCommand();
  running = command;
  try {
    const code = await Promise.race([run(args), command.interrupted]);
    if (!command.closing) return code;
    if (reads) return 130;
  } catch (error) {
    const plain = isInterruption(error) && error.message === "Interrupted.";
    if (!command.closing && !plain) throw error;
    if (reads) return 130;
    // The server's refusal says more than that it was interrupted.
    if (!isInterruption(error)) throw refused(error);
  } finally {
    running = undefined;
    command.stop();
  }
  throw new OcciError("INTERRUPTED", command.sentence());
}

function refused(error: unknown): OcciError {
  const hint = error instanceof OcciError ? error.hint : undefined;
  return new OcciError("INTERRUPTED", `Interrupted. ${messageOf(error)}`, {
    ...(hint !== undefined && { hint }),
    cause: error,
  });
}
