/** The vocabulary for people who typed an occi-* command: options and commands, not elements and paths. */
import type { Advice, Field, Term, Vocabulary } from "../wording.ts";

const FIELDS: Readonly<Record<Field, string>> = {
  name: "the name",
  description: "--description",
  public: "--public",
  instanceType: "--type",
  cpu: "--cpu",
  memory: "--memory",
  context: "--context",
  image: "the image",
  network: "the network",
  nicAddress: "the address",
  nicMac: "the MAC address",
  diskTarget: "--target",
  diskId: "the disk",
  nicId: "the NIC",
  snapshotId: "the snapshot",
  copyName: "the name",
  parameters: "on the command line",
  seconds: "--life",
  networkAddress: "--address",
  networkSize: "--size",
  imageSize: "--size",
  imageType: "--type",
  fileSystem: "--fstype",
  persistent: "--persistent",
  url: "--from",
};

const ADVICE: Readonly<Record<Advice, string>> = {
  nameOfSizes: "instance type",
  aSize: "an instance type",
  whereStatesAre: "the state that `list` and `show` print",
  whereQuotasAre: "`occi-user show` shows limits and what is used.",
  whatNameToGive: "Choose another name.",
  howToUpload: "Upload it with --file, or let the cloud fetch it with --from.",
  howToSendScripts: "Send scripts with --user-data FILE or --context START_SCRIPT=@FILE: they arrive unchanged.",
  howToSendVariables:
    "Send scripts with --user-data FILE or --context START_SCRIPT=@FILE: they arrive unchanged. Variables of OpenNebula need CONTEXT_VARIABLES=yes, which the administrator can set.",
};

/** Words of STATE, by the commands of `occi-compute` that send them. */
const COMMANDS: Readonly<Record<string, string>> = {
  STOPPED: "stop",
  SUSPENDED: "suspend",
  RESUME: "resume",
  POWEROFF: "poweroff",
  REBOOT: "reboot",
  RESET: "reset",
  SHUTDOWN: "terminate",
  CANCEL: "terminate --hard",
  DONE: "delete",
  RESTART: "restart",
  RESUBMIT: "resubmit",
};

const commandOf = (word: string): string => `\`occi-compute ${COMMANDS[word] ?? word.toLowerCase()}\``;

/** `a`, `a or b`, `a, b or c`; ACTIVE is shown as RUNNING, which is what matters of it. */
function anyOf(states: readonly string[]): string {
  const shown = states.map((state) => (state === "ACTIVE" ? "RUNNING" : state));
  const last = shown.at(-1) ?? "";
  return shown.length > 1 ? `${shown.slice(0, -1).join(", ")} or ${last}` : last;
}

/** MiB, as sizes are typed: `512 MiB`, `4 GiB`. */
function sizeOf(mib: number): string {
  return mib >= 1024 && mib % 1024 === 0 ? `${mib / 1024} GiB` : `${mib} MiB`;
}

/** Quotas that OpenNebula counts in MiB. */
const IN_MEBIBYTES = /(?:^|_)(?:MEMORY|SIZE)$/;

function quotaWord({ quota, show, text }: Extract<Term, { quota: string }>): string {
  return show === "limit" && IN_MEBIBYTES.test(quota) && Number(text) > 0 ? sizeOf(Number(text)) : text;
}

/** `occi-compute show 7` of `/compute/7`, `occi-compute list` of `/compute`. */
function lookWord(path: string): string {
  const [, kind = "", id] = path.split("/");
  if (kind === "") return "`--help`";
  const program = `occi-${kind.replace("_", "-")}`;
  return id === undefined ? `\`${program} list\`` : `\`${program} show ${id}\``;
}

/** OpenNebula's names for the resources of the commands. */
const NOUNS: Readonly<Record<string, string>> = {
  "virtual machine": "machine",
  "virtual network": "network",
  image: "image",
  user: "user",
};

/** Rights of OpenNebula, as what they let somebody do. */
const RIGHTS: Readonly<Record<string, string>> = { USE: "use", MANAGE: "change", ADMIN: "administer" };
/** The same things by OpenNebula's types. */
const TYPES: Readonly<Record<string, string>> = { VM: "machine", NET: "network", IMAGE: "image", USER: "user" };

/** The subjects of a sentence: the disks and NICs of a request, counted from 0. */
const PART = /^(DISK|NIC) (\d+): (.+)$/s;
const PARTS: Readonly<Record<string, string>> = { DISK: "Disk", NIC: "NIC" };

/** OpenNebula's own sentences, where they name its calls or say less than they could. */
function quotedWords(text: string): string {
  const [, object = "", number] = /^([A-Z]+) (\d+)$/.exec(text) ?? [];
  const named = TYPES[object];
  if (named !== undefined) return `${named} ${number}`;
  const [, noun = "", id] = /^Error getting ([a-z ]+) \[(\d+)\]\.?$/.exec(text) ?? [];
  const known = NOUNS[noun];
  if (known !== undefined) return `There is no ${known} ${id}.`;
  const [, right = "", type = "", of] = /^Not authorized to perform ([A-Z]+) ([A-Z]+) \[(\d+)\]\.?$/.exec(text) ?? [];
  const [verb, thing] = [RIGHTS[right], TYPES[type]];
  if (verb !== undefined && thing !== undefined) {
    return `You do not have the right to ${verb} ${thing} ${of} (OpenNebula: ${right}).`;
  }
  const part = PART.exec(text);
  if (part !== null) return `${PARTS[part[1] ?? ""]} ${part[2]}: ${quotedWords(part[3] ?? "")}`;
  const [, missing = "", missed] = /^([A-Z][a-z ]+) with ID: (\d+) does not exist\.?$/.exec(text) ?? [];
  const gone = NOUNS[missing.toLowerCase()];
  if (gone !== undefined) return `There is no ${gone} ${missed}.`;
  const [, taken] = /^Cannot acquire image (\d+), it is persistent and already in use\.?$/.exec(text) ?? [];
  if (taken !== undefined) return `Image ${taken} is persistent, and a machine uses it already.`;
  return text.replace(/^Error performing action "[\w-]+": (?=[A-Z])/, "").replace(/(?<![.!?])$/, ".");
}

function fieldWord({ field, key, value }: Extract<Term, { field: Field }>): string {
  if (value !== undefined) return field === "memory" || field === "imageSize" ? sizeOf(Number(value)) : String(value);
  if (key === "SSH_PUBLIC_KEY") return "--ssh-key";
  return key === undefined ? FIELDS[field] : `${FIELDS[field]} ${key}`;
}

/** The vocabulary of the occi-* commands. */
export const optionWords: Vocabulary = (term) => {
  if ("field" in term) return fieldWord(term);
  if ("advice" in term) return ADVICE[term.advice];
  if ("look" in term) return lookWord(term.look);
  if ("stateWord" in term) return commandOf(term.stateWord);
  if ("first" in term) return `do ${commandOf(term.first)} first`;
  // An ACTIVE machine can be restarted only if its host has lost it.
  if ("states" in term) return anyOf(term.word === "RESTART" ? ["UNKNOWN", "FAILED"] : term.states);
  if ("change" in term) {
    return `${commandOf(term.change.to)} is not possible while the machine is ${term.change.state}.`;
  }
  if ("historic" in term) return term.plain;
  if ("oned" in term) return quotedWords(term.oned);
  return "quota" in term ? quotaWord(term) : undefined;
};
