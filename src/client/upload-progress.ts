/** An upload as people see it: how far it is, and what became of it when it was cut off. */
import { OcciError } from "../errors.ts";
import { given } from "../terminal/arguments.ts";
import { documentOf, type Reply } from "./answer.ts";
import { type Context, listPath, resourceIn, showReplies } from "./context.ts";
import { progressLine, progressText, secondsText } from "./format/progress.ts";
import { harmless } from "./format/terminal-text.ts";
import { bytesText } from "./format/units.ts";
import { interruptible } from "./interruption.ts";
import type { LocalFile } from "./local-file.ts";
import { CREATED, interruptedAt } from "./outcome.ts";
import { readCollection } from "./resource.ts";
import { StatusLine } from "./status-line.ts";
import { upload } from "./upload.ts";

/** Intervals of the bar, and of lines without a terminal. Milliseconds. */
const REDRAW = 100;
const LINE = 10_000;
/** Longest wait for what the server holds. Milliseconds. */
const HOLDING_TIMEOUT = 5_000;

/**
 * Uploads with a bar on a terminal and plain lines elsewhere.
 * @param name of the image, to look for when the upload is cut off.
 * @throws OcciError as `upload`, with what the server holds.
 */
export async function uploadAndTell(
  context: Context,
  occixml: string,
  name: string,
  file: LocalFile,
  fromFile: boolean,
): Promise<Reply> {
  const { args, session, clock } = context;
  // A password may be asked for: not under a bar.
  await session.authorization();
  const status = new StatusLine();
  const begun = clock.now();
  let shown = begun - REDRAW;
  let sent = 0;
  const show = (): void => {
    const seconds = (clock.now() - begun) / 1000;
    const progress = { name: harmless(file.name), sent, total: file.size, seconds };
    if (!status.redraws) status.show(progressText(progress));
    else if (sent === file.size)
      status.show(`${progress.name}: sent in ${secondsText(seconds)}; the server is storing it`);
    else status.show(progressLine(progress, (process.stderr.columns || 80) - 1));
  };
  // A bar goes on when nothing else does: the rate falls.
  const timer = status.redraws ? setInterval(show, REDRAW * 2.5) : undefined;
  const send = (signal: AbortSignal): Promise<Reply> =>
    upload(session, occixml, file, {
      signal,
      fromFile,
      // With --wait it is for the waiting afterwards.
      patience: given(args, "wait") ? undefined : session.settings.timeout,
      onProgress(bytes) {
        sent = bytes;
        const now = clock.now();
        if (bytes < file.size && now - shown < (status.redraws ? REDRAW : LINE)) return;
        shown = now;
        show();
      },
    });
  const undrawn = (): void => {
    clearInterval(timer);
    status.clear();
  };
  return await interruptible(async (signal) => {
    let reply: Reply;
    try {
      reply = await send(signal);
    } catch (error) {
      undrawn();
      if (!(error instanceof OcciError) || !wasCutOff(error)) throw error;
      throw await withHolding(context, error, name, file, sent);
    } finally {
      undrawn();
    }
    if (signal.aborted && reply.status >= 200 && reply.status < 300) throw interruptedCreation(context, reply);
    return reply;
  });
}

/** Shows the image that was made all the same. @returns the error that names it. */
function interruptedCreation(context: Context, reply: Reply): OcciError {
  showReplies(context, "storage", [reply]);
  const id = String(resourceIn("storage", reply).id);
  return interruptedAt("storage", CREATED, [id], new Map([[id, reply]]));
}

/** Whether the server may have something of it. */
function wasCutOff({ code }: OcciError): boolean {
  return code === "INTERRUPTED" || code === "SERVER_UNREACHABLE" || code === "FILE_FAULT";
}

/** The same error with what the server holds. */
async function withHolding(
  context: Context,
  error: OcciError,
  name: string,
  file: LocalFile,
  sent: number,
): Promise<OcciError> {
  const { code, message } = error;
  if (code === "SERVER_UNREACHABLE" && sent === 0) return error;
  const how = `after ${bytesText(sent)} of ${bytesText(file.size)}`;
  const interruption = code === "INTERRUPTED" ? `Interrupted ${how}.` : `${message} That was ${how}.`;
  // A file that has changed was not sent to its end. The server might still store an image that was sent completely.
  const all = sent === file.size && code !== "FILE_FAULT";
  return new OcciError(code, `${interruption} ${await holding(context, name, all)}`, { cause: error });
}

const ALL_SENT = "The whole file was sent, so the server might still store it. Check with `occi-storage list`.";

/**
 * The image of that name on the server now.
 * @param all whether it has everything: then the image might not be in its list yet.
 */
async function holding({ session }: Context, name: string, all: boolean): Promise<string> {
  try {
    const reply = await session.request("GET", listPath("storage", false), undefined, {
      within: HOLDING_TIMEOUT,
    });
    const images = readCollection("storage", documentOf(reply, "GET /storage"));
    const found = images.filter((image) => image.name === name);
    if (found.length === 0 && all) return ALL_SENT;
    if (found.length === 0) return `The server did not keep any of it: it has no image ${JSON.stringify(name)}.`;
    return `The server has image ${found.map(({ id }) => id).join(", ")} ${JSON.stringify(name)}: check whether it is the one that you uploaded.`;
  } catch (error) {
    if (!(error instanceof OcciError)) throw error;
    return `${all ? `${ALL_SENT} ` : ""}The server could not be asked whether it has the image: ${error.message}`;
  }
}
