import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testConfig } from "../http/testing/config.ts";
import { recordedLog } from "../http/testing/recorded-log.ts";
import type { Templates } from "../templates/engine.ts";
import { checkedTemplates, LiveTemplates } from "./templates.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-live-templates-"));
  mkdirSync(join(directory, "templates"));
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

const put = (name: string, text: string): void => writeFileSync(join(directory, "templates", name), text);
const EVERY = 5;
/** Several looks. */
const looks = (): unknown => jest.advanceTimersByTime(EVERY * 12);

function begun(types: readonly string[] = ["web", "small"]) {
  if (types.includes("web")) put("web.eta", "CPU = 2\nMEMORY = 10\n");
  const config = testConfig(directory, { vmTypes: types.map((name) => ({ name, template: `${name}.eta` })) });
  const log = recordedLog();
  let inUse: Templates = checkedTemplates(config);
  const live = new LiveTemplates(config, inUse, { log, present: (next) => (inUse = next) });
  const stop = live.watch(EVERY);
  return { live, log, stop, config, cpu: (type: string) => inUse.capacity(type).cpu };
}

test("faulty templates never come into use, the log tells it once, and good ones are taken whole", () => {
  const { live, log, stop, cpu } = begun();
  put("web.eta", "CPU = 4\n<% if (");
  put("small.eta", "CPU = 6\nMEMORY = 10\n");
  looks();
  // The good file of the pair waits for the other.
  expect([cpu("web"), cpu("small")]).toEqual(["2", "1"]);
  expect(live.failure).toContain("web.eta:2: ");
  expect(log.lines.filter((line) => line.includes("cannot be used: the previous ones stay in effect"))).toHaveLength(1);
  put("web.eta", "CPU = 4\nMEMORY = 10\n");
  looks();
  expect([cpu("web"), cpu("small"), live.failure]).toEqual(["4", "6", undefined]);
  expect(log.lines.filter((line) => line.includes("the changed templates are in use"))).toHaveLength(1);
  stop();
});

test("a file or a directory that is gone leaves what is in use", () => {
  const { live, stop, cpu } = begun();
  rmSync(join(directory, "templates", "web.eta"));
  looks();
  expect([cpu("web"), live.failure]).toEqual(["2", expect.stringContaining("web.eta")]);
  rmSync(join(directory, "templates"), { recursive: true });
  looks();
  expect(cpu("web")).toBe("2");
  stop();
});

test("a file that changes from one look to the next is not saved yet: it is read when it stays as it is", () => {
  const { log, stop, cpu } = begun();
  const oneLook = (): unknown => jest.advanceTimersByTime(EVERY);
  put("web.eta", "CPU = 4\nMEMORY = 1\n");
  oneLook();
  expect(cpu("web")).toBe("2");
  put("web.eta", "CPU = 48\nMEMORY = 16\n");
  oneLook();
  expect(cpu("web")).toBe("2");
  oneLook();
  expect(cpu("web")).toBe("48");
  expect(log.lines.filter((line) => line.includes("the changed templates are in use"))).toHaveLength(1);
  stop();
});

test("a directory that is gone does not bring the built-in templates into use", () => {
  put("small.eta", "CPU = 3\nMEMORY = 10\n");
  const { live, stop, cpu } = begun(["small"]);
  rmSync(join(directory, "templates"), { recursive: true });
  looks();
  expect([cpu("small"), live.failure]).toEqual(["3", expect.stringContaining("the directory no longer exists")]);
  stop();
});

test("a field that no request has keeps the changed file from coming into use", () => {
  const { live, stop, cpu } = begun();
  put("web.eta", 'CPU = 4\nMEMORY = 10\nFOO = "<%= it.nme %>"\n');
  looks();
  expect([cpu("web"), live.failure]).toEqual(["2", expect.stringContaining("web.eta:3: there is no it.nme")]);
  stop();
});

test("a start with a faulty template is refused", () => {
  const { config, stop } = begun();
  stop();
  put("web.eta", "CPU = [\n");
  expect(() => checkedTemplates(config)).toThrow("web.eta:1: the [ of CPU is never closed");
});

test("the log names what has changed, and tells when a fault is gone without a change", () => {
  const { live, log, stop } = begun();
  const twoLooks = (): unknown => jest.advanceTimersByTime(2 * EVERY);
  put("web.eta", "CPU = 7\nMEMORY = 10\n");
  twoLooks();
  expect(log.lines).toEqual([
    expect.stringContaining(`the changed templates are in use files=${join(directory, "templates", "web.eta")}\n`),
  ]);
  log.clear();
  put("web.eta", "CPU = <% if (\n");
  twoLooks();
  expect(live.failure).toContain("web.eta");
  put("web.eta", "CPU = 7\nMEMORY = 10\n");
  twoLooks();
  expect([live.failure, log.lines.at(-1)]).toEqual([undefined, expect.stringContaining("match those in use again")]);
  stop();
});

test("a file of the operator that says the same as the built-in one is taken into use, and the log names it", () => {
  const { log, stop } = begun(["small"]);
  put("small.eta", readFileSync(join(import.meta.dir, "..", "..", "templates", "small.eta"), "utf8"));
  looks();
  expect(log.lines).toEqual([
    expect.stringContaining(`the changed templates are in use files=${join(directory, "templates", "small.eta")}\n`),
  ]);
  stop();
});

test("a file that is written again as it was is no change, and nothing is logged of it", () => {
  const { live, log, stop, cpu } = begun();
  for (const seconds of [1, 2]) {
    put("web.eta", "CPU = 2\nMEMORY = 10\n");
    utimesSync(join(directory, "templates", "web.eta"), seconds, seconds);
    looks();
  }
  expect([cpu("web"), live.failure, log.lines]).toEqual(["2", undefined, []]);
  stop();
});

test("warnings of the check keep no template out of use", () => {
  const { live, log, stop, config, cpu } = begun();
  // OpenNebula does not read what is misspelt.
  put("web.eta", "CPU = 5\nMEMORY = 10\nGRAPHCIS = [ TYPE = vnc ]\n");
  expect(
    checkedTemplates(config)
      .check()
      .map(({ severity }) => severity),
  ).toEqual(["warning"]);
  looks();
  expect([cpu("web"), live.failure]).toEqual(["5", undefined]);
  expect(log.lines).toEqual([expect.stringContaining("the changed templates are in use")]);
  stop();
});
