/** Changes of machines: their end, and the rights of the user, in front of an oned that answers what a test gives it. */
import { describe, expect, test } from "bun:test";
import { type Scripted, ScriptedOned } from "../../opennebula/testing/scripted-oned.ts";
import { callerOf } from "../ogf/testing/caller.ts";
import { failureOf } from "../testing/over-sim.ts";
import { changeMachine, checkEnd } from "./machines.ts";

const planned = (id: number, action: string, time: number) =>
  `<SCHED_ACTION><ID>${id}</ID><ACTION>${action}</ACTION><TIME>${time}</TIME></SCHED_ACTION>`;
const machineXml = (template = "", name = "web") =>
  `<VM><ID>7</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>${name}</NAME><STATE>8</STATE><LCM_STATE>0</LCM_STATE><STIME>0</STIME><TEMPLATE>${template}</TEMPLATE><USER_TEMPLATE/></VM>`;

/** Changes the machine. @returns the changes that oned was asked for. */
async function changed(
  change: Parameters<typeof changeMachine>[2],
  template = "",
  answers: Readonly<Record<string, Scripted>> = {},
) {
  const oned = new ScriptedOned({ "vm.info": machineXml(template), ...answers });
  const failure = await failureOf(changeMachine({ ...callerOf(oned), user: "alice" }, 7, change));
  const changes = oned.calls.filter((call) => !call.startsWith("vm.info")).map((call) => call.replace(/\s+/g, " "));
  return { failure, changes };
}

describe("the end of a machine", () => {
  const END = new Date("2099-01-01T00:00:00Z");
  const SECONDS = END.getTime() / 1000;
  const text = (action: string) =>
    `<TEMPLATE><SCHED_ACTION><ACTION>${action}</ACTION><TIME>${SECONDS}</TIME></SCHED_ACTION></TEMPLATE>`;
  const OTHER = planned(0, "poweroff", 5000);

  test("is a scheduled termination; other scheduled actions stay", async () => {
    expect((await changed({ ends: END })).changes).toEqual([`vm.schedadd 7 ${text("terminate")}`]);
    expect((await changed({ ends: END }, OTHER)).changes).toEqual([`vm.schedadd 7 ${text("terminate")}`]);
  });

  test("moves the one that is planned, and takes back further ones", async () => {
    const template = OTHER + planned(3, "terminate-hard", 6000) + planned(4, "terminate", 7000);
    expect((await changed({ ends: END }, template)).changes).toEqual([
      "vm.scheddelete 7 4",
      `vm.schedupdate 7 3 ${text("terminate-hard")}`,
    ]);
  });

  test("of null takes all of them back", async () => {
    const template = OTHER + planned(3, "terminate-hard", 6000) + planned(4, "terminate", 7000);
    expect((await changed({ ends: null }, template)).changes).toEqual(["vm.scheddelete 7 4", "vm.scheddelete 7 3"]);
    expect((await changed({ ends: null }, OTHER)).changes).toEqual([]);
  });

  test("must be to come", () => {
    expect(() => checkEnd(new Date(1000), 1000)).toThrow("endsAt is in the past.");
    for (const ends of [new Date(1001), null, undefined]) expect(() => checkEnd(ends, 1000)).not.toThrow();
  });
});

describe("a change", () => {
  test("of nothing asks oned for nothing", async () => {
    expect((await changed({})).changes).toEqual([]);
    expect((await changed({ name: "web" })).changes).toEqual([]);
  });

  test("renames first, and gives the old name back where the rest is refused", async () => {
    const { changes } = await changed({ name: "db", description: "mine" });
    expect(changes.map((call) => call.split(" ")[0])).toEqual(["vm.rename", "vm.update"]);
    expect(changes[1]).toContain("mine");
  });

  test("of a description of null takes it away", async () => {
    expect((await changed({ description: null })).changes).toEqual([
      expect.stringMatching(/^vm\.update 7 .*DESCRIPTION/),
    ]);
  });

  test("of a size that fixes what is asked for is refused before the name is changed", async () => {
    const template = "<INSTANCE_TYPE>small</INSTANCE_TYPE>";
    const { failure, changes } = await changed({ name: "db", cpu: 3 }, template);
    expect([failure, changes]).toEqual([
      "INVALID_REQUEST: CPU cannot be chosen: the instance type small fixes it.",
      [],
    ]);
  });

  test("that is wrong in several ways is refused as a whole, and nothing is done", async () => {
    const { failure, changes } = await changed({ name: "a/b", description: "\u0000", ends: new Date(0) });
    expect(changes).toEqual([]);
    expect(failure).toBe(
      "INVALID_REQUEST: NAME holds the character /, which OpenNebula does not accept in names. There are 2 faults more.",
    );
  });
});
