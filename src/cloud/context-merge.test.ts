import { describe, expect, test } from "bun:test";
import { contextOver, withNetwork } from "./context-merge.ts";

const template = new Map([
  ["NETWORK", "YES"],
  ["SITE", "template"],
  ["EMPTY", " "],
]);

describe("CONTEXT over that of a VM template", () => {
  test("is nothing where the template has all of it", () => {
    expect(contextOver(template, [])).toEqual([]);
    expect(contextOver(template, [["SITE", "template"]], { defaults: [["SITE", "type"]], fixed: [] })).toEqual([]);
  });

  test("counts what the type fixes most, then the request, the template, and the type's defaults", () => {
    const type = {
      fixed: [["PROXY", "fixed"]],
      defaults: [
        ["SITE", "type"],
        ["NTP", "type"],
      ],
    } as const;
    const request = [
      ["PROXY", "request"],
      ["KEY", "request"],
    ] as const;
    expect(contextOver(template, request, type)).toEqual([
      ["PROXY", "fixed"],
      ["KEY", "request"],
      ["NETWORK", "YES"],
      ["SITE", "template"],
      ["NTP", "type"],
    ]);
  });

  test("takes the request's word over the template's; what is blank in the template says nothing", () => {
    expect(contextOver(template, [["SITE", "request"]])).toContainEqual(["SITE", "request"]);
    expect(contextOver(template, [], { defaults: [["EMPTY", "type"]], fixed: [] })).toContainEqual(["EMPTY", "type"]);
  });
});

describe("NETWORK", () => {
  test("is said in CONTEXT, which is made where there is none", () => {
    expect(withNetwork([["CPU", "1"]])).toEqual([
      ["CPU", "1"],
      ["CONTEXT", [["NETWORK", "YES"]]],
    ]);
    expect(withNetwork([["CONTEXT", [["A", "1"]]]])).toEqual([
      [
        "CONTEXT",
        [
          ["NETWORK", "YES"],
          ["A", "1"],
        ],
      ],
    ]);
  });

  test("stays as somebody has said it", () => {
    const entries = [["CONTEXT", [["NETWORK", "NO"]]]] as const;
    expect(withNetwork(entries)).toBe(entries);
  });
});
