/** `~/.config/occi/config`: endpoints by name, in the syntax of the server's configuration. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { closeness, nearestName } from "../config/nearest-name.ts";
import { readAssignments } from "../config/reader.ts";
import { renderFault } from "../config/report.ts";
import { OcciError } from "../errors.ts";
import { readText } from "../read-file.ts";

export interface Profile {
  readonly name: string;
  readonly url?: string;
  readonly user?: string;
  /** Absolute path of the file with the password. */
  readonly passwordFile?: string;
  /** Absolute path of a file with user:password. */
  readonly oneAuth?: string;
  readonly cacert?: string;
  readonly insecure: boolean;
  readonly hash: boolean;
}

export interface Profiles {
  readonly file: string;
  readonly profiles: readonly Profile[];
  /** DEFAULT_PROFILE; else the only one there is. */
  readonly chosen?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const KEYS = ["NAME", "URL", "USER", "PASSWORD_FILE", "ONE_AUTH", "CACERT", "INSECURE", "HASH"] as const;
type Key = (typeof KEYS)[number];
/** For hints. */
const EXAMPLE = "[NAME=work, URL=https://cloud.example.org:4567]";
const YES_OR_NO = /^(?:(yes|true|1|on)|no|false|0|off)$/i;
const SWITCHES: ReadonlySet<string> = new Set<Key>(["INSECURE", "HASH"]);

/** Where the profiles are; XDG_CONFIG_HOME counts. */
export function profilesFile(environment: Environment): string {
  const home = environment.HOME ?? "/";
  return join(environment.XDG_CONFIG_HOME || join(home, ".config"), "occi", "config");
}

/** @throws OcciError FILE_FAULT with every fault of the file. */
export function readProfiles(environment: Environment): Profiles {
  const file = profilesFile(environment);
  if (!existsSync(file)) return { file, profiles: [] };
  const text = readText(file);
  const known = new Set(["PROFILE", "DEFAULT_PROFILE"]);
  const read = readAssignments(text, {
    file,
    environment,
    lists: new Set(["PROFILE"]),
    listExample: EXAMPLE,
    isOption: (name) => known.has(name.toUpperCase()),
  });
  const faults = read.faults.filter(({ severity }) => severity === "error").map(renderFault);
  const profiles: Profile[] = [];
  let chosen: { readonly name: string; readonly line: number; readonly column: number } | undefined;
  const wrong = (line: number, column: number, message: string, hint?: string) =>
    faults.push(renderFault({ severity: "error", file, line, column, message, ...(hint !== undefined && { hint }) }));
  for (const { name, value, line, column } of read.assignments) {
    const option = name.toUpperCase();
    if (value === undefined) continue;
    if (option === "DEFAULT_PROFILE" && typeof value === "string") chosen = { name: value, line, column };
    else if (option === "PROFILE" && typeof value !== "string") {
      const keys = new Map<Key, string>();
      for (const pair of value) {
        const key = KEYS.find((known) => known === pair.name.toUpperCase());
        if (key === undefined)
          wrong(
            pair.line,
            pair.column,
            `PROFILE does not have the key ${pair.name}: it can have ${KEYS.join(", ")}`,
            didYouMean(pair.name, KEYS),
          );
        else if (SWITCHES.has(key) && !YES_OR_NO.test(pair.value)) {
          wrong(pair.line, pair.column, `${key} must be yes or no, not ${JSON.stringify(pair.value)}`);
        } else keys.set(key, pair.value);
      }
      const named = keys.get("NAME");
      if (named === undefined) wrong(line, column, "PROFILE has no NAME");
      else if (profiles.some(({ name }) => name === named)) {
        wrong(line, column, `a PROFILE named ${JSON.stringify(named)} exists already`);
      } else profiles.push(profileOf(named, keys, dirname(file), environment));
    } else if (option === "PROFILE") wrong(line, column, `PROFILE must be a list: PROFILE=${EXAMPLE}`);
    else if (!read.used.has(name) && isMisspelt(option, [...known]))
      wrong(line, column, `there is no option ${name}`, didYouMean(option, [...known]));
    // Other variables may be used by later lines.
  }
  const { name: wanted } = chosen ?? {};
  if (chosen !== undefined && !profiles.some(({ name }) => name === wanted)) {
    wrong(
      chosen.line,
      chosen.column,
      `DEFAULT_PROFILE names ${JSON.stringify(wanted)}, which is not the name of a PROFILE`,
      didYouMean(
        wanted ?? "",
        profiles.map(({ name }) => name),
      ),
    );
  }
  if (faults.length > 0) throw new OcciError("FILE_FAULT", faults.join("\n"));
  const only = profiles.length === 1 ? profiles[0]?.name : undefined;
  const name = wanted ?? only;
  return { file, profiles, ...(name !== undefined && { chosen: name }) };
}

function didYouMean(typed: string, known: readonly string[]): string | undefined {
  const near = nearestName(typed, known);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

/** Whether a name is so near to another that it must be meant. */
function isMisspelt(name: string, known: readonly string[]): boolean {
  return known.some((other) => name !== other && closeness(name, other).edits <= 2);
}

function profileOf(name: string, keys: ReadonlyMap<Key, string>, directory: string, environment: Environment): Profile {
  const path = (key: Key) => {
    const written = keys.get(key);
    if (written === undefined) return undefined;
    return resolve(directory, written.replace(/^~(?=\/|$)/, environment.HOME ?? "~"));
  };
  const yes = (key: Key) => YES_OR_NO.exec(keys.get(key) ?? "")?.[1] !== undefined;
  const given = {
    url: keys.get("URL"),
    user: keys.get("USER"),
    passwordFile: path("PASSWORD_FILE"),
    oneAuth: path("ONE_AUTH"),
    cacert: path("CACERT"),
  };
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { name, ...present, insecure: yes("INSECURE"), hash: yes("HASH") };
}
