/** Attributes that only administrators may use: what oned 6.10 and 7.4 list in the configuration that they come with. */
import { describe, expect, test } from "bun:test";
import { restrictedList } from "../oned-sim/users/restricted.ts";
import { restrictedIn } from "./restricted.ts";
import { readTemplate } from "./syntax.ts";

const names = (template: string) => restrictedIn(readTemplate(template)).map(({ name }) => name);
const LISTED = [...new Set([...restrictedList("6.10", "VM"), ...restrictedList("7.4", "VM")])];

describe("of a template", () => {
  test("the lists are those of both releases", () => {
    expect(LISTED.length).toBeGreaterThan(60);
  });

  test.each(LISTED)("%s is restricted", (path) => {
    const [name = "", member] = path.split("/");
    expect(names(member === undefined ? `${name} = "1"` : `${name} = [ A = "1", ${member} = "1" ]`)).toEqual([path]);
  });

  test.each([
    'CPU = "1"',
    'NIC = [ NETWORK_ID = "1" ]',
    'DISK = [ MAC = "1" ]',
    'NIC = "MAC"',
    'FILES = "/etc/passwd"',
  ])("%s is not", (template) => {
    expect(names(template)).toEqual([]);
  });

  test("each is told with its line", () => {
    const found = restrictedIn(
      readTemplate('CPU = "1"\nNIC = [\n  MAC = "02:00:0a:00:00:09" ]\nPCI = [ VENDOR = "10de" ]'),
    );
    expect(found.map(({ name, line }) => [name, line])).toEqual([
      ["NIC/MAC", 3],
      ["PCI", 4],
    ]);
  });
});
