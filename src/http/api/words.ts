/** What clients of the JSON API call what they send. */
import type { Field, Vocabulary } from "../../wording.ts";

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

/** Paths of the XML dialect, where a sentence names one, as those of the API. */
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

/** Context variables are known by what is sent for them. */
const VARIABLES: Readonly<Record<string, string>> = { SSH_PUBLIC_KEY: "sshKeys", USER_DATA: "userData" };

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
  howToUpload: "Send multipart/form-data.",
  howToSendScripts: "Send scripts as userData: they arrive as they are.",
  howToSendVariables:
    "Send scripts as userData: they arrive as they are. Variables of OpenNebula need CONTEXT_VARIABLES=yes, which the administrator sets.",
} as const;
