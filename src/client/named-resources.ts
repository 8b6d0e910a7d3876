/** A refusal because of an image, network or instance type that is not there: said alike, whatever the server says. */
import { OcciError } from "../errors.ts";
import { type Context, pathOf } from "./context.ts";
import { exitCodeOf } from "./exit.ts";
import { harmless } from "./format/terminal-text.ts";
import { KINDS, type Kind } from "./kinds.ts";

/** The resources that a command line names. */
export interface Named {
  readonly kind: Kind;
  readonly id: string;
  /** The option that names it; undefined: an argument. */
  readonly option?: string;
}

/** Refusals that may be about something that is not there. */
const DOUBTFUL: readonly string[] = ["NOT_FOUND", "INVALID_REQUEST", "ONED_FAILED", "REFUSED"];

/** The error NOT_FOUND for the first that the server does not have; else the error as it is. */
export async function withMissing({ session }: Context, named: readonly Named[], error: unknown): Promise<unknown> {
  if (!(error instanceof OcciError) || !DOUBTFUL.includes(error.code) || exitCodeOf(error) > 3) return error;
  for (const { kind, id, option } of named) {
    const { status } = await session.exchange("GET", pathOf(kind, id));
    if (status !== 404) continue;
    const names = option === undefined ? "" : `, which ${option} names`;
    const { httpStatus, requestId } = error;
    return new OcciError("NOT_FOUND", harmless(`There is no ${KINDS[kind].noun} ${id}${names}.`), {
      hint: error.hint ?? `\`occi-${kind} list\` shows those that you can see.`,
      ...(httpStatus !== undefined && { httpStatus }),
      ...(requestId !== undefined && { requestId }),
      cause: error,
    });
  }
  return error;
}
