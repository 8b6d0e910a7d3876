/** What clients ask for, and what becomes of it at an oned that answers what a test gives it. */
import type { LinkRequest, TypeId, Value } from "../../../dialects/ogf/index.ts";
import { type Scripted, ScriptedOned } from "../../../opennebula/testing/scripted-oned.ts";
import { failureOf } from "../../testing/over-sim.ts";
import type { Caller } from "../caller.ts";
import type { Change } from "../change.ts";
import { callerOf } from "./caller.ts";

type Attributes = Readonly<Record<string, Value>>;

export function link(kind: TypeId, target: string, attributes: Attributes = {}): LinkRequest {
  return { kind, mixins: [], target, attributes: new Map(Object.entries(attributes)) };
}

/** The parts of a request for a machine. */
export interface Asked {
  readonly mixins?: readonly TypeId[];
  readonly attributes?: Attributes;
  readonly links?: readonly LinkRequest[];
}

export function computeRequest({ mixins = [], attributes = {}, links = [] }: Asked) {
  return { kind: "compute", mixins, attributes: new Map(Object.entries(attributes)), links };
}

export interface Updating {
  readonly dropped?: readonly string[];
  readonly newMixins?: readonly TypeId[];
  readonly answers?: Readonly<Record<string, Scripted>>;
}

/** Changes attributes of an object. @returns what the update gives, its failure or "no error", and what oned was asked. */
export async function updating(
  update: (caller: Caller, change: Change) => Promise<unknown>,
  changed: Attributes,
  { dropped = [], newMixins = [], answers = {} }: Updating = {},
) {
  const oned = new ScriptedOned(answers);
  const difference = {
    changed: new Map(Object.entries(changed)),
    dropped: new Set(dropped),
    addedMixins: newMixins,
    droppedMixins: [],
  };
  // Updates look at nothing else of the entity and its request.
  const change = { entity: {}, request: {}, difference, newMixins } as unknown as Change;
  let after: unknown;
  const failure = await failureOf(update(callerOf(oned), change).then((one) => (after = one)));
  return { after, failure, calls: oned.calls };
}
