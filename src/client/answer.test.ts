import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readRecording } from "../dialects/opennebula-xml/testing/fixtures/recorded.ts";
import { OcciError } from "../errors.ts";
import { anyCharacter } from "../testing/any-character.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { documentOf, errorOf } from "./answer.ts";
import { exitCodeOf } from "./exit.ts";
import { reply } from "./testing/context.ts";

const ours = (code: string, message: string, hint = "") =>
  `<?xml version="1.0"?><ERROR><CODE>${code}</CODE><MESSAGE>${message}</MESSAGE>${hint && `<HINT>${hint}</HINT>`}</ERROR>`;

describe("an error of the JSON API", () => {
  const problem = (...errors: readonly string[]) => {
    const body = { code: "INVALID_REQUEST", detail: "a is missing. There is 1 fault more.", hint: null };
    const document = JSON.stringify({ ...body, errors: errors.map((detail) => ({ pointer: "/x", detail })) });
    return errorOf(reply(document, 400, { "Content-Type": "application/problem+json" }));
  };

  test("has all of its faults told, or its own sentence where there is one fault or none", () => {
    expect(problem("a is missing.", "b is missing.").message).toBe("a is missing. b is missing.");
    for (const few of [[], ["a is missing."]]) {
      expect(problem(...few).message).toBe("a is missing. There is 1 fault more.");
    }
    expect(problem().hint).toBeUndefined();
  });
});

describe("an error of this project's server", () => {
  test("is taken as it is", () => {
    const headers = { "X-Request-Id": "r-1", "Retry-After": "5" };
    const error = errorOf(reply(ours("QUOTA_EXCEEDED", "A &lt; B.", "Ask."), 403, headers));
    expect(error).toMatchObject({
      code: "QUOTA_EXCEEDED",
      message: "A < B.",
      hint: "Ask.",
      httpStatus: 403,
      requestId: "r-1",
      retryAfter: 5,
    });
  });

  test("without a hint has none, and a date to retry after is no number of seconds", () => {
    const headers = { "Retry-After": "Wed, 25 Nov 2026 08:00:00 GMT" };
    const error = errorOf(reply(ours("OVERLOADED", "Busy."), 503, headers));
    expect([error.hint, error.retryAfter, error.requestId]).toEqual([undefined, undefined, undefined]);
  });

  test("cannot make a terminal do anything", () => {
    const error = errorOf(reply(ours("NOT_FOUND", "a\u009b31m\u202eb\n\nocci-compute: done", "\u0085x\u007f"), 404));
    expect(error.message).toBe("a\ufffd31m\ufffdb occi-compute: done");
    expect(error.hint).toBe("\ufffdx\ufffd");
  });

  test.each(["NONSENSE", "constructor", "USAGE", "WAIT_FAILED", ""])("with the code %j is none of ours", (code) => {
    expect(errorOf(reply(ours(code, "text"), 418)).code).toBe("REFUSED");
  });
});

describe("an error of another server", () => {
  const html = { "Content-Type": "text/html;charset=utf-8" };

  test.each([
    ["Bad instance type", {}, 500, "The server answers 500: Bad instance type."],
    ["Wrong type!", html, 500, "The server answers 500: Wrong type!"],
    ["", {}, 401, "The server answers 401: the user name or the password is not accepted."],
    ["", {}, 500, "The server answers 500: the server failed."],
    ["", {}, 418, "The server answers 418: without giving a reason."],
    ["<h1>Not Found</h1>", html, 404, "The server answers 404: the resource does not exist."],
    [
      "<!DOCTYPE html><html><body>nginx</body></html>",
      html,
      502,
      "The server answers 502: the proxy in front cannot reach the server.",
    ],
    ["a\r\n\tb\u0000\u001b[31mc", {}, 400, "The server answers 400: a b\ufffd\ufffd[31mc."],
    ["<ERROR><MESSAGE>not closed", {}, 400, "The server answers 400: <ERROR><MESSAGE>not closed."],
  ])("%j", (body, headers, status, message) => {
    expect(errorOf(reply(body, status, headers)).message).toBe(message);
  });

  test("is cut to what fits", () => {
    expect(errorOf(reply("x".repeat(100_000), 500)).message.length).toBeLessThan(600);
  });

  test("401 tells of --hash, unless it was used", () => {
    expect(errorOf(reply("", 401)).hint).toContain("--hash");
    expect(errorOf(reply("", 401), true).hint).toBeUndefined();
    expect(errorOf(reply("", 403)).hint).toBeUndefined();
  });

  test("whatever it is, it is one line that a terminal does not act on", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: anyCharacter, maxLength: 300 }),
        fc.integer({ min: 400, max: 599 }),
        (body, status) => {
          const { message, hint = "" } = errorOf(reply(body, status));
          // biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
          expect(message + hint).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
          expect(message).toStartWith(`The server answers ${status}: `);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("what OpenNebula's servers said, by its words: 2.0 had 404 for a wrong password and 500 for almost all else", () => {
  const said = (version: "2.0" | "4.6") =>
    readRecording(version).cases.flatMap(({ status, answer, type }) =>
      status < 400 ? [] : [errorOf(reply(answer, status, type === null ? {} : { "Content-Type": type }))],
    );
  const errors = [...said("2.0"), ...said("4.6")];

  test.each([
    [/User couldn't be authenticated/, "BAD_CREDENTIALS", 4],
    [/User \[\d+\] (: N|n)ot authorized/, "FORBIDDEN", 4],
    [/Error getting \D+ \[999\]/, "NOT_FOUND", 3],
    [/reached for \w+ quota/, "QUOTA_EXCEEDED", 1],
    [/Wrong state|Invalid state|cannot be changed/, "REFUSED", undefined],
  ])("%s is %s", (words, code, exit) => {
    const found = errors.filter(({ message }) => words.test(message));
    expect(found.length).toBeGreaterThan(1);
    expect([...new Set(found.map((error): string => error.code))]).toEqual([code]);
    if (exit !== undefined) expect([...new Set(found.map((error): number => exitCodeOf(error)))]).toEqual([exit]);
  });

  test("all are sentences, and no page of HTML", () => {
    expect(errors.length).toBeGreaterThan(150);
    for (const { message } of nonEmpty(errors)) expect(message).toMatch(/^The server answers \d{3}: [^<].+[.!?]$/);
  });
});

test("a success that is no XML is told, with the place", () => {
  expect(documentOf(reply("<A/>"), "GET /x").name).toBe("A");
  const read = () => documentOf(reply("<A>\n<B></A>"), "GET /x");
  expect(read).toThrow("The server's answer to GET /x is not well-formed XML. ");
  expect(read).toThrow("line 2, column 4");
  expect(() => documentOf(reply(""), "GET /x")).toThrow(OcciError);
});
