/** Calls to bytes of answers, by what is done or why it is not. */
import { Failure, Fault } from "../failure.ts";
import { type Call, DID_NOT_COMPLETE, failureAnswer, faultAnswer, type Payload, successAnswer } from "./xmlrpc.ts";

/** The bytes of a success. @throws Fault -500 as `successValue`. */
export function success(payload: Payload): Uint8Array {
  return Buffer.from(successAnswer(payload));
}

/** The bytes for what a call has thrown. */
export function failed(call: Call, error: unknown): Uint8Array {
  if (error instanceof Failure) return Buffer.from(failureAnswer(call.method, error));
  if (error instanceof Fault) return Buffer.from(faultAnswer(error));
  // A mistake of the stand-in: the caller sees it, and the other callers go on.
  const trace = error instanceof Error ? error.stack : String(error);
  return Buffer.from(faultAnswer(new Fault(-500, `${DID_NOT_COMPLETE}  ${trace}`)));
}
