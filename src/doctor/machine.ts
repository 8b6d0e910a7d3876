/** The machine's part: disk space, descriptors, a setting of the kernel. */
import { existsSync, readFileSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import { messageOf } from "../errors.ts";
import { unusableDirectory } from "../ownership.ts";
import { type Finding, findings } from "./finding.ts";

export interface Machine {
  /** Where the kernel shows the processes. */
  readonly proc: string;
  /** The server's process, when it runs. */
  readonly pid: number | undefined;
}

const GIB = 1024 ** 3;
/** There should be room for an upload that arrives while the last one is still being copied. */
const ENOUGH = 10 * GIB;
const LEAST = GIB;
/** Descriptors besides those of clients: oned, uploads, the log. */
const OWN_DESCRIPTORS = 256;

export function machineFindings(config: Config, machine: Machine): Finding[] {
  return [diskFinding(config), descriptorFinding(config, machine), migrationFinding(machine)];
}

function diskFinding({ imageDir, uploadLimit }: Config): Finding {
  const found = findings("disk");
  const unusable = unusableDirectory(imageDir);
  if (unusable !== undefined) {
    const advice = "make the directory for the user of the server (oneadmin), or set IMAGE_DIR";
    return found.error(`IMAGE_DIR cannot be used, so uploads fail: ${unusable}`, advice);
  }
  let directory = imageDir;
  while (!existsSync(directory) && dirname(directory) !== directory) directory = dirname(directory);
  const { bavail, bsize } = statfsSync(directory);
  const free = bavail * bsize;
  const text = `${gib(free)} GiB are free for uploads in ${imageDir}`;
  if (free >= Math.min(uploadLimit, ENOUGH)) return found.ok(text);
  const advice = `free some space, or set IMAGE_DIR to a directory on a larger disk; UPLOAD_LIMIT is ${gib(uploadLimit)} GiB`;
  return free < Math.min(uploadLimit, LEAST) ? found.error(text, advice) : found.warning(text, advice);
}

function gib(bytes: number): string {
  return (bytes / GIB).toFixed(1);
}

/** The limits of the running server, else those of this process. */
function descriptorFinding({ connections }: Config, { proc, pid }: Machine): Finding {
  const found = findings("descriptors");
  const whose = pid === undefined ? "this shell" : "the server";
  let limits: string;
  try {
    limits = readFileSync(join(proc, String(pid ?? "self"), "limits"), "utf8");
  } catch (error) {
    return found.unknown(`the limit of ${whose} cannot be determined: ${messageOf(error)}`);
  }
  const [, written = ""] = /^Max open files\s+(\S+)/m.exec(limits) ?? [];
  const limit = written === "unlimited" ? Number.POSITIVE_INFINITY : Number(written || Number.NaN);
  const needed = connections + OWN_DESCRIPTORS;
  if (Number.isNaN(limit)) return found.unknown(`the limit of ${whose} cannot be determined`);
  if (limit >= needed) return found.ok(`${whose} may open ${written} files`);
  return found.warning(
    `${whose} may open ${written} files, but CONNECTIONS=${connections} may need ${needed}`,
    "LimitNOFILE= of the systemd unit, or `ulimit -n` before `occi-server start`; or lower CONNECTIONS",
  );
}

function migrationFinding({ proc }: Machine): Finding {
  const found = findings("sysctl");
  const file = join(proc, "sys", "net", "ipv4", "tcp_migrate_req");
  if (!existsSync(file)) return found.unknown("this kernel has no net.ipv4.tcp_migrate_req (it came with Linux 5.14)");
  if (readFileSync(file, "utf8").trim() === "1") return found.ok("net.ipv4.tcp_migrate_req is 1");
  return found.warning(
    "net.ipv4.tcp_migrate_req is 0: if the server cannot steer new connections by itself (its log says so), a change of the certificate may lose some",
    "echo net.ipv4.tcp_migrate_req=1 > /etc/sysctl.d/60-occi-server.conf && sysctl --system",
  );
}
