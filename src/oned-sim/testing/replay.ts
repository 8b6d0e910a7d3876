/** Replays recorded calls over HTTP and tells what is different. Used by tests only. */
import { all, readRecord, text, type XmlRecord } from "../../xml/record.ts";
import type { OnedSim } from "../index.ts";
import { encode } from "../markup.ts";
import { element, type RecordedCall, type RecordedElement } from "./fixture.ts";

/** The outcome of a call, in the form of the recordings. */
export type Outcome = Pick<RecordedCall, "id" | "text" | "element" | "error" | "fault">;

function parameter([type, value]: readonly [string, unknown]): string {
  const content = type === "boolean" ? (value ? "1" : "0") : encode(String(value));
  return type === "array" ? "<array><data></data></array>" : `<${type}>${content}</${type}>`;
}

function outcomeOf(body: string): Outcome {
  const response = readRecord(body, "methodResponse");
  const fault = all(response, "fault", "value", "struct", "member");
  if (fault.length > 0) {
    const member = (name: string): XmlRecord =>
      all(fault.find((one) => text(one, "name") === name) ?? "", "value")[0] ?? "";
    return { fault: [Number(text(member("faultCode"), "i4")), text(member("faultString"), "string") ?? ""] };
  }
  const values = all(response, "params", "param", "value", "array", "data", "value");
  const [success = "", payload = "", code = "", objectId = ""] = values;
  if (text(success, "boolean") === "0") {
    return { error: [Number(text(code, "i4")), text(payload, "string") ?? "", Number(text(objectId, "i4"))] };
  }
  const id = text(payload, "i4");
  if (id !== undefined) return { id: Number(id) };
  const content = text(payload, "string") ?? "";
  return content.startsWith("<") ? { element: element(content) } : { text: content };
}

/** Makes a call. `tokens`: what stands for tokens that oned made by chance. */
export async function replay(sim: OnedSim, call: RecordedCall, tokens: ReadonlyMap<string, string>): Promise<Outcome> {
  const params = call.params.map(([type, value]) => {
    const token = typeof value === "string" ? value.slice(value.indexOf(":") + 1) : "";
    const ours = tokens.get(token);
    return parameter([type, ours === undefined ? value : String(value).replace(token, ours)]);
  });
  const body = `<?xml version="1.0"?><methodCall><methodName>${call.method}</methodName><params>${params.map((one) => `<param><value>${one}</value></param>`).join("")}</params></methodCall>`;
  const response = await fetch(sim.url, { method: "POST", body, keepalive: false });
  return outcomeOf(await response.text());
}

/** A line number, random where oned prints an uninitialised one. */
const withoutPlace = (message: string): string => message.replace(/ at line -?\d+, columns \d+:\d+$/, "");

function elementDifferences(wanted: RecordedElement, got: RecordedElement, ignored: RegExp): string[] {
  const paths = (one: RecordedElement): string[] => Object.keys(one.shape).filter((path) => !ignored.test(path));
  const missing = paths(wanted).filter((path) => !(path in got.shape));
  const extra = paths(got).filter((path) => !(path in wanted.shape));
  const changed = Object.entries(wanted.values).filter(
    ([path, values]) => !ignored.test(path) && JSON.stringify(values) !== JSON.stringify(got.values[path] ?? []),
  );
  return [
    ...missing.map((path) => `missing ${path}`),
    ...extra.map((path) => `extra ${path}`),
    ...changed.map(([path, values]) => `${path}: ${JSON.stringify(got.values[path])} for ${JSON.stringify(values)}`),
  ];
}

/** What an outcome has that the recorded one has not, and the other way round; empty when they match. */
export function differences(wanted: Outcome, got: Outcome, ignored: RegExp): string[] {
  if (wanted.element !== undefined && got.element !== undefined) {
    return elementDifferences(wanted.element, got.element, ignored);
  }
  if (wanted.error !== undefined && got.error !== undefined) {
    const [code, message, objectId] = wanted.error;
    const same = JSON.stringify([code, withoutPlace(message), objectId]);
    const ours = JSON.stringify([got.error[0], withoutPlace(got.error[1]), got.error[2]]);
    return same === ours ? [] : [`${ours} for ${same}`];
  }
  const { id, text: content, fault } = wanted;
  const same = JSON.stringify({ id, text: content, fault, error: wanted.error });
  const ours = JSON.stringify({ id: got.id, text: got.text, fault: got.fault, error: got.error });
  return same === ours && (wanted.element === undefined) === (got.element === undefined)
    ? []
    : [`${ours}${got.element ? " a document" : ""} for ${same}${wanted.element ? " a document" : ""}`];
}
