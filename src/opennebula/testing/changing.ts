/** A client whose changes a test answers. */
import { ChangeView } from "../change-view.ts";
import type { OnedClient, Parameter, Session } from "../client.ts";

class Changing extends ChangeView {
  readonly #answer: OnedClient["change"];

  constructor(oned: OnedClient, answer: OnedClient["change"]) {
    super(oned);
    this.#answer = answer;
  }

  override change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    return this.#answer(session, method, ...parameters);
  }
}

/** Reads are those of the client. (A client is not copied with `...`: it may have its methods from a class.) */
export function changing(oned: OnedClient, answer: OnedClient["change"]): OnedClient {
  return new Changing(oned, answer);
}
