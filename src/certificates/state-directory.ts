/** Files that the server keeps in STATE_DIR. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { messageOf, OcciError, systemReason } from "../errors.ts";
import { openToOthers } from "../ownership.ts";
import { readRegular } from "../read-file.ts";
import { replaceFile } from "../replace-file.ts";
import { type Identity, identityFromPem } from "./pem.ts";

/** Undefined when the file does not exist. @throws OcciError SETUP_FAULT, also when another user could have written it. */
export function readKept(file: string, shown = file): string | undefined {
  try {
    requireOwn(dirname(file));
    return readRegular(file).toString();
  } catch (cause) {
    if (cause instanceof OcciError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new OcciError("SETUP_FAULT", `${shown} cannot be read: ${systemReason(cause)}.`, {
      hint: "The server must run as the user that owns STATE_DIR.",
      cause,
    });
  }
}

/** Key and certificate in one file; undefined also when it is damaged: a new one takes its place. @throws as `readKept`. */
export function readKeptIdentity(file: string, shown = file): Identity | undefined {
  const pem = readKept(file, shown);
  if (pem === undefined) return undefined;
  try {
    return identityFromPem(pem, file);
  } catch {
    return undefined;
  }
}

/** The texts and modes to keep, by file. */
export type Kept = Readonly<Record<string, { readonly text: string; readonly mode: number }>>;

/** Each file is replaced whole. @param problem what it means if that fails. @throws OcciError SETUP_FAULT. */
export function keepFiles(stateDir: string, files: Kept, problem: string): void {
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 });
    requireOwn(stateDir);
    for (const [file, { text, mode }] of Object.entries(files)) replaceFile(file, text, mode);
  } catch (cause) {
    if (cause instanceof OcciError) throw cause;
    throw new OcciError("SETUP_FAULT", `${problem}: ${messageOf(cause)}.`, {
      hint: "STATE_DIR must be a directory that the user of the server may write.",
      cause,
    });
  }
}

/** A key of somebody else's would be shown to clients as this server's. @throws OcciError SETUP_FAULT. */
export function requireOwn(stateDir: string): void {
  const open = openToOthers(stateDir);
  if (open === undefined) return;
  throw new OcciError("SETUP_FAULT", `STATE_DIR is not safe for keys: ${open}.`, {
    hint: `It must belong to the user of the server (oneadmin): \`chmod 700 ${stateDir}\`.`,
  });
}
