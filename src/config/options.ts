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
    "An instance type and its template; one line for each type. CPU_MAX and MEMORY_MAX (MiB) limit what a request may ask of a type such as custom, which leaves CPU or MEMORY open.",
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
  USER: "the server has no account of its own in OpenNebula: each request uses its user's",
  PASSWORD: "the server has no account of its own in OpenNebula: each request uses its user's; remove the line",
  DATABASE: "images are kept by OpenNebula",
  FS_FORMAT: "the request names the format of a new disk (FSTYPE)",
  ONE_AUTH: "the server has no account of its own in OpenNebula: each request uses its user's",
  ONE_LOCATION: "it is taken from the environment: this file is found through it",
  CORE_AUTH: "users log in with OpenNebula's own password or a login token",
  TOKEN_EXPIRATION_DELTA: "there is no administrator's token that could expire",
  ENCODE_USER_PASSWORD: "passwords go to OpenNebula as they are",
  HASH_PASSWORDS: "passwords go to OpenNebula as they are; for old clients there is HASHED_CLIENTS",
  DEBUG_LEVEL: "write LOG_LEVEL=error, warning, info or debug",
  INSTANCE_TYPES: "write a line VM_TYPE=[NAME=small, TEMPLATE=small.eta] for each type",
  TMPDIR: "uploads are kept in IMAGE_DIR",
};
