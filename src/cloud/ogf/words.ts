/** The vocabulary of clients of OCCI 1.2: the fields of the model, their units, and the places to look at. */
import type { Advice, Field, Term, Vocabulary } from "../../wording.ts";
import { gib } from "./attributes.ts";

const FIELDS: Readonly<Record<Field, string>> = {
  name: "occi.core.title",
  description: "occi.core.summary",
  public: "the group's permission",
  instanceType: "resource_tpl",
  cpu: "occi.compute.cores",
  memory: "occi.compute.memory",
  context: "the context",
  image: "occi.core.target",
  network: "occi.core.target",
  nicAddress: "occi.networkinterface.address",
  nicMac: "occi.networkinterface.mac",
  diskTarget: "occi.storagelink.deviceid",
  diskId: "the storagelink",
  nicId: "the networkinterface",
  snapshotId: "the snapshot",
  copyName: "the attribute name",
  parameters: "in its attributes",
  seconds: "the lifetime of the token",
  networkAddress: "occi.network.address",
  networkSize: "the number of addresses",
  imageSize: "occi.storage.size",
  imageType: "org.opennebula.storage.type",
  fileSystem: "org.opennebula.storage.fstype",
  persistent: "org.opennebula.storage.persistent",
  url: "the URL",
};

const ADVICE: Readonly<Record<Advice, string>> = {
  nameOfSizes: "instance type",
  aSize: "an instance type",
  whereStatesAre: "the state and its message",
  whereQuotasAre: "",
  howToUpload: "Upload images with content as multipart/form-data, through OpenNebula's OCCI XML.",
  whatNameToGive: "Choose another occi.core.title.",
  howToSendScripts: "Send scripts as occi.compute.userdata: they arrive unchanged.",
  howToSendVariables:
    "Send scripts as occi.compute.userdata: they arrive unchanged. Variables of OpenNebula need CONTEXT_VARIABLES=yes, which the administrator can set.",
};

/** Variables of CONTEXT. */
const VARIABLES: Readonly<Record<string, string>> = {
  SSH_PUBLIC_KEY: "occi.credentials.ssh.publickey",
  USER_DATA: "occi.compute.userdata",
  SET_HOSTNAME: "occi.compute.hostname",
};

/** Attributes of OpenNebula's templates, without the vector that they are in. */
const ATTRIBUTES: Readonly<Record<string, string>> = {
  ...VARIABLES,
  NAME: FIELDS.name,
  DESCRIPTION: FIELDS.description,
  CPU: FIELDS.cpu,
  MEMORY: FIELDS.memory,
  IP: FIELDS.nicAddress,
  MAC: FIELDS.nicMac,
  TARGET: FIELDS.diskTarget,
  SIZE: FIELDS.imageSize,
  TYPE: FIELDS.imageType,
  PERSISTENT: FIELDS.persistent,
  DEV_PREFIX: "org.opennebula.storage.dev_prefix",
  DRIVER: "org.opennebula.storage.driver",
  NETWORK: FIELDS.network,
  VLAN_ID: "occi.network.vlan",
  GATEWAY: "occi.network.gateway",
};

const QUOTAS: Readonly<Record<string, string>> = {
  VMS: "machines",
  RVMS: "machines",
  RUNNING_VMS: "running machines",
  MEMORY: "memory",
  RUNNING_MEMORY: "memory of running machines",
  CPU: "CPUs",
  RUNNING_CPU: "CPUs of running machines",
  SYSTEM_DISK_SIZE: "disks of machines",
  LEASES: "addresses",
  SIZE: "disk space",
  IMAGES: "images",
};

/** OpenNebula counts these in MiB. */
const IN_MEBIBYTES = /MEMORY$|SIZE$/;

const inGib = (mib: number | string): string => `${gib(Number(mib))} GiB`;

function quotaWord({ quota, show, text }: Extract<Term, { quota: string }>): string {
  if (show === "name") return `of ${QUOTAS[quota] ?? quota.toLowerCase().replaceAll("_", " ")}`;
  if (show === "limit") return IN_MEBIBYTES.test(quota) && Number(text) >= 0 ? inGib(text) : text;
  const [, kind = "", id = ""] = /^ of (\w+) with ID: (\d+)$/.exec(text) ?? [];
  return kind === "" ? "" : ` of the ${kind.toLowerCase()} ${id}`;
}

/**
 * Attributes of OpenNebula's templates, as its own sentences name them; states and kinds of objects are not among them.
 */
const THEIR_NAMES =
  /\b(?:NAME|DESCRIPTION|PUBLIC|V?CPU|MEMORY|CONTEXT|STORAGE|NETWORK|NIC|DISK|TARGET|SNAPSHOT|ADDRESS|SIZE|TYPE|FSTYPE|PERSISTENT|STATE)(?:_ID)?\b/g;

/** In OpenNebula's own sentences names of attributes would be taken for those of a request: they become plain words. */
function quotedWords(text: string): string {
  const plain = text.replace(THEIR_NAMES, (word) => word.toLowerCase().replace("_", " "));
  return plain === text ? text : `OpenNebula says: ${plain}`;
}

/** The vocabulary of this dialect. */
export const ogfWords: Vocabulary = (term) => {
  if ("field" in term) {
    if (term.value !== undefined) {
      return term.field === "memory" || term.field === "imageSize" ? inGib(term.value) : String(term.value);
    }
    if (term.key === undefined) return FIELDS[term.field];
    return VARIABLES[term.key] ?? `the variable ${term.key} of the context`;
  }
  if ("advice" in term) return ADVICE[term.advice];
  if ("attribute" in term) {
    const name = term.attribute.slice(term.attribute.lastIndexOf("/") + 1);
    return ATTRIBUTES[name] ?? term.attribute;
  }
  if ("quota" in term) return quotaWord(term);
  return "oned" in term ? quotedWords(term.oned) : undefined;
};
