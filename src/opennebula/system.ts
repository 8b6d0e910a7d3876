/** oned's reports on itself and on its datastores. */
import { readRecord, text } from "../xml/record.ts";
import type { OnedClient, Session } from "./client.ts";

/** `one.system.version`: `6.10.0`. */
export function version(oned: OnedClient, session: Session): Promise<string> {
  return oned.read(session, "one.system.version");
}

/** MAX_CONN of `one.system.config`: connections that oned serves at once; undefined when it does not say. */
export async function maxConnections(oned: OnedClient, session: Session): Promise<number | undefined> {
  const config = readRecord(await oned.read(session, "one.system.config"), "OPENNEBULA_CONFIGURATION");
  const written = text(config, "MAX_CONN") ?? "";
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
}

export interface Datastore {
  readonly name: string;
  /** `IMAGE`, `SYSTEM`, `FILE`, `BACKUP`; undefined for one that later versions may have. */
  readonly type: string | undefined;
  /** Directories that images may be copied from. */
  readonly safeDirs: readonly string[];
  /** Directories from which files must not be copied, unless they are safe as well. */
  readonly restrictedDirs: readonly string[];
}

const TYPES: readonly string[] = ["IMAGE", "SYSTEM", "FILE", "BACKUP"];

/** `one.datastore.info`. */
export async function datastore(oned: OnedClient, session: Session, id: number): Promise<Datastore> {
  const record = readRecord(await oned.read(session, "one.datastore.info", id), "DATASTORE");
  const directories = (name: string): string[] =>
    (text(record, "TEMPLATE", name) ?? "").split(/\s/).filter((directory) => directory !== "");
  return {
    name: text(record, "NAME") ?? "",
    type: TYPES[Number(text(record, "TYPE") ?? "-1")],
    safeDirs: directories("SAFE_DIRS"),
    restrictedDirs: directories("RESTRICTED_DIRS"),
  };
}
