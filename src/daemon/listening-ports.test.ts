/** Whose port it is, by the kernel's tables: here such tables in a directory. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { portsOf } from "./listening-ports.ts";

const HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";
/** A row of /proc/net/tcp or tcp6. */
const row = (local: string, state: string, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1 0000 100 0\n`;

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), "occi-proc-"));
});
afterEach(() => rmSync(proc, { recursive: true }));

/** A process with these sockets, by their inodes, and the tables of its network. */
function process(pid: number, inodes: readonly number[], tcp: string, tcp6: string): void {
  mkdirSync(join(proc, String(pid), "fd"), { recursive: true });
  mkdirSync(join(proc, String(pid), "net"));
  for (const [fd, inode] of inodes.entries()) symlinkSync(`socket:[${inode}]`, join(proc, String(pid), "fd", `${fd}`));
  // What is no link is no socket.
  writeFileSync(join(proc, String(pid), "fd", "99"), "");
  writeFileSync(join(proc, String(pid), "net", "tcp"), HEAD + tcp);
  writeFileSync(join(proc, String(pid), "net", "tcp6"), HEAD + tcp6);
}

test("a process has the ports on which its own sockets listen, of IPv4 and IPv6", () => {
  const tcp = [
    row("0100007F:11D7", "0A", 101), // 4567, listening
    row("0100007F:11D8", "01", 102), // its own, a connection
    row("0100007F:11D9", "0A", 900), // another's
  ];
  const tcp6 = [row("00000000000000000000000001000000:01BB", "0A", 103)]; // 443
  process(7, [101, 102, 103], tcp.join(""), tcp6.join(""));
  expect(portsOf(7, proc)).toEqual(new Set([4567, 443]));
});

test("a process without sockets has none; of one that cannot be seen nothing is known", () => {
  process(7, [], row("0100007F:11D7", "0A", 101), "");
  expect(portsOf(7, proc)).toEqual(new Set());
  expect(portsOf(8, proc)).toBeUndefined();
});
