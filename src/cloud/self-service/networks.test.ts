/** What the JSON API shows of a network of oned, and whose leases. */
import { describe, expect, test } from "bun:test";
import { VNET_STATES } from "../../opennebula/states.ts";
import { vnetDetailsOf } from "../../opennebula/vnet-details.ts";
import { readRecord } from "../../xml/record.ts";
import { networkDetailsView } from "./networks.ts";

interface Given {
  readonly state?: (typeof VNET_STATES)[number];
  readonly used?: number;
  readonly ranges?: string;
  readonly more?: string;
  readonly template?: string;
}

function view({ state = "READY", used = 0, ranges = "", template = "", more = "" }: Given = {}) {
  const xml = `<VNET><ID>3</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>lan</NAME>
    <STATE>${VNET_STATES.indexOf(state)}</STATE><USED_LEASES>${used}</USED_LEASES>${more}
    <TEMPLATE>${template}</TEMPLATE><AR_POOL>${ranges}</AR_POOL></VNET>`;
  return networkDetailsView(vnetDetailsOf(readRecord(xml, "VNET")));
}

const ar = (id: number, size: number, first: string) => `<AR><AR_ID>${id}</AR_ID>${first}<SIZE>${size}</SIZE></AR>`;

describe("a network", () => {
  test("of which oned says little has few members", () => {
    expect(view()).toEqual({
      id: 3,
      name: "lan",
      state: "ready",
      ranges: [],
      addresses: { total: 0, used: 0, free: 0 },
      public: false,
      owner: { id: 2, name: "alice" },
      oned: { state: "READY" },
    });
  });

  test("of which it says all has all of them", () => {
    const given = {
      state: "ERROR",
      more: "<PARENT_NETWORK_ID>0</PARENT_NETWORK_ID><PERMISSIONS><OTHER_U>1</OTHER_U></PERMISSIONS>",
      template: "<DESCRIPTION>mine</DESCRIPTION><ERROR>no bridge</ERROR>",
    } as const;
    expect(view(given)).toMatchObject({
      description: "mine",
      state: "failed",
      error: "no bridge",
      public: true,
      parent: 0,
    });
  });

  test("has ranges, each with its first address if it gives out any", () => {
    const ranges = `${ar(0, 20, "<IP>10.0.0.10</IP>")}${ar(1, 16, "<IP6_GLOBAL>2001:db8::10</IP6_GLOBAL>")}${ar(2, 4, "")}`;
    const { ranges: shown, addresses } = view({ ranges, used: 7 });
    expect(shown).toEqual([
      { id: 0, first: "10.0.0.10", size: 20 },
      { id: 1, first: "2001:db8::10", size: 16 },
      { id: 2, size: 4 },
    ]);
    expect(addresses).toEqual({ total: 40, used: 7, free: 33 });
  });

  test("has no free addresses, and not fewer, where a range was made smaller than what is used", () => {
    expect(view({ ranges: ar(0, 4, ""), used: 5 }).addresses).toEqual({ total: 4, used: 5, free: 0 });
  });

  test.each([
    ["INIT", "making"],
    ["READY", "ready"],
    ["LOCK_CREATE", "making"],
    ["LOCK_DELETE", "deleting"],
    ["DONE", "deleting"],
    ["ERROR", "failed"],
    ["UPDATE_FAILURE", "failed"],
  ] as const)("that is %s is %s", (state, word) => expect(view({ state }).state).toBe(word));
});
