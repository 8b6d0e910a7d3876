/** The machine as a use case read it last: after its change it need not be read once more to be shown. */
import type { OnedClient } from "../../opennebula/client.ts";
import { type MachineRecord, machine, machineRecordOf } from "../../opennebula/machine.ts";
import { readRecord } from "../../xml/record.ts";
import type { Requester } from "./requester.ts";

export interface Remembering {
  /** For the use case: its readings of the machine are kept until the next change. */
  readonly requester: Requester;
  /** The machine after the last change, read now where nobody has done so. @throws OcciError as oned refuses. */
  last(): Promise<MachineRecord>;
}

/** @param id of the machine. */
export function keepingLast(requester: Requester, id: number): Remembering {
  const { deps, session } = requester;
  let last: string | undefined;
  const keeping = (oned: OnedClient): OnedClient => ({
    readPool: (...call) => oned.readPool(...call),
    readMany: (...calls) => oned.readMany(...calls),
    async read(as, method, ...parameters) {
      const answer = await oned.read(as, method, ...parameters);
      if (method === "one.vm.info" && parameters[0] === id) last = answer;
      return answer;
    },
    change(...call) {
      last = undefined;
      return oned.change(...call);
    },
  });
  return {
    requester: { ...requester, deps: { ...deps, oned: keeping(deps.oned), onceOned: keeping(deps.onceOned) } },
    async last() {
      return last === undefined ? machine(deps.oned, session, id) : machineRecordOf(readRecord(last, "VM"));
    },
  };
}
