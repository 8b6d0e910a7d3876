/** NAME in a PUT renames; a whole document sent back changes nothing but what was edited in it. */
import { beforeEach, expect, test } from "bun:test";
import { describeOcci, type OcciSending, type OcciWorld } from "./ogf/testing/over-sim.ts";
import type { Answer } from "./testing/cloud.ts";

const xml = (body: string): OcciSending => ({ contentType: "application/xml", body });
const get = async (world: OcciWorld, path: string): Promise<string> =>
  (await world.request("GET", path, { accept: "application/xml" })).body;
const put = (world: OcciWorld, path: string, body: string): Promise<Answer> => world.request("PUT", path, xml(body));
const nameIn = (body: string): string | undefined => /<NAME>([^<]*)<\/NAME>/.exec(body)?.[1];
/** The changes that oned was asked for, in their order. */
const changes = ({ sim }: OcciWorld): string[] =>
  sim.calls.flatMap(({ method }) => (/\.(info|infoextended)$/.test(method) ? [] : [method.slice(4)]));

describeOcci(
  "PUT",
  (world) => {
    let machine: string;
    let image: string;
    let lan: string;
    const form = (body: string): OcciSending => ({
      contentType: "application/x-www-form-urlencoded",
      body: `occixml=${encodeURIComponent(body)}`,
    });
    const made = async (path: string, sending: OcciSending): Promise<string> => {
      const answer = await world.request("POST", path, sending);
      expect([answer.status, answer.body]).toEqual([201, expect.any(String)]);
      return (answer.headers.get("location") ?? "").replace(/^https:\/\/[^/]+/, "");
    };

    beforeEach(async () => {
      image = await made("/storage", form("<STORAGE><NAME>data</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE></STORAGE>"));
      lan = await made("/network", {
        ...xml(
          "<NETWORK><NAME>lan</NAME><ADDRESS>10.9.0.0</ADDRESS><SIZE>10</SIZE><DESCRIPTION>ours</DESCRIPTION></NETWORK>",
        ),
        user: "oneadmin",
      });
      machine = await made(
        "/compute",
        xml(
          `<COMPUTE><NAME>web</NAME><INSTANCE_TYPE>small</INSTANCE_TYPE><DISK><STORAGE href="${image}"/></DISK>` +
            '<NIC><NETWORK href="/network/0"/></NIC><CONTEXT><A>say "hi"</A></CONTEXT></COMPUTE>',
        ),
      );
      for (let look = 0; !(await get(world, machine)).includes("RUNNING"); look++)
        if (look > 20) throw new Error("never");
      world.sim.calls.length = 0;
    });
    const whole = (path: string, user: OcciSending["user"] = "alice") =>
      world.request("GET", path, { accept: "application/xml", user }).then(({ body }) => body);

    test("of a whole document that was edited renames, and does nothing else", async () => {
      for (const [path, user] of [
        [machine, "alice"],
        [image, "alice"],
        [lan, "oneadmin"],
      ] as const) {
        const before = await whole(path, user);
        const name = nameIn(before) ?? "";
        world.sim.calls.length = 0;
        const answer = await world.request("PUT", path, {
          ...xml(before.replace(`<NAME>${name}<`, "<NAME>new one<")),
          user,
        });
        expect([path, answer.status, nameIn(answer.body)]).toEqual([path, 202, "new one"]);
        expect(changes(world)).toEqual([expect.stringMatching(/^(vm|image|vn)\.rename$/)]);
        expect(world.sim.calls.length).toBeLessThanOrEqual(4);
        expect(await whole(path, user)).toBe(before.replace(`<NAME>${name}<`, "<NAME>new one<"));
      }
    });

    test("of a whole document as it was read is no change, however it is laid out", async () => {
      for (const [path, user, status] of [
        [machine, "alice", 200],
        [image, "alice", 202],
        [lan, "oneadmin", 202],
      ] as const) {
        const before = await whole(path, user);
        world.sim.calls.length = 0;
        for (const body of [before, before.replaceAll("><", ">\n  <").replace(/<NAME>([^<]*)</, "<NAME>\n $1\n <")]) {
          const answer = await world.request("PUT", path, { ...xml(body), user });
          expect([path, answer.status, answer.body]).toEqual([path, status, before]);
        }
        expect(changes(world)).toEqual([]);
      }
    });

    test("of a whole document of somebody else's is no change either, and a new name in it is refused", async () => {
      const before = await whole("/storage/0");
      expect((await put(world, "/storage/0", before)).status).toBe(202);
      expect((await put(world, "/storage/0", "<STORAGE><NAME>mine</NAME></STORAGE>")).status).toBe(403);
      expect((await put(world, "/network/0", "<NETWORK><NAME>mine</NAME></NETWORK>")).status).toBe(403);
      expect((await put(world, machine.replace(/\d+$/, "2"), "<COMPUTE><NAME>mine</NAME></COMPUTE>")).status).toBe(403);
      expect(await whole("/storage/0")).toBe(before);
    });

    test("of a new name alone, a blank one, and one that oned does not take", async () => {
      expect(nameIn((await put(world, machine, "<COMPUTE><NAME>db</NAME></COMPUTE>")).body)).toBe("db");
      expect(nameIn((await put(world, image, "<STORAGE><NAME>db data</NAME></STORAGE>")).body)).toBe("db data");
      for (const name of ["", " ", "\n"]) {
        expect((await put(world, machine, `<COMPUTE><NAME>${name}</NAME></COMPUTE>`)).status).toBe(200);
        expect((await put(world, image, `<STORAGE><NAME>${name}</NAME></STORAGE>`)).status).toBe(202);
      }
      world.sim.calls.length = 0;
      expect(
        (await put(world, machine, "<COMPUTE><NAME>a&amp;b</NAME><STATE>SUSPENDED</STATE></COMPUTE>")).status,
      ).toBe(400);
      expect((await put(world, image, "<STORAGE><NAME>a/b</NAME><PERSISTENT>YES</PERSISTENT></STORAGE>")).status).toBe(
        400,
      );
      expect(changes(world)).toEqual([]);
      expect([nameIn(await get(world, machine)), nameIn(await get(world, image))]).toEqual(["db", "db data"]);
    });

    test("of a machine's name and state: the state first; when it is refused the name stays", async () => {
      const answer = await put(world, machine, "<COMPUTE><NAME>asleep</NAME><STATE>SUSPENDED</STATE></COMPUTE>");
      expect([answer.status, nameIn(answer.body)]).toEqual([202, "asleep"]);
      expect(changes(world)).toEqual(["vm.action", "vm.rename"]);
      const refused = await put(world, machine, "<COMPUTE><NAME>again</NAME><STATE>REBOOT</STATE></COMPUTE>");
      expect([refused.status, nameIn(await get(world, machine))]).toEqual([403, "asleep"]);
    });

    test("of a machine's name and a disk to be saved", async () => {
      const body = '<COMPUTE><NAME>saved</NAME><DISK id="0"><SAVE_AS name="copy"/></DISK></COMPUTE>';
      const answer = await put(world, machine, body);
      expect([answer.status, nameIn(answer.body)]).toEqual([202, "saved"]);
      expect(answer.body).toContain("<SAVE_AS href=");
    });

    test("of a name that is taken is refused, and nothing else is done", async () => {
      await made("/storage", form("<STORAGE><NAME>taken</NAME><TYPE>DATABLOCK</TYPE><SIZE>10</SIZE></STORAGE>"));
      world.sim.calls.length = 0;
      const body = "<STORAGE><NAME>taken</NAME><DESCRIPTION>new</DESCRIPTION><PUBLIC>YES</PUBLIC></STORAGE>";
      const answer = await put(world, image, body);
      expect([answer.status, answer.body.split(":")[0]]).toEqual([409, "NAME_TAKEN"]);
      expect(changes(world)).toEqual(["image.rename"]);
      expect(await get(world, image)).not.toContain("<DESCRIPTION>");
    });

    test("of several changes of which a later one is refused gives the old name back", async () => {
      // The machine uses it: oned does not change whether it is persistent.
      const answer = await put(world, image, "<STORAGE><NAME>other</NAME><PERSISTENT>YES</PERSISTENT></STORAGE>");
      expect([answer.status, answer.body.split(":")[0]]).toEqual([409, "WRONG_STATE"]);
      expect(changes(world)).toEqual(["image.rename", "image.persistent", "image.rename"]);
      expect(nameIn(await get(world, image))).toBe("data");
    });

    test("of a whole image changes one of PERSISTENT and PUBLIC, never both", async () => {
      const before = await get(world, image);
      const open = await put(world, image, before.replace("<PUBLIC>NO", "<PUBLIC>YES"));
      expect([open.status, open.body]).toEqual([202, before.replace("<PUBLIC>NO", "<PUBLIC>YES")]);
      expect(changes(world)).toEqual(["image.chmod"]);
      const both = before.replace("<PERSISTENT>NO", "<PERSISTENT>YES");
      const answer = await put(world, image, both);
      expect([answer.status, answer.body]).toEqual([400, expect.stringContaining("more than one change per request")]);
    });

    test("of a whole network changes its description, and takes it away", async () => {
      const before = await whole(lan, "oneadmin");
      const change = (body: string) => world.request("PUT", lan, { ...xml(body), user: "oneadmin" });
      expect((await change(before.replace(">ours<", ">theirs<"))).body).toContain("<DESCRIPTION>theirs<");
      expect((await change(before.replace(">ours<", "><"))).body).not.toContain("<DESCRIPTION>");
      expect(changes(world)).toEqual(["vn.update", "vn.update"]);
    });

    test("of an object that was named by OCCI 1.2: its title is the new name", async () => {
      await world.request("POST", image, {
        contentType: "text/plain",
        body: 'X-OCCI-Attribute: occi.core.title="data: the first"',
      });
      expect(nameIn((await put(world, image, "<STORAGE><NAME>second</NAME></STORAGE>")).body)).toBe("second");
      const shown = await world.request("GET", image, { accept: "text/plain" });
      expect(shown.body).toContain('occi.core.title="second"');
    });
  },
  { defaultDialect: "xml" },
);
