import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { runProgram } from "../terminal/program.ts";
import { heard } from "../terminal/testing/heard.ts";
import { readXml } from "../xml/read.ts";
import { report } from "./report.ts";
import { OCCI_COMPUTE } from "./table/compute.ts";

const QUOTA = new OcciError("QUOTA_EXCEEDED", "Limit of 2 & no more.", {
  hint: "Ask.",
  httpStatus: 403,
  requestId: "r-1",
});
const told = async (error: unknown, ...args: string[]) => {
  const { result, told, printed } = await heard(() => report(error, "occi-compute", args));
  expect(printed).toEqual([]);
  return { exit: result, text: told.join("\n") };
};
const AS_DATA = {
  code: "QUOTA_EXCEEDED",
  message: "Limit of 2 & no more.",
  hint: "Ask.",
  status: 403,
  request_id: "r-1",
  exit: 1,
};

describe("an error", () => {
  test("for people: what went wrong, and below it what can be done", async () => {
    expect(await told(QUOTA)).toEqual({ exit: 1, text: "occi-compute: Limit of 2 & no more.\n  Ask." });
    expect(await told(new OcciError("NOT_FOUND", "No."))).toEqual({ exit: 3, text: "occi-compute: No." });
    expect(await told(new Error("boo"))).toEqual({ exit: 1, text: "occi-compute: boo" });
  });

  test("the request's id is told when the server itself failed", async () => {
    const error = new OcciError("INTERNAL", "Failed.", { httpStatus: 500, requestId: "r-2" });
    expect((await told(error)).text).toBe("occi-compute: Failed.\n  Request: r-2");
  });

  test("a server that is busy is told when to try again, once", async () => {
    const busy = { httpStatus: 503, retryAfter: 5 };
    const told429 = new OcciError("LOGIN_DELAYED", "Delayed.", { httpStatus: 429, retryAfter: 4, hint: "Wait 4 s." });
    expect((await told(new OcciError("OVERLOADED", "Busy.", { ...busy, hint: "Soon." }))).text).toBe(
      "occi-compute: Busy.\n  Soon.\n  Try again in 5 s.",
    );
    expect((await told(told429)).text).toBe("occi-compute: Delayed.\n  Wait 4 s.");
    const state = new OcciError("WRONG_STATE", "Not now.", { httpStatus: 409, retryAfter: 5 });
    expect((await told(state)).text).toBe("occi-compute: Not now.");
    expect(JSON.parse((await told(state, "-o", "json")).text).error.retry_after).toBe(5);
  });

  test.each([
    [["-o", "json"]],
    [["-ojson"]],
    [["--output=json"]],
    [["--output", "json"]],
    [["-Do", "json"]],
    [["-o", "id", "-o", "json"]],
  ])("%j: as JSON", async (args) => {
    expect(JSON.parse((await told(QUOTA, "list", ...args)).text)).toEqual({ error: AS_DATA });
  });

  test("as YAML", async () => {
    expect(Bun.YAML.parse((await told(QUOTA, "-o", "yaml")).text)).toEqual({ error: AS_DATA });
  });

  test("as XML", async () => {
    const { name, children } = readXml((await told(QUOTA, "-o", "xml")).text);
    expect(name).toBe("ERROR");
    expect(Object.fromEntries(children.map((child) => [child.name, child.text]))).toEqual({
      CODE: "QUOTA_EXCEEDED",
      MESSAGE: "Limit of 2 & no more.",
      HINT: "Ask.",
      STATUS: "403",
      REQUEST_ID: "r-1",
      EXIT: "1",
    });
  });

  test.each([[["-o", "table"]], [["-o", "id"]], [["-o"]], [["--output"]], [["list", "json"]], [["--outputs=json"]]])(
    "%j: else as text",
    async (args) => {
      expect((await told(QUOTA, ...args)).text).toStartWith("occi-compute: ");
    },
  );

  test("never shows what caused it", async () => {
    const error = new OcciError("FILE_FAULT", "Unreadable.", { cause: new Error("sesame") });
    for (const format of ["table", "json", "yaml", "xml"]) {
      expect((await told(error, "-o", format)).text).not.toContain("sesame");
    }
  });
});

describe("a command line that is wrong", () => {
  const run = (...args: string[]) => heard(() => runProgram(OCCI_COMPUTE, args));

  test("is told in the format that it asks for, too", async () => {
    const { result, told, printed } = await run("lsit", "-o", "json");
    expect([result, printed]).toEqual([2, []]);
    expect(JSON.parse(told.join(""))).toEqual({
      error: { code: "USAGE", message: 'There is no command "lsit".', hint: "Did you mean list?", exit: 2 },
    });
  });

  test("a format that does not exist", async () => {
    const { result, told } = await run("list", "-o", "jason");
    expect(result).toBe(2);
    expect(told.join("")).toBe(
      'occi-compute: -o must be one of table, wide, xml, json, yaml, id, not "jason".\n  Did you mean json?',
    );
  });

  test("does not repeat the password", async () => {
    for (const args of [
      ["-P", "sesame", "lsit"],
      ["-Psesame", "lsit"],
      ["--passwrd=sesame", "list"],
      ["list", "--pass=sesame", "-x"],
    ]) {
      expect((await run(...args)).told.join("")).not.toContain("sesame");
    }
  });
});
