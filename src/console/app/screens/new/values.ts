/** The form of a new machine as values: with what it begins, what it sends, and what is wrong with it. */
import type { Input, NewMachine, Template } from "../../model.ts";

export type InputValue = string | readonly string[];

/** As typed and chosen: texts that need not be right. */
export interface Values {
  readonly name: string;
  readonly count: string;
  /** Id of the image, for a machine without a template. */
  readonly image: string;
  readonly size: string;
  readonly cpu: string;
  /** MiB. */
  readonly memory: string;
  readonly inputs: Readonly<Record<string, InputValue>>;
  /** Networks besides those of the template. */
  readonly networks: readonly number[];
  readonly keys: readonly string[];
  readonly otherKey: string;
  readonly ends: Date | undefined;
}

/** The most machines that one request makes. */
export const MOST_MACHINES = 50;

const YES = /^(?:yes|true|1)$/i;

function initialOf({ type, default: given }: Input): InputValue {
  if (type === "choices") return (given ?? "").split(",").filter((one) => one.trim() !== "");
  if (given === null) return "";
  return type === "boolean" ? (YES.test(given) ? "YES" : "NO") : given;
}

/** The beginning: what the template says, and all keys of the user. */
export function initialValues(inputs: readonly Input[], keys: readonly string[], size: string): Values {
  return {
    name: "",
    count: "1",
    image: "",
    size,
    cpu: "",
    memory: "",
    inputs: Object.fromEntries(inputs.map((input) => [input.name, initialOf(input)])),
    networks: [],
    keys,
    otherKey: "",
    ends: undefined,
  };
}

/** A number as people type it: with a comma or a point. NaN where the text is not a number. */
export function numberIn(text: string): number {
  const plain = text.trim().replace(",", ".");
  return /^-?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}

/** How many machines are asked for; 1 as long as it is no number. */
export function countOf({ count }: Pick<Values, "count">): number {
  const number = numberIn(count);
  return Number.isInteger(number) && number >= 1 && number <= MOST_MACHINES ? number : 1;
}

export type FaultKind = "required" | "whole" | "number" | "positive" | "range";

export interface LocalFault {
  readonly kind: FaultKind;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Faults by the places of the fields in the request, as the server names them: `/inputs/PORT`. */
export type Faults<F> = ReadonlyMap<string, F>;

/** The field that a JSON pointer of the server is about: of a list the list. */
export function fieldOf(pointer: string): string {
  const [, first = "", second = ""] = pointer.split("/");
  return first === "inputs" ? `/inputs/${second}` : `/${first}`;
}

function inputFault({ type, required, minimum, maximum }: Input, value: InputValue): LocalFault | undefined {
  // The default of a password is the server's secret: whether one is needed only the server knows.
  if (value.length === 0) return required && type !== "fixed" && type !== "password" ? { kind: "required" } : undefined;
  if ((type !== "integer" && type !== "number") || typeof value !== "string") return undefined;
  const number = numberIn(value);
  if (type === "integer" && !Number.isInteger(number)) return { kind: "whole" };
  if (Number.isNaN(number)) return { kind: "number" };
  const [low, high] = [minimum ?? Number.NEGATIVE_INFINITY, maximum ?? Number.POSITIVE_INFINITY];
  return number >= low && number <= high ? undefined : { kind: "range", minimum: low, maximum: high };
}

function capacityFault(text: string, open: boolean, whole: boolean): LocalFault | undefined {
  if (!open) return undefined;
  if (text.trim() === "") return { kind: "required" };
  const number = numberIn(text);
  if (!(number > 0)) return { kind: "positive" };
  return whole && !Number.isInteger(number) ? { kind: "whole" } : undefined;
}

/** The capacity that template or size leave to the user. */
export interface OpenCapacity {
  readonly cpu: boolean;
  readonly memory: boolean;
}

/** The faults that can be found without the server. @param template undefined for a machine of an image. */
export function localFaults(values: Values, template: Template | undefined, open: OpenCapacity): Faults<LocalFault> {
  const found = new Map<string, LocalFault>();
  const add = (field: string, fault: LocalFault | undefined): void => {
    if (fault !== undefined) found.set(field, fault);
  };
  if (template === undefined && values.image === "") add("/image", { kind: "required" });
  if (template === undefined && values.size === "") add("/size", { kind: "required" });
  const count = numberIn(values.count);
  if (!(Number.isInteger(count) && count >= 1 && count <= MOST_MACHINES)) {
    add("/count", { kind: "range", minimum: 1, maximum: MOST_MACHINES });
  }
  add("/cpu", capacityFault(values.cpu, open.cpu, false));
  add("/memoryMiB", capacityFault(values.memory, open.memory, true));
  for (const input of template?.inputs ?? []) {
    add(`/inputs/${input.name}`, inputFault(input, values.inputs[input.name] ?? ""));
  }
  return found;
}

/** The value of an input in the request; undefined leaves it to the template. */
function sentValue(input: Input, value: InputValue): NonNullable<NewMachine["inputs"]>[string] | undefined {
  const { type, default: given } = input;
  if (type === "fixed") return undefined;
  if (typeof value !== "string") return value.length > 0 || given !== null ? [...value] : undefined;
  // A text that was emptied is empty, and not what the template has.
  if (value === "") return given !== null && (type === "text" || type === "text64") ? "" : undefined;
  if (type === "boolean") return value === "YES";
  return type === "integer" || type === "number" ? value.trim().replace(",", ".") : value;
}

/** The name with a number in it, where several machines need one. */
export function nameOfSeveral(name: string): string {
  return name === "" || name.includes("%i") ? name : `${name}-%i`;
}

/** The request. */
export function requestOf(values: Values, template: Template | undefined, open: OpenCapacity): NewMachine {
  const count = countOf(values);
  const name = count > 1 ? nameOfSeveral(values.name.trim()) : values.name.trim();
  const inputs: Record<string, NonNullable<NewMachine["inputs"]>[string]> = {};
  for (const input of template?.inputs ?? []) {
    const sent = sentValue(input, values.inputs[input.name] ?? "");
    if (sent !== undefined) inputs[input.name] = sent;
  }
  const typed = values.otherKey.split("\n").map((line) => line.trim());
  const sshKeys = [...values.keys, ...typed.filter((line) => line !== "")];
  return {
    ...(template === undefined ? { image: Number(values.image), size: values.size } : { template: template.id }),
    ...(name !== "" && { name }),
    ...(count > 1 && { count }),
    ...(Object.keys(inputs).length > 0 && { inputs }),
    ...(open.cpu && { cpu: numberIn(values.cpu) }),
    ...(open.memory && { memoryMiB: numberIn(values.memory) }),
    ...(values.networks.length > 0 && { networks: [...values.networks] }),
    ...(sshKeys.length > 0 && { sshKeys }),
    ...(values.ends !== undefined && { endsAt: values.ends.toISOString() }),
  };
}
