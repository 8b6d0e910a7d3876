/** Checks of the certificate, directories and users that the configuration names. Nothing is made or changed. */
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { stateDirectoryFault } from "../certificates/state-fault.ts";
import { identitiesOf } from "../certificates/tls.ts";
import { isTooOpen, modeOf, sharedReason, sharedWords } from "../cloud/shared-directory.ts";
import type { Config } from "../config/config.ts";
import { defaultStateDir } from "../config/derive.ts";
import { type Fault, faultMaker, type MakeFault, type Place } from "../config/fault.ts";
import { EMBEDDED_NAME } from "../config/find.ts";
import type { OptionName } from "../config/options.ts";
import { readLogo } from "../daemon/console.ts";
import { messageOf, OcciError } from "../errors.ts";
import { unusableDirectory } from "../ownership.ts";

type Places = ReadonlyMap<OptionName, Place>;

export interface Machine {
  /** Where the kernel shows the processes. */
  readonly proc: string;
  /** OpenNebula's own directory for what it keeps: it belongs to the user that oned runs as. */
  readonly data: string;
  /** The user that this runs as. */
  readonly user: number | undefined;
}

const THIS_MACHINE: Machine = {
  proc: "/proc",
  data: dirname(defaultStateDir(process.env)),
  user: process.geteuid?.(),
};

/** The faults around a configuration, except those that only `userFaults` finds. */
export async function surroundingsFaults(
  config: Config,
  places: Places,
  machine: Machine = THIS_MACHINE,
): Promise<Fault[]> {
  const fault = faultMaker(config.file ?? EMBEDDED_NAME, places);
  return [
    ...(await certificateFaults(config, fault)),
    ...stateDirectoryFaults(config, fault),
    ...imageDirectoryFaults(config, fault, machine),
    ...logoFaults(config, fault),
  ];
}

async function certificateFaults(config: Config, fault: MakeFault): Promise<Fault[]> {
  // The self-signed certificate is made when the server starts, and not for a check.
  // A missing SSL_CERT is a fault of the configuration itself.
  if (config.ssl !== "files" || config.sslCerts.length === 0) return [];
  try {
    const expired = (await identitiesOf(config)).filter(({ certificate }) => certificate.validToDate < new Date());
    return expired.map(({ file, certificate }) => {
      const end = certificate.validToDate.toISOString();
      return fault("warning", "SSL_CERT", `The certificate in ${file} expired at ${end}.`);
    });
  } catch (error) {
    const option = messageOf(error).startsWith("SSL_KEY") ? "SSL_KEY" : "SSL_CERT";
    return [fault("error", option, messageOf(error), error instanceof OcciError ? error.hint : undefined)];
  }
}

function stateDirectoryFaults(config: Config, fault: MakeFault): Fault[] {
  const unusable = stateDirectoryFault(config);
  return unusable === undefined ? [] : [fault("error", "STATE_DIR", unusable.message, unusable.hint)];
}

function imageDirectoryFaults(config: Config, fault: MakeFault, machine: Machine): Fault[] {
  const { imageDir } = config;
  const reason = unusableDirectory(imageDir);
  if (reason !== undefined) {
    return [
      fault(
        "error",
        "IMAGE_DIR",
        `IMAGE_DIR cannot be used, so every upload would fail: ${reason}.`,
        "Make the directory for the user of the server (oneadmin), or set IMAGE_DIR to one inside oned's SAFE_DIRS.",
      ),
    ];
  }
  const found = lstatSync(imageDir, { throwIfNoEntry: false });
  if (found === undefined) return [];
  const shared = sharedReason(imageDir, found) ?? ownedByAnother(found.uid, machine);
  if (shared !== undefined) {
    const { message, hint } = sharedWords(imageDir, shared);
    return [fault("error", "IMAGE_DIR", message, hint)];
  }
  if (found.uid !== machine.user || !isTooOpen(found.mode)) return [];
  return [
    fault(
      "warning",
      "IMAGE_DIR",
      `IMAGE_DIR ${imageDir} has the mode ${modeOf(found.mode)}: the server changes it to 711, so that only the server can list it`,
      "name another directory if other programs use this one",
    ),
  ];
}

function logoFaults({ consoleLogo }: Config, fault: MakeFault): Fault[] {
  if (consoleLogo === undefined) return [];
  try {
    readLogo(consoleLogo);
    return [];
  } catch (error) {
    return [fault("error", "CONSOLE_LOGO", messageOf(error), error instanceof OcciError ? error.hint : undefined)];
  }
}

/** root often checks for the server's own user, whose directory it may be when nobody knows that user. */
function ownedByAnother(owner: number, { proc, data, user }: Machine): string | undefined {
  if (owner === user) return undefined;
  const oned = userOfOned(proc) ?? ownerOf(data);
  if (owner === oned || (user === 0 && oned === undefined)) return undefined;
  return `it belongs to user ${owner}`;
}

/**
 * oned reads what the server stages: both must be the same user. All it finds are warnings, and it looks at every
 * process: a start does that when it is over.
 */
export function userFaults(config: Config, places: Places, { proc, data, user } = THIS_MACHINE): Fault[] {
  const fault = faultMaker(config.file ?? EMBEDDED_NAME, places);
  const oned = userOfOned(proc) ?? ownerOf(data);
  if (oned === undefined || oned === user) return [];
  return [
    fault(
      "warning",
      "IMAGE_DIR",
      `oned runs as user ${oned} and this command as user ${user}: oned will not be able to read uploads in ${config.imageDir}.`,
      "Run the server as oned's user (oneadmin).",
    ),
  ];
}

/** The number of the user that oned runs as, when it runs on this machine. */
function userOfOned(proc: string): number | undefined {
  for (const pid of readdirSync(proc)) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const directory = join(proc, pid);
      if (readFileSync(join(directory, "comm"), "utf8").trim() === "oned") return statSync(directory).uid;
    } catch {
      // The process has ended in the meantime.
    }
  }
  return undefined;
}

/** Undefined when there is none. root's says nothing: oned's own directory never belongs to root. */
function ownerOf(directory: string): number | undefined {
  const owner = statSync(directory, { throwIfNoEntry: false })?.uid;
  return owner === 0 ? undefined : owner;
}
