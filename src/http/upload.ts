/** `POST /storage`: the representation of an image as a form field, and the file that goes with it, to the disk. */
import type { StagedFile, StagedUpload } from "../cloud/staged-upload.ts";
import type { Staging } from "../cloud/staging.ts";
import type { Config } from "../config/config.ts";
import { type ErrorCode, OcciError } from "../errors.ts";
import { byteSize } from "../wording.ts";
import { UPLOAD_WINDOW_MS } from "./arrival-guard.ts";
import { arriving } from "./arriving.ts";
import { type BodyLimits, readBody } from "./body.ts";
import type { Call } from "./call.ts";
import { boundaryOf, malformed, type PartSink, readMultipart } from "./multipart.ts";
import { UNOBSERVED, type UploadObserver } from "./observer.ts";
import { parametersOf } from "./parameters.ts";
import { targetOf } from "./path.ts";
import { TextSink } from "./text-sink.ts";

export interface UploadDeps {
  readonly staging: Staging;
  readonly config: BodyLimits & Pick<Config, "uploadLimit" | "uploadTimeout">;
  readonly observer?: UploadObserver;
  /** Waits until a large representation of the caller may be read. */
  turn(bytes: number): Promise<void>;
}

export interface Received<T> {
  readonly representation: T;
  /** The handler that takes it must remove it. */
  readonly file?: StagedFile;
  /** SHA-256 of the file, where it is wanted. */
  readonly digest?: string;
}

/** The words of the old servers. */
const NO_REPRESENTATION = "OCCI XML representation of Image not present in the request";

function noRepresentation(): OcciError {
  return new OcciError("INVALID_REQUEST", NO_REPRESENTATION, {
    hint: "Send a form with the field occixml; for an upload, send multipart/form-data that also has the part file.",
  });
}

function tooLarge(limit: number): OcciError {
  return new OcciError("TOO_LARGE", `The upload is larger than ${byteSize(limit)}.`, {
    hint: "The administrator sets the limit with UPLOAD_LIMIT.",
  });
}

/** Bytes that a client announces; 0 when it does not (chunked). */
function announced(request: Request): number {
  return Number(request.headers.get("content-length") ?? 0);
}

/** How a language sends an image. */
interface Form {
  /** The part with the representation. */
  readonly field: "occixml" | "document";
  /** The code for a representation that is not UTF-8. */
  readonly notText: ErrorCode;
  readonly missing: () => OcciError;
  /** Whether the file's SHA-256 is to be told. */
  readonly digests: boolean;
}

const XML_FORM: Form = { field: "occixml", notText: "INVALID_XML", missing: noRepresentation, digests: false };

const JSON_FORM: Form = {
  field: "document",
  notText: "INVALID_REQUEST",
  missing: () =>
    new OcciError("INVALID_REQUEST", "The form does not have a part named document.", {
      hint: "Send multipart/form-data with a part named document (JSON) and a part named file.",
    }),
  digests: true,
};

async function receiveMultipart<T>(
  request: Request,
  boundary: string,
  { field, notText, missing, digests }: Form,
  parse: (text: string) => T,
  { staging, config, observer = UNOBSERVED, turn }: UploadDeps,
): Promise<Received<T>> {
  // A few kilobytes of a multipart body are boundaries, headers and the representation.
  const limit = config.uploadLimit + config.bodyLimit;
  const over = () => tooLarge(config.uploadLimit);
  if (announced(request) > limit) throw over();
  const pace = { rate: config.bodyRate, window: UPLOAD_WINDOW_MS, longest: config.uploadTimeout };
  let representation: { readonly value: T } | undefined;
  let upload: StagedUpload | undefined;
  let named = false;
  let begun = false;
  const hasher = digests ? new Bun.CryptoHasher("sha256") : undefined;

  const fileSink: PartSink = {
    async write(bytes) {
      if (!begun) observer.uploadBegan();
      begun = true;
      upload ??= await staging.begin(Math.max(0, announced(request) - config.bodyLimit));
      await upload.write(bytes);
      hasher?.update(bytes);
      observer.uploaded(bytes.length);
    },
    async end() {},
  };
  const fields = new Set<string>();
  try {
    await readMultipart(
      arriving(request, { ...pace, most: limit, tooLarge: over }),
      boundary,
      ({ name, hasFileName }) => {
        if (name !== field && name !== "file") return undefined;
        if (fields.has(name)) throw malformed(`has two parts ${name}`);
        fields.add(name);
        if (name === "file") {
          named = hasFileName;
          return fileSink;
        }
        const take = (xml: string) => {
          representation = { value: parse(xml) };
        };
        return new TextSink({ name: field, limit: config.bodyLimit, notText }, turn, take);
      },
    );
    if (field === "occixml") representation ??= fromQuery(request, parse);
    if (representation === undefined) throw missing();
    // A browser sends a nameless, empty part when no file was chosen.
    if (upload === undefined && named) throw new OcciError("INVALID_REQUEST", "The uploaded file is empty.");
    if (upload === undefined) return { representation: representation.value };
    const file = await upload.finish();
    observer.uploadEnded("stored");
    return {
      representation: representation.value,
      file,
      ...(hasher !== undefined && { digest: hasher.digest("hex") }),
    };
  } catch (error) {
    if (begun) observer.uploadEnded(error instanceof OcciError ? error.code : "INTERNAL");
    await upload?.abort();
    throw error;
  }
}

function fromQuery<T>(request: Request, parse: (xml: string) => T): { readonly value: T } | undefined {
  const xml = parametersOf(targetOf(request.url).query).get("occixml");
  return xml === null ? undefined : { value: parse(xml) };
}

/** Nobody else gets here: see `receiveStorage`. */
async function isKnown(): Promise<void> {}

async function receiveForm<T>(
  request: Request,
  parse: (xml: string) => T,
  { config, turn }: UploadDeps,
): Promise<Received<T>> {
  const form = parametersOf(await readBody(request, config, { known: isKnown, turn }));
  const xml = form.get("occixml");
  if (form.has("file")) {
    throw new OcciError("INVALID_REQUEST", "A file must be a part of a multipart/form-data request.");
  }
  const representation = xml === null ? fromQuery(request, parse) : { value: parse(xml) };
  if (representation === undefined) throw noRepresentation();
  return { representation: representation.value };
}

/**
 * Receives what `POST /storage` sends: multipart/form-data with the parts `occixml` and `file` in either order,
 * a url-encoded form with the field `occixml`, or `occixml` in the query.
 * The caller must be known to oned.
 * @param parse reads the representation, as soon as it is there: a bad one ends the upload at once.
 * @throws OcciError INVALID_REQUEST, TOO_LARGE, DISK_FULL, CLIENT_GONE, what `parse` throws; nothing stays on the disk
 *   then.
 */
export async function receiveStorage<T>(
  request: Request,
  parse: (xml: string) => T,
  deps: UploadDeps,
): Promise<Received<T>> {
  const type = request.headers.get("content-type") ?? "";
  const boundary = boundaryOf(type);
  if (boundary !== undefined) return receiveMultipart(request, boundary, XML_FORM, parse, deps);
  if (/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return receiveForm(request, parse, deps);
  const representation = fromQuery(request, parse);
  if (representation === undefined) throw noRepresentation();
  return { representation: representation.value };
}

/**
 * The same for the JSON API: multipart/form-data with the parts `document` and `file` in either order.
 * @throws as `receiveStorage`.
 */
export async function receiveDocument<T>(
  request: Request,
  parse: (text: string) => T,
  deps: UploadDeps,
): Promise<Received<T>> {
  const boundary = boundaryOf(request.headers.get("content-type") ?? "");
  if (boundary === undefined) throw JSON_FORM.missing();
  return receiveMultipart(request, boundary, JSON_FORM, parse, deps);
}

/** The parts of a call that an upload needs. */
export function uploadDeps(call: Call): UploadDeps {
  return { ...call.deps, observer: call.observer, turn: (bytes) => call.turn(bytes) };
}
