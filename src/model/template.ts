/** The sources of machines: VM templates with their inputs, sizes, and the request for a machine. */
import type { Reference } from "./common.ts";

/** `choice` is one of `options`, `choices` some of them; `fixed` cannot be changed. */
export type InputType =
  | "text"
  | "text64"
  | "password"
  | "integer"
  | "number"
  | "choice"
  | "choices"
  | "boolean"
  | "fixed";

/** A value that a VM template asks of the person who makes a machine of it. */
export interface TemplateInput {
  readonly name: string;
  readonly type: InputType;
  readonly required: boolean;
  readonly description?: string;
  readonly options?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  /** As text; absent for none. */
  readonly default?: string;
  /** Inputs of the same group belong together. */
  readonly group?: string;
}

/** A VM template that the user may use. Memory and sizes in MiB. */
export interface MachineTemplate {
  readonly id: number;
  readonly name: string;
  readonly description?: string;
  /** A path or URL, as the template has it. */
  readonly logo?: string;
  readonly cpu?: number;
  readonly vcpu?: number;
  readonly memory?: number;
  readonly disks: readonly { readonly image?: Reference; readonly size?: number }[];
  readonly networks: readonly { readonly network?: Reference }[];
  readonly inputs: readonly TemplateInput[];
  readonly owner: Reference;
  readonly created: Date;
}

/** A size of machines (VM_TYPE); what the request decides is absent. */
export interface MachineSize {
  readonly name: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly cpuMax?: number;
  readonly memoryMax?: number;
}

/** The source of a new machine. */
export interface NewMachine {
  readonly template?: number;
  readonly image?: number;
  readonly size?: string;
  readonly name?: string;
  readonly description?: string;
  readonly inputs: Readonly<Record<string, string | number | boolean | readonly string[]>>;
  readonly cpu?: number;
  /** MiB. */
  readonly memory?: number;
  readonly sshKeys: readonly string[];
  readonly userData?: string;
  readonly networks: readonly number[];
  readonly disks: readonly number[];
  readonly hold: boolean;
  readonly ends?: Date;
}
