/** A request of the JSON API for its handler. */
import type { Requester } from "../../cloud/self-service/requester.ts";
import { OcciError } from "../../errors.ts";
import type { Call } from "../call.ts";
import { idOf } from "../path.ts";

export interface ApiRequest extends Requester {
  readonly call: Call;
  /** Parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** Parameters of the query, as their schema has them. */
  readonly query: Readonly<Record<string, unknown>>;
  /** Milliseconds to wait for a change to be finished. */
  readonly wait: number;
}

/** @throws OcciError NOT_FOUND when it is not made of digits, or does not fit OpenNebula's ids. */
export function idIn({ params }: ApiRequest, name = "id"): number {
  const id = idOf(params[name] ?? "");
  if (id === undefined) throw new OcciError("NOT_FOUND", "The resource does not exist: ids are whole numbers.");
  return id;
}
