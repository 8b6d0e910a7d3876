/** The words of all actions of machines in OpenNebula's XML, as the refusal of an unknown one lists them. */
import { OcciError } from "../../errors.ts";
import { act } from "../compute-actions.ts";
import type { CloudDeps } from "../deps.ts";

export async function actionWords(): Promise<readonly string[]> {
  // It is refused before anything else is looked at.
  const refusal = await act({} as CloudDeps, "", 0, { perform: "unknown", params: {} }).catch((error) => error);
  const hint = refusal instanceof OcciError ? (refusal.hint ?? "") : "";
  return hint.replace(/^Actions: (.*)\.$/, "$1").split(", ");
}
