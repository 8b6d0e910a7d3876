/** XML-RPC as oned speaks it: calls out, answers of three to five elements in. Pure functions, no network. */
import { isUtf8 } from "node:buffer";
import { OcciError } from "../errors.ts";
import { decodeSlice } from "../xml/pool-bytes.ts";
import { all, entries, readRecord, text, type XmlRecord } from "../xml/record.ts";
import { element, endTag, join, type Markup, startTag, textElement } from "../xml/write.ts";
import { CHARACTER_HINT, refusedCharacter } from "./characters.ts";
import type { CallOf, Parameter } from "./client.ts";

/** The answer of oned: a payload, an error of its own with code, or a protocol fault (negative code). */
export type Answer =
  | { readonly ok: true; readonly payload: string | number }
  | { readonly ok: false; readonly code: number; readonly message: string };

function parameter(value: Parameter): Markup {
  if (typeof value === "number") return textElement("i4", value);
  if (typeof value === "boolean") return textElement("boolean", value ? 1 : 0);
  return textElement("string", value);
}

/**
 * The body of a call.
 * @throws OcciError BAD_CREDENTIALS when the session, INVALID_CHARACTER when another text holds a character that oned
 * cannot take.
 */
export function encodeCall(method: string, session: string, parameters: readonly Parameter[]): string {
  return document(method, encodeParameters(session, parameters));
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>';
const CALL = { begin: startTag("methodCall"), end: endTag("methodCall") };
const PARAMS = { begin: startTag("params"), end: endTag("params") };
const PARAM = { begin: startTag("param"), end: endTag("param") };

/** Each request makes one. */
function document(method: string, parameters: readonly Markup[]): string {
  let call = `${PROLOG}${CALL.begin}${textElement("methodName", method)}${PARAMS.begin}`;
  for (const value of parameters) call += `${PARAM.begin}${value}${PARAM.end}`;
  return `${call}${PARAMS.end}${CALL.end}`;
}

/** The session and the parameters as values. */
function encodeParameters(session: string, parameters: readonly Parameter[]): Markup[] {
  if (refusedCharacter(session) !== undefined) {
    throw new OcciError("BAD_CREDENTIALS", "The user name or password is not accepted.");
  }
  for (const value of parameters) {
    if (typeof value === "string" && refusedCharacter(value) !== undefined) {
      throw new OcciError("INVALID_CHARACTER", "The request contains a character that OpenNebula cannot store.", {
        hint: CHARACTER_HINT,
      });
    }
  }
  return [session, ...parameters].map((value) => element("value", {}, parameter(value)));
}

function array(values: readonly Markup[]): Markup {
  return element("value", {}, element("array", {}, element("data", {}, join(values))));
}

function member(name: string, value: Markup): Markup {
  return element("member", {}, join([textElement("name", name), value]));
}

/** The body of `system.multicall`: several calls in one. Errors as of `encodeCall`. */
export function encodeCalls(session: string, calls: readonly CallOf[]): string {
  const structs = calls.map(([method, ...parameters]) => {
    const name = element("value", {}, textElement("string", method));
    const values = array(encodeParameters(session, parameters));
    return element("value", {}, element("struct", {}, join([member("methodName", name), member("params", values)])));
  });
  return document("system.multicall", [array(structs)]);
}

/** Element type and text of a `<value>`; an untyped value is a string. */
function typed(value: XmlRecord): readonly [string, XmlRecord] {
  if (typeof value === "string") return ["string", value];
  const [only, ...others] = entries(value);
  return only === undefined || others.length > 0 ? ["", ""] : only;
}

function integer(value: XmlRecord | undefined): number | undefined {
  if (value === undefined) return undefined;
  const [type, content] = typed(value);
  if (!/^(i4|int|i8)$/.test(type) || typeof content !== "string" || !/^-?\d{1,18}$/.test(content)) return undefined;
  return Number(content);
}

function damaged(detail: string): OcciError {
  return new OcciError("ONED_DAMAGED_ANSWER", `OpenNebula's answer is damaged: ${detail}.`);
}

function fault(record: XmlRecord): Answer {
  return faultOf(all(record, "fault", "value", "struct", "member"));
}

function faultOf(members: readonly XmlRecord[]): Answer {
  const member = (name: string) => all(members.find((m) => text(m, "name") === name) ?? "", "value")[0];
  const code = integer(member("faultCode"));
  const [, message] = typed(member("faultString") ?? "");
  if (code === undefined || typeof message !== "string") throw damaged("a fault without code or text");
  // The sign distinguishes faults from oned's own errors: xmlrpc-c keeps it, but another server might not.
  return { ok: false, code: code < 0 ? code : -500, message };
}

/** Reads an envelope. @throws OcciError ONED_DAMAGED_ANSWER when it is cut, not well-formed or not of oned's form. */
export function decodeAnswer(body: Uint8Array): Answer {
  // A success with a text needs no parse of the envelope around it.
  const encoded = sliceStringPayload(body);
  const payload = encoded && textIn(encoded);
  return payload === undefined ? decodeEnvelope(body) : { ok: true, payload };
}

const LESS_THAN = 0x3c;

/** The text of a payload. @param encoded as `sliceStringPayload` gives it. @throws OcciError ONED_DAMAGED_ANSWER. */
export function decodePayload(encoded: Uint8Array): string {
  const text = textIn(encoded);
  if (text === undefined) throw damaged("a payload that is not text");
  return text;
}

function textIn(encoded: Uint8Array): string | undefined {
  if (encoded.includes(LESS_THAN) || !isUtf8(encoded)) return undefined;
  return decodeSlice(encoded, 0, encoded.length);
}

function decodeEnvelope(body: Uint8Array): Answer {
  const response = readRecord(body, "methodResponse");
  if (all(response, "fault").length > 0) return fault(response);
  return answerOf(all(response, "params", "param", "value", "array", "data", "value"));
}

/**
 * The answers to `system.multicall`, one for each call: each is an array around the usual answer, or a fault.
 * @throws OcciError ONED_DAMAGED_ANSWER.
 */
function decodeAnswers(body: Uint8Array, count: number): readonly Answer[] {
  const response = readRecord(body, "methodResponse");
  if (all(response, "fault").length > 0) return Array(count).fill(fault(response));
  const values = all(response, "params", "param", "value", "array", "data", "value");
  if (values.length !== count) throw damaged(`${values.length} answers to ${count} calls`);
  return values.map((value) =>
    all(value, "struct").length > 0
      ? faultOf(all(value, "struct", "member"))
      : answerOf(all(value, "array", "data", "value", "array", "data", "value")),
  );
}

/** Reads the elements of an answer's array. */
function answerOf(values: readonly XmlRecord[]): Answer {
  if (values.length < 3 || values.length > 5) throw damaged(`${values.length} elements`);
  const [type, success] = typed(values[0] as XmlRecord);
  if (type !== "boolean" || (success !== "1" && success !== "0")) throw damaged("no success flag");
  const code = integer(values[2]);
  if (code === undefined) throw damaged("no result code");
  const [kind, payload] = typed(values[1] as XmlRecord);
  if (success === "0") {
    if (kind !== "string" || typeof payload !== "string") throw damaged("an error without text");
    return { ok: false, code, message: payload };
  }
  if (kind === "string" && typeof payload === "string") return { ok: true, payload };
  const id = integer(values[1]);
  if (id !== undefined) return { ok: true, payload: id };
  if (kind === "boolean") return { ok: true, payload: payload === "1" ? 1 : 0 };
  throw damaged(`a payload of type ${kind || "unknown"}`);
}

const HEAD =
  /^(?:<\?xml[^>]*\?>)?\s*<methodResponse>\s*<params>\s*<param>\s*<value>\s*<array>\s*<data>\s*<value>\s*<boolean>1<\/boolean>\s*<\/value>\s*<value>\s*<string>/;
const TAIL =
  /<\/string>\s*<\/value>(?:\s*<value>\s*<(i4|int|i8)>-?\d+<\/\1>\s*<\/value>){1,3}\s*<\/data>\s*<\/array>\s*<\/value>\s*<\/param>\s*<\/params>\s*<\/methodResponse>\s*$/;

/** Head and tail are ASCII, whatever stands between them. */
const latin1 = new TextDecoder("latin1");

/**
 * Finds the payload string of a successful envelope without decoding it.
 * @returns the encoded bytes, a view on `body`; undefined when the envelope is not a success of that form: then
 * `decodeAnswer` tells what it is.
 */
export function sliceStringPayload(body: Uint8Array): Uint8Array | undefined {
  const head = HEAD.exec(latin1.decode(body.subarray(0, 1024)));
  if (head === null) return undefined;
  const tailStart = Math.max(head[0].length, body.length - 1024);
  const tail = TAIL.exec(latin1.decode(body.subarray(tailStart)));
  if (tail === null) return undefined;
  return body.subarray(head[0].length, tailStart + tail.index);
}

const STRING = Buffer.from("<string>");
const STRING_END = Buffer.from("</string>");
/** Stands for a text that was taken out of an envelope: nobody can guess it. */
const PLACE = `text ${crypto.randomUUID()} `;

/** The answer of oned to one of several calls: a payload, still encoded, or an error. */
export type Slice = Uint8Array | Extract<Answer, { ok: false }>;

/**
 * As `decodeAnswers`, but payloads stay encoded, as `sliceStringPayload` gives them: only the envelope around them is
 * read.
 * @throws OcciError ONED_DAMAGED_ANSWER.
 */
export function sliceAnswers(body: Uint8Array, count: number): readonly Slice[] {
  const texts: Uint8Array[] = [];
  const answers = decodeAnswers(withoutTexts(body, texts), count);
  const textAt = (place: string | number): Uint8Array | undefined =>
    typeof place === "string" && place.startsWith(PLACE) ? texts[Number(place.slice(PLACE.length))] : undefined;
  return answers.map((answer) => {
    const text = textAt(answer.ok ? answer.payload : answer.message);
    if (!answer.ok) return text === undefined ? answer : { ...answer, message: decodePayload(text) };
    if (text === undefined) throw damaged("a payload that is not text");
    return text;
  });
}

/** The envelope with a place for each text, and the texts, encoded. */
function withoutTexts(body: Uint8Array, texts: Uint8Array[]): Uint8Array {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length);
  const envelope: Uint8Array[] = [];
  let behind = 0;
  for (let start = bytes.indexOf(STRING); start >= 0; start = bytes.indexOf(STRING, behind)) {
    const content = start + STRING.length;
    const end = bytes.indexOf(STRING_END, content);
    if (end < 0) throw damaged("a text without an end");
    envelope.push(bytes.subarray(behind, content), Buffer.from(`${PLACE}${texts.length}`));
    texts.push(bytes.subarray(content, end));
    behind = end;
  }
  return Buffer.concat([...envelope, bytes.subarray(behind)]);
}
