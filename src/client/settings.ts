/** Which server, and as whom: options before the environment, before the profile, before the default. */

import { OcciError } from "../errors.ts";
import { given, text } from "../terminal/arguments.ts";
import type { Arguments } from "../terminal/command.ts";
import { duration } from "./duration.ts";
import { type Profile, readProfiles } from "./profiles.ts";

export const DEFAULT_URL = "http://localhost:4567";

export interface Settings {
  /** Base of all paths, without a slash at its end. */
  readonly url: string;
  /** Where the URL comes from, for messages. */
  readonly urlFrom: string;
  /** The profile that the URL comes from: only then its credentials go there. */
  readonly profile?: Profile;
  /** The profile was asked for by name: what it says comes before the environment, which is about another server. */
  readonly profileNamed: boolean;
  /** PEM file of what is trusted; undefined: what the system trusts. */
  readonly cacert?: string;
  readonly insecure: boolean;
  readonly hash: boolean;
  /** Milliseconds, when one was asked for. */
  readonly timeout?: number;
  readonly debug: boolean;
  readonly dryRun: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const EXCLUSIVE = [
  ["hash", "plain"],
  ["insecure", "cacert"],
  // A profile's credentials are for its URL only.
  ["url", "profile"],
] as const;

/** @throws OcciError USAGE, FILE_FAULT. */
export function readSettings(args: Arguments, environment: Environment = process.env): Settings {
  for (const [one, other] of EXCLUSIVE) {
    if (given(args, one) && given(args, other)) {
      throw new OcciError("USAGE", `--${one} and --${other} exclude each other.`);
    }
  }
  const named = text(args, "profile") ?? (environment.OCCI_PROFILE || undefined);
  const { profile, url, urlFrom } = endpoint(args, environment, named);
  const profileNamed = named !== undefined && profile !== undefined;
  const typed = text(args, "cacert");
  const cacert = typed ?? ((profileNamed && profile?.cacert) || environment.OCCI_CACERT || profile?.cacert);
  const unchecked = environment.OCCI_INSECURE === "1" || (profile?.insecure ?? false);
  const timeout = text(args, "timeout");
  return {
    url,
    urlFrom,
    ...(profile !== undefined && { profile }),
    profileNamed,
    ...(cacert !== undefined && { cacert }),
    // Whoever names a certificate on the command line wants it checked.
    insecure: given(args, "insecure") || (unchecked && typed === undefined),
    hash: !given(args, "plain") && (given(args, "hash") || (profile?.hash ?? false)),
    ...(timeout !== undefined && { timeout: duration("timeout", timeout) }),
    debug: given(args, "debug"),
    dryRun: given(args, "dry-run"),
  };
}

interface Endpoint {
  readonly url: string;
  readonly urlFrom: string;
  readonly profile?: Profile;
}

function endpoint(args: Arguments, environment: Environment, named: string | undefined): Endpoint {
  const typed = text(args, "url");
  if (typed !== undefined) return { url: checkedUrl(typed, "--url"), urlFrom: "--url" };
  // A profile that is asked for by name comes before the environment's URL, one that is only the default after it.
  if (named === undefined && environment.OCCI_URL) {
    return { url: checkedUrl(environment.OCCI_URL, "OCCI_URL"), urlFrom: "OCCI_URL" };
  }
  const { file, profiles, chosen } = readProfiles(environment);
  const profile = profiles.find(({ name }) => name === (named ?? chosen));
  if (named !== undefined && profile === undefined) {
    const there = profiles.length === 0 ? "it has none" : `there are ${profiles.map(({ name }) => name).join(", ")}`;
    throw new OcciError("USAGE", `There is no profile ${JSON.stringify(named)} in ${file}: ${there}.`);
  }
  if (profile === undefined) return { url: DEFAULT_URL, urlFrom: "the default; --url or OCCI_URL name another" };
  const urlFrom = `profile ${profile.name} in ${file}`;
  if (profile.url === undefined) throw new OcciError("FILE_FAULT", `The ${urlFrom} has no URL.`);
  return { url: checkedUrl(profile.url, urlFrom), urlFrom, profile };
}

function checkedUrl(typed: string, from: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new OcciError(
      "USAGE",
      `The server's URL must be like https://cloud.example.org:4567 (it comes from ${from}).`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new OcciError("USAGE", `The server's URL must not hold a user or password (it comes from ${from}).`, {
      hint: "Use OCCI_USER and OCCI_PASSWORD_FILE, ONE_AUTH or the prompt.",
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
