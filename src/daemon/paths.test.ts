import { expect, test } from "bun:test";
import { daemonPaths } from "./paths.ts";

test("a server of its own directory keeps everything below it", () => {
  expect(daemonPaths("/srv/one")).toEqual({
    pidFile: "/srv/one/var/occi-server.pid",
    lockFile: "/srv/one/var/occi-server.lock",
    logFile: "/srv/one/var/occi-server.log",
    reloadFile: "/srv/one/var/occi-server.reload",
    runningFile: "/srv/one/var/occi-server.running",
  });
});

test.each([undefined, "", "srv/one"])(
  "a server of the whole system, ONE_LOCATION=%p, has OpenNebula's places",
  (own) => {
    expect(daemonPaths(own)).toEqual({
      pidFile: "/var/run/one/occi-server.pid",
      lockFile: "/var/run/one/occi-server.lock",
      logFile: "/var/log/one/occi-server.log",
      reloadFile: "/var/run/one/occi-server.reload",
      runningFile: "/var/run/one/occi-server.running",
    });
  },
);
