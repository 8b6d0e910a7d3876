/** User and password for a server. What holds them is never printed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, OcciError } from "../errors.ts";
import { text } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { complain } from "../terminal/output.ts";
import type { Profile } from "./profiles.ts";
import { canPrompt, promptPassword } from "./prompt.ts";
import type { Settings } from "./settings.ts";

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Options, then OCCI_USER with OCCI_PASSWORD_FILE, then the profile, then ONE_AUTH, then ~/.one/one_auth. A user without
 * a password is asked for it on a terminal.
 * @throws OcciError NO_CREDENTIALS, FILE_FAULT.
 */
export async function findCredentials(
  args: Arguments,
  settings: Settings,
  environment: Environment = process.env,
): Promise<Credentials> {
  const typed = text(args, "password");
  if (typed !== undefined) {
    complain("warning: a password on the command line is seen by all who can run ps; OCCI_PASSWORD_FILE is not.");
  }
  const user = text(args, "username") ?? (environment.OCCI_USER || settings.profile?.user);
  const password = typed ?? passwordFrom(environment.OCCI_PASSWORD_FILE || settings.profile?.passwordFile);
  if (user !== undefined && password !== undefined) return { user, password };
  const file = authFile(settings.profile, environment);
  const stored = readAuthFile(file);
  if (stored !== undefined && (user === undefined || stored.user === user)) {
    return { user: stored.user, password: password ?? stored.password };
  }
  if (user !== undefined && canPrompt()) {
    return { user, password: await promptPassword(`Password of ${user} at ${settings.url}: `) };
  }
  throw missing(user, file);
}

function missing(user: string | undefined, file: string): OcciError {
  if (user === undefined) {
    return new OcciError("NO_CREDENTIALS", `There is no user and password: ${file} does not exist.`, {
      hint: "Write user:password into it, or use --username (it asks for the password), or OCCI_USER and OCCI_PASSWORD_FILE.",
    });
  }
  return new OcciError("NO_CREDENTIALS", `There is no password for ${user}, and no terminal to ask for it.`, {
    hint: `Name a file with it in OCCI_PASSWORD_FILE, or write ${user}:password into ${file}.`,
  });
}

/** The first line of a file. */
function passwordFrom(file: string | undefined): string | undefined {
  return file === undefined ? undefined : (readSecret(file).split("\n")[0] ?? "").replace(/\r$/, "");
}

function authFile(profile: Profile | undefined, environment: Environment): string {
  return profile?.oneAuth ?? (environment.ONE_AUTH || join(environment.HOME ?? "/", ".one", "one_auth"));
}

/** `user:password` on the first line, split at the first colon: a password may hold more of them. */
function readAuthFile(file: string): Credentials | undefined {
  let line: string;
  try {
    line = (readSecret(file).split("\n")[0] ?? "").trim();
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

function readSecret(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new OcciError("FILE_FAULT", `${file} cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

/** The value of the Authorization header. @param hash send the SHA-1 as lower-case hex in place of the password. */
export function authorization({ user, password }: Credentials, hash: boolean): string {
  if (user.includes(":")) throw new OcciError("USAGE", "A user name cannot hold a colon.");
  const sent = hash ? new Bun.CryptoHasher("sha1").update(password).digest("hex") : password;
  return `Basic ${Buffer.from(`${user}:${sent}`).toString("base64")}`;
}
