/** XML-RPC as oned's server speaks it: calls in, answers out. */
import { OcciError } from "../errors.ts";
import { all, readRecord, text, type XmlRecord } from "../xml/record.ts";
import type { Failure, Fault } from "./failure.ts";
import { Fault as FaultError } from "./failure.ts";
import { encode } from "./markup.ts";

/** A parameter as sent. `other`: a type that no method of oned takes. */
export type Parameter =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "i4"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "other" };

export interface Call {
  readonly method: string;
  readonly parameters: readonly Parameter[];
}

/** A payload: an id, a document or text, or a document that is encoded already. */
export type Payload = number | string | { readonly encoded: string };

const NOT_A_CALL = "Call XML not a proper XML-RPC call.";

/** What oned says when the code of a method fails in a way that nobody thought of. */
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
  const type = Object.keys(value).find((name) => name !== "#text");
  const content = type === undefined ? undefined : value[type];
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
 * @throws Fault -503 when the body is none.
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

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\r\n<methodResponse>\r\n';
const ANSWER = `${HEAD}<params>\r\n<param><value><array><data>\r\n<value><boolean>`;
const ANSWER_END = "\r\n</data></array></value></param>\r\n</params>\r\n</methodResponse>\r\n";

/**
 * A success: true, the payload, 0.
 * @throws Fault -500 when the payload holds a character outside the BMP, which oned stores but cannot send
 */
export function successAnswer(payload: Payload): string {
  const content = typeof payload === "object" ? payload.encoded : payload;
  if (typeof content === "string" && /[\ud800-\udfff]/.test(content)) {
    throw new FaultError(-500, `${DID_NOT_COMPLETE}  ${notBmp(Buffer.byteLength(content))}`);
  }
  const value =
    typeof payload === "number"
      ? `<i4>${payload}</i4>`
      : `<string>${typeof payload === "string" ? encode(payload) : payload.encoded}</string>`;
  return `${ANSWER}1</boolean></value>\r\n<value>${value}</value>\r\n<value><i4>0</i4></value>${ANSWER_END}`;
}

/** An error: false, message, code, object id and an i8, which is oned's extension. */
export function failureAnswer(method: string, failure: Failure): string {
  const message = encode(`[${method}] ${failure.message}`);
  return `${ANSWER}0</boolean></value>\r\n<value><string>${message}</string></value>\r\n<value><i4>${failure.code}</i4></value>\r\n<value><i4>${failure.objectId}</i4></value>\r\n<value><i8>-1</i8></value>${ANSWER_END}`;
}

/** A fault of the protocol. */
export function faultAnswer(fault: Fault): string {
  return `${HEAD}<fault>\r\n<value><struct>\r\n<member><name>faultCode</name>\r\n<value><i4>${fault.code}</i4></value></member>\r\n<member><name>faultString</name>\r\n<value><string>${encode(fault.message)}</string></value></member>\r\n</struct></value>\r\n</fault>\r\n</methodResponse>\r\n`;
}
