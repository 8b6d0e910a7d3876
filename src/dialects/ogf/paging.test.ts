import { expect, test } from "bun:test";
import { type Page, parsePage } from "./paging.ts";

test.each<[string, string, Page | undefined]>([
  ["P-1", "?page=1&number=10", { page: 1, number: 10 }],
  ["P-1", "number=100&page=7", { page: 7, number: 100 }],
  ["P-4", "?page=1;number=10", { page: 1, number: 10 }],
  ["P-3", "page=999999999&number=1", { page: 999_999_999, number: 1 }],
  ["none", "", undefined],
  ["others", "?action=start&%&pages=1", undefined],
  ["escaped", "pag%65=%31&number=2", { page: 1, number: 2 }],
])("%s: %s", (_id, query, expected) => {
  expect(parsePage(query, 100)).toEqual(expected);
});

test.each([
  "page=1",
  "number=1",
  "page=0&number=1",
  "page=-1&number=1",
  "page=1&number=0",
  "page=x&number=1",
  "page&number=1",
  "page=1.5&number=1",
  "page=1&page=1&number=1",
  `page=${"9".repeat(400)}&number=1`,
])("P-1: %s is refused", (query) => {
  expect(() => parsePage(query, 100)).toThrow(expect.objectContaining({ code: "INVALID_REQUEST" }));
});

test("P-2: more than the limit is 413", () => {
  expect(() => parsePage("page=1&number=101", 100)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
});

test("a query of more than 64 parameters is not looked through", () => {
  expect(parsePage(`${"x&".repeat(62)}page=1&number=2`, 10)).toEqual({ page: 1, number: 2 });
  for (const separator of ["&", ";"]) {
    expect(() => parsePage(`page=1&number=2${separator.repeat(63)}`, 10)).toThrow("more than 64 parameters");
  }
});
