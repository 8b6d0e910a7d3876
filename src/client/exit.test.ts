import { expect, test } from "bun:test";
import { CLIENT_ERRORS, type ErrorCode, OcciError } from "../errors.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { EXIT_CODES, exitCodeOf } from "./exit.ts";

/** Every code that this project's server sends, and what it is for scripts. */
const OF_SERVER: Readonly<Record<keyof typeof CLIENT_ERRORS, number>> = {
  INVALID_XML: 1,
  INVALID_REQUEST: 1,
  INVALID_CHARACTER: 1,
  BAD_CREDENTIALS: 4,
  SECOND_FACTOR: 4,
  LOGIN_DELAYED: 4,
  FORBIDDEN: 4,
  CROSS_ORIGIN: 4,
  HOST_NOT_ALLOWED: 4,
  TLS_REQUIRED: 4,
  STATE_NOT_ALLOWED: 1,
  QUOTA_EXCEEDED: 1,
  RESTRICTED_ATTRIBUTE: 4,
  NOT_FOUND: 3,
  METHOD_NOT_ALLOWED: 1,
  NOT_ACCEPTABLE: 1,
  UNSUPPORTED_MEDIA_TYPE: 1,
  IDEMPOTENCY_KEY_REUSED: 1,
  UPLOAD_STALLED: 1,
  NAME_TAKEN: 1,
  WRONG_STATE: 1,
  IN_USE: 1,
  NO_FREE_LEASE: 1,
  DRIVER_REFUSED: 1,
  NO_SCREEN: 1,
  LOCKED: 1,
  TOO_LARGE: 1,
  CLIENT_GONE: 1,
  INTERNAL: 1,
  ONED_FAILED: 1,
  NOT_SUPPORTED: 1,
  ONED_DAMAGED_ANSWER: 5,
  HOST_FAILED: 5,
  ONED_UNREACHABLE: 5,
  ONED_READ_ONLY: 5,
  OVERLOADED: 5,
  ONED_TIMEOUT: 5,
  OUTCOME_UNKNOWN: 5,
  DISK_FULL: 1,
};

test.each(Object.entries(OF_SERVER))("%s of the server ends with %i", (code, exit) => {
  const { status } = CLIENT_ERRORS[code as keyof typeof CLIENT_ERRORS];
  expect(exitCodeOf(new OcciError(code as ErrorCode, "x", { httpStatus: status }))).toBe(exit as never);
});

test.each([
  ["USAGE", 2],
  ["NO_CREDENTIALS", 4],
  ["SERVER_UNREACHABLE", 5],
  ["CERTIFICATE_UNTRUSTED", 5],
  ["SERVER_TOO_OLD", 1],
  ["FILE_FAULT", 1],
  ["AMBIGUOUS_NAME", 1],
  ["WAIT_FAILED", 1],
  ["WAIT_TIMED_OUT", 6],
  ["INTERRUPTED", 130],
  ["SETUP_FAULT", 1],
] as const)("%s of the client itself ends with %i", (code, exit) => {
  expect(exitCodeOf(new OcciError(code, "x"))).toBe(exit);
});

test.each([
  [302, 1],
  [400, 1],
  [401, 4],
  [403, 4],
  [404, 3],
  [409, 1],
  [500, 1],
  [502, 5],
  [503, 5],
  [504, 5],
] as const)("%i of a server without codes ends with %i", (httpStatus, exit) => {
  expect(exitCodeOf(new OcciError("REFUSED", "x", { httpStatus }))).toBe(exit);
});

test("what is no error of ours is a failure", () => {
  expect(exitCodeOf(new Error("x"))).toBe(1);
  expect(exitCodeOf("x")).toBe(1);
});

test("each exit code has a meaning in the help", () => {
  for (const exit of nonEmpty([...Object.values(OF_SERVER), 0, 2, 6, 130]))
    expect(Object.keys(EXIT_CODES)).toContain(String(exit));
});
