import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSettings } from "./settings.ts";
import { commandLine } from "./testing/context.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "occi-settings-"));
  mkdirSync(join(home, "occi"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const profiles = (...lines: string[]) => writeFileSync(join(home, "occi", "config"), lines.join("\n"));
const settings = (options: Parameters<typeof commandLine>[0] = {}, environment: Record<string, string> = {}) =>
  readSettings(commandLine(options), { HOME: home, XDG_CONFIG_HOME: home, ...environment });

const WORK = "PROFILE=[NAME=work, URL=https://work:1, USER=alice, CACERT=/work.pem]";
const HOME = "PROFILE=[NAME=home, URL=https://home:2, INSECURE=yes, HASH=yes]";

describe("the server's URL", () => {
  test("an option comes before the environment, that before the profile, that before the default", () => {
    expect(settings()).toMatchObject({ url: "http://localhost:4567", urlFrom: expect.stringContaining("default") });
    profiles(WORK);
    expect(settings()).toMatchObject({ url: "https://work:1", urlFrom: `profile work in ${home}/occi/config` });
    const environment = { OCCI_URL: "http://env:3" };
    expect(settings({}, environment)).toMatchObject({ url: "http://env:3", urlFrom: "OCCI_URL" });
    expect(settings({ url: "http://typed:4" }, environment)).toMatchObject({ url: "http://typed:4", urlFrom: "--url" });
  });

  test("--profile comes before the variables, those before OCCI_PROFILE, that before DEFAULT_PROFILE", () => {
    profiles("DEFAULT_PROFILE=work", WORK, HOME);
    const environment = { OCCI_URL: "http://env:3" };
    expect(settings({ profile: "home" }, environment).url).toBe("https://home:2");
    expect(settings({ profile: "home" }, { OCCI_PROFILE: "work" }).url).toBe("https://home:2");
    expect(settings({}, { ...environment, OCCI_PROFILE: "home" })).toMatchObject({
      url: "http://env:3",
      unusedProfile: "home",
    });
    expect(settings({}, { OCCI_PROFILE: "home" }).url).toBe("https://home:2");
    expect(settings({}, { ...environment, OCCI_PROFILE: "" })).not.toHaveProperty("unusedProfile");
    expect(settings().url).toBe("https://work:1");
  });

  test("the profile goes with its own URL only", () => {
    profiles(WORK);
    expect(settings().profile?.name).toBe("work");
    expect(settings({}, { OCCI_URL: "http://env:3" }).profile).toBeUndefined();
    expect(settings({}, { OCCI_URL: "http://env:3", OCCI_PROFILE: "work" }).profile).toBeUndefined();
    expect(settings({ url: "http://typed:4" }, { OCCI_PROFILE: "work" }).profile).toBeUndefined();
  });

  test("two options that differ are refused, both are named", () => {
    profiles(WORK, HOME);
    const refused = (options: Parameters<typeof commandLine>[0]) => {
      try {
        return settings(options);
      } catch (error) {
        return error;
      }
    };
    expect(refused({ url: "http://typed:4", profile: "work" })).toMatchObject({
      code: "USAGE",
      message: "--url and --profile exclude each other: http://typed:4 is not https://work:1 of profile work.",
    });
    expect(refused({ username: "bob", profile: "work" })).toMatchObject({
      code: "USAGE",
      message: "--username and --profile exclude each other: bob is not alice of profile work.",
    });
    expect(settings({ url: "https://work:1/", username: "alice", profile: "work" }).profile?.name).toBe("work");
    expect(settings({ username: "bob", profile: "home" }).profile?.name).toBe("home");
    expect(settings({ username: "bob" }, { OCCI_PROFILE: "work" }).profile?.name).toBe("work");
  });

  test("what is not needed is not read: a broken file of profiles does not matter then", () => {
    profiles("PROFILE=[");
    expect(settings({ url: "http://x" }).url).toBe("http://x");
    expect(settings({}, { OCCI_URL: "http://x" }).url).toBe("http://x");
    expect(() => settings()).toThrow("occi/config:1");
  });

  test("a profile that does not exist is told with those that do", () => {
    profiles(WORK, HOME);
    expect(() => settings({ profile: "wrok" })).toThrow(
      /no profile "wrok" in .*config: there are work, home \(it comes from --profile\)\./,
    );
    expect(() => settings({}, { OCCI_PROFILE: "wrok" })).toThrow("it comes from OCCI_PROFILE");
    profiles("PROFILE=[NAME=work]");
    expect(() => settings()).toThrow("has no URL");
  });

  test.each([
    ["http://h:4567/", "http://h:4567"],
    ["https://h/one/occi//", "https://h/one/occi"],
    ["HTTPS://H:443", "https://h"],
    ["http://[::1]:4567", "http://[::1]:4567"],
  ])("%s is taken as %s", (typed, url) => {
    expect(settings({ url: typed }).url).toBe(url);
  });

  test.each(["localhost:4567", "cloud", "ftp://h", "file:///etc/passwd", "http://", ""])(
    "%j is refused, with what it comes from",
    (url) => {
      expect(() => settings({ url })).toThrow(/must have the form https.*comes from --url/);
      if (url !== "") expect(() => settings({}, { OCCI_URL: url })).toThrow("comes from OCCI_URL");
    },
  );

  test("one with a password in it is refused, and the password is not repeated", () => {
    expect(() => settings({ url: "http://alice:sesame@h" })).toThrow("must not contain a user or password");
    expect(() => settings({ url: "http://alice:sesame@h" })).not.toThrow("sesame");
    expect(() => settings({ url: "alice:sesame@h" })).not.toThrow("sesame");
  });
});

describe("whom to trust", () => {
  test("options before environment before profile", () => {
    profiles(WORK);
    expect(settings().cacert).toBe("/work.pem");
    expect(settings({}, { OCCI_CACERT: "/env.pem" }).cacert).toBe("/env.pem");
    expect(settings({ cacert: "/typed.pem" }, { OCCI_CACERT: "/env.pem" }).cacert).toBe("/typed.pem");
    expect(settings({ url: "https://x" }).cacert).toBeUndefined();
  });

  test("but a profile that is named brings its own: the environment's is another server's", () => {
    profiles(WORK, HOME);
    expect(settings({ profile: "work" }, { OCCI_CACERT: "/env.pem" }).cacert).toBe("/work.pem");
    expect(settings({ profile: "work" }, { OCCI_INSECURE: "1" }).insecure).toBe(false);
    expect(settings({}, { OCCI_PROFILE: "work", OCCI_CACERT: "/env.pem" }).cacert).toBe("/env.pem");
  });

  test("nothing but a clear word switches the check off", () => {
    profiles(WORK, HOME);
    expect(settings({ profile: "work" }).insecure).toBe(false);
    expect(settings({ profile: "home" }).insecure).toBe(true);
    expect(settings({ insecure: true }).insecure).toBe(true);
    expect(settings({}, { OCCI_INSECURE: "1" }).insecure).toBe(true);
    for (const value of ["0", "", "no", "false"]) expect(settings({}, { OCCI_INSECURE: value }).insecure).toBe(false);
  });

  test("--cacert wants it checked", () => {
    expect(settings({ cacert: "/x.pem" }, { OCCI_INSECURE: "1" }).insecure).toBe(false);
    expect(() => settings({ cacert: "/x.pem", insecure: true })).toThrow("--insecure and --cacert exclude each other");
  });
});

test("the password goes as it is, unless --hash or the profile wants the SHA-1", () => {
  profiles(HOME);
  expect(settings().hash).toBe(true);
  expect(settings({ plain: true }).hash).toBe(false);
  expect(settings({ url: "http://x" }).hash).toBe(false);
  expect(settings({ url: "http://x", hash: true }).hash).toBe(true);
  expect(() => settings({ hash: true, plain: true })).toThrow("--hash and --plain exclude each other");
});

test("--timeout is a time", () => {
  expect(settings().timeout).toBeUndefined();
  expect(settings({ timeout: "30" }).timeout).toBe(30_000);
  expect(settings({ timeout: "1.5m" }).timeout).toBe(90_000);
  for (const timeout of ["0", "-1", "x", "1e3", "99d", ""])
    expect(() => settings({ timeout })).toThrow("--timeout must");
});
