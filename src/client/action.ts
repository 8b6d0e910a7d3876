/** Actions and states on the wire, and what older servers say to those that they do not know. */
import { OcciError } from "../errors.ts";
import { element, join, type Markup, textElement } from "../xml/write.ts";
import { isOurs, type Reply } from "./answer.ts";
import { type Context, change, pathOf } from "./context.ts";
import { KINDS, type Kind } from "./kinds.ts";

/** Which servers know an action: OpenNebula's since a version, or this project's only. */
const SINCE: Readonly<Record<string, string>> = {
  attachdisk: "3.8",
  detachdisk: "3.8",
  clone: "3.8",
  STOPPED: "2.0",
  SUSPENDED: "2.0",
  RESUME: "2.0",
  SHUTDOWN: "2.0",
  CANCEL: "2.0",
  REBOOT: "3.2",
  RESET: "3.6",
  POWEROFF: "3.8",
  RESTART: "3.8",
  RESUBMIT: "3.8",
};

/** POST .../action. @returns undefined for --dry-run. @throws OcciError SERVER_TOO_OLD and others. */
export async function perform(
  context: Context,
  kind: Kind,
  id: number | string,
  word: string,
  params: readonly Markup[] = [],
): Promise<Reply | undefined> {
  const body = element(
    "ACTION",
    {},
    join([textElement("PERFORM", word), ...(params.length === 0 ? [] : [element("PARAMS", {}, join(params))])]),
  );
  try {
    return await change(context, "POST", `${pathOf(kind, id)}/action`, body);
  } catch (error) {
    throw await tooOld(context, kind, id, word, error);
  }
}

/** PUT of a machine's STATE. @returns undefined for --dry-run. @throws as `perform`. */
export async function putState(context: Context, id: number | string, word: string): Promise<Reply | undefined> {
  const body = element("COMPUTE", {}, join([textElement("ID", id), textElement("STATE", word)]));
  try {
    return await change(context, "PUT", pathOf("compute", id), body);
  } catch (error) {
    throw await tooOld(context, "compute", id, word, error);
  }
}

/** Whether an error means that the server has no such action; the error itself if not. */
async function tooOld(
  { session }: Context,
  kind: Kind,
  id: number | string,
  word: string,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof OcciError) || isOurs(error) || error.httpStatus === undefined) return error;
  const { httpStatus, message } = error;
  const isRefusal = /invalid state|not supported/i.test(message) && (httpStatus === 400 || httpStatus === 403);
  // Without a route for actions it is 404 though the resource is there.
  const noRoute = httpStatus === 404 && (await session.exchange("GET", pathOf(kind, id))).status === 200;
  if (!isRefusal && !noRoute && httpStatus !== 405 && httpStatus !== 501) return error;
  const since = SINCE[word];
  const known =
    since === undefined
      ? "OpenNebula's own servers never supported this"
      : `OpenNebula's own servers have supported this since ${since}`;
  return new OcciError("SERVER_TOO_OLD", `The server is too old for ${word} of a ${KINDS[kind].noun}: ${known}.`, {
    httpStatus,
    hint: "occi-server supports it, and works with OpenNebula 5 to 7.",
    cause: error,
  });
}
