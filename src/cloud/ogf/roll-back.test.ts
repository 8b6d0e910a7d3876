/** What is half done is taken back, the last first; what stays is named. */
import { describe, expect, test } from "bun:test";
import { OcciError } from "../../errors.ts";
import { failureOf } from "../testing/over-sim.ts";
import { orRollBack, rollBack } from "./roll-back.ts";

describe("several things", () => {
  test("are removed one after the other, the last first", async () => {
    const removed: string[] = [];
    const remove = async (one: string) => {
      await Promise.resolve();
      removed.push(one);
    };
    expect(await rollBack(["network", "machine", "link"], remove)).toEqual([]);
    expect(removed).toEqual(["link", "machine", "network"]);
  });

  test("that cannot be removed are left, and hold up none of the others", async () => {
    const tried: string[] = [];
    const remove = async (one: string) => {
      tried.push(one);
      if (one !== "network") throw new OcciError("IN_USE", "in use");
    };
    expect(await rollBack(["network", "machine", "link"], remove)).toEqual(["link", "machine"]);
    expect(tried).toEqual(["link", "machine", "network"]);
  });
});

describe("steps after a creation", () => {
  const steps = async () => {
    throw new OcciError("FORBIDDEN", "not yours");
  };

  test("that succeed remove nothing", async () => {
    const remove = async () => {
      throw new Error("removed");
    };
    expect(await orRollBack("/network/3", async () => 7, remove)).toBe(7);
  });

  test("that fail take the object back, and say why", async () => {
    let removed = 0;
    const remove = async () => {
      removed++;
    };
    expect(await failureOf(orRollBack("/network/3", steps, remove))).toBe("FORBIDDEN: not yours");
    expect(removed).toBe(1);
  });

  test("that fail, with an object that stays, name it", async () => {
    expect(await failureOf(orRollBack("/network/3", steps, steps))).toBe(
      "OUTCOME_UNKNOWN: /network/3 was created but not completed, and could not be deleted. not yours",
    );
  });
});
