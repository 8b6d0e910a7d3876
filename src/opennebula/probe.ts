/** Whether oned answers, asked without anybody's credentials, past the queue of requests. */
import { OcciError } from "../errors.ts";
import { ByteBudget } from "./byte-budget.ts";
import { ExchangeFailure, exchange } from "./transport.ts";

export interface ProbeOptions {
  readonly urls: readonly string[];
  readonly ca?: readonly string[] | undefined;
  /** Milliseconds for each of the URLs. */
  readonly timeout: number;
}

/** A list of oned's methods has some 20 KB. */
const LARGEST = 1024 * 1024;

/** Of xmlrpc-c itself: it wants no session, so nothing is written to oned's log. */
const BODY =
  '<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>system.listMethods</methodName><params/></methodCall>';

const REASONS: Readonly<Record<ExchangeFailure["kind"], string>> = {
  unreachable: "OpenNebula cannot be reached",
  timeout: "OpenNebula does not answer in time",
  broken: "OpenNebula breaks connections off",
  "not-oned": "what answers in OpenNebula's place is not OpenNebula",
};

/** @returns undefined when one of the URLs answers, else why the last one does not. Never throws. */
export async function probe({ urls, ca, timeout }: ProbeOptions): Promise<string | undefined> {
  let reason: string | undefined = "no address of OpenNebula is configured";
  for (const url of urls) {
    reason = await reasonOf(url, { ca, timeout, budget: new ByteBudget(LARGEST) });
    if (reason === undefined) return undefined;
  }
  return reason;
}

async function reasonOf(url: string, options: Parameters<typeof exchange>[2]): Promise<string | undefined> {
  try {
    const received = await exchange(url, BODY, options);
    received.release();
    return isAnswer(received.body) ? undefined : REASONS["not-oned"];
  } catch (error) {
    if (error instanceof ExchangeFailure) return REASONS[error.kind];
    if (error instanceof OcciError) return REASONS["not-oned"];
    throw error;
  }
}

/** A list of names, or a fault: either comes from an XML-RPC server. */
function isAnswer(body: Uint8Array): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?<methodResponse>[\s\S]*<\/methodResponse>\s*$/.test(new TextDecoder().decode(body));
}
