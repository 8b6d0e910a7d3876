/** `create` of images. */
import { fileURLToPath } from "node:url";
import { messageOf, OcciError } from "../../errors.ts";
import type { Arguments } from "../../terminal/command.ts";
import { print } from "../../terminal/output.ts";
import { firstChild } from "../../xml/element.ts";
import type { Reply } from "../answer.ts";
import { type Context, openContext } from "../context.ts";
import { requestText } from "../debug.ts";
import { USABLE } from "../goal.ts";
import { type LocalFile, localFile } from "../local-file.ts";
import { showWhenReached } from "../outcome.ts";
import { withQuotaFigures } from "../quota.ts";
import { fileArgument } from "../request-source.ts";
import { STORAGE_OPTIONS, storageFromOptions } from "../storage-request.ts";
import { uploadAndTell } from "../upload-progress.ts";
import { checkCreation } from "../xml-check.ts";
import { readXmlFile } from "../xml-file.ts";

/** The request that is to be sent. */
interface Creation {
  readonly xml: string;
  readonly name: string;
  readonly file?: LocalFile;
  /** The XML comes from a file. */
  readonly fromFile: boolean;
}

export async function run(args: Arguments): Promise<number> {
  const context = openContext(args);
  const creation = await creationOf(args);
  if (context.session.settings.dryRun) {
    showOnly(context, creation);
    return 0;
  }
  await showWhenReached(context, "storage", await send(context, creation), USABLE);
  return 0;
}

async function creationOf(args: Arguments): Promise<Creation> {
  const path = fileArgument(args, STORAGE_OPTIONS);
  if (path === undefined) {
    const { xml, name, file } = storageFromOptions(args);
    return { xml, name, fromFile: false, ...(file !== undefined && { file: await localFile(file) }) };
  }
  const read = readXmlFile(path);
  checkCreation("storage", read);
  const { text, root } = read;
  const local = localPath(firstChild(root, "URL")?.text.trim() ?? "");
  const name = firstChild(root, "NAME")?.text.trim() ?? "";
  return { xml: text, name, fromFile: true, ...(local !== undefined && { file: await localFile(local) }) };
}

/**
 * As the old clients: `file:///x` and paths are files here, other URLs the server's business.
 * @throws OcciError FILE_FAULT for a file: URL that names none here.
 */
function localPath(url: string): string | undefined {
  if (url === "") return undefined;
  if (!/^file:\//i.test(url)) return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? undefined : url;
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new OcciError("FILE_FAULT", `The URL ${url} does not name a local file: ${messageOf(cause)}.`, { cause });
  }
}

const FORM = "application/x-www-form-urlencoded";

async function send(context: Context, { xml, name, file, fromFile }: Creation): Promise<Reply> {
  try {
    if (file !== undefined) {
      const reply = await uploadAndTell(context, xml, name, file, fromFile);
      if (reply.status >= 200 && reply.status < 300) return reply;
      throw await context.session.refusal(reply);
    }
    return await context.session.request("POST", "/storage", new URLSearchParams({ occixml: xml }).toString(), {
      type: FORM,
      fromFile,
    });
  } catch (error) {
    const size = file === undefined ? "an image" : `an image of ${Math.ceil(file.size / 2 ** 20)} MiB`;
    throw await withQuotaFigures(context, error, async () => size);
  }
}

function showOnly({ session }: Context, { xml, file }: Creation): void {
  const headers = { "Content-Type": file === undefined ? FORM : "multipart/form-data" };
  const bytes = file === undefined ? "" : `\nfile: ${file.size} bytes of ${file.path}`;
  print(requestText("POST", `${session.settings.url}/storage`, headers, `occixml: ${xml}${bytes}`));
}
