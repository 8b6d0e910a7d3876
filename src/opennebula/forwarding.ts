/**
 * The answers of an oned of several servers in its leader's place. All such answers have the code INTERNAL and only the
 * text tells what became of the call. Texts: `Request::execute` and `Client::call` of oned 6.10, `RequestXRPC` and
 * `ClientXRPC` of 7.4, `client_xml` of xmlrpc-c 1.33 to 1.59, curl's errors.
 */
import { plain } from "./answer-error.ts";
import { ExchangeFailure } from "./transport.ts";
import { decodeAnswer } from "./xmlrpc.ts";

const INTERNAL = 0x2000;
const ACTION = 0x0800;
const ALLOCATE = 0x4000;

/** Looked at before a call is carried out. */
const NO_LEADER =
  /^Cannot process request, (no leader found|oned cluster in election mode|oned cluster is replicating log)$/;
/** The same, and it lasts until an administrator ends it. */
const STOPPED = /^(Cannot process request, zone disabled|Forwarding xml-rpc message to gRPC leader is not supported)$/;
/** From one of the servers to the leader. The text after it is curl's. */
const CURL =
  /^(?:Client transport failed to execute the RPC\.\s+)?libcurl failed to execute the HTTP POST transaction, explaining:\s*/;
/** The leader was not reached: no connection, no name, no TLS. */
const NOT_CONNECTED =
  /^(Failed to connect to |Couldn't connect to server|Could(n't| not) resolve |Resolving timed out|Connect(ion)? (timed out|timeout) after|connect to .* failed: |SSL[: ]|OpenSSL SSL_connect: |error:\w+:SSL routines:)/i;
/** The leader, or the master of the federation, was reached, or nobody knows whether it was. */
const LOST =
  /^(RPC call timed out and aborted$|Could not connect to the federation master oned$|Curl performed the HTTP POST request, but |HTTP response code is |Server is not an XML-RPC server\. |Unable to make sense of XML-RPC response from server\. |RPC failed at server\. )/;
/** As when the way to oned itself breaks. */
const BROKEN = /^(Empty reply from server$|(Recv|Send) failure: )/;
/** A step that no other server has confirmed: it may come to be when the next leader is this one again. */
const UNCONFIRMED = /(^|\. )SQL DB error\.?$/;

/**
 * Whether there is no reason where oned writes one: a server that was the leader when the call began, and is it no
 * more.
 */
function withoutReason(code: number, wording: string): boolean {
  if (code === INTERNAL || code === ACTION) return wording === "";
  return code === ALLOCATE && /^Error allocating a new [\w -]+\.$/.test(wording);
}

/**
 * Why a call came to nothing, or nobody knows to what, at a server that is not the leader.
 * @param code of the error, @param message as oned sent them.
 * @returns undefined for an error of the call itself.
 */
export function forwardingFailure(code: number, message: string): ExchangeFailure | undefined {
  const wording = plain(message);
  if (withoutReason(code, wording)) return new ExchangeFailure("lost-leader", true, "an error without a reason");
  if (code !== INTERNAL) return undefined;
  if (NO_LEADER.test(wording)) return new ExchangeFailure("no-leader", false, wording);
  if (STOPPED.test(wording)) return new ExchangeFailure("stopped", false, wording);
  if (LOST.test(wording) || UNCONFIRMED.test(wording)) return new ExchangeFailure("lost-leader", true, wording);
  const [head] = CURL.exec(wording) ?? [];
  if (head === undefined) return undefined;
  const reason = wording.slice(head.length);
  if (NOT_CONNECTED.test(reason)) return new ExchangeFailure("no-leader", false, wording);
  return new ExchangeFailure(BROKEN.test(reason) ? "broken" : "lost-leader", true, wording);
}

/** It stands near the beginning: the others, which may be large, are not read here. */
const REFUSED = /<boolean>0<\/boolean>/;

/** The same for an answer as received; an answer that cannot be read is left to the decoder. */
export function forwardingFailureOf(body: Uint8Array): ExchangeFailure | undefined {
  if (!REFUSED.test(new TextDecoder("latin1").decode(body.subarray(0, 512)))) return undefined;
  try {
    const answer = decodeAnswer(body);
    return answer.ok ? undefined : forwardingFailure(answer.code, answer.message);
  } catch {
    return undefined;
  }
}
