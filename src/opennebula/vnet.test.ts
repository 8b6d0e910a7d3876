/** What is read of a network as oned describes it. */
import { describe, expect, test } from "bun:test";
import { readRecord } from "../xml/record.ts";
import { vnetOf } from "./vnet.ts";

const OWNED = "<ID>3</ID><UID>2</UID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>lan</NAME>";
const read = (fields: string) => vnetOf(readRecord(`<VNET>${OWNED}${fields}</VNET>`, "VNET"));

describe("a network", () => {
  test("has its ranges, and the addresses that are in use", () => {
    const lease =
      "<LEASE><IP>10.0.0.1</IP><IP6_GLOBAL>2001:db8::1</IP6_GLOBAL><IP6>fd00::1</IP6><IP6_ULA></IP6_ULA></LEASE>";
    const ranges =
      `<AR><AR_ID>0</AR_ID><IP>10.0.0.1</IP><SIZE>64</SIZE><LEASES>${lease}</LEASES></AR>` +
      "<AR><AR_ID>1</AR_ID><IP></IP><IP6_ULA>fd00::</IP6_ULA><IP6>fe80::</IP6><SIZE>8</SIZE></AR>" +
      "<AR><AR_ID>2</AR_ID><IP6>fe80::</IP6><IP6_GLOBAL>2001:db8::</IP6_GLOBAL><SIZE>4</SIZE></AR>" +
      "<AR><AR_ID>3</AR_ID><IP6_ULA>fd00::</IP6_ULA><SIZE>2</SIZE></AR>";
    const network = read(`<STATE>1</STATE><USED_LEASES>1</USED_LEASES><AR_POOL>${ranges}</AR_POOL>`);
    expect(network.ranges).toEqual([
      { id: 0, ip: "10.0.0.1", ip6: undefined, size: 64 },
      { id: 1, ip: undefined, ip6: "fe80::", size: 8 },
      { id: 2, ip: undefined, ip6: "2001:db8::", size: 4 },
      { id: 3, ip: undefined, ip6: "fd00::", size: 2 },
    ]);
    expect(network.leases).toEqual(["10.0.0.1", "fd00::1", "2001:db8::1"]);
    expect(network.usedLeases).toBe(1);
  });

  test("of an oned before 6.0 has no state, and is ready; one of a later oned is not", () => {
    expect(read("").state).toBe("READY");
    expect(read("<STATE>99</STATE>").state).toBe("INIT");
  });

  test("without a number of used addresses has none; a number that is none is damage", () => {
    expect([read("").usedLeases, read("<USED_LEASES></USED_LEASES>").usedLeases]).toEqual([0, 0]);
    expect(() => read("<USED_LEASES>many</USED_LEASES>")).toThrow();
  });

  test.each([
    ["GROUP_U", "1", true],
    ["OTHER_U", "1", true],
    ["OWNER_U", "1", false],
    ["GROUP_M", "1", false],
    ["OTHER_U", "0", false],
  ])("is public by the right to use it, of the group or of all: %s %s", (right, value, isPublic) => {
    expect(read(`<PERMISSIONS><${right}>${value}</${right}></PERMISSIONS>`).public).toBe(isPublic);
  });

  test("says what was written about it, and what went wrong", () => {
    expect(read("<TEMPLATE><DESCRIPTION>office</DESCRIPTION><ERROR>no bridge</ERROR></TEMPLATE>")).toMatchObject({
      description: "office",
      error: "no bridge",
    });
    const { description, error } = read("<TEMPLATE><DESCRIPTION></DESCRIPTION><ERROR></ERROR></TEMPLATE>");
    expect([description, error]).toEqual([undefined, undefined]);
  });
});
