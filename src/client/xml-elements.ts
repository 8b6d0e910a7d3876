/** The elements of request documents: those that have an effect, and those that servers send and clients send back. */
import type { Kind } from "./kinds.ts";

/** The content of an element, by the names of its children. */
export interface Elements {
  /** Those that a request is made of. */
  readonly counts: readonly string[];
  /** Those of answers from 2.0 on, and of old requests: they say nothing new, and are no mistake. */
  readonly sent: readonly string[];
  /** Children with a content of their own. */
  readonly within?: Readonly<Record<string, Elements>>;
}

const words = (text: string): readonly string[] => text.split(" ");
const OF_ALL = "ID USER GROUP STATE ERROR";

export const ELEMENTS: Readonly<Record<"compute" | "network" | "storage", Elements>> = {
  compute: {
    counts: words("NAME INSTANCE_TYPE CPU MEMORY DISK NIC CONTEXT"),
    sent: words(`${OF_ALL} LCM_STATE SNAPSHOT`),
    within: {
      DISK: { counts: ["STORAGE"], sent: words("SAVE_AS TARGET TYPE SNAPSHOT ID NAME") },
      NIC: { counts: words("NETWORK IP"), sent: words("IP6 MAC ID NAME") },
    },
  },
  network: {
    counts: words("NAME ADDRESS SIZE DESCRIPTION PUBLIC"),
    sent: words(`${OF_ALL} USED_LEASES`),
  },
  storage: {
    counts: words("NAME TYPE DESCRIPTION SIZE FSTYPE URL PERSISTENT PUBLIC"),
    sent: words(OF_ALL),
  },
};

/** The kind of resource to which the href of an element refers, by the element's path from the root. */
export const REFERENCES: Readonly<Record<string, Kind>> = {
  "DISK/STORAGE": "storage",
  "NIC/NETWORK": "network",
  INSTANCE_TYPE: "instance-type",
};
