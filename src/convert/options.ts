/** From the options of OpenNebula 3.0 to 4.6 to ours. */

import { isLoopback } from "../config/derive.ts";
import { quotedValue } from "../config/effective.ts";
import { RETIRED } from "../config/options.ts";
import { ipFamily } from "../ip-address.ts";
import type { OldEntry } from "./old-yaml.ts";

/** A remark about a line: an error must be done by hand, a warning should be checked. */
export interface Remark {
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly message: string;
  readonly hint?: string;
}

export interface ConvertedOptions {
  /** Lines of the new configuration. */
  readonly lines: readonly string[];
  readonly remarks: readonly Remark[];
  /** The types of machines with the files of their templates, as the old configuration names them. */
  readonly types: readonly { readonly name: string; readonly template: string; readonly line: number }[];
}

interface Context {
  set(name: string, value: string): void;
  warn(message: string, hint?: string): void;
  byHand(message: string, hint?: string): void;
  /** Remarks about the whole file. */
  readonly has: (key: string) => boolean;
}

type Rule = (value: string, context: Context) => void;

const LEVELS: readonly string[] = ["error", "warning", "info", "debug"];

/** Where both words mean the same. */
const same =
  (name: string): Rule =>
  (value, { set }) =>
    set(name, value);

/** It bound this address, and all hrefs began with it. */
const server: Rule = (value, { set, byHand, has }) => {
  if (ipFamily(value) === undefined) set("SERVER", value);
  else {
    set("HOST", value === "0.0.0.0" || value === "::" ? "*" : value);
    if (!has("ssl_server") && !isLoopback(value)) {
      byHand(
        "the name of the cloud is not in the old file",
        "set SERVER to its fully qualified name: hrefs begin with it",
      );
    }
  }
};

const NO_WEB = "this server does not have that web interface";

const RULES: Readonly<Record<string, Rule>> = {
  one_xmlrpc: same("ONE_XMLRPC"),
  server,
  host: server,
  port: same("PORT"),
  ssl_server: (value, { set, warn, has }) => {
    const url = value.includes("://") ? value : `https://${value}`;
    set("SSL_SERVER", url);
    if (url !== value)
      warn(`:ssl_server: ${value} is used as ${url}`, "correct SSL_SERVER if clients see another address");
    // The old server listened on loopback unless the file said otherwise.
    if (!has("host") && !has("server")) set("HOST", "127.0.0.1");
  },
  bridge: same("BRIDGE"),
  cluster_id: same("CLUSTER_ID"),
  datastore_id: same("DATASTORE_ID"),
  tmpdir: (value, { set }) => set("IMAGE_DIR", `${value.replace(/\/+$/, "")}/occi-server`),
  debug_level: (value, { set, byHand }) => {
    const level = LEVELS[/^\d$/.test(value) ? Number(value) : -1];
    if (level === undefined) byHand(`:debug_level: ${value} is not a number from 0 to 3`, "write LOG_LEVEL=");
    else set("LOG_LEVEL", level);
  },
  auth: (value, { set, warn, byHand }) => {
    if (value === "occi") {
      set("HASHED_CLIENTS", "yes");
      warn(
        "with :auth: occi clients sent the SHA-1 of the password",
        "OpenNebula requires the password itself; with HASHED_CLIENTS=yes users make a login token for such clients, see `occi-server help moving-over`",
      );
    } else if (value === "x509") {
      byHand(
        "AUTH=x509 needs more than the old file has",
        "write AUTH=x509, ONE_SERVER_AUTH (the old server's .one/occi_auth), and SSL_CLIENT_CA, or TRUSTED_PROXIES and PROXY_SECRET",
      );
    } else if (value !== "basic" && value !== "opennebula") {
      byHand(`:auth: ${value} is not known`, "users log in with OpenNebula's own password or a login token");
    }
  },
  lang: (_, { warn }) => warn(`:lang: has no effect: ${NO_WEB}`),
};

/** @param entries of the old file. */
export function convertOptions(entries: readonly OldEntry[]): ConvertedOptions {
  const lines: string[] = [];
  const remarks: Remark[] = [];
  const types: { name: string; template: string; line: number }[] = [];
  const has = (key: string): boolean => entries.some((entry) => entry.key === key && entry.value !== "");
  for (const { key, line, value } of entries) {
    const remark = (severity: Remark["severity"], message: string, hint?: string): void => {
      remarks.push({ severity, line, message, ...(hint !== undefined && { hint }) });
    };
    if (key === "instance_types" && typeof value !== "string") {
      for (const entry of value) {
        const type = typeOf(entry, remarks);
        if (type !== undefined) types.push(type);
      }
      continue;
    }
    // An option without a value was as good as none.
    if (value === "") continue;
    const rule = Object.hasOwn(RULES, key) ? RULES[key] : undefined;
    if (rule !== undefined && typeof value === "string") {
      rule(value, {
        set: (name, text) => lines.push(`${name}=${quotedValue(text)}`),
        warn: (message, hint) => remark("warning", message, hint),
        byHand: (message, hint) => remark("error", message, hint),
        has,
      });
      continue;
    }
    const upper = key.toUpperCase();
    const retired = Object.hasOwn(RETIRED, upper) ? RETIRED[upper] : undefined;
    if (retired !== undefined) remark("warning", `:${key}: no longer has an effect`, retired);
    else if (key.startsWith("vnc_")) remark("warning", `:${key}: has no effect: ${NO_WEB}`);
    else remark("error", `:${key}: is not known: it was left out`, "`occi-server help config` lists all options");
  }
  return { lines, remarks, types };
}

/** `:cpu` and `:memory` were for show: the template has them. */
function typeOf(
  { key, line, value }: OldEntry,
  remarks: Remark[],
): { name: string; template: string; line: number } | undefined {
  if (!/^[\w.-]+$/.test(key)) {
    const message = `${JSON.stringify(key)} cannot be the name of a type`;
    remarks.push({ severity: "error", line, message, hint: "names have letters, digits, _ . and -" });
    return undefined;
  }
  const fields = typeof value === "string" ? [] : value;
  const template = fields.find((field) => field.key === "template")?.value;
  for (const field of fields.filter((one) => !["template", "cpu", "memory"].includes(one.key))) {
    const message = `:${field.key}: of the type ${key} was left out: types do not have such a key here`;
    remarks.push({ severity: "error", line: field.line, message, hint: "set it in the template" });
  }
  if (typeof template === "string" && /^[\w.-]+$/.test(template)) return { name: key, template, line };
  remarks.push({
    severity: "error",
    line,
    message: `the type ${key} names no template`,
    hint: "write a line VM_TYPE for it",
  });
  return undefined;
}
