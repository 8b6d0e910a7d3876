import { describe, expect, test } from "bun:test";
import { OCCI_COMPUTE } from "../client/table/compute.ts";
import { OCCI_STORAGE } from "../client/table/storage.ts";
import { OCCI_USER } from "../client/table/user.ts";
import type { Arguments, Names, Program } from "./command.ts";
import { type Candidate, complete, protocol } from "./completion.ts";
import { helpCommand } from "./help-command.ts";

const THERE: Partial<Record<Names, readonly Candidate[]>> = {
  compute: [
    ["web", "machine 3"],
    ["3", "web"],
  ],
  storage: [["Debian 12", "image 0"]],
  network: [["lan", "network 1"]],
  disk: [
    ["0", "vda"],
    ["vda", "disk 0"],
  ],
  "disk-snapshot": [["before", "snapshot 0"]],
};

async function offered(line: string[], program: Program = OCCI_COMPUTE) {
  const asked: { names: Names; args: Arguments }[] = [];
  const completion = await complete(program, line, async (names, args) => {
    asked.push({ names, args });
    return THERE[names] ?? [];
  });
  return { ...completion, values: completion.candidates.map(([value]) => value), asked };
}

describe("completion offers", () => {
  test.each([
    [["snap"], ["snapshotcreate", "snapshotrevert", "snapshotdelete"]],
    [["create", "--ss"], ["--ssh-key"]],
    [["show", "w"], ["web"]],
    [
      ["show", ""],
      ["web", "3"],
    ],
    [["delete", "web", ""], ["3"]],
    [["attachdisk", "web", ""], ["Debian 12"]],
    [["create", "--disk", "D"], ["Debian 12"]],
    [["create", "--disk=D"], ["--disk=Debian 12"]],
    [["list", "-o", "y"], ["yaml"]],
    [["list", "--output=j"], ["--output=json"]],
    [
      ["stop", "web", "--wait=S"],
      ["--wait=STOPPED", "--wait=SUSPENDED"],
    ],
    [["create", "--wait=R"], ["--wait=RUNNING"]],
    [
      ["detachdisk", "web", ""],
      ["0", "vda"],
    ],
    [["disksnapshotrevert", "web", "vda", "b"], ["before"]],
    [["snapshotrevert", "web", ""], []],
    [["snapshotcreate", "web", ""], []],
    [["list", "-oj"], ["-ojson"]],
    [["list", "-y"], []],
    [["attach-disk", "web", "D"], ["Debian 12"]],
    [["help", "snapshotc"], ["snapshotcreate"]],
    [["-o", "json", "sho"], ["show"]],
    [["show", "3", ""], []],
    [["list", "--", "-"], []],
    [["nonsense", ""], []],
  ])("%j", async (line, values) => {
    expect((await offered(line)).values).toEqual(values);
  });

  test("an option once, unless it may be repeated", async () => {
    const { values } = await offered(["create", "--name", "x", "--disk", "y", "--"]);
    expect(values).not.toContain("--name");
    expect(values).toContain("--disk");
    expect(values).toContain("--help");
  });

  test("the second word of a command of two", async () => {
    expect((await offered(["to"], OCCI_USER)).values).toEqual(["token"]);
    expect((await offered(["token", ""], OCCI_USER)).values).toEqual(["create", "list", "revoke"]);
    expect((await offered(["help", "token", ""], OCCI_USER)).values).toEqual(["create", "list", "revoke"]);
  });

  test("after help the topics, and the error codes once a capital is typed", async () => {
    const page = { summary: "", load: async () => "" };
    const codes = ["NOT_FOUND", "NAME_TAKEN"];
    const errors = { suggested: codes, names: async () => codes, page: () => page };
    const help = helpCommand(() => OCCI_USER, { running: page }, [errors]);
    const program = { ...OCCI_USER, commands: [...OCCI_USER.commands.filter(({ name }) => name !== "help"), help] };
    const commands = ["list", "show", "token", "version", "help"];
    expect((await offered(["help", ""], program)).values).toEqual([...commands, "topics", "running"]);
    expect((await offered(["help", "N"], program)).values).toEqual(["NOT_FOUND", "NAME_TAKEN"]);
    expect((await offered(["help", "NA"], program)).values).toEqual(["NAME_TAKEN"]);
    expect((await offered(["help", "token", "N"], program)).values).toEqual([]);
  });

  test("nothing where the shell knows better: files", async () => {
    expect((await offered(["update", "x"])).files).toBe("file");
    expect((await offered(["list", "--cacert", "/etc"])).files).toBe("file");
    const either = await offered(["update", "D"], OCCI_STORAGE);
    expect([either.values, either.files]).toEqual([["Debian 12"], "file"]);
    expect(await offered(["list", "--cacert=/etc"])).toMatchObject({ files: "file", before: "--cacert=" });
  });

  test("what the server has that the line names", async () => {
    const { asked } = await offered(["-R", "https://a", "--profile=lab", "-Ubob", "show", ""]);
    expect(asked).toEqual([
      { names: "compute", args: { options: { url: ["https://a"], profile: ["lab"], username: ["bob"] }, words: [] } },
    ]);
  });
});

test("the shells read a line that says who completes, then values with descriptions", () => {
  expect(
    protocol({
      candidates: [
        ["a", "first"],
        ["b c", ""],
      ],
    }),
  ).toBe(":words\na\tfirst\nb c");
  expect(protocol({ candidates: [], files: "directory" })).toBe(":directory");
  expect(protocol({ candidates: [], files: "file", before: "--cacert=" })).toBe(":file\t--cacert=");
});

test("a name that would break the lines is not offered, a description is mended", () => {
  const candidates: Candidate[] = [
    ["two\nlines", "x"],
    ["tab\there", "x"],
    ["fine", "a\u001b[31mred"],
  ];
  expect(protocol({ candidates })).toBe(":words\nfine\ta [31mred");
});
