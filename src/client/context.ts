/** The context of a command: the server, and how its answers are shown. */
import { text } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { print } from "../terminal/output.ts";
import { documentOf, type Reply, tryDocument } from "./answer.ts";
import { requestText, withoutSecrets } from "./debug.ts";
import { render, type Screen } from "./format/render.ts";
import { indentedXml } from "./format/xml.ts";
import { type Format, isTable } from "./formats.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { type Resource, readCollection, readResource } from "./resource.ts";
import type { Warn } from "./secret-file.ts";
import { type ExchangeOptions, openSession, type Session } from "./session.ts";

export interface Context {
  readonly args: Arguments;
  readonly session: Session;
  readonly format: Format;
  /** Whether -o named the format: else standard output is as the old clients had it when it is no terminal. */
  readonly formatChosen: boolean;
  readonly screen: Screen;
  readonly clock: Clock;
}

/** Time, so that tests need not wait. Milliseconds. */
export interface Clock {
  now(): number;
  /** @param end cuts it short. */
  sleep(time: number, end?: AbortSignal): Promise<void>;
}

const CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (time, end) =>
    new Promise((resolve) => {
      const timer = setTimeout(wake, end?.aborted ? 0 : time);
      // A timer that is left would keep the program running.
      function wake(): void {
        clearTimeout(timer);
        end?.removeEventListener("abort", wake);
        resolve();
      }
      end?.addEventListener("abort", wake);
    }),
};

/** The terminal that standard output is, if it is one. */
function screenOf(environment: NodeJS.ProcessEnv): Screen {
  const { stdout } = process;
  const colour = stdout.isTTY === true && !environment.NO_COLOR && environment.TERM !== "dumb";
  const columns = Number(environment.COLUMNS);
  return { width: stdout.columns || (columns > 0 ? columns : 80), colour };
}

/**
 * @param deadline whether --timeout is for something longer than an answer: then each request has the default time.
 * @param warn as for `openSession`.
 * @throws OcciError USAGE, FILE_FAULT.
 */
export function openContext(args: Arguments, deadline = args.options.wait !== undefined, warn?: Warn): Context {
  const chosen = text(args, "output") as Format | undefined;
  return {
    args,
    session: openSession(args, deadline, warn),
    format: chosen ?? (process.stdout.isTTY ? "table" : "xml"),
    formatChosen: chosen !== undefined,
    screen: screenOf(process.env),
    clock: CLOCK,
  };
}

/**
 * Sends a change. @returns undefined when it is only to be shown (--dry-run): that is done then.
 * @throws OcciError.
 */
export async function change(
  { session }: Context,
  method: string,
  path: string,
  body?: string,
  options?: ExchangeOptions,
): Promise<Reply | undefined> {
  const { settings } = session;
  if (!settings.dryRun) return await session.request(method, path, body, options);
  const headers = body === undefined ? {} : { "Content-Type": options?.type ?? "application/xml" };
  print(requestText(method, settings.url + path, headers, withoutSecrets(body, options?.secrets)));
  return undefined;
}

/** The resource in an answer. @throws OcciError REFUSED. */
export function resourceIn(kind: Kind, reply: Reply, what = "the request"): Resource {
  return readResource(kind, documentOf(reply, what));
}

/** The machine in the answer to a change; undefined where it is empty, as some old servers answer. */
export function machineIn(reply: Reply): Resource | undefined {
  return tryDocument(reply) === undefined ? undefined : resourceIn("compute", reply);
}

/** GET of one. */
export async function readOne({ session }: Context, kind: Kind, id: number | string): Promise<Resource> {
  return readResource(kind, await session.read(pathOf(kind, id)));
}

/** Path of a resource. */
export function pathOf(kind: Kind, id: number | string): string {
  return `${KINDS[kind].path}/${encodeURIComponent(id)}`;
}

/** Prints answers that hold a resource each, in the chosen format. */
export function showReplies(context: Context, kind: Kind, replies: readonly Reply[], single = true): void {
  const { format, screen } = context;
  if (format === "xml") {
    for (const reply of replies) {
      const text = xmlText(reply);
      // An answer without a body is not an empty line.
      if (text !== "") print(text);
    }
    return;
  }
  const resources = replies.map((reply) => resourceIn(kind, reply));
  print(render({ kind, resources, single: single && replies.length === 1 }, format, screen), isTable(format));
}

/** An answer as indented XML; anything else unchanged, as the old clients showed it. */
export function xmlText(reply: Reply): string {
  const document = tryDocument(reply);
  return document === undefined ? reply.body : indentedXml(document);
}

/** Path of a collection. @param verbose with everything about each. */
export function listPath(kind: Kind, verbose: boolean): string {
  return `${KINDS[kind].path}${verbose ? "?verbose=true" : ""}`;
}

/** GET of a collection. */
export async function readList({ session }: Context, kind: Kind, verbose: boolean): Promise<readonly Resource[]> {
  return readCollection(kind, await session.read(listPath(kind, verbose)));
}
