/** Which addresses of which range a new network is reserved from, and what a refusal says. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import type { NetworkRequest } from "../model.ts";
import { type Scripted, ScriptedOned } from "../opennebula/testing/scripted-oned.ts";
import { reserve, takeBack } from "./network-reserve.ts";
import { callerOf } from "./ogf/testing/caller.ts";

const ar = (id: number, first: string, size: number) => `<AR><AR_ID>${id}</AR_ID>${first}<SIZE>${size}</SIZE></AR>`;
const RANGES = [
  ar(0, "<IP>10.0.0.10</IP>", 20),
  ar(4, "<IP>10.0.1.0</IP><IP6>2001:db8::</IP6>", 40),
  ar(5, "<MAC>02:00:0a:00:00:0a</MAC>", 100),
].join("");
const parentXml = (ranges: string) =>
  `<VNET><ID>1</ID><UID>0</UID><GID>0</GID><UNAME>oneadmin</UNAME><GNAME>oneadmin</GNAME><NAME>public</NAME>
  <STATE>1</STATE><USED_LEASES>12</USED_LEASES><AR_POOL>${ranges}</AR_POOL><TEMPLATE/></VNET>`;

/** Reserves. @returns the id or the error, with the calls. */
async function reserved(request: NetworkRequest, answers: Readonly<Record<string, Scripted>> = {}, ranges = RANGES) {
  const oned = new ScriptedOned({ "vn.info": parentXml(ranges), "vn.reserve": 8, ...answers });
  const { deps, session } = callerOf(oned);
  const result = await reserve(deps, session, 1, "lan", request).catch((error: OcciError) => error);
  const calls = oned.calls.slice(1).map((call) => call.replaceAll(/\s*\n\s*/g, ""));
  return {
    result,
    error: result instanceof OcciError ? `${result.code}: ${result.message} ${result.hint}` : "",
    calls,
  };
}

/** What is asked of the network that is reserved from. */
async function asked(request: NetworkRequest): Promise<Readonly<Record<string, string>>> {
  const { result, calls } = await reserved(request);
  expect(result).toBe(8);
  const [call = ""] = calls;
  expect(call).toStartWith("vn.reserve 1 ");
  return Object.fromEntries(
    [...call.matchAll(/<(\w+)>([^<]+)<\/\1>/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

describe("the addresses that are reserved", () => {
  test("are any so many where the request names none", async () => {
    for (const address of [{}, { address: "" }]) {
      expect(await asked({ ...address, size: "40" })).toEqual({ NAME: "lan", SIZE: "40" });
    }
  });

  test("are those of the range that holds the first", async () => {
    expect(await asked({ address: "10.0.0.10", size: "1" })).toMatchObject({ AR_ID: "0", IP: "10.0.0.10" });
    expect(await asked({ address: "10.0.1.39", size: "1" })).toEqual({
      NAME: "lan",
      SIZE: "1",
      AR_ID: "4",
      IP: "10.0.1.39",
    });
    expect(await asked({ address: "2001:db8::3", size: "1" })).toEqual({
      NAME: "lan",
      SIZE: "1",
      AR_ID: "4",
      IP6: "2001:db8::3",
    });
  });

  test("must be in a range, and must not go beyond it", async () => {
    const { error, calls } = await reserved({ address: "10.0.0.9", size: "1" });
    expect(error).toStartWith("INVALID_REQUEST: ADDRESS 10.0.0.9 is not in a range from which networks are created.");
    expect(error).toContain("Ranges: 10.0.0.10-10.0.0.29");
    expect(calls).toEqual([]);
    const beyond = await reserved({ address: "10.0.0.29", size: "2" });
    expect([beyond.error.split(":")[0], beyond.calls]).toEqual(["NO_FREE_LEASE", []]);
  });

  test("must be no more than a range has: oned is not asked for more", async () => {
    expect((await reserved({ size: "100" })).result).toBe(8);
    const { error, calls } = await reserved({ size: "101" });
    expect(error).toStartWith("NO_FREE_LEASE: No range from which networks are created has 101 addresses free for it.");
    expect(error).toEndWith("Request fewer addresses.");
    expect(calls).toEqual([]);
  });

  test("are told where the request does not say how many", async () => {
    for (const size of [{}, { size: " " }]) {
      expect((await reserved(size)).error).toEndWith("so 254 were assumed: request fewer.");
    }
  });
});

describe("a refusal of oned", () => {
  const no = { "vn.reserve": new OcciError("NO_FREE_LEASE", "no") };

  test("names the network, and how many of its addresses are in use", async () => {
    expect((await reserved({ size: "4" }, no)).error).toBe(
      "NO_FREE_LEASE: public does not have 4 free addresses in a row: 12 of 160 addresses are in use. Request fewer addresses.",
    );
    expect((await reserved({ size: "1" }, no)).error).toBe(
      "NO_FREE_LEASE: public is full: 12 of 160 addresses are in use. Free one of its addresses.",
    );
  });

  test("names the addresses that were asked for", async () => {
    expect((await reserved({ address: "10.0.1.2", size: "1" }, no)).error).toBe(
      "NO_FREE_LEASE: 10.0.1.2 is in use in public: 12 of 160 addresses are in use. Request other addresses.",
    );
    expect((await reserved({ address: "10.0.1.2", size: "4" }, no)).error).toBe(
      "NO_FREE_LEASE: 10.0.1.2-10.0.1.5 is partly in use in public: 12 of 160 addresses are in use. Request other addresses. Request fewer addresses.",
    );
  });

  test("for another reason stays as it is", async () => {
    for (const other of [new OcciError("FORBIDDEN", "no"), new Error("broken")]) {
      expect((await reserved({ size: "1" }, { "vn.reserve": other })).result).toBe(other as OcciError);
    }
  });
});

describe("the description", () => {
  test("is written after the reservation, where there is one", async () => {
    expect((await reserved({ size: "1" })).calls).toHaveLength(1);
    expect((await reserved({ size: "1", description: "" })).calls).toHaveLength(1);
    const { calls } = await reserved({ size: "1", description: "mine" });
    expect(calls[1]).toMatch(/^vn\.update 8 .*DESCRIPTION.*mine/);
  });

  test("that cannot be written ends the network that was reserved", async () => {
    const refusal = new OcciError("FORBIDDEN", "no");
    const { result, calls } = await reserved({ size: "1", description: "mine" }, { "vn.update": refusal });
    expect(result).toBe(refusal);
    expect(calls.at(-1)).toBe("vn.delete 8");
  });

  test("that is wrong is refused before anything is reserved", async () => {
    const { error, calls } = await reserved({ size: "1", description: "a\u0000b" });
    expect([error.split(":")[0], calls]).toEqual(["INVALID_CHARACTER", []]);
  });
});

test("a network that cannot be taken back is named", async () => {
  const { deps, session } = callerOf(new ScriptedOned({ "vn.delete": new OcciError("FORBIDDEN", "no") }));
  const failure = new OcciError("ONED_FAILED", "first");
  const error = (await takeBack(deps, session, 8, failure)) as OcciError;
  expect(`${error.code}: ${error.message} ${error.hint}`).toStartWith(
    "OUTCOME_UNKNOWN: The network 8 was created but not completed, and could not be deleted. GET /network/8 shows it",
  );
  expect(error.cause).toBe(failure);
});
