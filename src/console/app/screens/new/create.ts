/** Makes the machines: once, however often the button is pressed and whatever answer is lost. */
import { api } from "../../api.ts";
import { creationKeys } from "../../creation-key.ts";
import type { Machine, NewMachine } from "../../model.ts";
import { type ApiError, asApiError } from "../../problem.ts";

/** Whether nobody knows what has become of the request: the same key finds out. */
function isUnknown({ status, code }: ApiError): boolean {
  return status === 0 || code === "OUTCOME_UNKNOWN";
}

/** Milliseconds before an answer that was lost is asked for again. */
const PAUSES_MS = [1_000, 3_000];

/** Creates machines for one form. @throws ApiError from what it returns. */
export function machineCreator(): (wanted: NewMachine) => Promise<readonly Machine[]> {
  const keyOf = creationKeys();
  const attempt = async (wanted: NewMachine, pauses: readonly number[]): Promise<readonly Machine[]> => {
    try {
      const made = await api("post", "/machines", { body: wanted, key: keyOf(wanted) });
      return "items" in made ? made.items : [made];
    } catch (thrown) {
      const error = asApiError(thrown);
      const [pause, ...others] = pauses;
      if (pause === undefined || !isUnknown(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause));
      return attempt(wanted, others);
    }
  };
  return (wanted) => attempt(wanted, PAUSES_MS);
}
