import { expect, test } from "bun:test";
import { childEnvironment, notStarted } from "./launch.ts";

test("the child gets what it needs and what the configuration refers to, and nothing that changes how it runs", () => {
  const own = {
    PATH: "/usr/bin",
    HOME: "/var/lib/one",
    LANG: "C.UTF-8",
    LC_ALL: "C",
    ONE_LOCATION: "/srv/one",
    MY_PORT: "4567",
    UNRELATED: "canary",
    HOMEPAGE: "canary",
    ONE_LOCATIONS: "canary",
    MY_PATH: "canary",
    LC_all: "canary",
    LC_1: "canary",
    MY_LD_PATH: "wanted",
    AWS_SECRET_ACCESS_KEY: "canary",
    BUN_OPTIONS: "--preload /tmp/x.ts",
    BUN_BE_BUN: "1",
    NODE_OPTIONS: "--require /tmp/x.js",
    LD_PRELOAD: "/tmp/x.so",
    EMPTY: undefined,
  };
  expect(
    childEnvironment(own, ["MY_PORT", "MY_LD_PATH", "EMPTY", "BUN_OPTIONS", "NODE_OPTIONS", "LD_PRELOAD"]),
  ).toEqual({
    PATH: "/usr/bin",
    HOME: "/var/lib/one",
    LANG: "C.UTF-8",
    LC_ALL: "C",
    ONE_LOCATION: "/srv/one",
    MY_PORT: "4567",
    MY_LD_PATH: "wanted",
    OCCI_SERVER_HANDSHAKE: "1",
  });
});

test.each([
  ["occi-server: Another program listens.\n", "Another program listens."],
  ["  PORT of occi-server: is wrong.\n", "PORT of occi-server: is wrong."],
  [" \n", "The server stopped before it was listening."],
])("of a child that says %j at its end it is told: %s", (complaint, message) => {
  expect(notStarted(complaint, "/var/log/one/x.log")).toMatchObject({
    code: "SETUP_FAULT",
    message,
    hint: "The log is /var/log/one/x.log.",
  });
});
