/**
 * The one table of all options: it drives the defaults, the checks, the sample file, `help` and the manual.
 * @see scripts/generate.ts
 */
import { BROWSERS } from "./options/browsers.ts";
import { CLIENTS, USERS_AND_LOG } from "./options/clients.ts";
import { IMAGES, MACHINES, NETWORKS } from "./options/cloud.ts";
import { DIALECTS } from "./options/dialects.ts";
import { LIMITS } from "./options/limits.ts";
import { ONED } from "./options/oned.ts";
import { ACME, SERVICE } from "./options/service.ts";
import type { ValueType } from "./value-types.ts";

export type { Option } from "./options/option.ts";

export const OPTIONS = {
  ...ONED,
  ...SERVICE,
  ...ACME,
  ...CLIENTS,
  ...BROWSERS,
  ...MACHINES,
  ...NETWORKS,
  ...IMAGES,
  ...DIALECTS,
  ...LIMITS,
  ...USERS_AND_LOG,
} as const;

/** The only option whose value is a list; it has one line for each type. */
export const VM_TYPE = {
  syntax: "[NAME=, TEMPLATE=]",
  fallback: ["small", "medium", "large"].map((type) => `[NAME=${type}, TEMPLATE=${type}.eta]`),
  shownDefault: "small, medium, large",
  example: "[NAME=custom, TEMPLATE=custom.eta, CPU_MAX=8, MEMORY_MAX=16384]",
  meaning:
    "An instance type and its template; one line for each type. CPU_MAX and MEMORY_MAX (MiB) limit the values that a request can choose with a type, such as custom, that does not set CPU or MEMORY.",
} as const;

export type ScalarName = keyof typeof OPTIONS;
export type OptionName = ScalarName | "VM_TYPE";

const namesOf = <T extends object>(table: T) => Object.keys(table) as (keyof T)[];

/** Titles of the groups with their options, in the order of the sample and the manual. */
export const GROUPS: Readonly<Record<string, readonly OptionName[]>> = {
  "OpenNebula's daemon": namesOf(ONED),
  "The service": namesOf(SERVICE),
  "Certificates by ACME": namesOf(ACME),
  "Client certificates and proxies": namesOf(CLIENTS),
  "Browsers and web pages": namesOf(BROWSERS),
  "Virtual machines": ["VM_TYPE", ...namesOf(MACHINES)],
  Networks: namesOf(NETWORKS),
  "Images and uploads": namesOf(IMAGES),
  "OCCI 1.2": namesOf(DIALECTS),
  Limits: namesOf(LIMITS),
  "Users and the log": namesOf(USERS_AND_LOG),
};

export const SCALAR_NAMES = namesOf(OPTIONS);
export const OPTION_NAMES: readonly OptionName[] = Object.values(GROUPS).flat();

type ValueOf<O> = O extends { type: ValueType<infer T>; fallback: infer F }
  ? O extends { repeats: true }
    ? readonly T[]
    : F extends string
      ? T
      : T | undefined
  : never;

/** Typed values of all options but VM_TYPE: undefined, or an empty list, if nothing is set and there is no default. */
export type Values = { -readonly [K in ScalarName]: ValueOf<(typeof OPTIONS)[K]> };

/** Names that other versions or OpenNebula's other programs know, with the reason why they do nothing here. */
export const RETIRED: Readonly<Record<string, string>> = {
  USER: "the server does not have its own account in OpenNebula: each request uses the account of its user",
  PASSWORD:
    "the server does not have its own account in OpenNebula: each request uses the account of its user; remove the line",
  DATABASE: "OpenNebula stores the images",
  FS_FORMAT: "the request names the format of a new disk (FSTYPE)",
  ONE_AUTH: "the server does not have its own account in OpenNebula: each request uses the account of its user",
  ONE_LOCATION: "it is read from the environment, because this file is found through it",
  CORE_AUTH: "users log in with OpenNebula's own password or a login token",
  TOKEN_EXPIRATION_DELTA: "the server does not use an administrator's token, which could expire",
  ENCODE_USER_PASSWORD: "passwords reach OpenNebula unchanged",
  HASH_PASSWORDS: "passwords reach OpenNebula unchanged; for old clients, see HASHED_CLIENTS",
  DEBUG_LEVEL: "write LOG_LEVEL=error, warning, info or debug",
  INSTANCE_TYPES: "write a line VM_TYPE=[NAME=small, TEMPLATE=small.eta] for each type",
  TMPDIR: "uploads are stored in IMAGE_DIR",
};
