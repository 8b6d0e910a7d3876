/** The goal of a wait: when it is reached, and when it never will be. */
import type { Resource } from "./resource.ts";

export interface Goal {
  /** For messages: `RUNNING`. */
  readonly name: string;
  reached(resource: Resource): boolean;
  /** Whether the resource's end is what is waited for. */
  readonly gone?: true;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The state as people say it: that of the life cycle where there is one. */
export function stateOf(resource: Resource): string {
  const state = text(resource.state);
  const detail = text(resource.lcm_state);
  return state === "ACTIVE" && detail !== "" ? detail : state;
}

/** A machine rests: nothing is going on that ends by itself. Servers before this project's report only STATE. */
export function isAtRest(resource: Resource): boolean {
  const state = text(resource.state);
  if (state === "INIT" || state === "PENDING") return false;
  if (state !== "ACTIVE") return true;
  const detail = text(resource.lcm_state);
  return detail === "" || detail === "RUNNING" || detail === "UNKNOWN" || /FAILURE/.test(detail);
}

/** A failure that does not mend itself. */
export function hasFailed(resource: Resource): boolean {
  const detail = text(resource.lcm_state);
  return /^(FAILED|ERROR|UPDATE_FAILURE)$/.test(text(resource.state)) || /_FAILURE$/.test(detail);
}

/** A state by its name, STATE or LCM_STATE. `RUNNING` is ACTIVE of a server that does not report LCM_STATE. */
export function inState(name: string): Goal {
  const wanted = name.toUpperCase();
  return {
    name: wanted,
    reached: (resource) =>
      text(resource.state) === wanted ||
      text(resource.lcm_state) === wanted ||
      (wanted === "RUNNING" && resource.lcm_state === undefined && text(resource.state) === "ACTIVE"),
    ...(wanted === "DONE" && { gone: true }),
  };
}

/** A machine is as it was before something was changed. */
export const AT_REST: Goal = { name: "at rest", reached: isAtRest };

/** A machine that is not held: it waits for a host, or has one. */
export const RELEASED: Goal = {
  name: "released",
  reached: ({ state }) => state === "PENDING" || state === "ACTIVE",
};

/** An image that can be used; a server that does not report the state (before 3.4) had it ready at once. */
export const USABLE: Goal = {
  name: "READY",
  reached: ({ state }) => state === undefined || /^(READY|USED|USED_PERS)$/.test(text(state)),
};
