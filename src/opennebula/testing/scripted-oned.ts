/** An oned that answers from a table, and notes what it is asked. For tests. */
import { encodePayload } from "../../xml/testing/encode-payload.ts";
import type { CallOf, OnedClient, Parameter, PoolAnswer, Session } from "../client.ts";

type Answer = string | number | Error;

/** An answer, an error that is thrown, or several of them one after the other, of which the last stays. */
export type Scripted = Answer | readonly Answer[];

export class ScriptedOned implements OnedClient {
  /** What it was asked, in short: `vm.info 7`. */
  readonly calls: string[] = [];
  /** The same as it came: the session, the full name of the method, the parameters with their types. */
  readonly requests: (readonly [Session, ...CallOf])[] = [];
  readonly #answers: ReadonlyMap<string, Answer[]>;
  readonly #held = new Set<PoolAnswer>();

  /**
   * @param answers by method without `one.`, or by method and first parameter: `vm.info`, `vm.info 7`. A read that is
   *   not there fails; a change that is not there is done, and answered with the id 12.
   */
  constructor(answers: Readonly<Record<string, Scripted>> = {}) {
    const listed = (answer: Scripted) => (Array.isArray(answer) ? [...answer] : [answer as Answer]);
    this.#answers = new Map(Object.entries(answers).map(([method, answer]) => [method, listed(answer)]));
  }

  /** How many answers of pools were given that are not released again. */
  get held(): number {
    return this.#held.size;
  }

  async read(session: Session, method: string, ...parameters: Parameter[]): Promise<string> {
    return this.#text(session, method, parameters);
  }

  async readPool(session: Session, method: string, ...parameters: Parameter[]): Promise<PoolAnswer> {
    return this.#hold(this.#text(session, method, parameters));
  }

  async readMany(session: Session, calls: readonly CallOf[]): Promise<readonly PoolAnswer[]> {
    const texts = calls.map(([method, ...parameters]) => this.#text(session, method, parameters));
    return texts.map((text) => this.#hold(text));
  }

  async change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    return this.#next(session, method, parameters) ?? 12;
  }

  #next(session: Session, method: string, parameters: readonly Parameter[]): string | number | undefined {
    const name = method.replace("one.", "");
    this.calls.push([name, ...parameters].join(" "));
    this.requests.push([session, method, ...parameters]);
    const left = this.#answers.get(`${name} ${parameters[0]}`) ?? this.#answers.get(name);
    const answer = left !== undefined && left.length > 1 ? left.shift() : left?.[0];
    if (answer instanceof Error) throw answer;
    return answer;
  }

  #text(session: Session, method: string, parameters: readonly Parameter[]): string {
    const answer = this.#next(session, method, parameters);
    if (answer === undefined) throw new Error(`nobody expected ${this.calls.at(-1)}`);
    return String(answer);
  }

  #hold(text: string): PoolAnswer {
    const answer = { encoded: encodePayload(text), release: () => void this.#held.delete(answer) };
    this.#held.add(answer);
    return answer;
  }
}
