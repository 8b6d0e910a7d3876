import { expect, test } from "bun:test";
import { isOcciType, negotiate, type Rendering } from "./negotiation.ts";

test.each<[string, string | null, Rendering]>([
  ["N-1", null, "text/plain"],
  ["N-1", "", "text/plain"],
  ["N-1", "*/*", "text/plain"],
  ["N-2", "text/occi", "text/occi"],
  ["N-2", "text/uri-list", "text/uri-list"],
  ["N-3", "text/occi+plain", "text/occi+plain"],
  ["N-4", "application/occi+json", "application/occi+json"],
  ["N-4", "application/json", "application/json"],
  ["N-5", "text/plain,text/occi;q=0.2", "text/plain"],
  ["N-5", "text/plain,text/occi", "text/plain"],
  ["N-5", "text/occi,text/plain", "text/plain"],
  ["N-5", "text/plain;q=0.2, text/occi ; Q=0.3", "text/occi"],
  ["N-5", "text/*", "text/plain"],
  ["N-5", "application/*", "application/occi+json"],
  ["N-5", "text/*, text/occi", "text/occi"],
  ["N-5", "*/*, application/json", "application/json"],
  ["N-5", "text/plain;q=0, */*", "text/occi"],
  ["N-5", "text/plain;q=0, text/*;q=0.1, application/json;q=0.1", "application/json"],
  ["N-5: malformed q is 1", "text/plain;q=0.9, text/occi;q=high", "text/occi"],
  ["N-5: malformed q is 1", "text/plain;q=0.9, text/occi;q=7", "text/occi"],
  ["N-9", 'text/occi;charset="a,b;q=0";q=1, text/plain;q=0.5', "text/occi"],
  ["browsers", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/plain"],
  ["case", "TEXT/OCCI", "text/occi"],
])("%s: %s gives %s", (_id, accept, expected) => {
  expect(negotiate(accept)).toBe(expected);
});

test.each(["application/xml", "text/plain;q=0", "image/*", "nonsense", "*/*;q=0", ";", "a b"])(
  "N-6: %s is refused, and the message tells what can be had",
  (accept) => {
    if (accept === ";") expect(negotiate(accept)).toBe("text/plain");
    else {
      expect(() => negotiate(accept)).toThrow(expect.objectContaining({ code: "NOT_ACCEPTABLE", status: 406 }));
      expect(() => negotiate(accept)).toThrow("text/plain, text/occi, application/occi+json");
    }
  },
);

test.each<[string | null, boolean]>([
  ["text/plain", true],
  ["application/xml, text/occi", true],
  ["text/plain; charset=utf-8", true],
  ["application/xml", false],
  ["", false],
  [null, false],
])("isOcciType(%s) is %p", (type, expected) => {
  expect(isOcciType(type)).toBe(expected);
});
