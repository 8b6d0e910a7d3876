import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { idOf, targetOf } from "./path.ts";

describe("the target of a request", () => {
  test("is path and query, whatever host stands before them", () => {
    for (const host of ["x", "one", "localhost:4567", "[::1]:4567", "user@host", "a.very.long.name.example.org", ""]) {
      expect(targetOf(`http://${host}/compute/7?verbose`)).toEqual({ path: "/compute/7", query: "verbose" });
    }
  });

  test("of HTTP/1.0 without Host is a bare path", () => {
    expect(targetOf("/compute?verbose=true")).toEqual({ path: "/compute", query: "verbose=true" });
    expect(targetOf("//compute")).toEqual({ path: "//compute", query: "" });
  });

  test("without a path is the root", () => {
    expect(targetOf("http://host")).toEqual({ path: "/", query: "" });
    expect(targetOf("http://host?verbose")).toEqual({ path: "/", query: "verbose" });
  });

  test("keeps the percent-encoding, drops a fragment", () => {
    expect(targetOf("http://host/a%2Fb?c=%20#d?e")).toEqual({ path: "/a%2Fb", query: "c=%20" });
  });

  test("is never changed by the host", () => {
    const host = fc.stringMatching(/^[A-Za-z0-9.:@[\]_-]{0,30}$/);
    const path = fc.stringMatching(/^(\/[A-Za-z0-9%._~-]{0,8}){1,4}$/);
    fc.assert(
      fc.property(host, path, (name, wanted) => {
        expect(targetOf(`https://${name}${wanted}`).path).toBe(wanted);
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
