/** The few calls of the C library that Bun has no function for. */

import { dlopen, type Pointer, ptr, read } from "bun:ffi";
import { statSync } from "node:fs";
import { formatBytes } from "../ip-address.ts";

const GLIBC = "libc.so.6";

/** The file of Alpine's C library. @param arch as Bun names it. */
export function muslLibrary(arch: string): string {
  return `libc.musl-${arch === "arm64" ? "aarch64" : "x86_64"}.so.1`;
}

function open(name: string) {
  return dlopen(name, {
    flock: { args: ["i32", "i32"], returns: "i32" },
    dup2: { args: ["i32", "i32"], returns: "i32" },
    socket: { args: ["i32", "i32", "i32"], returns: "i32" },
    sendto: { args: ["i32", "buffer", "usize", "i32", "buffer", "u32"], returns: "i64" },
    getsockopt: { args: ["i32", "i32", "i32", "buffer", "buffer"], returns: "i32" },
    setsockopt: { args: ["i32", "i32", "i32", "buffer", "u32"], returns: "i32" },
    getsockname: { args: ["i32", "buffer", "buffer"], returns: "i32" },
    getpeername: { args: ["i32", "buffer", "buffer"], returns: "i32" },
    shutdown: { args: ["i32", "i32"], returns: "i32" },
    clock_gettime: { args: ["i32", "buffer"], returns: "i32" },
    __errno_location: { args: [], returns: "ptr" },
  }).symbols;
}

function load(): ReturnType<typeof open> {
  try {
    return open(GLIBC);
  } catch {
    return open(muslLibrary(process.arch));
  }
}

let loaded: ReturnType<typeof open> | undefined;
function libc(): ReturnType<typeof open> {
  loaded ??= load();
  return loaded;
}

function errno(): number {
  return read.i32(libc().__errno_location() as Pointer);
}

const LOCK_SH = 1;
const LOCK_EX = 2;
const LOCK_NB = 4;
const EBADF = 9;
const EWOULDBLOCK = 11;

/**
 * Locks an open file for this process until the descriptor is closed or the process ends, however it ends.
 * @param kind `shared` with others that only read.
 * @returns false when another process holds the lock.
 * @throws Error when the file system has no locks.
 */
export function tryLock(fd: number, kind: "exclusive" | "shared" = "exclusive"): boolean {
  if (libc().flock(fd, (kind === "shared" ? LOCK_SH : LOCK_EX) | LOCK_NB) === 0) return true;
  const code = errno();
  if (code === EWOULDBLOCK) return false;
  throw new Error(`flock failed with errno ${code}`);
}

/** Makes `to` another name of the open file `from`. */
export function redirect(from: number, to: number): void {
  if (libc().dup2(from, to) < 0) throw new Error(`dup2 failed with errno ${errno()}`);
}

const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 2 | 0o2000000;

/** Opens a datagram socket of the unix family. @returns its descriptor, to be closed by the caller. */
export function unixDatagramSocket(): number {
  const fd = libc().socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
  if (fd < 0) throw new Error(`socket failed with errno ${errno()}`);
  return fd;
}

/** A `sockaddr_un`: the path ends with a NUL; one that begins with `@` is in the abstract name space, and has none. */
export function unixAddress(path: string): Buffer {
  const abstract = path.startsWith("@");
  const name = Buffer.from(abstract ? path.replace("@", "\0") : `${path}\0`);
  const address = Buffer.alloc(2 + name.length);
  address.writeUInt16LE(AF_UNIX, 0);
  name.copy(address, 2);
  return address;
}

/** Sends one datagram to a socket of the unix family. */
export function sendTo(fd: number, path: string, message: string): void {
  const address = unixAddress(path);
  const bytes = Buffer.from(message);
  if (libc().sendto(fd, bytes, bytes.length, 0, address, address.length) < 0) {
    throw new Error(`sendto ${path} failed with errno ${errno()}`);
  }
}

const CLOCK_MONOTONIC = 1;

/** Microseconds of the clock that all processes of this machine share and nobody sets. */
export function monotonicMicroseconds(): bigint {
  const time = Buffer.alloc(16);
  if (libc().clock_gettime(CLOCK_MONOTONIC, time) !== 0) throw new Error(`clock_gettime failed with errno ${errno()}`);
  return time.readBigInt64LE(0) * 1_000_000n + time.readBigInt64LE(8) / 1000n;
}

const SOL_SOCKET = 1;
const SO_ACCEPTCONN = 30;
const SO_ATTACH_REUSEPORT_CBPF = 51;

/** The TCP port that a descriptor listens on; undefined for whatever else it is. */
export function listeningPort(fd: number): number | undefined {
  const value = Buffer.alloc(4);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(value.length);
  if (libc().getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, value, length) !== 0) return undefined;
  if (value.readUInt32LE() !== 1) return undefined;
  const address = Buffer.alloc(128);
  length.writeUInt32LE(address.length);
  if (libc().getsockname(fd, address, length) !== 0) return undefined;
  const family = address.readUInt16LE(0);
  return family === AF_INET || family === AF_INET6 ? address.readUInt16BE(2) : undefined;
}

const AF_INET = 2;
const AF_INET6 = 10;

/**
 * For sockets that share a port (SO_REUSEPORT): all new connections go to the one that began to listen second, and to
 * the only one when there is one. By a program of one instruction, see bpf(2) and socket(7).
 */
export function preferSecondListener(fd: number): void {
  const BPF_RET = 0x06;
  const instruction = Buffer.alloc(8);
  instruction.writeUInt16LE(BPF_RET, 0);
  instruction.writeUInt32LE(1, 4); // the index; the kernel chooses by itself where there is none of it
  const program = Buffer.alloc(16);
  program.writeUInt16LE(1, 0);
  program.writeBigUInt64LE(BigInt(ptr(instruction)), 8);
  if (libc().setsockopt(fd, SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, program, program.length) !== 0) {
    throw new Error(`setsockopt failed with errno ${errno()}`);
  }
}

export interface Peer {
  /** As `node:net` writes it. */
  readonly address: string;
  readonly port: number;
}

const address = Buffer.alloc(28);
const length = Buffer.alloc(4);

/** In place of a port: the descriptor is not a socket of TCP, or not open at all. */
const NO_PORT = -1;
const NOT_OPEN = -2;

/** Fills `address`. @returns the port in it; a negative number where there is none. */
function portBy(call: "getsockname" | "getpeername", fd: number): number {
  length.writeUInt32LE(address.length);
  if (libc()[call](fd, address, length) !== 0) return errno() === EBADF ? NOT_OPEN : NO_PORT;
  const family = address.readUInt16LE(0);
  return family === AF_INET || family === AF_INET6 ? address.readUInt16BE(2) : NO_PORT;
}

/** The text of the address that `portBy` has filled in. */
function addressText(): string {
  return formatBytes(address.readUInt16LE(0) === AF_INET ? address.subarray(4, 8) : address.subarray(8, 24));
}

/** How many descriptors of this process are open; 0 where the kernel does not say it (before Linux 6.2). */
export function openDescriptors(): number {
  return statSync("/proc/self/fd").size;
}

/** After this many free descriptors in a row, no more are expected: when not all that are open have been met, and then. */
const FREE_IN_A_ROW = { before: 512, after: 16 } as const;
/** The standard streams. */
const STREAMS = 3;

/**
 * Calls `visit` for each connection that came in on a port of this machine, by its descriptor.
 * @param open how many descriptors are open; 0 when that is not known. Some may be opened and closed meanwhile.
 */
export function connectionsTo(port: number, visit: (fd: number, peer: Peer) => void, open = 0): void {
  let met = STREAMS;
  // Descriptors are given out from the lowest on; a directory listing of them would take longer than all the rest.
  for (let fd = STREAMS, free = 0; free < FREE_IN_A_ROW[open > 0 && met >= open ? "after" : "before"]; fd++) {
    const own = portBy("getsockname", fd);
    if (own === NOT_OPEN) free++;
    else [free, met] = [0, met + 1];
    if (own !== port) continue;
    const peer = portBy("getpeername", fd);
    if (peer >= 0) visit(fd, { address: addressText(), port: peer });
  }
}

const SHUT_RDWR = 2;

/** Ends a connection; its owner sees that the other side has gone. */
export function endConnection(fd: number): void {
  libc().shutdown(fd, SHUT_RDWR);
}
