/** Views on a client: changes go through each of them, reads to the client behind them. */
import { describe, expect, test } from "bun:test";
import { ChangeView } from "./change-view.ts";
import type { OnedClient, Parameter, Session } from "./client.ts";

/** Says of each call how it came. */
function recording() {
  const calls: string[] = [];
  const noted =
    (way: string) =>
    async (session: Session, method: string, ...parameters: Parameter[]) => {
      calls.push([way, session, method, ...parameters].join(" "));
      return way as never;
    };
  const oned: OnedClient = {
    read: noted("read"),
    readPool: noted("readPool"),
    readMany: async (session, many) => noted("readMany")(session, ...(many[0] ?? [""])),
    change: noted("change"),
  };
  return { oned, calls };
}

class Marking extends ChangeView {
  override change(session: Session, method: string, ...parameters: Parameter[]): Promise<string | number> {
    return this.oned.change(session, method, ...parameters, "marked");
  }
}

describe("a view on a client", () => {
  test("hands reads on as they are, with their parameters and answers", async () => {
    const { oned, calls } = recording();
    const view = new Marking(new Marking(oned));
    expect(await view.read("alice:a", "one.vm.info", 7)).toBe("read");
    expect(await view.readPool("alice:a", "one.vmpool.info", -2, 1)).toBe("readPool" as never);
    expect(await view.readMany("alice:a", [["one.vm.info", 8]])).toBe("readMany" as never);
    expect(calls).toEqual([
      "read alice:a one.vm.info 7",
      "readPool alice:a one.vmpool.info -2 1",
      "readMany alice:a one.vm.info 8",
    ]);
  });

  test("sees each change, and so does the view behind it", async () => {
    const { oned, calls } = recording();
    await new Marking(new Marking(oned)).change("alice:a", "one.vm.rename", 7, "name");
    expect(calls).toEqual(["change alice:a one.vm.rename 7 name marked marked"]);
  });

  test("reads by a client that is no such view, wherever that stands", async () => {
    const { oned, calls } = recording();
    const { oned: other, calls: others } = recording();
    const between: OnedClient = { ...other, change: (...call) => new Marking(oned).change(...call) };
    await new Marking(between).read("alice:a", "one.vm.info", 7);
    expect([calls, others]).toEqual([[], ["read alice:a one.vm.info 7"]]);
  });
});
