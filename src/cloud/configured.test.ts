/** An object that only the configuration names is the administrator's, and so is its absence. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { configured, isForDatastore } from "./configured.ts";

const NETWORK = { option: "NETWORK_FROM", value: 77, kind: "network" } as const;
const refused = (error: OcciError) => configured(NETWORK, () => Promise.reject(error)).catch((thrown) => thrown);

describe("an object that the configuration names", () => {
  test("and that is not there is a failure of the server, with oned's reason for the log", async () => {
    const reason = new OcciError("NOT_FOUND", "Error getting virtual network [77].");
    const error = await refused(reason);
    expect([error.code, error.status, error.cause]).toEqual(["INTERNAL", 500, reason]);
    expect(error.message).toContain("the network 77 (NETWORK_FROM)");
    expect(error.hint).toContain("occi-server doctor");
  });

  test.each(["QUOTA_EXCEEDED", "NO_FREE_LEASE", "FORBIDDEN", "ONED_UNREACHABLE"] as const)(
    "leaves %s as it is",
    async (code) => {
      const reason = new OcciError(code, "no");
      expect(await refused(reason)).toBe(reason);
    },
  );

  test("is used when it is there", async () => {
    expect(await configured(NETWORK, async () => 5)).toBe(5);
  });
});

test.each([
  ["INVALID_REQUEST", "Error getting datastore [99].", true],
  ["INVALID_REQUEST", "New Image cannot be created in the datastore: wrong type", true],
  ["INVALID_REQUEST", "Not enough space in datastore", false],
  ["INVALID_REQUEST", "SIZE must be a number", false],
  ["QUOTA_EXCEEDED", "limit of datastore 1 reached", false],
] as const)("%s, %j: for the datastore: %p", (code, message, expected) => {
  expect(isForDatastore(new OcciError(code, message))).toBe(expected);
});
