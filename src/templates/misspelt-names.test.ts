/** Names that are nearly OpenNebula's. */
import { describe, expect, test } from "bun:test";
import { MEMBERS, misspeltNamesIn, NETWORK_NAMES, VM_NAMES } from "./misspelt-names.ts";
import { readTemplate } from "./syntax.ts";

type Kind = Parameters<typeof misspeltNamesIn>[1];

const meantIn = (text: string, kind: Kind, set?: ReadonlySet<string>): string[] =>
  misspeltNamesIn(readTemplate(text), kind, set).map(({ attribute, meant }) => `${attribute.name} ${meant}`);

/** The name with its first two different neighbours swapped. */
function swapped(name: string): string {
  for (let at = 0; at < name.length - 1; at++) {
    const [one = "", other = ""] = [name[at], name[at + 1]];
    if (one !== other) return name.slice(0, at) + other + one + name.slice(at + 2);
  }
  throw new Error(`${name} has one letter only`);
}

const TOP = [
  ...VM_NAMES.map((name) => ["vm", name] as const),
  ...NETWORK_NAMES.map((name) => ["network", name] as const),
];

describe("at the top", () => {
  test.each(TOP)("of a %s %s is known, and meant where two letters of it changed places", (kind, name) => {
    expect(meantIn(`${name} = "1"`, kind)).toEqual([]);
    expect(meantIn(`${swapped(name)} = "1"`, kind)).toEqual([`${swapped(name)} ${name}`]);
  });

  test("what every machine and network has is reported elsewhere", () => {
    for (const name of ["CPU", "MEMORY", "NAME", "VN_MAD"]) {
      for (const kind of ["vm", "network"] as const) expect(meantIn(`${name} = "1"`, kind)).toEqual([]);
    }
  });

  test("names that only this site has are left alone", () => {
    expect(meantIn('COST_CENTRE = "1"\nDISTRICT = "2"\nOSS = "3"\nPCIE = "4"', "vm")).toEqual([]);
  });
});

const IN_VECTORS = Object.entries(MEMBERS).flatMap(([vector, names]) => names.map((name) => [vector, name] as const));

describe("in a vector", () => {
  test.each(IN_VECTORS)("%s: %s is known, and meant where two letters of it changed places", (vector, name) => {
    expect(meantIn(`${vector} = [ ${name} = "1" ]`, "vm")).toEqual([]);
    expect(meantIn(`${vector} = [ ${swapped(name)} = "1" ]`, "vm")).toEqual([`${swapped(name)} ${name}`]);
  });

  test("members of CONTEXT can have any name", () => {
    expect(meantIn('CONTEXT = [ NETWROK = "YES", TAGRET = "x" ]', "vm")).toEqual([]);
  });
});

describe("a name that is set as it should be", () => {
  test("is not the one that was meant", () => {
    expect(meantIn('GRAPHICS = [ TYPE = "vnc" ]\nGRAPHCIS = "mine"', "vm")).toEqual([]);
    expect(meantIn('DISK = [ TARGET = "vda", TAGRET = "x" ]', "vm")).toEqual([]);
  });

  test("in another template is not meant, either, unless a machine may have several", () => {
    expect(meantIn('GRAPHCIS = "mine"', "vm", new Set(["GRAPHICS"]))).toEqual([]);
    for (const name of ["DISK", "INPUT", "NIC", "NIC_ALIAS", "PCI", "SCHED_ACTION"]) {
      expect(meantIn(`${swapped(name)} = "1"`, "vm", new Set([name]))).toEqual([`${swapped(name)} ${name}`]);
    }
  });
});
