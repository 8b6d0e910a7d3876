import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { idOf, isDoubtfulPath, isDoubtfulSegment, splitUrl, targetOf } from "./path.ts";

describe("the target of a request", () => {
  test("is path and query, whatever host stands before them", () => {
    for (const host of ["x", "one", "localhost:4567", "[::1]:4567", "user@host", "a.very.long.name.example.org", ""]) {
      expect(targetOf(`http://${host}/compute/7?verbose`)).toEqual({ path: "/compute/7", query: "verbose" });
    }
  });

  test("of HTTP/1.0 without Host is a bare path", () => {
    expect(targetOf("/compute?verbose=true")).toEqual({ path: "/compute", query: "verbose=true" });
    expect(targetOf("//compute")).toEqual({ path: "/compute", query: "" });
  });

  test("without a path is the root", () => {
    expect(targetOf("http://host")).toEqual({ path: "/", query: "" });
    expect(targetOf("http://host?verbose")).toEqual({ path: "/", query: "verbose" });
  });

  test("keeps the percent-encoding, drops a fragment", () => {
    expect(targetOf("http://host/a%2Fb?c=%20#d?e")).toEqual({ path: "/a%2Fb", query: "c=%20" });
  });

  test("has one slash where several were sent, and all of them in its query", () => {
    for (const path of ["//compute//5", "///compute/5", "/compute///5"]) {
      expect(targetOf(`http://host${path}?x=//..//`)).toEqual({ path: "/compute/5", query: "x=//..//" });
      expect(targetOf(path).path).toBe("/compute/5");
    }
    expect(targetOf("http://host//").path).toBe("/");
    expect(targetOf("http://host/-//").path).toBe("/-/");
    expect(splitUrl("http://host//compute//5").path).toBe("//compute//5");
  });

  test("is never changed by the host", () => {
    const host = fc.stringMatching(/^[A-Za-z0-9.:@[\]_-]{0,30}$/);
    const path = fc.stringMatching(/^(\/[A-Za-z0-9%._~-]{0,8}){1,4}$/);
    fc.assert(
      fc.property(host, path, (name, wanted) => {
        expect(splitUrl(`https://${name}${wanted}`).path).toBe(wanted);
        expect(targetOf(`https://${name}${wanted}`).path).toBe(wanted.replace(/\/+/g, "/"));
      }),
    );
  });
});

describe("a segment", () => {
  test.each([
    ".",
    "..",
    "%2e",
    "%2E%2e",
    ".%2e",
    "%252e%252E",
    "%25252e.",
    "..;",
    "..;x=y",
    ".;x",
    "%2e%2e;x",
    "a%2fb",
    "a%2Fb",
    "a%252fb",
    "a%5cb",
    "a%5Cb",
    "a\\b",
    "%00",
    "a%00",
    "a%2500b",
    "%0a",
    "%7f",
    "a\0",
  ])("%j can be taken for something else", (segment) => {
    expect(isDoubtfulSegment(segment)).toBe(true);
    expect(isDoubtfulPath(`/compute/${segment}/7`)).toBe(true);
  });

  test.each([
    "",
    "...",
    ".x",
    "..x",
    "x..",
    "a.b",
    "%20",
    "%2d1",
    "%C5%82",
    "\u0142",
    "%",
    "%zz",
    "100%25",
    "a;b",
    "-",
    "~",
  ])("%j is what it is", (segment) => {
    expect(isDoubtfulSegment(segment)).toBe(false);
  });

  test("never means anything but itself to a URL parser, unless it is doubtful", () => {
    const characters = fc.constantFrom(..."./\\%2e2E25f5c;a \u0142");
    fc.assert(
      fc.property(fc.string({ unit: characters, maxLength: 12 }), (segment) => {
        if (segment.includes("/") || isDoubtfulSegment(segment)) return;
        const parsed = new URL(`http://x/before/${segment}/behind`).pathname.split("/");
        expect([parsed.length, parsed[1], parsed[3]]).toEqual([4, "before", "behind"]);
      }),
    );
  });
});

describe("an id", () => {
  test("is made of digits and fits oned's numbers", () => {
    expect(idOf("0")).toBe(0);
    expect(idOf("007")).toBe(7);
    expect(idOf("2147483647")).toBe(2147483647);
  });

  test.each(["", "-1", "+1", "1.0", "1e3", "0x10", " 1", "1 ", "abc", "1abc", "2147483648", "99999999999", "١"])(
    "%j is none",
    (segment) => {
      expect(idOf(segment)).toBeUndefined();
    },
  );
});
