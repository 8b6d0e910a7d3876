import { afterAll, beforeAll, expect, test } from "bun:test";
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redirect } from "../daemon/libc.ts";
import { createLog, type LogOptions } from "./log.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-log-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
function options(changes: Partial<LogOptions> = {}): LogOptions & { readonly destination: { readonly file: string } } {
  return { level: "info", format: "text", ...changes, destination: { file: join(directory, `${++files}.log`) } };
}
const lines = (file: string): string[] => readFileSync(file, "utf8").split("\n").slice(0, -1);
const withoutTime = (file: string): string[] => lines(file).map((line) => line.slice(25));

test("only what is asked for is written, and nothing that we did not log", () => {
  const settings = options({ level: "warning" });
  const log = createLog(settings);
  log.debug("d");
  log.info("i");
  log.warning("w");
  log.error("e", { n: 1 });
  log.close();
  expect(withoutTime(settings.destination.file)).toEqual(["warning w", "error   e n=1"]);
});

test("braces in a message are no placeholders", () => {
  const settings = options();
  const log = createLog(settings);
  log.info("a {b} {{c}}", { b: 1 });
  log.close();
  expect(withoutTime(settings.destination.file)).toEqual(["info    a {b} {{c}} b=1"]);
});

test("two logs do not mix", () => {
  const [one, two] = [options(), options({ format: "json", level: "debug" })];
  const [first, second] = [createLog(one), createLog(two)];
  first.info("to the first");
  second.debug("to the second");
  first.close();
  second.info("after the first was closed");
  second.close();
  expect(withoutTime(one.destination.file)).toEqual(["info    to the first"]);
  expect(lines(two.destination.file).map((line) => JSON.parse(line).message)).toEqual([
    "to the second",
    "after the first was closed",
  ]);
});

test("an answered request is one line", () => {
  const settings = options();
  const log = createLog(settings);
  const request = { method: "GET", path: "/compute/7", status: 200, milliseconds: 1.26, requestId: "ab12" };
  log.access({ ...request, user: "alice", client: "192.0.2.1", onedMilliseconds: 1.04, onedCalls: 1 });
  log.access({ ...request, status: 401, claimed: "alice", client: "192.0.2.1" });
  log.access(request);
  log.close();
  expect(withoutTime(settings.destination.file)).toEqual([
    "info    GET /compute/7 status=200 ms=1.3 oned_ms=1 oned_calls=1 user=alice client=192.0.2.1 request=ab12",
    "info    GET /compute/7 status=401 ms=1.3 claimed=alice client=192.0.2.1 request=ab12",
    "info    GET /compute/7 status=200 ms=1.3 request=ab12",
  ]);
});

test("in the Common Log Format an answered request is what web servers write, and more", () => {
  const settings = options({ format: "common" });
  const log = createLog(settings);
  const request = { method: "GET", path: '/a"b\\c', status: 200, milliseconds: 1.26, requestId: "ab12" };
  log.access({ ...request, user: 'al"ice', client: "192.0.2.1", onedMilliseconds: 1.04, onedCalls: 1 });
  log.access({ ...request, status: 401, claimed: "alice", client: "192.0.2.1" });
  log.access({ ...request, path: "/", trace: "4bf9", parent: "00f0" });
  log.flush();
  log.info("another line");
  log.close();
  const DATE = /\[\d\d\/(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\/\d{4}:\d\d:\d\d:\d\d \+0000\]/;
  const written = lines(settings.destination.file);
  expect(written[0]).toMatch(DATE);
  expect(written.map((line) => line.replace(DATE, "[DATE]"))).toEqual([
    '192.0.2.1 - al\\"ice [DATE] "GET /a\\"b\\\\c HTTP/1.1" 200 - ms=1.3 oned_ms=1 oned_calls=1 request=ab12',
    '192.0.2.1 - - [DATE] "GET /a\\"b\\\\c HTTP/1.1" 401 - ms=1.3 claimed=alice request=ab12',
    '- - - [DATE] "GET / HTTP/1.1" 200 - ms=1.3 request=ab12 trace=4bf9 parent=00f0',
    expect.stringMatching(/^\S+Z info {4}another line$/),
  ]);
});

test("a change is one line at every level", () => {
  const settings = options({ level: "error" });
  const log = createLog(settings);
  const made = { kind: "storage", id: "9", made: "12", outcome: "done", status: 201, client: "192.0.2.1" };
  log.audit({ user: "alice", action: "clone", ...made, requestId: "ab12" });
  log.access({ method: "POST", path: "/", status: 201, milliseconds: 1, requestId: "ab12" });
  log.close();
  expect(withoutTime(settings.destination.file)).toEqual([
    "info    audit user=alice action=clone kind=storage id=9 made=12 outcome=done status=201 client=192.0.2.1 request=ab12",
  ]);
});

test("lines of one turn of the event loop are in the file after the next", async () => {
  const settings = options();
  const log = createLog(settings);
  log.info("one");
  log.info("two");
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(withoutTime(settings.destination.file)).toEqual(["info    one", "info    two"]);
  log.close();
});

test("after a rotation it goes on in a new file", () => {
  const settings = options();
  const { file } = settings.destination;
  const log = createLog(settings);
  log.info("before");
  renameSync(file, `${file}.1`);
  log.info("still before");
  log.reopen();
  log.info("after");
  log.close();
  expect(withoutTime(`${file}.1`)).toEqual(["info    before", "info    still before"]);
  expect(withoutTime(file)).toEqual(["info    after"]);
});

test("a pipe that nobody reads is no log: nobody waits for a reader", () => {
  const file = join(directory, "pipe");
  Bun.spawnSync(["mkfifo", file]);
  expect(() => createLog({ level: "info", format: "text", destination: { file } })).toThrow("ENXIO");
  const reader = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  const log = createLog({ level: "info", format: "text", destination: { file } });
  log.info("read");
  log.close();
  expect(readFileSync(reader, "utf8")).toEndWith("info    read\n");
  closeSync(reader);
});

test("a full disk costs lines, which are counted, and nothing else", () => {
  const log = createLog({ level: "info", format: "text", destination: { file: "/dev/full" } });
  log.info("lost");
  log.info("lost too");
  log.flush();
  log.error("lost as well");
  log.flush();
  expect(log.lost).toBe(3);
  log.close();
});

test("when the disk has room again the log says how much is missing", () => {
  const settings = options();
  const file = openSync(settings.destination.file, "a");
  const fd = openSync("/dev/full", "w");
  const log = createLog({ ...settings, destination: { fd } });
  for (const message of ["lost", "lost too"]) log.info(message);
  log.flush();
  redirect(file, fd);
  for (const message of ["first", "second"]) {
    log.info(message);
    log.flush();
  }
  log.close();
  expect(withoutTime(settings.destination.file)).toEqual([
    "info    first",
    "warning lines of the log were lost lines=2",
    "info    second",
  ]);
  closeSync(fd);
  closeSync(file);
});

test("a descriptor that is gone costs lines and nothing else", () => {
  const log = createLog({ level: "info", format: "text", destination: { fd: 1_000_000 } });
  log.info("lost");
  log.flush();
  expect(log.lost).toBe(1);
  log.close();
});

test("a file that cannot be opened is an error at once", () => {
  const file = join(directory, "no", "such", "directory.log");
  expect(() => createLog({ level: "info", format: "text", destination: { file } })).toThrow("ENOENT");
  expect(existsSync(file)).toBe(false);
});
