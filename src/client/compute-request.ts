/** A COMPUTE from options. */
import { isIP } from "node:net";
import { OcciError } from "../errors.ts";
import { readText } from "../read-file.ts";
import { text, texts } from "../terminal/arguments.ts";
import { element, join, type Markup, optionalElement, textElement } from "../xml/write.ts";
import type { Context } from "./context.ts";
import { KINDS, type Kind } from "./kinds.ts";
import { idsOf } from "./lookup.ts";
import { mebibytes } from "./memory.ts";

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
  const variables = contextVariables(texts(args, "context"), texts(args, "ssh-key"));
  const disks = await idsOf(context, "storage", texts(args, "disk"));
  const networks = await idsOf(
    context,
    "network",
    nics.map(({ network }) => network),
  );
  return {
    ...(name !== undefined && { name }),
    ...(type !== undefined && { type }),
    ...(cpu !== undefined && { cpu }),
    ...(memory !== undefined && { memory: mebibytes("memory", memory) }),
    disks,
    nics: nics.map((nic, index) => ({ ...nic, network: networks[index] ?? nic.network })),
    context: variables,
    base: session.settings.url,
  };
}

/** `lan` or `lan:ip=10.0.0.9`. */
function nicOf(typed: string): Nic {
  const [, network = typed, ip] = /^(.+?):ip=(.*)$/i.exec(typed) ?? [];
  if (ip === undefined ? /:[a-z_]+=/i.test(typed) : isIP(ip) === 0) {
    throw new OcciError("USAGE", `--nic is NETWORK or NETWORK:ip=ADDRESS, not ${JSON.stringify(typed)}.`);
  }
  return { network, ...(ip !== undefined && { ip }) };
}

function contextVariables(pairs: readonly string[], keyFiles: readonly string[]): (readonly [string, string])[] {
  const variables = pairs.map((pair) => {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      // The value may be a secret.
      const typed = JSON.stringify(pair.replace(/=[\s\S]*$/, "=..."));
      throw new OcciError("USAGE", `--context is KEY=VALUE with a key of letters, digits and _, not ${typed}.`);
    }
    return [name.toUpperCase(), value] as const;
  });
  const keys = keyFiles.map(publicKey);
  const all = keys.length === 0 ? variables : [...variables, ["SSH_PUBLIC_KEY", keys.join("\n")] as const];
  const twice = all.find(([name], index) => all.findIndex(([other]) => other === name) !== index);
  if (twice !== undefined) throw new OcciError("USAGE", `The context variable ${twice[0]} is given twice.`);
  return all;
}

/** As in authorized_keys: options, if any, then type and key. */
const KEY_LINE = /^(?:(?:[^\s"]|"[^"]*")+\s+)?(?:ssh|ecdsa|sk)-\S+ \S+/;

/** @throws OcciError FILE_FAULT for what is no public key: above all the private one, which must not leave the machine. */
function publicKey(path: string): string {
  const key = readText(path, `The key ${path}`).trim();
  if (/PRIVATE KEY/.test(key)) {
    throw new OcciError("FILE_FAULT", `${path} is a private key: it must stay on this machine.`, {
      hint: `The public one is usually ${path}.pub.`,
    });
  }
  if (KEY_LINE.test(key)) return key;
  throw new OcciError("FILE_FAULT", `${path} is no public key of SSH.`);
}

const hrefTo = (base: string, kind: Kind, id: string): string => `${base}${KINDS[kind].path}/${encodeURIComponent(id)}`;

/** The document. The instance type stands as text: 2.0 takes no href. */
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
