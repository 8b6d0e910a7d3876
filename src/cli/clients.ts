/** The clients in this executable. */
import type { Program } from "../terminal/command.ts";

/** The clients by the word after `occi-server`; a link named `occi-WORD` is the same. */
export const CLIENTS: Readonly<Record<string, () => Promise<Program>>> = {
  compute: async () => (await import("../client/table/compute.ts")).OCCI_COMPUTE,
  network: async () => (await import("../client/table/network.ts")).OCCI_NETWORK,
  storage: async () => (await import("../client/table/storage.ts")).OCCI_STORAGE,
  "instance-type": async () => (await import("../client/table/instance-type.ts")).OCCI_INSTANCE_TYPE,
  template: async () => (await import("../client/table/template.ts")).OCCI_TEMPLATE,
  usage: async () => (await import("../client/table/usage.ts")).OCCI_USAGE,
  user: async () => (await import("../client/table/user.ts")).OCCI_USER,
};

/** The clients as they are called. */
export const CLIENT_NAMES: readonly string[] = Object.keys(CLIENTS).map((word) => `occi-${word}`);
