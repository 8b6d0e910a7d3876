/** text/occi: everything in headers (GFD.229, 7). */
import { invalid } from "../culprit.ts";
import { toHeader } from "../text/encode.ts";
import type { Rendered } from "./rendered.ts";
import type { Line, LineName } from "./text.ts";

/**
 * Bytes of all headers together. Python's clients read 65,536 in a line, and nothing may be left out to make it fit.
 */
const MOST = 60_000;

/** The body when everything is in headers. */
export const OK = "OK";

/**
 * Between the values of one header. rOCCI's client splits at each comma and stumbles over a blank; 1.1's test splits
 * locations at a comma with a blank.
 */
function separator(name: LineName): string {
  return name === "X-OCCI-Location" ? ", " : ",";
}

/** Gathers values by header. */
export class HeaderGatherer {
  readonly #values = new Map<LineName, string[]>();
  #size = 0;

  /** @throws OcciError NOT_ACCEPTABLE when it does not fit any more. */
  add([name, text]: Line): void {
    const value = toHeader(text);
    let values = this.#values.get(name);
    if (values === undefined) {
      values = [];
      this.#values.set(name, values);
      this.#size += name.length + 2;
    }
    this.#size += value.length + separator(name).length;
    if (this.#size > MOST) {
      throw invalid(`text/occi cannot hold more than ${MOST} bytes.`, "Use Accept: text/plain.", "NOT_ACCEPTABLE");
    }
    values.push(value);
  }

  headers(): readonly (readonly [string, string])[] {
    return [...this.#values].map(([name, values]) => [name, values.join(separator(name))] as const);
  }
}

/**
 * Lines as headers.
 * @throws OcciError NOT_ACCEPTABLE when they are too long for headers.
 */
export function inHeaders(lines: Iterable<Line>): Rendered {
  const gatherer = new HeaderGatherer();
  for (const line of lines) gatherer.add(line);
  return { contentType: "text/occi", headers: gatherer.headers(), body: OK };
}

/** Lines as a body of text/plain. */
export function asLines(lines: readonly Line[]): string {
  return lines.map(([name, value]) => `${name}: ${value}`).join("\n");
}
