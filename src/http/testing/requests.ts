/** All routes, a request of each that succeeds, and what every answer has. */
import { expect } from "bun:test";
import type { Answer, Sending } from "./cloud.ts";

export const BASE = "https://cloud.example.org";
export const XML = "application/xml;charset=utf-8";
const TEXT = "text/plain;charset=utf-8";
export const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"] as const;

/** Each route with what it allows. */
export const ROUTES: readonly (readonly [path: string, methods: string])[] = [
  ["/", "GET"],
  ["/compute", "GET POST"],
  ["/compute/7", "GET PUT DELETE"],
  ["/compute/7/action", "POST"],
  ["/network", "GET POST"],
  ["/network/5", "GET PUT DELETE"],
  ["/network/5/action", "POST"],
  ["/storage", "GET POST"],
  ["/storage/3", "GET PUT DELETE"],
  ["/storage/3/action", "POST"],
  ["/instance_type", "GET"],
  ["/instance_type/small", "GET"],
  ["/user", "GET"],
  ["/user/-1", "GET"],
  ["/user/-1/action", "POST"],
];

const action = (perform: string, params = ""): Sending => ({
  body: `<ACTION><PERFORM>${perform}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`,
});
const xml = (body: string): Sending => ({ body, headers: { "content-type": "application/xml" } });
const COMPUTE = xml('<COMPUTE><NAME>web</NAME><INSTANCE_TYPE href="http://anywhere/instance_type/small"/></COMPUTE>');
const NETWORK = xml("<NETWORK><NAME>lan</NAME><ADDRESS>10.0.0.0</ADDRESS><SIZE>254</SIZE></NETWORK>");
const STORAGE: Sending = {
  body: `occixml=${encodeURIComponent("<STORAGE><NAME>d</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE><FSTYPE>ext4</FSTYPE></STORAGE>")}`,
  headers: { "content-type": "application/x-www-form-urlencoded" },
};

/** A request that succeeds of each route and method: status, root element, Location. */
interface Success {
  readonly line: string;
  readonly sending: Sending;
  readonly status: number;
  readonly root: string | undefined;
  readonly location: string | undefined;
}
type Row = readonly [line: string, sending: Sending, status: number, root?: string, location?: string];
export const SUCCESSES: readonly Success[] = (
  [
    ["GET /", {}, 200, "COLLECTIONS"],
    ["GET /compute", {}, 200, "COMPUTE_COLLECTION"],
    ["GET /compute?verbose", {}, 200, "COMPUTE_COLLECTION"],
    ["POST /compute", COMPUTE, 201, "COMPUTE", "/compute/7"],
    ["GET /compute/7", {}, 200, "COMPUTE"],
    ["PUT /compute/7", xml("<COMPUTE><STATE>STOPPED</STATE></COMPUTE>"), 202, "COMPUTE"],
    ["PUT /compute/7", xml("<COMPUTE><STATE>ACTIVE</STATE></COMPUTE>"), 200, "COMPUTE"],
    ["PUT /compute/7", {}, 200, "COMPUTE"],
    ["DELETE /compute/7", {}, 204],
    ["POST /compute/7/action", action("rename", "<NAME>x</NAME>"), 202, "COMPUTE"],
    ["GET /network", {}, 200, "NETWORK_COLLECTION"],
    ["POST /network", NETWORK, 201, "NETWORK", "/network/5"],
    ["GET /network/5", {}, 200, "NETWORK"],
    ["PUT /network/5", xml("<NETWORK><PUBLIC>YES</PUBLIC></NETWORK>"), 202, "NETWORK"],
    ["DELETE /network/5", {}, 204],
    ["POST /network/5/action", action("rename", "<NAME>x</NAME>"), 202, "NETWORK"],
    ["GET /storage", {}, 200, "STORAGE_COLLECTION"],
    ["POST /storage", STORAGE, 201, "STORAGE", "/storage/3"],
    ["GET /storage/3", {}, 200, "STORAGE"],
    ["PUT /storage/3", xml("<STORAGE><PERSISTENT>YES</PERSISTENT></STORAGE>"), 202, "STORAGE"],
    ["DELETE /storage/3", {}, 204],
    ["POST /storage/3/action", action("rename", "<NAME>x</NAME>"), 202, "STORAGE"],
    ["POST /storage/3/action", action("clone", "<NAME>x</NAME>"), 201, "STORAGE", "/storage/3"],
    ["GET /instance_type", {}, 200, "INSTANCE_TYPE_COLLECTION"],
    ["GET /instance_type/small", {}, 200, "INSTANCE_TYPE"],
    ["GET /user", {}, 200, "USER_COLLECTION"],
    ["GET /user/2", {}, 200, "USER"],
    ["GET /user/-1", {}, 200, "USER"],
    ["POST /user/-1/action", action("token"), 201, "TOKEN", "/user/2"],
    ["POST /user/-1/action", action("revoketoken"), 204],
  ] satisfies readonly Row[] as readonly Row[]
).map(([line, sending, status, root, location]) => ({ line, sending, status, root, location }));

export function split(request: string): [method: string, path: string] {
  const [method = "", path = ""] = request.split(" ");
  return [method, path];
}

export function expectCommon({ status, headers, body }: Answer): void {
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect(headers.get("x-request-id")).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  expect(headers.get("content-type")).toBe(status === 204 ? null : headers.get("content-type") === XML ? XML : TEXT);
  expect(headers.has("set-cookie")).toBe(false);
  expect(body).not.toMatch(/<html|<!doctype|\n\s+at |\.ts:\d|node_modules|\/\$bunfs/i);
}

/** An error of ours: code, sentence, hint, request id. */
export function expectError(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body.split(":")[0]]).toEqual([status, code]);
  expect(answer.headers.get("content-type")).toBe(TEXT);
  expect(answer.body).toMatch(/^[A-Z_]+: [^\n]+\n(Hint: [^\n]+\n)?Request: [\w.-]+\n$/);
  expect(answer.body).toEndWith(`Request: ${answer.headers.get("x-request-id")}\n`);
  expect(answer.headers.get("www-authenticate")).toBe(
    status === 401 ? 'Basic realm="OpenNebula", charset="UTF-8"' : null,
  );
  expectCommon(answer);
}
