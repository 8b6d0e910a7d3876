/** A COMPUTE from options. */

import { OcciError } from "../errors.ts";
import { ipFamily } from "../ip-address.ts";
import { text, texts } from "../terminal/arguments.ts";
import { element, join, type Markup, optionalElement, textElement } from "../xml/write.ts";
import type { Context } from "./context.ts";
import { contextVariables } from "./context-variables.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { idsOf } from "./lookup.ts";
import { cpus, mebibytes } from "./memory.ts";
import type { Named } from "./named-resources.ts";

export interface ComputeOptions {
  readonly name?: string;
  readonly type?: string;
  readonly cpu?: string;
  /** MiB. */
  readonly memory?: number;
  readonly disks: readonly string[];
  readonly nics: readonly Nic[];
  readonly context: readonly (readonly [string, string])[];
  /** Base of the hrefs. */
  readonly base: string;
}

interface Nic {
  /** Id or name. */
  readonly network: string;
  readonly ip?: string;
}

/** Reads the options of the command line; names of images and networks become ids. @throws OcciError. */
export async function readComputeOptions(context: Context): Promise<ComputeOptions> {
  const { args, session } = context;
  const [name, type, cpu, memory] = ["name", "type", "cpu", "memory"].map((option) => text(args, option));
  const nics = texts(args, "nic").map(nicOf);
  const variables = contextVariables({
    pairs: texts(args, "context"),
    keys: texts(args, "ssh-key"),
    userData: text(args, "user-data"),
  });
  const disks = await idsOf(context, "storage", texts(args, "disk"));
  const networks = await idsOf(
    context,
    "network",
    nics.map(({ network }) => network),
  );
  return {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    ...(cpu !== undefined && { cpu: cpus(cpu) }),
    ...(memory !== undefined && { memory: mebibytes("memory", memory) }),
    disks,
    nics: nics.map((nic, index) => ({ ...nic, network: networks[index] ?? nic.network })),
    context: variables,
    base: session.settings.url,
  };
}

/** The resources that the options name. */
export function namedBy({ type, disks, nics }: ComputeOptions): readonly Named[] {
  return [
    ...disks.map((id) => ({ kind: "storage", id, option: "--disk" }) as const),
    ...nics.map(({ network }) => ({ kind: "network", id: network, option: "--nic" }) as const),
    ...(type === undefined ? [] : [{ kind: "instance-type", id: type, option: "--type" } as const]),
  ];
}

/** `lan` or `lan:ip=10.0.0.9`. */
function nicOf(typed: string): Nic {
  const [, network = typed, ip] = /^(.+?):ip=(.*)$/i.exec(typed) ?? [];
  if (ip === undefined ? /:[a-z_]+=/i.test(typed) : ipFamily(ip) === undefined) {
    throw new OcciError("USAGE", `--nic must be NETWORK or NETWORK:ip=ADDRESS, not ${JSON.stringify(typed)}.`);
  }
  return { network, ...(ip !== undefined && { ip }) };
}

const hrefTo = (base: string, kind: Kind, id: string): string => `${base}${KINDS[kind].path}/${encodeURIComponent(id)}`;

/** The document. The instance type is sent as text, because 2.0 does not accept an href. */
export function computeXml(options: ComputeOptions): Markup {
  const { base, name, type, cpu, memory } = options;
  const disks = options.disks.map((id) =>
    element("DISK", {}, element("STORAGE", { href: hrefTo(base, "storage", id) })),
  );
  const nics = options.nics.map(({ network, ip }) => {
    const content = [element("NETWORK", { href: hrefTo(base, "network", network) }), ...optionalElement("IP", ip)];
    return element("NIC", {}, join(content));
  });
  const variables = options.context.map(([variable, value]) => textElement(variable, value));
  const content = [
    ...optionalElement("NAME", name),
    ...optionalElement("INSTANCE_TYPE", type),
    ...optionalElement("CPU", cpu),
    ...optionalElement("MEMORY", memory),
    ...disks,
    ...nics,
    ...(variables.length === 0 ? [] : [element("CONTEXT", {}, join(variables))]),
  ];
  return element("COMPUTE", {}, join(content));
}
