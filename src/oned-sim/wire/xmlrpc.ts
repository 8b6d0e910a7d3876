/** XML-RPC as oned's server speaks it: calls in, answers out. */
import { OcciError } from "../../errors.ts";
import { all, entries, readRecord, text, type XmlRecord } from "../../xml/record.ts";
import type { Failure, Fault } from "../failure.ts";
import { Fault as FaultError } from "../failure.ts";
import { encode } from "../markup.ts";

/** A parameter as sent. `other`: a type that no method of oned takes. */
export type Parameter =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "i4"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "array"; readonly values: readonly Parameter[] }
  | { readonly type: "struct"; readonly members: ReadonlyMap<string, Parameter> }
  | { readonly type: "other" };

export interface Call {
  readonly method: string;
  readonly parameters: readonly Parameter[];
}

/** A payload: an id, a document or text, or a document that is encoded already. */
export type Payload = number | string | { readonly encoded: string };

const NOT_A_CALL = "Call XML not a proper XML-RPC call.";

/** The answer of oned when the code of a method fails unexpectedly. */
export const DID_NOT_COMPLETE =
  "Unexpected error executing code for particular method, detected by Xmlrpc-c method registry code.  Method did not fail; rather, it did not complete at all.";

function notBmp(bytes: number): string {
  return `${bytes}-byte supposed UTF-8 string is not valid UTF-8.  UTF-8 string contains a character not in the Basic Multilingual Plane (first byte 0xfffffff0)`;
}

function bmpOnly(value: string): string {
  if (/[\ud800-\udfff]/.test(value)) throw new FaultError(-503, `${NOT_A_CALL}  ${notBmp(Buffer.byteLength(value))}`);
  return value;
}

function parameter(value: XmlRecord): Parameter {
  if (typeof value === "string") return { type: "string", value: bmpOnly(value) };
  const [type, only] = entries(value)[0] ?? [];
  if (type === "array") return { type, values: all(value, "array", "data", "value").map(parameter) };
  if (type === "struct") {
    const members = all(value, "struct", "member").map(
      (member) => [text(member, "name") ?? "", parameter(all(member, "value")[0] ?? "")] as const,
    );
    return { type, members: new Map(members) };
  }
  const content = entries(value).length === 1 ? only : undefined;
  if (typeof content !== "string") return { type: "other" };
  if (type === "string") return { type: "string", value: bmpOnly(content) };
  if ((type === "i4" || type === "int") && /^\s*[-+]?\d{1,10}\s*$/.test(content)) {
    const number = Number(content);
    if (number < -(2 ** 31) || number >= 2 ** 31) {
      throw new FaultError(-503, `${NOT_A_CALL}  XML-RPC integer value too large for 32 bits`);
    }
    return { type: "i4", value: number };
  }
  if (type === "boolean" && /^[01]$/.test(content)) return { type: "boolean", value: content === "1" };
  return { type: "other" };
}

/**
 * Reads a call.
 * @throws Fault -503 when the body is not a call.
 */
export function readCall(body: Uint8Array): Call {
  let record: XmlRecord;
  try {
    record = readRecord(body, "methodCall");
  } catch (error) {
    if (error instanceof OcciError)
      throw new FaultError(-503, `${NOT_A_CALL}  Call is not valid XML.  ${error.message}`);
    throw error;
  }
  const method = text(record, "methodName");
  if (method === undefined) throw new FaultError(-503, `${NOT_A_CALL}  No methodName.`);
  const parameters = all(record, "params", "param", "value").map(parameter);
  return { method, parameters };
}

const ARRAY = "<array><data>\r\n";
const ARRAY_END = "\r\n</data></array>";
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\r\n<methodResponse>\r\n';

function answer(value: string): string {
  return `${HEAD}<params>\r\n<param><value>${value}</value></param>\r\n</params>\r\n</methodResponse>\r\n`;
}

function array(...values: readonly string[]): string {
  if (values.length === 0) return "<array><data>\r\n</data></array>";
  return ARRAY + values.map((value) => `<value>${value}</value>`).join("\r\n") + ARRAY_END;
}

/**
 * The value of a success: true, the payload, 0.
 * @throws Fault -500 when the payload holds a character outside the BMP, which oned stores but cannot send
 */
export function successValue(payload: Payload): string {
  const content = typeof payload === "object" ? payload.encoded : payload;
  if (typeof content === "string" && /[\ud800-\udfff]/.test(content)) {
    throw new FaultError(-500, `${DID_NOT_COMPLETE}  ${notBmp(Buffer.byteLength(content))}`);
  }
  const value =
    typeof payload === "number"
      ? `<i4>${payload}</i4>`
      : `<string>${typeof payload === "string" ? encode(payload) : payload.encoded}</string>`;
  return array("<boolean>1</boolean>", value, "<i4>0</i4>");
}

/** The value of an error: false, message, code, object id and an i8, which is oned's extension. */
export function failureValue(method: string, failure: Failure): string {
  const message = `<string>${encode(`[${method}] ${failure.message}`)}</string>`;
  const numbers = [`<i4>${failure.code}</i4>`, `<i4>${failure.objectId}</i4>`, "<i8>-1</i8>"];
  return array("<boolean>0</boolean>", message, ...numbers);
}

/** The value of a fault. */
export function faultValue(fault: Fault): string {
  return `<struct>\r\n<member><name>faultCode</name>\r\n<value><i4>${fault.code}</i4></value></member>\r\n<member><name>faultString</name>\r\n<value><string>${encode(fault.message)}</string></value></member>\r\n</struct>`;
}

/** A success. @throws Fault -500 */
export function successAnswer(payload: Payload): string {
  return answer(successValue(payload));
}

/** An error of oned's own. */
export function failureAnswer(method: string, failure: Failure): string {
  return answer(failureValue(method, failure));
}

/** A fault of the protocol. */
export function faultAnswer(fault: Fault): string {
  return `${HEAD}<fault>\r\n<value>${faultValue(fault)}</value>\r\n</fault>\r\n</methodResponse>\r\n`;
}

/** The answer to several calls at once: each an array of one value, or a fault. */
export function multicallAnswer(
  results: readonly ({ readonly result: string } | { readonly fault: string })[],
): string {
  return answer(array(...results.map((one) => ("result" in one ? array(one.result) : one.fault))));
}
