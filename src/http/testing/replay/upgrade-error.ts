/** Errors of oned 2.0 and 4.6 as oned 6.x tells them: its codes, and its wording where code and wording decide. For tests. */
import type { RecordedCall } from "../../../dialects/opennebula-xml/testing/fixtures/recorded.ts";

export interface OnedError {
  readonly code: number;
  readonly message: string;
}

const AUTHENTICATION = 0x0100;
const AUTHORIZATION = 0x0200;
const NO_EXISTS = 0x0400;
const ACTION = 0x0800;
const INTERNAL = 0x2000;
const ALLOCATE = 0x4000;

const KINDS: Readonly<Record<string, string>> = { VM: "virtual machine", NET: "virtual network", IMAGE: "image" };

/** What the old oned did not say: what the refused request asked for, and the state of the machine. */
export interface ErrorFacts {
  /** Ids of networks and images in the refused template that did not exist. */
  readonly unknownNetwork?: string | undefined;
  readonly unknownImage?: string | undefined;
  readonly action?: string | undefined;
  readonly state?: string | undefined;
}

type Wording = (match: RegExpExecArray, facts: ErrorFacts) => OnedError;

const error = (code: number, message: string): OnedError => ({ code, message });

/** 2.0 had no codes; 4.6 had 6.x's but for a few. The first match counts; what matches none keeps text and code. */
const WORDINGS: readonly (readonly [RegExp, Wording])[] = [
  [/User couldn't be authenticated.*/, ([text]) => error(AUTHENTICATION, text)],
  [
    /User \[(\d+)\] not authorized to perform (\w+) on (\w+) \[(\d+)\]/,
    ([, user, right, kind, id]) =>
      error(AUTHORIZATION, `User [${user}] : Not authorized to perform ${right} ${kind} [${id}].`),
  ],
  [/Error getting (VM|NET|IMAGE) (.*)/, ([, kind = "", id]) => error(NO_EXISTS, `Error getting ${KINDS[kind]} ${id}`)],
  [/Can not update Virtual Network, id/, () => error(INTERNAL, "NAME is already taken by NET 0.")],
  [
    /Error inserting Image in DB|NAME is already taken by IMAGE/,
    () => error(ALLOCATE, "Error allocating a new image. NAME is already taken by IMAGE 0."),
  ],
  [
    /Could not get network lease/,
    (_, { unknownNetwork }) =>
      error(
        INTERNAL,
        unknownNetwork === undefined
          ? "Cannot get IP/MAC lease from virtual network 0."
          : `Virtual network with ID: ${unknownNetwork} does not exist`,
      ),
  ],
  [
    /Could not get disk image/,
    (_, { unknownImage }) => error(INTERNAL, `DISK 0: Image with ID: ${unknownImage} does not exist`),
  ],
  [
    /Wrong state to perform action/,
    (_, { action, state }) =>
      error(ACTION, `Error performing action "${action}": This action is not available for state ${state}`),
  ],
  [/VMs might be running on it/, () => error(ACTION, "Cannot delete image. There are 1 VMs using it.")],
  [/Cannot delete (image|virtual network)\..*/, ([text]) => error(ACTION, text)],
  [/The DISK \d+ does not exist/, () => error(INTERNAL, "Cannot use DISK. DISK does not exist.")],
  [
    /(VM has to be RUNNING, POWEROFF or SUSPENDED) to snapshot disks/,
    ([, text]) => error(INTERNAL, `${text} to save disks.`),
  ],
];

/** The error that oned 6.x gives for a call of `method` where the old one gave the recorded error. */
export function upgradeError(method: string, recorded: RecordedCall, facts: ErrorFacts): OnedError {
  const [, text = "", code = INTERNAL] = recorded.result ?? [];
  const bare = String(text)
    .replace(/^\[\w+\] /, "")
    .replace(/^Error allocating a new virtual \w+\. /, "");
  for (const [pattern, wording] of WORDINGS) {
    const match = pattern.exec(bare);
    if (match !== null) {
      const found = wording(match, facts);
      return { code: found.code, message: `[${method}] ${found.message}` };
    }
  }
  return { code: Number(code), message: `[${method}] ${bare}` };
}
