/** The stand-in's zone against recordings of zones of three oneds 6.10 and 7.4. */
import { afterEach, describe, expect, test } from "bun:test";
import { nonEmpty } from "../../testing/non-empty.ts";
import { ALICE } from "../testing/world.ts";
import { begun, call, type Said, settle, type TestZone, testZone } from "../testing/zone.ts";
import { readZoneFixture } from "../testing/zone-fixture.ts";
import type { ZoneOptions } from "./zone.ts";

const [LEADER, FOLLOWER, OTHER] = [0, 1, 2] as const;
const ADMIN = "oneadmin:opennebula";
const fixture = readZoneFixture();

let zone: TestZone;
afterEach(() => zone.stop());

function start(options: ZoneOptions = {}): void {
  zone = testZone(options);
}

let names = 0;
const allocate = (server: number) =>
  call(zone, server, ALICE, "one.template.allocate", `NAME="n${names++}" CPU="1" MEMORY="1"`);
const isThere = (server: number, id: string) => call(zone, server, ALICE, "one.template.info", Number(id), false);

/** What was recorded, of one release or of both where one of them was not tried. */
function recorded(release: string, event: string, role: string, method: string): Said[] {
  const found = fixture.filter((one) => one.event === event && one.role === role && one.method === method);
  const own = found.filter((one) => one.release === release);
  const said = (own.length > 0 ? own : found).map(({ answer }) => answer);
  if (said.length === 0) throw new Error(`nothing was recorded of ${method}, ${event}, ${role}`);
  return said.filter((answer): answer is Said => typeof answer === "string" || Array.isArray(answer));
}

/** Seconds from the event to the first and the last answer of a text. */
function spanOf(release: string, event: string, text: string): readonly [number, number] | undefined {
  const found = fixture.find(
    (one) => one.release === release && one.event === event && Array.isArray(one.answer) && one.answer[1] === text,
  );
  return found?.span;
}

const PARAMETERS: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  "one.vm.info": [0],
  "one.vm.monitoring": [0],
  "one.vm.allocate": ['NAME="a" CPU="0.1" MEMORY="64"', false],
  "one.vmpool.info": [-2, -1, -1, -1],
  "one.templatepool.info": [-2, -1, -1],
  "one.image.info": [0],
  "one.user.info": [-1],
  "one.zone.info": [0],
};

/** Names and texts of elements, without what depends on the place and the time. */
const shapeOf = (document: string): string =>
  document
    .replace(/(http:\/\/)?[\w.]+:(\d+|PORT)(\/RPC2)?/g, "ADDRESS")
    .replace(/(<(?!STATE|ID|NAME)\w+>)-?\d+/g, "$1N");

for (const release of ["6.10", "7.4"] as const) {
  describe(`a zone of oned ${release}`, () => {
    const quiet = fixture.filter((one) => one.release === release && one.event === "none");

    test.each(quiet.map((one) => [one.role, one.user, one.method, one] as const))(
      "with nothing the matter: the %s answers %s %s",
      async (role, user, method, { answer }) => {
        start({ version: release });
        const session = user === "alice" ? ALICE : ADMIN;
        const server = role === "leader" ? LEADER : FOLLOWER;
        const { said, payload } = await call(zone, server, session, method, ...(PARAMETERS[method] ?? []));
        if (typeof answer === "object" && "text" in answer) expect(shapeOf(payload)).toBe(shapeOf(answer.text));
        else expect(said).toEqual(answer);
      },
    );

    test("passes changes on from a follower, with the leader's refusals unchanged", async () => {
      start({ version: release });
      const action = (...values: readonly (string | number)[]) =>
        call(zone, FOLLOWER, ALICE, "one.vm.action", ...values);
      const said = recorded(release, "change at a follower", "follower", "one.vm.action");
      expect(said).toContainEqual((await action("terminate", 999999)).said);
      const [, refusal] = (await action("resume", 0)).said as [number, string];
      expect(said.map(([, text]) => text)).toContain(
        refusal.replace(/RUNNING$/, release === "6.10" ? "HOLD" : "RUNNING"),
      );
      const wrong = await call(zone, FOLLOWER, "alice:wrong", "one.vmpool.info", -2, -1, -1, -1);
      expect(recorded(release, "change at a follower", "follower", "one.vmpool.info")).toContainEqual(wrong.said);
    });

    test("shows a change at the followers late: with the leader's next message, or with what is written after it", async () => {
      start({ version: release });
      await zone.time.to(10);
      const { payload: id } = await allocate(FOLLOWER);
      expect((await isThere(LEADER, id)).said).toBe("done");
      for (const server of [FOLLOWER, OTHER])
        expect((await isThere(server, id)).said).toEqual([1024, expect.anything()]);
      const later = await call(zone, FOLLOWER, ALICE, "one.vm.allocate", 'NAME="a" CPU="0.1" MEMORY="64"', false);
      expect((await call(zone, OTHER, ALICE, "one.vm.info", Number(later.payload))).said).toBe("done");
      expect((await isThere(FOLLOWER, id)).said).toBe("done");
      const { payload: second } = await allocate(FOLLOWER);
      expect((await isThere(FOLLOWER, second)).said).not.toBe("done");
      await zone.time.to(520);
      expect((await isThere(FOLLOWER, second)).said).toBe("done");
    });

    test("takes a new login token late at the followers, and a revoked one as long", async () => {
      start({ version: release });
      await zone.time.to(10);
      const { payload: token } = await call(zone, FOLLOWER, ALICE, "one.user.login", "alice", "", 600, -1);
      const use = async (server: number) => (await call(zone, server, `alice:${token}`, "one.user.info", -1)).said;
      const refused = recorded(release, "change at a follower", "follower", "one.user.info")[0] as Said;
      expect([await use(LEADER), await use(FOLLOWER), await use(OTHER)]).toEqual(["done", refused, refused]);
      await zone.time.to(520);
      expect(await use(FOLLOWER)).toBe("done");
      await call(zone, LEADER, ALICE, "one.user.login", "alice", token, 0, -1);
      expect([await use(LEADER), await use(FOLLOWER)]).toEqual([refused, "done"]);
      await zone.time.to(1_020);
      expect(await use(FOLLOWER)).toEqual(refused);
    });

    test("whose leader is killed says so in the recorded words, at the recorded times, and reads all the while", async () => {
      start({ version: release });
      await zone.time.to(1_000);
      zone.kill(LEADER);
      const seen = new Map<string, number[]>();
      for (let ms = 0; ms <= 7_000; ms += 20) {
        await zone.time.to(1_000 + ms);
        for (const server of [FOLLOWER, OTHER]) {
          const { said } = await allocate(server);
          const text = typeof said === "string" ? said : said[1];
          seen.set(text, [...(seen.get(text) ?? []), ms / 1000]);
          if (ms % 500 === 0) {
            expect((await call(zone, server, ALICE, "one.vmpool.info", -2, -1, -1, -1)).said).toBe("done");
          }
        }
      }
      const words = recorded(release, "leader killed", "other server", "one.template.allocate")
        .map((said) => (typeof said === "string" ? said : said[1]))
        // Those were under way when it was killed: the next test.
        .filter((text) => !/Empty reply|reset by peer/.test(text));
      expect([...seen.keys()].sort()).toEqual(words.sort());
      for (const [text, times] of nonEmpty(seen)) {
        const [from, to] = spanOf(release, "leader killed", text) ?? [5.2, 7];
        expect(Math.abs((times[0] ?? -1) - from)).toBeLessThan(0.15);
        expect(Math.abs((times.at(-1) ?? -1) - to)).toBeLessThan(0.15);
      }
    });

    test("whose leader is killed cuts off what was under way, which one of 45 times was done", async () => {
      for (const chance of [0.5, 0.01]) {
        start({ version: release, changeMs: 100, chance: () => chance });
        const { end: change } = await begun(zone, () => allocate(FOLLOWER));
        const { end: direct } = await begun(zone, () => allocate(LEADER));
        await settle();
        zone.kill(LEADER);
        expect(recorded(release, "leader killed", "other server", "one.template.allocate")).toContainEqual(
          (await change).said,
        );
        expect((await direct).said).toBe("refused");
        await zone.time.to(6_000);
        expect([...zone.world.vmTemplates.values()].filter(({ name }) => /^n\d/.test(name)).length).toBe(
          chance < 1 / 45 ? 2 : 0,
        );
        zone.stop();
      }
    });

    test("whose leader comes back: it reads at once, and hears of the new one a moment later", async () => {
      start({ version: release });
      zone.kill(LEADER);
      expect((await allocate(LEADER)).said).toBe("refused");
      await zone.time.to(6_000);
      zone.start(LEADER);
      expect((await call(zone, LEADER, ALICE, "one.vmpool.info", -2, -1, -1, -1)).said).toBe("done");
      const { said } = await allocate(LEADER);
      expect(recorded(release, "leader started again", "restarted", "one.template.allocate")).toContainEqual(said);
      expect(said).not.toBe("done");
      await zone.time.to(6_300);
      expect((await allocate(LEADER)).said).toBe("done");
    });

    test("whose leader is frozen: a change is given up after ten seconds; there is a new leader before", async () => {
      start({ version: release });
      zone.freeze(LEADER);
      const { end: change } = await begun(zone, () => allocate(FOLLOWER));
      const { end: direct } = await begun(zone, () => allocate(LEADER));
      await zone.time.to(7_000);
      expect((await call(zone, FOLLOWER, ALICE, "one.vmpool.info", -2, -1, -1, -1)).said).toBe("done");
      expect((await allocate(FOLLOWER)).said).toBe("done");
      await zone.time.to(10_100);
      const kept = () => [...zone.world.vmTemplates.values()].filter(({ name }) => /^n\d/.test(name)).length;
      const before = kept();
      zone.thaw(LEADER);
      await settle();
      expect(recorded(release, "leader frozen", "follower of frozen leader", "one.template.allocate")).toContainEqual(
        (await change).said,
      );
      expect((await change).said).toEqual([8192, expect.stringContaining("timed out")]);
      expect(recorded(release, "leader frozen", "frozen leader", "one.template.allocate")).toContainEqual(
        (await direct).said,
      );
      expect(kept()).toBe(before);
    });

    test("the change that was given up is made all the same, now and then", async () => {
      start({ version: release, chance: () => 0.1 });
      zone.freeze(LEADER);
      const { end: change } = await begun(zone, () => allocate(FOLLOWER));
      await zone.time.to(11_000);
      expect((await change).said).toEqual([8192, expect.stringContaining("timed out")]);
      const before = zone.world.vmTemplates.size;
      zone.thaw(LEADER);
      // It hears of the new leader only then.
      await zone.time.to(11_500);
      expect(zone.world.vmTemplates.size).toBe(before + 1);
    });

    test("whose leader was frozen for three seconds only answers then", async () => {
      start({ version: release });
      zone.freeze(LEADER);
      const { end: change } = await begun(zone, () => allocate(FOLLOWER));
      await zone.time.to(3_000);
      zone.thaw(LEADER);
      expect(recorded(release, "leader frozen for 3 s", "follower", "one.template.allocate")).toContainEqual(
        (await change).said,
      );
    });

    test("whose leader goes on right after the election answers without a reason, and does nothing", async () => {
      start({ version: release });
      zone.freeze(LEADER);
      const ends = [await begun(zone, () => allocate(FOLLOWER)), await begun(zone, () => allocate(LEADER))];
      await zone.time.to(5_200);
      zone.thaw(LEADER);
      const said = recorded(release, "leader frozen until the election", "frozen leader", "one.template.allocate");
      for (const { end } of ends) expect(said).toContainEqual((await end).said);
      expect(zone.world.vmTemplates.size).toBe(testTemplates());
    });

    test("whose former leader says that an update was done, and it is not", async () => {
      start({ version: release });
      const { payload: id } = await allocate(LEADER);
      zone.freeze(LEADER);
      const { end: update } = await begun(zone, () =>
        call(zone, LEADER, ALICE, "one.template.update", Number(id), 'NOTE="x"', 1),
      );
      await zone.time.to(6_500);
      zone.thaw(LEADER);
      const role = "frozen leader, no longer leader";
      expect(recorded(release, "leader frozen past the election", role, "one.template.update")).toContainEqual(
        (await update).said,
      );
      await zone.time.to(9_000);
      for (const server of [LEADER, FOLLOWER, OTHER]) expect((await isThere(server, id)).payload).not.toContain("NOTE");
    });

    test("of which two are killed reads, and never changes anything", async () => {
      start({ version: release });
      zone.kill(LEADER);
      zone.kill(FOLLOWER);
      const said = recorded(release, "two killed", "last of three", "one.template.allocate");
      const texts: Said[] = [];
      for (const ms of [100, 4_000, 5_200, 25_000]) {
        await zone.time.to(ms);
        texts.push((await allocate(OTHER)).said);
        expect((await call(zone, OTHER, ALICE, "one.vmpool.info", -2, -1, -1, -1)).said).toBe("done");
      }
      for (const one of nonEmpty(texts)) expect(said).toContainEqual(one);
      expect(new Set(texts.map(String)).size).toBe(2);
      const status = (await call(zone, OTHER, ADMIN, "one.zone.raftstatus")).payload;
      expect(status).toMatch(/<SERVER_ID>2<.SERVER_ID><STATE>1<.STATE><TERM>[4-6]</);
      zone.start(LEADER);
      zone.start(FOLLOWER);
      await zone.time.to(32_000);
      expect((await allocate(OTHER)).said).toBe("done");
    });

    test("whose leader is alone makes a change when the others are back, and not before", async () => {
      start({ version: release });
      zone.kill(FOLLOWER);
      zone.kill(OTHER);
      const { end: change } = await begun(zone, () => allocate(LEADER));
      await zone.time.to(26_000);
      expect((await call(zone, LEADER, ALICE, "one.vmpool.info", -2, -1, -1, -1)).said).toBe("done");
      expect(await Promise.race([change, settle().then(() => "open")])).toBe("open");
      zone.start(FOLLOWER);
      await zone.time.to(27_000);
      const { said, payload } = await change;
      expect(recorded(release, "followers killed", "leader without majority", "one.template.allocate")).toContainEqual(
        said,
      );
      expect((await isThere(FOLLOWER, payload)).said).toBe("done");
    });

    test("whose leader is slow: the change is given up and made", async () => {
      start({ version: release, changeMs: 11_000 });
      const { end: change } = await begun(zone, () => allocate(FOLLOWER));
      await zone.time.to(12_000);
      expect(recorded(release, "leader busy", "follower", "one.template.allocate")).toContainEqual((await change).said);
      expect(zone.world.vmTemplates.size).toBe(testTemplates() + 1);
    });
  });
}

/** Templates that the demo has. */
function testTemplates(): number {
  const fresh = testZone();
  fresh.stop();
  return fresh.world.vmTemplates.size;
}

describe("a server that is cut off from the others", () => {
  test("reads what was, and passes nothing on: first in vain, then as a candidate", async () => {
    start();
    zone.cutOff(FOLLOWER);
    const { payload: id } = await allocate(LEADER);
    await zone.time.to(1_000);
    expect((await isThere(OTHER, id)).said).toBe("done");
    expect((await isThere(FOLLOWER, id)).said).not.toBe("done");
    const { end: change } = await begun(zone, () => allocate(FOLLOWER));
    await zone.time.to(12_000);
    expect((await change).said).toEqual([8192, expect.stringContaining("timed out")]);
    expect((await allocate(FOLLOWER)).said).toEqual([8192, expect.stringContaining("election mode")]);
    zone.rejoin(FOLLOWER);
    await zone.time.to(13_000);
    expect((await isThere(FOLLOWER, id)).said).toBe("done");
    expect((await allocate(FOLLOWER)).said).toBe("done");
  });

  test("stays the leader that it was, and changes nothing any more", async () => {
    start();
    zone.cutOff(LEADER);
    const { end: change } = await begun(zone, () => allocate(LEADER));
    await zone.time.to(6_000);
    expect(zone.leader).toBe(FOLLOWER);
    const { payload: id } = await allocate(OTHER);
    await zone.time.to(7_000);
    expect((await isThere(FOLLOWER, id)).said).toBe("done");
    expect((await isThere(LEADER, id)).said).not.toBe("done");
    expect((await call(zone, LEADER, ALICE, "one.system.version")).said).toBe("done");
    zone.rejoin(LEADER);
    await zone.time.to(8_000);
    expect((await change).said).toEqual([8192, "[one.template.allocate] "]);
    expect((await isThere(LEADER, id)).said).toBe("done");
  });
});
