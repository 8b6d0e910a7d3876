/** A template that OpenNebula refuses is the administrator's; what the request named stays the user's. */
import { expect, test } from "bun:test";
import { OcciError } from "../errors.ts";
import { withTemplateBlame } from "./template-refusal.ts";

const MINE = { ids: [7], sized: false, context: ["SSH_PUBLIC_KEY"] };
const SIZED = { ids: [], sized: true, context: [] };
const FILES = { ids: [], sized: false, context: ["FILES_DS"] };

test.each([
  ["MEMORY attribute must be a positive integer value.", MINE, "INTERNAL"],
  ["MEMORY attribute must be a positive integer value.", SIZED, "INVALID_REQUEST"],
  ["Parse error: syntax error, unexpected EQUAL", SIZED, "INTERNAL"],
  ["Image with ID: 99 does not exist", MINE, "INTERNAL"],
  ["Image with ID: 7 does not exist", MINE, "INVALID_REQUEST"],
  ["User 2 does not own an image with name: debian", MINE, "INTERNAL"],
  ["Virtual network with ID: 7 does not exist", MINE, "INVALID_REQUEST"],
  ["Image with ID: 99 does not exist", FILES, "INVALID_REQUEST"],
  ["NAME is too long", MINE, "INVALID_REQUEST"],
] as const)("%s (%j) is %s", async (message, requested, expected) => {
  const reason = new OcciError("INVALID_REQUEST", message);
  const error = await withTemplateBlame("small", requested, () => Promise.reject(reason)).catch((thrown) => thrown);
  expect(error.code).toBe(expected);
  expect(expected === "INTERNAL" ? error.cause : error).toBe(reason);
});

test("every other refusal is passed on", async () => {
  const reason = new OcciError("QUOTA_EXCEEDED", "MEMORY attribute must be smaller");
  const failed = withTemplateBlame("small", MINE, () => Promise.reject(reason));
  expect(await failed.catch((thrown) => thrown)).toBe(reason);
});
