/**
 * Which server, and as whom: options, then the variables that name a server or a user, then profiles, then the default.
 * Two options that differ are refused: nobody could know which of them is meant.
 */

import { nearestNames } from "../config/nearest-name.ts";
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
  /** The profile is that of --profile: what it says comes before the environment, which is about another server. */
  readonly profileNamed: boolean;
  /** The profile of OCCI_PROFILE, when OCCI_URL names the server: nothing of it is used. */
  readonly unusedProfile?: string;
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
] as const;

/** @throws OcciError USAGE, FILE_FAULT. */
export function readSettings(args: Arguments, environment: Environment = process.env): Settings {
  for (const [one, other] of EXCLUSIVE) {
    if (given(args, one) && given(args, other)) {
      throw new OcciError("USAGE", `--${one} and --${other} exclude each other.`);
    }
  }
  const { profile, url, urlFrom, unusedProfile } = endpoint(args, environment);
  const profileNamed = given(args, "profile") && profile !== undefined;
  const typed = text(args, "cacert");
  const cacert = typed ?? ((profileNamed && profile?.cacert) || environment.OCCI_CACERT || profile?.cacert);
  // A certificate that the profile of --profile names is checked, whatever the environment says about other servers.
  const pinned = profileNamed && profile?.cacert !== undefined;
  const unchecked = (environment.OCCI_INSECURE === "1" && !pinned) || (profile?.insecure ?? false);
  const timeout = text(args, "timeout");
  return {
    url,
    urlFrom,
    ...(profile !== undefined && { profile }),
    profileNamed,
    ...(unusedProfile !== undefined && { unusedProfile }),
    ...(cacert !== undefined && { cacert }),
    // A user who names a certificate on the command line expects it to be checked.
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
  readonly unusedProfile?: string;
}

function endpoint(args: Arguments, environment: Environment): Endpoint {
  const typed = text(args, "url");
  const url = typed === undefined ? undefined : checkedUrl(typed, "--url");
  const optioned = text(args, "profile");
  if (optioned !== undefined) {
    const found = ofProfile(environment, optioned, "--profile");
    checkOptions(found, url, text(args, "username"));
    return found;
  }
  if (url !== undefined) return { url, urlFrom: "--url" };
  const unused = environment.OCCI_PROFILE || undefined;
  if (environment.OCCI_URL) {
    return {
      url: checkedUrl(environment.OCCI_URL, "OCCI_URL"),
      urlFrom: "OCCI_URL",
      ...(unused !== undefined && { unusedProfile: unused }),
    };
  }
  if (unused !== undefined) return ofProfile(environment, unused, "OCCI_PROFILE");
  const { chosen } = readProfiles(environment);
  if (chosen !== undefined) return ofProfile(environment, chosen, "DEFAULT_PROFILE");
  return { url: DEFAULT_URL, urlFrom: "the default; set --url or OCCI_URL to use another server" };
}

/** @param from what names the profile. @throws OcciError USAGE when it does not exist, FILE_FAULT. */
function ofProfile(environment: Environment, wanted: string, from: string): Endpoint & { readonly profile: Profile } {
  const { file, profiles } = readProfiles(environment);
  const profile = profiles.find(({ name }) => name === wanted);
  if (profile === undefined) {
    const names = profiles.map(({ name }) => name);
    const there = names.length === 0 ? "it has no profiles" : `there are ${names.join(", ")}`;
    const near = nearestNames(wanted, names);
    throw new OcciError(
      "USAGE",
      `There is no profile ${JSON.stringify(wanted)} in ${file}: ${there} (it comes from ${from}).`,
      near.length === 0 ? {} : { hint: `Did you mean ${near.join(" or ")}?` },
    );
  }
  const urlFrom = `profile ${profile.name} in ${file}`;
  if (profile.url === undefined) throw new OcciError("FILE_FAULT", `The ${urlFrom} has no URL.`);
  return { url: checkedUrl(profile.url, urlFrom), urlFrom, profile };
}

/** A profile's credentials are for its own server, and its server for its own user. @throws OcciError USAGE. */
function checkOptions({ profile, url }: Endpoint & { readonly profile: Profile }, typed?: string, user?: string): void {
  const { name } = profile;
  if (typed !== undefined && typed !== url) {
    throw new OcciError("USAGE", `--url and --profile exclude each other: ${typed} is not ${url} of profile ${name}.`, {
      hint: "Give one of them.",
    });
  }
  if (user !== undefined && profile.user !== undefined && profile.user !== user) {
    throw new OcciError(
      "USAGE",
      `--username and --profile exclude each other: ${user} is not ${profile.user} of profile ${name}.`,
      { hint: `Leave --username out, or use --url ${url} in place of --profile.` },
    );
  }
}

function checkedUrl(typed: string, from: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new OcciError(
      "USAGE",
      `The server's URL must have the form https://cloud.example.org:4567 (it comes from ${from}).`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new OcciError("USAGE", `The server's URL must not contain a user or password (it comes from ${from}).`, {
      hint: "Use OCCI_USER and OCCI_PASSWORD_FILE, ONE_AUTH or the prompt.",
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
