/** The document of all codes that an answer can have. */
import { CLIENT_ERRORS } from "../../errors.ts";
import { typeOf } from "./problem.ts";
import { ErrorCodes } from "./schemas/index.ts";
import { writeDocument } from "./write.ts";

/** @param prefix of the server's paths. */
export function renderErrorCodes(prefix: string): string {
  const items = (Object.keys(CLIENT_ERRORS) as (keyof typeof CLIENT_ERRORS)[]).map((code) => {
    const { status, meaning } = CLIENT_ERRORS[code];
    return { type: typeOf(code, prefix), code, status, title: meaning };
  });
  return writeDocument(ErrorCodes, { items });
}
