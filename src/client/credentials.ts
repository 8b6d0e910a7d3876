/** User and password for a server. What holds them is never printed. */
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
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Options, then OCCI_USER with OCCI_PASSWORD_FILE, then the profile, then ONE_AUTH, then ~/.one/one_auth. A user without
 * a password is asked for it on a terminal. What belongs to a profile goes to the server of that profile only, as
 * `settings.profile` is undefined for every other server.
 * @param warn told of what should be mended, such as a file with a password that others can read.
 * @throws OcciError NO_CREDENTIALS, FILE_FAULT, USAGE for two options that name two users.
 */
export async function findCredentials(
  args: Arguments,
  settings: Settings,
  environment: Environment = process.env,
  warn: Warn = complain,
): Promise<Credentials> {
  const typed = text(args, "password");
  if (typed !== undefined) {
    warn("warning: a password on the command line is seen by all who can run ps; OCCI_PASSWORD_FILE is not.");
  }
  const { profile } = settings;
  const named = text(args, "username") ?? (variables(settings, environment).OCCI_USER || undefined);
  const user = named ?? profile?.user;
  if (user?.includes(":")) throw new OcciError("USAGE", "A user name cannot hold a colon.");
  const password = typed ?? passwordFrom(passwordFile(named, settings, environment), warn);
  if (user !== undefined && password !== undefined) return { user, password };
  const file = authFile(profile, environment);
  const stored = readAuthFile(file, warn);
  if (stored !== undefined && (user === undefined || stored.user === user)) {
    return { user: stored.user, password: password ?? stored.password };
  }
  const optioned = text(args, "username");
  if (settings.profileNamed && optioned !== undefined && stored !== undefined && profile?.oneAuth !== undefined) {
    throw new OcciError(
      "USAGE",
      `--username and --profile exclude each other: ${optioned} is not ${stored.user} of profile ${profile.name} (${file}).`,
      { hint: `Leave --username out, or use --url ${settings.url} in place of --profile.` },
    );
  }
  if (user !== undefined && canPrompt()) {
    return { user, password: await promptPassword(`Password of ${user} at ${settings.url}: `) };
  }
  throw missing(user, file, stored?.user);
}

/** OCCI_USER and OCCI_PASSWORD_FILE; not for a profile of --profile that has its own: they are another server's. */
function variables({ profile, profileNamed }: Settings, environment: Environment): Environment {
  const own = profile?.user ?? profile?.passwordFile ?? profile?.oneAuth;
  return profileNamed && own !== undefined ? {} : environment;
}

/**
 * The profile's password is for the profile's user only, and where the profile has one for its user, that of the
 * environment is another user's.
 * @param named the user of --username or OCCI_USER.
 */
function passwordFile(named: string | undefined, settings: Settings, environment: Environment): string | undefined {
  const { profile } = settings;
  const variable = variables(settings, environment).OCCI_PASSWORD_FILE || undefined;
  const isProfiles = named === undefined || profile?.user === undefined || profile.user === named;
  const own = isProfiles ? profile?.passwordFile : undefined;
  if (named !== undefined) return variable ?? own;
  return own ?? (profile?.oneAuth === undefined ? variable : undefined);
}

function missing(user: string | undefined, file: string, stored: string | undefined): OcciError {
  if (user === undefined) {
    return new OcciError("NO_CREDENTIALS", `There is no user and password: ${file} does not exist.`, {
      hint: "Write user:password into it, or use --username (it asks for the password), or OCCI_USER and OCCI_PASSWORD_FILE.",
    });
  }
  return new OcciError("NO_CREDENTIALS", `There is no password for ${user}, and no terminal to ask for it.`, {
    hint:
      stored === undefined
        ? `Name a file with it in OCCI_PASSWORD_FILE, or write ${user}:password into ${file}.`
        : `Name a file with it in OCCI_PASSWORD_FILE. ${file} is for ${stored}.`,
  });
}

/** The first line of a file. */
function passwordFrom(file: string | undefined, warn: Warn): string | undefined {
  if (file === undefined) return undefined;
  const password = (readSecret(file, file, warn).split("\n")[0] ?? "").replace(/\r$/, "");
  if (password !== "") return password;
  throw new OcciError("FILE_FAULT", `${file} must hold a password on its first line.`);
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
    throw new OcciError("FILE_FAULT", `${file} must hold user:password on its first line.`);
  }
  return { user: line.slice(0, colon), password: line.slice(colon + 1) };
}

/** The value of the Authorization header. @param hash send the SHA-1 as lower-case hex in place of the password. */
export function authorization({ user, password }: Credentials, hash: boolean): string {
  const sent = hash ? new Bun.CryptoHasher("sha1").update(password).digest("hex") : password;
  return `Basic ${Buffer.from(`${user}:${sent}`).toString("base64")}`;
}
