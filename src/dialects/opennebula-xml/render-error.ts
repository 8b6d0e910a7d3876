/** Errors for clients of this dialect: plain text, or XML for those who ask for it. */
import type { OcciError } from "../../errors.ts";
import { element, join, type Markup, optionalElement, textElement } from "../../xml/write.ts";

/** `<ERROR>` with CODE (of `errors.ts`), MESSAGE, HINT when there is one, REQUEST_ID. */
export function renderError(error: OcciError, requestId: string): Markup {
  const content = [
    textElement("CODE", error.code),
    textElement("MESSAGE", error.message),
    ...optionalElement("HINT", error.hint),
    textElement("REQUEST_ID", requestId),
  ];
  return element("ERROR", {}, join(content));
}

// One line each, so that what stands at a line's start can be relied on.
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal must not act on what a message repeats
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
}

/** The same as text: `CODE: message`, then `Hint:` and `Request:` lines. */
export function renderErrorText(error: OcciError, requestId: string): string {
  const hint = error.hint === undefined ? "" : `Hint: ${oneLine(error.hint)}\n`;
  return `${error.code}: ${oneLine(error.message)}\n${hint}Request: ${oneLine(requestId)}\n`;
}
