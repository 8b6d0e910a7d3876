/** The names of fields in the JSON API. */
import type { OcciError } from "../../errors.ts";
import type { Field, Term, Vocabulary } from "../../wording.ts";

const MEMBERS: Readonly<Record<Field, string>> = {
  name: "name",
  description: "description",
  public: "public",
  instanceType: "size",
  cpu: "cpu",
  memory: "memoryMiB",
  context: "context",
  image: "image",
  network: "networks",
  nicAddress: "address",
  nicMac: "mac",
  diskTarget: "target",
  diskId: "the number of the disk",
  nicId: "the number of the NIC",
  snapshotId: "the number of the snapshot",
  copyName: "name",
  parameters: "in the document",
  seconds: "seconds",
  networkAddress: "address",
  networkSize: "size",
  imageSize: "sizeMiB",
  imageType: "type",
  fileSystem: "fileSystem",
  persistent: "persistent",
  url: "url",
};

/** Converts a path of the XML dialect in a sentence to the path of the API. */
function pathOf(place: string): string {
  const [, kind, rest = ""] = /^\/(compute|network|storage|instance_type|user)(\/.*)?$/.exec(place) ?? [];
  const words: Readonly<Record<string, string>> = {
    compute: "machines",
    network: "networks",
    storage: "images",
    instance_type: "sizes",
  };
  if (kind === "user") return "/api/v1/me";
  return kind === undefined ? place : `/api/v1/${words[kind]}${rest}`;
}

/** Context variables by the members of requests that set them. */
const VARIABLES: Readonly<Record<string, string>> = { SSH_PUBLIC_KEY: "sshKeys", USER_DATA: "userData" };

/** Where a request has a field; undefined for what is not a member of its document. */
function placeOf(term: Term, members: readonly string[]): readonly string[] | undefined {
  if (!("field" in term) || term.value !== undefined) return undefined;
  const { field, key } = term;
  const names = key === undefined ? [MEMBERS[field], field] : [VARIABLES[key]];
  const name = names.find((one) => one !== undefined && members.includes(one));
  if (name !== undefined) return [name];
  return key !== undefined && members.includes("inputs") ? ["inputs", key] : undefined;
}

/**
 * The same error with the places of its faults: a sentence about a field begins with its name.
 * @param members of the request's document, and its parameters.
 */
export function located(error: OcciError, members: readonly string[]): OcciError {
  if (error.code !== "INVALID_REQUEST" && error.code !== "INVALID_CHARACTER") return error;
  const found = error.allFaults.flatMap((fault) => {
    const subject = typeof fault.message === "string" ? undefined : fault.message.find((part) => part !== "");
    const at = typeof subject === "object" ? placeOf(subject, members) : undefined;
    if (fault.at.length > 0 || at === undefined) return error.faults.length > 0 ? [fault] : [];
    return [{ ...fault, at }];
  });
  return found.length === 0 ? error : error.withFaults(found);
}

export const jsonWords: Vocabulary = (term) => {
  if ("field" in term) {
    const { field, key, value } = term;
    const name =
      (key === undefined ? undefined : VARIABLES[key]) ?? (key === undefined ? MEMBERS[field] : `inputs.${key}`);
    return value === undefined ? name : String(value);
  }
  if ("look" in term) return `GET ${pathOf(term.look)}`;
  if ("place" in term) return pathOf(term.place);
  if ("historic" in term) return term.plain;
  if ("advice" in term) return ADVICE[term.advice];
  return undefined;
};

const ADVICE = {
  whereStatesAre: "the state of the object",
  whereQuotasAre: "GET /api/v1/me shows limits and what is used.",
  whatNameToGive: "Choose another name.",
  nameOfSizes: "size",
  aSize: "a size",
  howToUpload: "Send multipart/form-data.",
  howToSendScripts: "Send scripts as userData: they arrive unchanged.",
  howToSendVariables:
    "Send scripts as userData: they arrive unchanged. Variables of OpenNebula need CONTEXT_VARIABLES=yes, which the administrator can set.",
} as const;
