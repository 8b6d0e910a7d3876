/** The body of `POST .../action`. */

import { parseAction } from "../dialects/opennebula-xml/index.ts";
import type { ActionRequest } from "../model.ts";
import { bodyOf, type Call } from "./call.ts";

/** Reads it, and notes its word for the log. @throws OcciError INVALID_XML, INVALID_REQUEST. */
export async function actionOf(call: Call): Promise<ActionRequest> {
  const action = parseAction(await bodyOf(call));
  call.performs(action.perform);
  return action;
}
