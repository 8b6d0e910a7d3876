/**
 * Sentences that name what a request holds. A use case knows the memory of a machine in MiB; the clients of one
 * language call it MEMORY, those of another occi.compute.memory and count GiB. A sentence is therefore kept in parts,
 * and each language of the interface puts in its own names and units when it is known who reads it.
 */

/** The fields of requests, as OpenNebula's XML names them; the log uses these names too. */
const FIELDS = {
  name: "NAME",
  description: "DESCRIPTION",
  public: "PUBLIC",
  instanceType: "INSTANCE_TYPE",
  cpu: "CPU",
  memory: "MEMORY",
  context: "CONTEXT",
  /** The image of a disk. */
  image: "STORAGE href",
  /** The network of a NIC. */
  network: "NETWORK href",
  nicAddress: "IP",
  nicMac: "MAC",
  diskTarget: "TARGET",
  diskId: "DISK id",
  nicId: "NIC id",
  snapshotId: "SNAPSHOT id",
  /** The name of the image that a disk is saved as. */
  copyName: "SAVE_AS name",
  /** Where the parameters of an action are. */
  parameters: "in its PARAMS",
  seconds: "SECONDS",
  networkAddress: "ADDRESS",
  networkSize: "SIZE",
  imageSize: "SIZE",
  imageType: "TYPE",
  fileSystem: "FSTYPE",
  persistent: "PERSISTENT",
  url: "URL",
} as const;

export type Field = keyof typeof FIELDS;

/** Advice to users, which differs between the languages. Parts of sentences. */
const ADVICE = {
  whereStatesAre: "STATE (and LCM_STATE of a machine)",
  whereQuotasAre: "GET /user/-1 shows limits and what is used.",
  whatNameToGive: "Choose another NAME.",
  nameOfSizes: "instance type",
  aSize: "an instance type",
  howToUpload: "Send multipart/form-data with the parts occixml and file.",
  howToSendScripts: "Send scripts as START_SCRIPT or USER_DATA: they arrive unchanged.",
  howToSendVariables:
    "Send scripts as START_SCRIPT or USER_DATA: they arrive unchanged. Variables of OpenNebula need CONTEXT_VARIABLES=yes, which the administrator can set.",
} as const;

export type Advice = keyof typeof ADVICE;

/** A part of a sentence that depends on its reader. */
export type Term =
  /** A field; with a value, that value in the reader's unit. For the context, `key` is the variable's name. */
  | { readonly field: Field; readonly key?: string; readonly value?: number | string }
  /** A path of this server: `/compute/7`. */
  | { readonly place: string }
  /** The path of something to check: `GET /compute/7`. */
  | { readonly look: string }
  /** A state that is asked for (a word of STATE): its name. */
  | { readonly stateWord: string }
  /** The same as the thing to do before something else. */
  | { readonly first: string }
  /** States of machines, any of them; `word` is the state that is asked for, where they depend on it. */
  | { readonly states: readonly string[]; readonly word?: string }
  /** A change of state that is not possible: `from` as STATE shows it, `state` with the detail of LCM_STATE. */
  | { readonly change: { readonly from: string; readonly to: string; readonly state: string } }
  /** Words that clients of the old servers may know by heart; `plain` is for all who do not. */
  | { readonly historic: string; readonly plain: string }
  | { readonly advice: Advice }
  /** An attribute of OpenNebula's templates: `NAME`, `NIC/MAC`. */
  | { readonly attribute: string }
  /** One of OpenNebula's quotas (`MEMORY`), what it is of (`VM`), or its limit. */
  | { readonly quota: string; readonly show: "name" | "owner" | "limit"; readonly text: string }
  /** OpenNebula's own words. */
  | { readonly oned: string };

/** The words for a term; undefined leaves it to the next vocabulary. */
export type Vocabulary = (term: Term) => string | undefined;

/** A name for a message: of a field of the model, or as the caller knows that the client sent it. */
export type Named = string | Term;

/** A sentence in parts. */
export type Sentence = readonly (string | Term)[];

/** The name of a field of the model. */
export function field(name: Field, key?: string): Term {
  return { field: name, ...(key !== undefined && { key }) };
}

/** A value of a field, in the model's unit: memory and image sizes in MiB. */
export function amount(name: Field, value: number | string): Term {
  return { field: name, value };
}

/** Puts a sentence together: say`${field("memory")} is missing.` */
export function say(texts: TemplateStringsArray, ...parts: readonly (string | number | Term | Sentence)[]): Sentence {
  return texts.flatMap((text, index) => {
    const part = parts[index];
    if (part === undefined) return [text];
    if (typeof part === "object") return [text, ...(Array.isArray(part) ? part : [part as Term])];
    return [text, String(part)];
  });
}

/** Several parts with something between them: `a, b, c`. */
export function joined(parts: readonly (string | Term | Sentence)[], between: string): Sentence {
  return parts.flatMap((part, index) => say`${index === 0 ? "" : between}${part}`);
}

const MEBIBYTES: readonly Field[] = ["memory", "imageSize"];

/** OpenNebula's words: for its XML, and for the log. */
export const openNebulaWords = (term: Term): string => {
  if ("field" in term) {
    if (term.value !== undefined) return `${term.value}${MEBIBYTES.includes(term.field) ? " MiB" : ""}`;
    return term.key === undefined ? FIELDS[term.field] : `${FIELDS[term.field]} ${term.key}`;
  }
  if ("advice" in term) return ADVICE[term.advice];
  if ("place" in term) return term.place;
  if ("look" in term) return `GET ${term.look}`;
  if ("stateWord" in term) return term.stateWord;
  if ("first" in term) return `change STATE to ${term.first} first`;
  if ("states" in term) return term.states.join(", ");
  if ("change" in term) {
    return `The state of the resource cannot be changed from ${term.change.from} to ${term.change.to}.`;
  }
  if ("historic" in term) return term.historic;
  if ("attribute" in term) return term.attribute;
  return "oned" in term ? term.oned : term.text;
};

const SIZES = ["KiB", "MiB", "GiB", "TiB"];

/** A number of bytes for people, to a tenth of its unit: `30 MiB`, `1.5 GiB`, `1000 bytes`. */
export function byteSize(bytes: number): string {
  let value = bytes;
  let unit = "bytes";
  for (const larger of SIZES) {
    if (value < 1024) break;
    value /= 1024;
    unit = larger;
  }
  return `${Math.round(value * 10) / 10} ${unit}`;
}

/** A sentence in which all that a vocabulary knows is put into words. */
export function worded(sentence: Sentence, vocabulary: Vocabulary): Sentence {
  return sentence.map((part, index) => {
    if (typeof part === "string") return part;
    const word = vocabulary(part);
    return index === 0 || (index === 1 && sentence[0] === "")
      ? (word?.replace(/^the /, "The ") ?? part)
      : (word ?? part);
  });
}

/** The text of a sentence: in a vocabulary's words, else in OpenNebula's. */
export function textOf(sentence: Sentence, vocabulary: Vocabulary = openNebulaWords): string {
  return worded(sentence, vocabulary)
    .map((part) => (typeof part === "string" ? part : openNebulaWords(part)))
    .join("")
    .trim();
}
