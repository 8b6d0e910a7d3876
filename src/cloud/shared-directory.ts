/** Directories that others use. IMAGE_DIR is closed to everybody else, so it must be the server's own. */
import { readdirSync, type Stats } from "node:fs";
import { join } from "node:path";
import { STAGED_NAME } from "./staged-name.ts";

const GROUP_AND_OTHERS_MAY = 0o066;
const WORLD_WRITABLE = 0o002;
const STICKY = 0o1000;

/** The file system hierarchy's own directories, see hier(7): programs and users of the machine rely on their modes. */
const SYSTEM = new RegExp(
  "^/(?:|(?:bin|boot|dev|efi|etc|home|lib|lib32|lib64|libx32|media|mnt|opt|proc|root|run|sbin|snap|srv|sys|tmp|usr|var)" +
    "|usr/(?:bin|games|include|lib|lib32|lib64|libexec|libx32|local|sbin|share|src)|usr/local/[^/]+" +
    "|var/(?:backups|cache|crash|db|lib|local|lock|log|mail|opt|run|spool|tmp|www)" +
    "|etc/one|(?:var/)?run/one|var/(?:lib|log)/one|var/lib/one/datastores)$",
);

/** Names that a file system itself puts into its uppermost directory, and those that NFS keeps for removed files. */
const OF_THE_FILE_SYSTEM = /^(?:lost\+found|\.nfs[0-9a-f]+)$/;

/**
 * The reason why a directory that exists is not the server's alone; undefined when it is.
 * @param stats of the directory itself, not of what a link leads to.
 */
export function sharedReason(directory: string, stats: Stats): string | undefined {
  if (SYSTEM.test(directory)) return "it is a system directory";
  if ((stats.mode & WORLD_WRITABLE) !== 0) return "every user of this machine can write to it";
  if ((stats.mode & STICKY) !== 0) return "it has the sticky bit, as directories for several users do";
  const other = entriesOf(directory).find((name) => !STAGED_NAME.test(name) && !OF_THE_FILE_SYSTEM.test(name));
  return other === undefined ? undefined : `it holds ${JSON.stringify(other)}, which is not an upload`;
}

/** The refusal, and what to do. @param reason of `sharedReason`. */
export function sharedWords(directory: string, reason: string): { readonly message: string; readonly hint: string } {
  const inside = /^\/(?:var\/)?tmp(?:\/|$)|^\/(?:srv|mnt|media)(?:\/|$)/.test(directory);
  const example = inside ? join(directory, "occi-server") : "/var/tmp/occi-server";
  return {
    message: `IMAGE_DIR ${directory} is shared with others: ${reason}`,
    hint: `name a directory for this purpose alone, such as ${example}`,
  };
}

/** A directory that cannot be listed shows nothing of others. */
function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Whether others can list a directory or write it, which `prepareDirectory` stops. @param mode as `stat` gives it. */
export function isTooOpen(mode: number): boolean {
  return (mode & GROUP_AND_OTHERS_MAY) !== 0;
}

/** The permissions, as `chmod` takes them. */
export function modeOf(mode: number): string {
  return (mode & 0o7777).toString(8);
}
