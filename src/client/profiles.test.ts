import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { profilesFile, readProfiles } from "./profiles.ts";

let home: string;
let file: string;
const environment = () => ({ HOME: home });
const write = (...lines: string[]) => writeFileSync(file, lines.join("\n"));

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "occi-profiles-"));
  mkdirSync(join(home, ".config", "occi"), { recursive: true });
  file = join(home, ".config", "occi", "config");
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test("the file is where XDG says", () => {
  expect(profilesFile({ HOME: "/home/alice" })).toBe("/home/alice/.config/occi/config");
  expect(profilesFile({ HOME: "/home/alice", XDG_CONFIG_HOME: "" })).toBe("/home/alice/.config/occi/config");
  expect(profilesFile({ HOME: "/home/alice", XDG_CONFIG_HOME: "/etc/xdg" })).toBe("/etc/xdg/occi/config");
});

test("without a file there are no profiles", () => {
  expect(readProfiles(environment())).toEqual({ file, profiles: [] });
});

test("a profile has a URL, and whose credentials go there", () => {
  write(
    "# my clouds",
    "HOST=cloud.example.org",
    "DEFAULT_PROFILE=work",
    'PROFILE=[NAME=work, URL="https://$HOST:4567", USER=alice, PASSWORD_FILE=~/.secret, CACERT=cloud.pem]',
    "PROFILE=[NAME=old, URL=http://old:4567, ONE_AUTH=/etc/one_auth, INSECURE=yes, HASH=TRUE]",
  );
  expect(readProfiles(environment())).toEqual({
    file,
    chosen: "work",
    profiles: [
      {
        name: "work",
        url: "https://cloud.example.org:4567",
        user: "alice",
        passwordFile: join(home, ".secret"),
        cacert: join(home, ".config", "occi", "cloud.pem"),
        insecure: false,
        hash: false,
      },
      { name: "old", url: "http://old:4567", oneAuth: "/etc/one_auth", insecure: true, hash: true },
    ],
  });
});

test("the only profile is the default one; of several none is, unless told", () => {
  write("PROFILE=[NAME=a, URL=http://a]");
  expect(readProfiles(environment()).chosen).toBe("a");
  write("PROFILE=[NAME=a, URL=http://a]", "PROFILE=[NAME=b, URL=http://b]");
  expect(readProfiles(environment()).chosen).toBeUndefined();
});

describe("faults are told with line and column, all at once", () => {
  test.each([
    ["PROFILE=[NAME=a, COLOUR=red]", "1:18: error: PROFILE does not have the key COLOUR: it can have NAME, URL, USER"],
    ["\nPROFILE=[URL=http://a]", "2:1: error: PROFILE has no NAME"],
    ["PROFILE=work", "1:1: error: PROFILE must be a list"],
    ["\n\nDEFAULT_PROFILE=x", '3:1: error: DEFAULT_PROFILE names "x", which is not the name of a PROFILE'],
    ["PROFILE=[NAME=a]\nPROFILE=[NAME=a]", '2:1: error: a PROFILE named "a" exists already'],
    ["PROFILE=[NAME=a, INSECURE=maybe]", '1:18: error: INSECURE must be yes or no, not "maybe"'],
    ["PROFILE=[NAME=a", "1:"],
    ["PROFILE=[NAME=$(id)]", "1:"],
    ["PROFILE=[NAME=a", "1:9: error: [ is never closed\n  hint: write [NAME=work, URL=https://cloud.example.org:4567]"],
    ["PROFIEL=[NAME=a]", "1:1: error: there is no option PROFIEL\n  hint: did you mean PROFILE?"],
    ["DEFAULT_PROFIEL=a", "1:1: error: there is no option DEFAULT_PROFIEL\n  hint: did you mean DEFAULT_PROFILE?"],
  ])("%j", (text, message) => {
    write(text);
    expect(() => readProfiles(environment())).toThrow(`${file}:${message}`);
  });

  test.each([
    ["PROFILE=[NAME=a, PASSWRD_FILE=x]", "PASSWORD_FILE"],
    ["PROFILE=[NAME=a, PASSWORD=x]", "PASSWORD_FILE"],
    ["PROFILE=[NAME=a, URI=http://a]", "URL"],
    ["PROFILE=[NAME=work]\nDEFAULT_PROFILE=wrok", "work"],
  ])("%j has a hint with the name that was meant", (text, meant) => {
    write(text);
    expect(() => readProfiles(environment())).toThrow(`\n  hint: did you mean ${meant}?`);
  });

  test("a variable of one's own may be near to an option, when a later line uses it", () => {
    write("PROFILES=work", "PROFILE=[NAME=$PROFILES, URL=http://a]");
    expect(readProfiles(environment()).chosen).toBe("work");
  });

  test("two of them", () => {
    write("PROFILE=[COLOUR=red]");
    expect(() => readProfiles(environment())).toThrow(/does not have the key COLOUR[\s\S]*has no NAME/);
  });

  test("a directory in place of the file", () => {
    mkdirSync(file);
    expect(() => readProfiles(environment())).toThrow(`${file} cannot be read`);
  });
});
