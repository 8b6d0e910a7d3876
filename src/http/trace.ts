/** The context of a distributed trace: `traceparent` of W3C Trace Context, taken into the log. */

export interface TraceContext {
  readonly trace: string;
  /** The span of the caller. */
  readonly parent: string;
}

const TRACEPARENT = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.*)?$/;

/** @param header value of `traceparent`. @returns undefined when it is missing or not valid, as the standard asks. */
export function traceOf(header: string | null): TraceContext | undefined {
  const [, version, trace, parent, more] = (header !== null && TRACEPARENT.exec(header)) || [];
  if (version === undefined || trace === undefined || parent === undefined) return undefined;
  // Later versions may have more behind it.
  if (version === "ff" || (version === "00" && more !== undefined)) return undefined;
  return /^0+$/.test(trace) || /^0+$/.test(parent) ? undefined : { trace, parent };
}
