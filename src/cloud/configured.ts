/**
 * Objects of OpenNebula that the configuration names: where one is missing, the request must not be blamed on a user
 * who named none.
 */
import type { OcciError } from "../errors.ts";
import { blamingAdministrator } from "./blame.ts";

export interface ConfiguredObject {
  /** The option of the configuration. */
  readonly option: "DATASTORE_ID" | "FILES_DATASTORE_ID" | "NETWORK_FROM" | "CLUSTER_ID" | "DEFAULT_OS_TPL";
  readonly value: string | number;
  /** The kind of object that the option names, as people call it. */
  readonly kind: "datastore" | "network" | "cluster" | "os_tpl";
}

/**
 * Runs what uses such an object.
 * @param isMissing whether a refusal means that object: by default that something was not found, where nothing else can
 *   be meant.
 * @throws OcciError INTERNAL, which the log reports with oned's reason, when the object is not there; otherwise as
 *   `run` does.
 */
export async function configured<T>(
  { option, value, kind }: ConfiguredObject,
  run: () => Promise<T>,
  isMissing: (error: OcciError) => boolean = ({ code }) => code === "NOT_FOUND",
): Promise<T> {
  const message = `The cloud's configuration names the ${kind} ${value} (${option}), which does not exist in OpenNebula or which OpenNebula does not accept.`;
  return blamingAdministrator(run, isMissing, message, "`occi-server doctor` shows what is wrong.");
}

/** A refusal for the datastore of a new image: no request names one. */
export function isForDatastore({ code, message }: OcciError): boolean {
  return (
    (code === "INVALID_REQUEST" || code === "NOT_FOUND") &&
    /\bdatastore\b/i.test(message) &&
    !/\bspace\b/i.test(message)
  );
}
