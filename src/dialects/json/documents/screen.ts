/** The document of a screen. */
import type { ScreenAccess } from "../../../model.ts";
import * as schemas from "../schemas/index.ts";
import { writeDocument } from "../write.ts";

export function renderScreenAccess(access: ScreenAccess): string {
  return writeDocument(schemas.ScreenAccess, access);
}
