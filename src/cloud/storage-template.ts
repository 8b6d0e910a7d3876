/** From a request for a new image to what oned is asked for. */
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import type { StorageRequest, StorageType } from "../model.ts";
import { type TemplateEntries, xmlTemplate } from "../opennebula/template-writer.ts";
import { field, say } from "../wording.ts";
import * as fields from "./fields.ts";
import type { Source } from "./storage-view.ts";

export interface ImagePlan {
  /** For `one.image.allocate`, in the XML form. */
  readonly template: string;
  readonly datastore: number;
  /** The option that names it. */
  readonly datastoreOption: "DATASTORE_ID" | "FILES_DATASTORE_ID";
  readonly source: Source;
  /** Whether the group may use it: a second call, for oned takes no permissions in a template. */
  readonly publish: boolean;
}

type PlanConfig = Pick<Config, "datastoreId" | "filesDatastoreId" | "uploadUrls">;

const FILE_TYPES: readonly StorageType[] = ["KERNEL", "RAMDISK", "CONTEXT"];
/** FSTYPE of 4.x named an image format or a file system; since 5.12 they are two attributes. */
const FORMATS: readonly string[] = ["raw", "qcow2"];

/** Text of a field; what is empty counts as left out. */
function given(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === "" ? undefined : value;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those that URL parsers drop without a word are refused
const PLAIN_URL = /^https?:\/\/([\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?\/[^\\\u0000-\u001f\u007f]*$/i;

/** Whether a text means to be an http(s) URL, however it is spelled. */
function meansHttp(written: string, url: URL | null): boolean {
  return url === null ? /^https?:/i.test(written) : url.protocol === "http:" || url.protocol === "https:";
}

/**
 * An http(s) URL whose host the operator allows, in the one spelling that was checked, with everything percent-encoded
 * that a shell could take for its own, since oned's drivers are shell scripts.
 * @returns undefined when it is no http(s) URL: clients of old name their local file here.
 * @throws OcciError INVALID_REQUEST for a host that is not allowed, and for every spelling that two programs could read
 *   differently: `http:/host`, `http:\\host`, `127.1`, user names, encoded hosts.
 */
function sourceUrl(text: string | undefined, allowed: readonly string[]): string | undefined {
  const written = text?.trim() ?? "";
  const url = URL.parse(written);
  if (!meansHttp(written, url)) return undefined;
  const isAllowed = (host: string) => allowed.some((one) => one.toLowerCase() === host);
  if (url !== null && (url.username + url.password !== "" || !isAllowed(url.host))) {
    throw new OcciError(
      "INVALID_REQUEST",
      say`${field("url")} names a host from which the server does not allow downloads.`,
      {
        hint: "Upload the file, or ask the cloud's administrator to add the host to UPLOAD_URLS.",
      },
    );
  }
  if (url === null || PLAIN_URL.exec(written)?.[1]?.toLowerCase() !== url.hostname) {
    throw new OcciError(
      "INVALID_REQUEST",
      say`${field("url")} must have the form http://HOST[:PORT]/PATH, or the same with https.`,
    );
  }
  url.hash = "";
  return url.href.replace(/[^\w\-.~:/?[\]@!*+,=&%]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** An empty data block, made by oned: SIZE, and FSTYPE if there is to be a file system. */
function emptyBlock(request: StorageRequest, type: StorageType): TemplateEntries {
  if (type !== "DATABLOCK") {
    throw new OcciError("INVALID_REQUEST", `An image of type ${type} requires a file.`, {
      hint: say`${{ advice: "howToUpload" }} Only a DATABLOCK can be created empty, with ${field("imageSize")}.`,
    });
  }
  const size = fields.imageSize(fields.required(request.size, field("imageSize")));
  const fstype = given(request.fstype);
  if (fstype === undefined) return [["SIZE", size]];
  const named = fields.fsType(fstype);
  return [
    ["SIZE", size],
    [FORMATS.includes(named) ? "FORMAT" : "FS", named],
  ];
}

/**
 * Checks the request and writes the template. Oned determines size and format of an uploaded file itself: SIZE and
 * FSTYPE are ignored, as in 4.6. An image cannot be public and persistent; PERSISTENT counts then, as in 4.6.
 * @param path of the staged file.
 * @throws OcciError INVALID_REQUEST, INVALID_CHARACTER naming the field.
 */
export function planImage(request: StorageRequest, config: PlanConfig, path?: string): ImagePlan {
  const name = fields.objectName(request.name ?? "");
  const type = given(request.type) === undefined ? "OS" : fields.storageType(request.type ?? "");
  const description = fields.description(request.description ?? "");
  const persistent =
    given(request.persistent) !== undefined && fields.yesNo(request.persistent ?? "", field("persistent"));
  const open = given(request.public) !== undefined && fields.yesNo(request.public ?? "", field("public"));
  const url = path === undefined ? sourceUrl(request.url, config.uploadUrls) : undefined;
  const from = path ?? url;
  const isFile = FILE_TYPES.includes(type);
  const content: TemplateEntries = from === undefined ? emptyBlock(request, type) : [["PATH", from]];
  const entries: TemplateEntries = [
    ["NAME", name],
    ["TYPE", type],
    ...content,
    ...(description.trim() === "" ? [] : ([["DESCRIPTION", description]] as const)),
    ...(persistent ? ([["PERSISTENT", "YES"]] as const) : []),
  ];
  return {
    template: xmlTemplate(entries),
    datastore: isFile ? config.filesDatastoreId : config.datastoreId,
    datastoreOption: isFile ? "FILES_DATASTORE_ID" : "DATASTORE_ID",
    source: { ...(path !== undefined && { path }), ...(url !== undefined && { url }) },
    publish: open && !persistent,
  };
}
