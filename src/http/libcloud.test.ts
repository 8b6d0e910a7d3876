/**
 * What Apache Libcloud's OpenNebula drivers (api_version 2.0 to 3.8) send, as Libcloud 3.4.1 writes it, and what they read of
 * the answers. They name no type of a body, fail for a whole account when one machine lacks what they read, and send the
 * next request as soon as STATE is ACTIVE.
 */
import { describe, expect, test } from "bun:test";
import { clockOf } from "../cloud/testing/over-sim.ts";
import { nonEmpty } from "../testing/non-empty.ts";
import { describeOcci } from "./ogf/testing/over-sim.ts";

const HEADERS = {
  accept: "*/*",
  "accept-encoding": "gzip,deflate",
  "user-agent": "libcloud/3.4.1 (OpenNebula (v3.8)) ",
};
const VOLUME =
  "<STORAGE><NAME>vol</NAME><TYPE>DATABLOCK</TYPE><DESCRIPTION>Attached storage</DESCRIPTION><PUBLIC>NO</PUBLIC>" +
  "<PERSISTENT>YES</PERSISTENT><FSTYPE>ext3</FSTYPE><SIZE>1000</SIZE></STORAGE>";

const every = (expression: RegExp, body: string): string[] =>
  [...body.matchAll(expression)].map(([, found = ""]) => found);
const textOf = (body: string, name: string): string =>
  every(new RegExp(`<${name}>([^<]*)</${name}>`, "g"), body)[0] ?? "";

describeOcci(
  "Libcloud",
  (world) => {
    async function ask(method: string, path: string, status: number, body?: string): Promise<string> {
      const answer = await world.request(method, path, { headers: HEADERS, ...(body !== undefined && { body }) });
      expect([answer.status, answer.body]).toEqual([status, expect.any(String)]);
      return answer.body;
    }
    /** Everything of a kind: it takes the hrefs of the list apart, and asks for each. */
    async function each(kind: string): Promise<string[]> {
      const list = await ask("GET", `/${kind}`, 200);
      const ids = every(/ href="([^"]*)"/g, list).map((href) => href.split(`/${kind}/`)[1] ?? "");
      return Promise.all(ids.filter((id) => id !== "").map((id) => ask("GET", `/${kind}/${id}`, 200)));
    }
    const put = (id: string, state: string) =>
      ask("PUT", `/compute/${id}`, 202, `<COMPUTE><ID>${id}</ID><STATE>${state}</STATE></COMPUTE>`);
    const act = (id: string, perform: string, params: string) =>
      ask(
        "POST",
        `/compute/${id}/action`,
        202,
        `<ACTION><PERFORM>${perform}</PERFORM><PARAMS>${params}</PARAMS></ACTION>`,
      );
    const create = async (type = "small", more = "") => {
      const start = `<COMPUTE><NAME>n</NAME><INSTANCE_TYPE>${type}</INSTANCE_TYPE><DISK><STORAGE href="/storage/0" /></DISK>`;
      return textOf(await ask("POST", "/compute", 201, `${start}${more}</COMPUTE>`), "ID");
    };
    const show = (id: string) => ask("GET", `/compute/${id}`, 200);
    /** It goes on as soon as STATE is ACTIVE: in PROLOG, BOOT, PROLOG_RESUME, BOOT_STOPPED. */
    async function active(id: string): Promise<void> {
      while (textOf(await show(id), "STATE") === "PENDING") await world.deps.clock.sleep(1000);
      expect(textOf(await show(id), "STATE")).toBe("ACTIVE");
    }
    const created = async (): Promise<string> => {
      const id = await create();
      await active(id);
      expect(textOf(await show(id), "LCM_STATE")).not.toBe("RUNNING");
      return id;
    };

    test("finds what it reads in every machine, image, network and type", async () => {
      await create("large", '<NIC><NETWORK href="/network/0" /></NIC>');
      await create("custom");
      const machines = await each("compute");
      expect(machines.length).toBeGreaterThan(2);
      for (const machine of nonEmpty(machines)) {
        expect(textOf(machine, "ID")).toMatch(/^\d+$/);
        expect(textOf(machine, "STATE")).toMatch(/^[A-Z]+$/);
        expect(textOf(machine, "NAME")).not.toBe("");
        expect(machine).toMatch(/<INSTANCE_TYPE\b/);
      }
      const parts = (pattern: RegExp) => machines.flatMap((machine) => every(pattern, machine));
      for (const disk of nonEmpty(parts(/<DISK\b([\s\S]*?)<\/DISK>/g)))
        expect(disk).toMatch(/^ id="\d+"[\s\S]*<STORAGE href="[^"]*\/storage\/\d*" name="/);
      for (const nic of nonEmpty(parts(/<NIC\b([\s\S]*?)<\/NIC>/g)))
        expect(nic).toMatch(/<NETWORK href="[^"]*\/network\/\d*" name="/);
      for (const image of nonEmpty(await each("storage"))) expect(textOf(image, "SIZE")).toMatch(/^\d+$/);
      for (const lan of nonEmpty(await each("network"))) expect(textOf(lan, "NAME")).not.toBe("");
      const types = await each("instance_type");
      expect(types.map((type) => textOf(type, "NAME"))).toEqual(["custom", "large", "medium", "small"]);
    });

    test("creates a machine with all that it can ask for", async () => {
      const wanted =
        '<NIC><NETWORK href="/network/0" /></NIC>' +
        "<CONTEXT><HOSTNAME>h</HOSTNAME><USER_DATA>abc</USER_DATA><DNS>8.8.8.8</DNS></CONTEXT>";
      const machine = await show(await create("custom", wanted));
      const shown = ["HOSTNAME", "USER_DATA", "DNS", "INSTANCE_TYPE"].map((name) =>
        every(new RegExp(`<${name}\\b[^>]*>([^<]*)<`, "g"), machine).join(),
      );
      expect(shown).toEqual(["h", "abc", "8.8.8.8", "custom"]);
      expect(every(/<NETWORK href="([^"]*)"/g, machine)).toEqual([expect.stringMatching(/\/network\/0$/)]);
    });

    describe("as soon as it sees ACTIVE", () => {
      test.each(["REBOOT", "SUSPENDED", "STOPPED", "SHUTDOWN", "CANCEL", "DONE"])("asks for %s", async (word) => {
        await put(await created(), word);
      });

      test("deletes the machine", async () => {
        await ask("DELETE", `/compute/${await created()}`, 204);
      });

      test("stops and resumes it, one right after the other", async () => {
        const id = await created();
        for (const word of ["SUSPENDED", "RESUME", "SUSPENDED", "RESUME", "STOPPED"]) await put(id, word);
        await put(id, "RESUME");
        await active(id);
        await put(id, "REBOOT");
      });

      test("saves a disk, which it names by the image", async () => {
        const id = await created();
        const machine = await show(id);
        const [image = ""] = every(/<STORAGE href="[^"]*\/storage\/(\d+)"/g, machine);
        const disk = `<DISK id="${image}"><STORAGE href="/storage/${image}" name="ttylinux" /><SAVE_AS name="saved" /></DISK>`;
        await ask("PUT", `/compute/${id}`, 202, `<COMPUTE><ID>${id}</ID>${disk}</COMPUTE>`);
        const saved = await each("storage");
        expect(saved.map((one) => textOf(one, "NAME"))).toContain("saved");
      });

      test("attaches a volume, reboots, detaches and deletes it", async () => {
        const id = await created();
        const made = await ask("POST", `/storage?occixml=${encodeURIComponent(VOLUME)}`, 201);
        expect([textOf(made, "NAME"), textOf(made, "SIZE")]).toEqual(["vol", "1000"]);
        const volume = textOf(made, "ID");
        await act(id, "ATTACHDISK", `<STORAGE href="/storage/${volume}" /><TARGET>vdb</TARGET>`);
        await put(id, "REBOOT");
        const disks = every(/<DISK\b([\s\S]*?)<\/DISK>/g, await show(id));
        const its = disks.find((disk) => disk.includes(`/storage/${volume}"`)) ?? "";
        await act(id, "DETACHDISK", `<DISK id="${/id="(\d+)"/.exec(its)?.[1]}" />`);
        await ask("DELETE", `/storage/${volume}`, 204);
        await ask("DELETE", `/compute/${id}`, 204);
      });
    });

    test("deletes a machine at once, and again one that is running", async () => {
      await ask("DELETE", `/compute/${await create()}`, 204);
      const id = await create();
      world.sim.advance(6);
      await ask("DELETE", `/compute/${id}`, 204);
    });
  },
  { defaultDialect: "xml" },
  { stepMs: "manual" },
  clockOf,
);
