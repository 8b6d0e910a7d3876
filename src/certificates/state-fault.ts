/** Why STATE_DIR would keep the server from starting: asked before a start, with its words. Nothing is made. */
import { type Stats, statSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import { mayWriteOrMake } from "../ownership.ts";
import { storedIdentity } from "./acme/store.ts";
import { isSelfSignedDue } from "./self-signed.ts";
import { requireOwn } from "./state-directory.ts";

/** Undefined when STATE_DIR can be used, or is not needed. */
export function stateDirectoryFault(config: Config, now: Date = new Date()): OcciError | undefined {
  const { ssl, stateDir } = config;
  if (ssl !== "self-signed" && ssl !== "acme") return undefined;
  const present = statOf(stateDir);
  if (present?.isDirectory() === false) return notKept(`${stateDir} is not a directory`);
  try {
    if (present !== undefined) requireOwn(stateDir);
    // The authority's certificate is renewed there; until there is one, a self-signed one is shown.
    if (ssl === "acme") storedIdentity(config);
    if (ssl === "self-signed" && !isSelfSignedDue(config, now)) return undefined;
  } catch (error) {
    if (error instanceof OcciError) return error;
    throw error;
  }
  if (mayWriteOrMake(stateDir)) return undefined;
  return notKept(`this user is not allowed to ${present === undefined ? "make" : "write"} ${stateDir}`);
}

function notKept(reason: string): OcciError {
  return new OcciError("SETUP_FAULT", `The certificate cannot be stored: ${reason}.`, {
    hint: "Make the directory for the user of the server (oneadmin), or set STATE_DIR.",
  });
}

/** Undefined also where nobody may look (EACCES), and below a file (ENOTDIR). */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}
