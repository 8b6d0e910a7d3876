/** Machines of oned for tests of what the JSON API makes of them. */
import { type MachineRecord, machineRecordOf } from "../../../opennebula/machine.ts";
import { LCM_STATES, VM_STATES } from "../../../opennebula/states.ts";
import { readRecord } from "../../../xml/record.ts";

export interface GivenMachine {
  /** A word of STATE, or an LCM_STATE of an ACTIVE machine; RUNNING unless given. */
  readonly state?: string;
  /** Elements of TEMPLATE and of USER_TEMPLATE. */
  readonly template?: string;
  readonly notes?: string;
  /** Elements beside them, such as HISTORY_RECORDS. */
  readonly more?: string;
}

/** A machine 7 of alice (group 1) that only she may manage, made at 1000. */
export function machineRecord({
  state = "RUNNING",
  template = "",
  notes = "",
  more = "",
}: GivenMachine = {}): MachineRecord {
  const whole = (VM_STATES as readonly string[]).indexOf(state);
  const [number, lcm] = whole >= 0 ? [whole, 0] : [3, LCM_STATES.indexOf(state)];
  const xml = `<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>web</NAME>
    <PERMISSIONS><OWNER_U>1</OWNER_U><OWNER_M>1</OWNER_M></PERMISSIONS>
    <STATE>${number}</STATE><LCM_STATE>${lcm}</LCM_STATE><STIME>1000</STIME>
    <TEMPLATE>${template}</TEMPLATE><USER_TEMPLATE>${notes}</USER_TEMPLATE>${more}</VM>`;
  return machineRecordOf(readRecord(xml, "VM"));
}
