/** An oned that answers from a table, and notes what it is asked. For tests. */
import { OcciError } from "../../errors.ts";
import { encodePayload } from "../../xml/testing/encode-payload.ts";
import type { OnedClient, Parameter, PoolAnswer, Session } from "../client.ts";

export interface Answering extends OnedClient {
  /** Each with its session, method and parameters. */
  readonly calls: (readonly [Session, string, ...(readonly Parameter[])])[];
  /** How many answers were given that are not free again. */
  readonly held: () => number;
}

/** What a method is answered: its payload, one for each call of it in turn, or the error that it ends with. */
export type Answers = Readonly<Record<string, string | OcciError | readonly (string | OcciError)[]>>;

/** @param changed what changes are answered. */
export function answering(answers: Answers, changed: string | number = 12): Answering {
  const calls: (readonly [Session, string, ...(readonly Parameter[])])[] = [];
  const times = new Map<string, number>();
  const held = new Set<object>();
  const answerTo = (session: Session, method: string, parameters: readonly Parameter[]): string => {
    calls.push([session, method, ...parameters]);
    const known = answers[method];
    const time = times.get(method) ?? 0;
    times.set(method, time + 1);
    const answer = typeof known === "object" && !(known instanceof OcciError) ? known[time] : known;
    if (answer === undefined) throw new Error(`${method} is not expected`);
    if (answer instanceof OcciError) throw answer;
    return answer;
  };
  const poolOf = (text: string): PoolAnswer => {
    const answer = { encoded: encodePayload(text), release: () => void held.delete(answer) };
    held.add(answer);
    return answer;
  };
  return {
    calls,
    held: () => held.size,
    read: async (session, method, ...parameters) => answerTo(session, method, parameters),
    readPool: async (session, method, ...parameters) => poolOf(answerTo(session, method, parameters)),
    readMany: async (session, all) =>
      all.map(([method, ...parameters]) => poolOf(answerTo(session, method, parameters))),
    async change(session, method, ...parameters) {
      calls.push([session, method, ...parameters]);
      return changed;
    },
  };
}
