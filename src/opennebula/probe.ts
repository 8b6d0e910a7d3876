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

/** A method of xmlrpc-c itself: it does not require a session, so oned does not write to its log. */
const BODY =
  '<?xml version="1.0" encoding="UTF-8"?><methodCall><methodName>system.listMethods</methodName><params/></methodCall>';

const REASONS: Readonly<Record<ExchangeFailure["kind"], string>> = {
  unreachable: "OpenNebula cannot be reached",
  timeout: "OpenNebula does not answer in time",
  broken: "OpenNebula closes connections",
  "not-oned": "something other than OpenNebula answers at its address",
  // Nothing is asked here that only a leader answers.
  "no-leader": "OpenNebula's servers have no leader",
  "lost-leader": "OpenNebula's leader does not answer",
  stopped: "OpenNebula's administrator has stopped changes",
};

export interface Seen {
  /** Why there is no answer; undefined when there is one. */
  readonly reason: string | undefined;
  /** oned's clock, in whole seconds; undefined when the answer does not have it. */
  readonly date?: Date;
}

/** @returns undefined when one of the URLs answers, else why the last one does not; failures are never thrown. */
export async function probe({ urls, ...options }: ProbeOptions): Promise<string | undefined> {
  let reason: string | undefined = "no address of OpenNebula is configured";
  for (const url of urls) {
    ({ reason } = await look(url, options));
    if (reason === undefined) return undefined;
  }
  return reason;
}

/** The same for one URL. */
export async function look(url: string, { ca, timeout }: Omit<ProbeOptions, "urls">): Promise<Seen> {
  try {
    const received = await exchange(url, BODY, { ca, timeout, budget: new ByteBudget(LARGEST) });
    if (!isAnswer(received.body)) return { reason: REASONS["not-oned"] };
    const date = new Date(received.date ?? "");
    return { reason: undefined, ...(!Number.isNaN(date.getTime()) && { date }) };
  } catch (error) {
    if (error instanceof ExchangeFailure) return { reason: REASONS[error.kind] };
    if (error instanceof OcciError) return { reason: REASONS["not-oned"] };
    throw error;
  }
}

/** A list of names, or a fault: either comes from an XML-RPC server. */
function isAnswer(body: Uint8Array): boolean {
  return /^\s*(<\?xml[^>]*>\s*)?<methodResponse>[\s\S]*<\/methodResponse>\s*$/.test(new TextDecoder().decode(body));
}
