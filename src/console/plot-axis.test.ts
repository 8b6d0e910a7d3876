/** Axes of plots, and the commands of the page of a machine. */
import { expect, test } from "bun:test";
import { axisEnd, largest, roundUp, timesOf } from "./app/parts/axis.ts";
import { commandsOf, quoted } from "./app/screens/machine/commands.ts";

test("an axis ends at a round number that is not below its values", () => {
  expect([0.3, 1, 1.1, 2.5, 7, 10, 11, 4_321, 99_999].map(roundUp)).toEqual([0.5, 1, 2, 5, 10, 10, 20, 5_000, 100_000]);
  expect(largest([null, 3, null, 7, 0])).toBe(7);
  expect(largest([null])).toBe(0);
});

test("an axis does not jump: it grows when it must, and shrinks only when little of it is used", () => {
  expect(axisEnd(0, 100, undefined)).toBe(100);
  expect(axisEnd(130, 100, undefined)).toBe(200);
  expect(axisEnd(90, 10, 200)).toBe(200);
  expect(axisEnd(210, 10, 200)).toBe(500);
  expect(axisEnd(39, 10, 200)).toBe(50);
  expect(axisEnd(41, 10, 200)).toBe(200);
});

test("points stand in the middle of their time", () => {
  expect(timesOf("1970-01-01T00:01:00Z", 30, 3)).toEqual([75, 105, 135]);
});

test("a command is one for any shell, whatever the user is called", () => {
  expect(quoted("alice")).toBe("alice");
  expect(quoted("o'neil; rm -rf $HOME")).toBe("'o'\\''neil; rm -rf $HOME'");
  const server = { url: "https://c.example", api: "https://c.example/api/v1", user: "a b" };
  expect(commandsOf(7, ["stop", "delete"], server)).toEqual([
    {
      what: "show",
      curl: "curl -u 'a b' https://c.example/api/v1/machines/7",
      client: "occi-compute show 7 --url https://c.example --username 'a b'",
    },
    {
      what: "stop",
      curl: "curl -u 'a b' -H 'Content-Type: application/json' -d '{}' https://c.example/api/v1/machines/7/actions/stop",
      client: "occi-compute poweroff 7 --url https://c.example --username 'a b'",
    },
    {
      what: "delete",
      curl: "curl -u 'a b' -X DELETE https://c.example/api/v1/machines/7",
      client: "occi-compute delete 7 --url https://c.example --username 'a b'",
    },
  ]);
});
