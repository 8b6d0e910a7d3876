/** The body of `POST .../action`. */
import type { ActionRequest } from "../cloud/model.ts";
import { parseAction } from "../dialects/opennebula-xml/index.ts";
import { bodyOf, type Call } from "./call.ts";

/** Reads it, and notes its word for the log. @throws OcciError INVALID_XML, INVALID_REQUEST. */
export async function actionOf(call: Call): Promise<ActionRequest> {
  const action = parseAction(await bodyOf(call));
  call.performs(action.perform);
  return action;
}
