/** The TCP ports that a process listens on, as the kernel shows it. */
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

const LISTENING = "0A";

/** @returns undefined when this user cannot see them. @param proc where the kernel shows the processes. */
export function portsOf(pid: number, proc = "/proc"): ReadonlySet<number> | undefined {
  const own = join(proc, String(pid));
  try {
    const sockets = new Set(readdirSync(join(own, "fd")).map((fd) => linkOf(join(own, "fd", fd))));
    const tables = ["tcp", "tcp6"].map((name) => readFileSync(join(own, "net", name), "latin1"));
    const rows = tables.flatMap((table) => table.split("\n").slice(1)).map((row) => row.trim().split(/\s+/));
    const mine = rows.filter(
      ([, , , state, , , , , , inode]) => state === LISTENING && sockets.has(`socket:[${inode}]`),
    );
    return new Set(mine.map(([, local = ""]) => Number.parseInt(local.split(":")[1] ?? "", 16)));
  } catch {
    return undefined;
  }
}

/** "" for a descriptor that was closed meanwhile. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
