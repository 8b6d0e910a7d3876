/** Which requests end their connection. `closing.test.ts` sees what comes of it at a listener. */
import { expect, test } from "bun:test";
import { endsConnection, hasTwoHosts } from "./closing.ts";

function request(headers: Record<string, string>, method = "GET"): Request {
  // Request knows no CONNECT: what a listener hands on has this method.
  return { method, headers: new Headers(headers) } as Request;
}
const HOST = { Host: "cloud.example.org" };

test.each(["close", "Close", "TE, close", "close ,keep-alive", "keep-alive,close"])(
  "one with Connection: %s does",
  (connection) => {
    expect(endsConnection(request({ ...HOST, Connection: connection }))).toBe(true);
  },
);

test.each(["keep-alive", "closed", "x-close", "close;x", "", ","])("one with Connection: %j does not", (connection) => {
  expect(endsConnection(request({ ...HOST, Connection: connection }))).toBe(false);
});

test("one without Connection goes by what it is", () => {
  expect(endsConnection(request(HOST))).toBe(false);
  expect(endsConnection(request(HOST, "POST"))).toBe(false);
  expect(endsConnection(request(HOST, "CONNECT"))).toBe(true);
  expect(endsConnection(request({ ...HOST, "Transfer-Encoding": "chunked" }, "POST"))).toBe(true);
  expect(endsConnection(request({ Host: "a, b" }))).toBe(true);
});

test("one without Host does, whatever it asks for: it is of HTTP/1.0", () => {
  expect(endsConnection(request({}))).toBe(true);
  expect(endsConnection(request({ Connection: "keep-alive" }))).toBe(true);
});

test("two Hosts are seen, and no Host is not two", () => {
  expect(["a, b", "a,b", "a"].map((host) => hasTwoHosts(request({ Host: host })))).toEqual([true, true, false]);
  expect(hasTwoHosts(request({}))).toBe(false);
});
