/** The socket of a service manager, such as NOTIFY_SOCKET names it. For tests. */
import { dlopen } from "bun:ffi";
import { closeSync } from "node:fs";
import { unixAddress, unixDatagramSocket } from "../libc.ts";

const libc = dlopen("libc.so.6", {
  bind: { args: ["i32", "buffer", "u32"], returns: "i32" },
  recv: { args: ["i32", "buffer", "usize", "i32"], returns: "i64" },
}).symbols;
const MSG_DONTWAIT = 0x40;

/** @param path in the file system, or with `@` in the abstract name space. @throws Error when it is taken. */
export function notifySocket(path: string) {
  const fd = unixDatagramSocket();
  const address = unixAddress(path);
  if (libc.bind(fd, address, address.length) !== 0) {
    closeSync(fd);
    throw new Error(`cannot listen on ${path}`);
  }
  return {
    /** The messages that have come to it, which is closed then. */
    received(): string[] {
      const messages: string[] = [];
      const buffer = Buffer.alloc(4096);
      for (;;) {
        const length = Number(libc.recv(fd, buffer, buffer.length, MSG_DONTWAIT));
        if (length < 0) break;
        messages.push(buffer.toString("utf8", 0, length));
      }
      closeSync(fd);
      return messages;
    },
  };
}
