/** User and password for a server. Neither is ever printed. */
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { text } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { complain } from "../terminal/output.ts";
import type { Profile } from "./profiles.ts";
import { canPrompt, promptPassword } from "./prompt.ts";
import { readSecret, type Warn } from "./secret-file.ts";
import type { Settings } from "./settings.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string;
  /** Where the password comes from, for messages. */
  readonly from: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A place that can name a user, a password, or both: the first that names a user decides which user it is. */
interface Source {
  readonly user: string | undefined;
  /** Undefined: it has no password. */
  readonly password: (() => string) | undefined;
  /** The name of the source, for messages. */
  readonly from: string;
}

/**
 * Options, then OCCI_USER with OCCI_PASSWORD_FILE, then the profile, then ONE_AUTH, then ~/.one/one_auth. A password
 * belongs to the user of its own source, or, where that names no user, to the user of the sources after it: it is never
 * sent for another. A user without a password is asked for it on a terminal. The credentials of a profile go
 * to the server of that profile only, as `settings.profile` is undefined for every other server.
 * @param warn gets warnings, such as one about a file with a password that others can read.
 * @throws OcciError NO_CREDENTIALS, FILE_FAULT, USAGE for two options that name two users.
 */
export async function findCredentials(
  args: Arguments,
  settings: Settings,
  environment: Environment = process.env,
  warn: Warn = complain,
): Promise<Credentials> {
  if (text(args, "password") !== undefined) {
    warn("warning: everyone who can run ps can see a password on the command line; use OCCI_PASSWORD_FILE instead.");
  }
  const { profile } = settings;
  const sources = sourcesOf(args, settings, environment, warn);
  const user = sources.find((source) => source.user !== undefined)?.user;
  if (user?.includes(":")) throw new OcciError("USAGE", "A user name cannot contain a colon.");
  const file = authFile(profile, environment);
  const stored = once(() => readAuthFile(file, warn));
  const ofOthers: string[] = [];
  for (const [index, { password, from }] of sources.entries()) {
    if (password === undefined) continue;
    const owner = sources.slice(index).find((source) => source.user !== undefined)?.user ?? stored()?.user;
    if (user === undefined && owner !== undefined) return { user: owner, password: password(), from };
    if (user !== undefined && (owner === undefined || owner === user)) return { user, password: password(), from };
    if (owner !== undefined) ofOthers.push(owner);
  }
  const last = stored();
  if (last !== undefined && (user === undefined || last.user === user)) return last;
  const optioned = text(args, "username");
  if (settings.profileNamed && optioned !== undefined && last !== undefined && profile?.oneAuth !== undefined) {
    throw new OcciError(
      "USAGE",
      `--username and --profile exclude each other: ${optioned} is not ${last.user} of profile ${profile.name} (${file}).`,
      { hint: `Leave --username out, or use --url ${settings.url} in place of --profile.` },
    );
  }
  if (user !== undefined && canPrompt()) {
    return { user, password: await promptPassword(`Password of ${user} at ${settings.url}: `), from: "the prompt" };
  }
  throw missing(user, file, last?.user, ofOthers);
}

/** Those before the file with user:password, the first that counts first. */
function sourcesOf(args: Arguments, settings: Settings, environment: Environment, warn: Warn): readonly Source[] {
  const { profile, profileNamed } = settings;
  const typed = text(args, "password");
  const { OCCI_USER, OCCI_PASSWORD_FILE } = environment;
  const inFile = (file: string | undefined) => (file ? () => passwordFrom(file, warn) : undefined);
  const hasOwn = profile?.passwordFile !== undefined || profile?.oneAuth !== undefined;
  // Variables are about another server than a profile of --profile, and a profile with a password needs no other.
  const without = profileNamed ? hasOwn || profile?.user !== undefined : false;
  const variables: Source = {
    user: without ? undefined : OCCI_USER || undefined,
    password: without || (!OCCI_USER && hasOwn) ? undefined : inFile(OCCI_PASSWORD_FILE),
    from: `OCCI_PASSWORD_FILE (${OCCI_PASSWORD_FILE})`,
  };
  return [
    { user: text(args, "username"), password: typed === undefined ? undefined : () => typed, from: "--password" },
    variables,
    {
      user: profile?.user,
      password: inFile(profile?.passwordFile),
      from: `${profile?.passwordFile}, which the profile ${profile?.name} names`,
    },
  ];
}

function once<T>(read: () => T): () => T {
  let done: { readonly value: T } | undefined;
  return () => {
    done ??= { value: read() };
    return done.value;
  };
}

/** @param stored the user of the file with user:password. @param ofOthers the users of passwords that were found. */
function missing(
  user: string | undefined,
  file: string,
  stored: string | undefined,
  ofOthers: readonly string[],
): OcciError {
  if (user === undefined) {
    return new OcciError("NO_CREDENTIALS", `No user and password were found: ${file} does not exist.`, {
      hint: "Write user:password into that file, or use --username (which asks for the password), or set OCCI_USER and OCCI_PASSWORD_FILE.",
    });
  }
  const others = new Set(stored === undefined ? ofOthers : [...ofOthers, stored]);
  const found = others.size === 0 ? "" : ` The password that was found is for ${[...others].join(" and ")}.`;
  const inFile = stored === undefined ? `, or write ${user}:password into ${file}` : "";
  return new OcciError(
    "NO_CREDENTIALS",
    `There is no password for ${user}, and no terminal is available to ask for it.${found}`,
    {
      hint: `Set OCCI_USER=${user}, and OCCI_PASSWORD_FILE to a file with the password${inFile}.`,
    },
  );
}

/** The first line of a file. */
function passwordFrom(file: string, warn: Warn): string {
  const password = (readSecret(file, file, warn).split("\n")[0] ?? "").replace(/\r$/, "");
  if (password !== "") return password;
  throw new OcciError("FILE_FAULT", `${file} must contain a password on its first line.`);
}

function authFile(profile: Profile | undefined, environment: Environment): string {
  return profile?.oneAuth ?? (environment.ONE_AUTH || join(environment.HOME ?? "/", ".one", "one_auth"));
}

/** `user:password` on the first line, split at the first colon: a password may hold more of them. */
function readAuthFile(file: string, warn: Warn): Credentials | undefined {
  let line: string;
  try {
    line = (readSecret(file, file, warn).split("\n")[0] ?? "").trim();
  } catch (error) {
    if (error instanceof OcciError && (error.cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const colon = line.indexOf(":");
  if (colon <= 0) {
    throw new OcciError("FILE_FAULT", `${file} must contain user:password on its first line.`);
  }
  return { user: line.slice(0, colon), password: line.slice(colon + 1), from: file };
}

/** The value of the Authorization header. @param hash send the SHA-1 as lower-case hex in place of the password. */
export function authorization({ user, password }: Pick<Credentials, "user" | "password">, hash: boolean): string {
  const sent = hash ? new Bun.CryptoHasher("sha1").update(password).digest("hex") : password;
  return `Basic ${Buffer.from(`${user}:${sent}`).toString("base64")}`;
}
