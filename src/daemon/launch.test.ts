import { expect, test } from "bun:test";
import { childEnvironment } from "./launch.ts";

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
    MY_PATH: "canary",
    LC_all: "canary",
    AWS_SECRET_ACCESS_KEY: "canary",
    BUN_OPTIONS: "--preload /tmp/x.ts",
    BUN_BE_BUN: "1",
    NODE_OPTIONS: "--require /tmp/x.js",
    LD_PRELOAD: "/tmp/x.so",
    EMPTY: undefined,
  };
  expect(childEnvironment(own, ["MY_PORT", "EMPTY", "BUN_OPTIONS", "LD_PRELOAD"])).toEqual({
    PATH: "/usr/bin",
    HOME: "/var/lib/one",
    LANG: "C.UTF-8",
    LC_ALL: "C",
    ONE_LOCATION: "/srv/one",
    MY_PORT: "4567",
    OCCI_SERVER_HANDSHAKE: "1",
  });
});
