/** The credentials that OpenNebula's own commands use: a file with `user:password`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import type { Session } from "../opennebula/client.ts";
import { readText } from "../read-file.ts";

/**
 * @param chosen a file that must be there; else $ONE_AUTH, else ~/.one/one_auth where there is one.
 * @returns undefined when there are none. @throws OcciError FILE_FAULT when they cannot be read.
 */
export function readCredentials(
  chosen: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Session | undefined {
  const { ONE_AUTH, HOME } = environment;
  const usual = HOME === undefined ? undefined : join(HOME, ".one", "one_auth");
  const file = chosen ?? ONE_AUTH ?? (usual !== undefined && existsSync(usual) ? usual : undefined);
  if (file === undefined) return undefined;
  const text = readText(file).trim();
  if (/^[^\s:]+:.+$/.test(text)) return text;
  throw new OcciError("FILE_FAULT", `${file} does not hold one line user:password.`);
}
