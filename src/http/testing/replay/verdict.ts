/** Whether an answer matches the recorded one: status, media type and canonical XML. For tests. */
import type { RecordedCase, RecordedServer } from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import {
  type Allowance,
  BEYOND_2_0,
  BEYOND_4_6,
  firstDifference,
} from "../../../dialects/opennebula-xml/testing/replay/compare.ts";
import type { Answer } from "./replay.ts";

const XML = "application/xml;charset=utf-8";
const TEXT = "text/plain;charset=utf-8";
const HTML = "text/html;charset=utf-8";

function isXml(body: string): boolean {
  return /^<[A-Z]/.test(body);
}

/** 2.0 set no media type, so its framework called everything HTML: what is meant counts, as 3.8 and later say it. */
function recordedType(recorded: RecordedCase): string | null {
  if (recorded.type !== HTML || recorded.answer.startsWith("<h1>")) return recorded.type;
  if (recorded.method === "HEAD") return XML;
  return isXml(recorded.answer) ? XML : TEXT;
}

/** Elements that an answer may hold beyond the recorded one. */
function allowanceFor(server: RecordedServer, path: string): Allowance {
  const allowed = server === "2.0" ? BEYOND_2_0 : BEYOND_4_6;
  const more = path.startsWith("/storage") && server === "2.0" ? ["TYPE"] : [];
  // Instance types are always shown in full.
  const long = path.startsWith("/instance_type") ? ["ID", "NAME", "CPU", "MEMORY"] : [];
  return { ...allowed, elements: new Set([...allowed.elements, ...more, ...long]) };
}

/** The first difference of an answer's body from what is expected, beyond what may always be more. */
export function bodyDifference(server: RecordedServer, path: string, expected: string, answer: Answer) {
  return firstDifference(expected, answer.body, allowanceFor(server, path));
}

/** The first difference from the recorded answer, in words; undefined when it matches. */
export function differenceOf(server: RecordedServer, recorded: RecordedCase, answer: Answer): string | undefined {
  if (answer.status !== recorded.status) return `status ${answer.status}`;
  const type = recordedType(recorded);
  if (answer.type !== type) return `media type ${answer.type}`;
  if (recorded.method === "HEAD" || !isXml(recorded.answer)) return undefined;
  return bodyDifference(server, recorded.path, recorded.answer, answer);
}
