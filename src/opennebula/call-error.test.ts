/** What a client hears of a failure on the way to oned. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { changeError, isOutcomeUnknown, readError } from "./call-error.ts";
import { ExchangeFailure } from "./transport.ts";

const URL = "http://10.0.0.1:2633/RPC2";
const failure = (kind: ExchangeFailure["kind"], sent: boolean) => new ExchangeFailure(kind, sent, `refused at ${URL}`);

describe("a call that changes nothing", () => {
  test.each([
    ["unreachable", "ONED_UNREACHABLE", "OpenNebula cannot be reached at the moment.", 5],
    ["broken", "ONED_UNREACHABLE", "OpenNebula cannot be reached at the moment.", 5],
    ["timeout", "ONED_TIMEOUT", "OpenNebula did not answer in time.", undefined],
    ["not-oned", "ONED_DAMAGED_ANSWER", "Something other than OpenNebula answers at its address.", undefined],
    ["no-leader", "ONED_READ_ONLY", "OpenNebula does not accept changes at the moment: its servers have no leader.", 5],
    [
      "lost-leader",
      "ONED_READ_ONLY",
      "OpenNebula does not accept changes at the moment: its servers have no leader.",
      5,
    ],
    [
      "stopped",
      "ONED_READ_ONLY",
      "OpenNebula does not accept changes at the moment: its administrator has stopped them.",
      5,
    ],
  ] as const)("%s: %s, %s", (kind, code, message, retryAfter) => {
    const cause = failure(kind, true);
    const error = readError(cause);
    expect(error).toMatchObject({ code, message });
    expect([error.retryAfter, error.cause]).toEqual([retryAfter, cause]);
    // Clients do not learn where oned is.
    expect(`${error.message} ${error.hint}`).not.toContain(URL);
  });

  test("without a leader tells what helps: to wait, or the administrator", () => {
    expect(readError(failure("no-leader", false)).hint).toContain("send the request again");
    expect(readError(failure("lost-leader", true)).hint).toContain("send the request again");
    expect(readError(failure("stopped", false)).hint).toContain("onezone show");
  });
});

describe("a change", () => {
  test("that was not sent failed as a read does", () => {
    expect(changeError(failure("unreachable", false), "one.vm.rename").code).toBe("ONED_UNREACHABLE");
  });

  test("that was sent has an unknown outcome, and the hint names the method", () => {
    const cause = failure("timeout", true);
    const error = changeError(cause, "one.vm.rename");
    expect([error.code, error.cause]).toEqual(["OUTCOME_UNKNOWN", cause]);
    expect(error.hint).toContain("one.vm.rename");
  });
});

test("only that code says that an outcome is unknown", () => {
  expect(isOutcomeUnknown(new OcciError("OUTCOME_UNKNOWN", "x"))).toBe(true);
  expect(isOutcomeUnknown(new OcciError("ONED_TIMEOUT", "x"))).toBe(false);
  expect(isOutcomeUnknown(Object.assign(new Error("x"), { code: "OUTCOME_UNKNOWN" }))).toBe(false);
});
