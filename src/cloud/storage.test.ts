import { beforeEach, describe, expect, test } from "bun:test";
import type { Config } from "../config/config.ts";
import { OcciError } from "../errors.ts";
import type { OnedClient, Parameter, PoolAnswer } from "../opennebula/client.ts";
import { PoolReader } from "../opennebula/read-around.ts";
import { errorOf } from "../testing/error-of.ts";
import { Patience } from "./patience.ts";
import type { StagedFile } from "./staged-upload.ts";
import * as storage from "./storage.ts";
import type { StorageDeps } from "./storage-create.ts";

const HOUR = 3_600_000;
const SESSION = "alice:alicepass";

type Step = string | OcciError;

/** An oned with one image: what it answers is set by the test, what it is asked is kept. */
class FakeOned implements OnedClient {
  readonly calls: string[] = [];
  /** STATE of the following `one.image.info`, the last one for ever; an error in place of an answer. */
  states: Step[] = ["READY"];
  error = "";
  refusals: Record<string, OcciError> = {};
  readonly #numbers: Record<string, number> = { READY: 1, USED: 2, LOCKED: 4, ERROR: 5, LOCKED_USED: 9 };

  async read(session: string, method: string, ...parameters: Parameter[]): Promise<string> {
    expect(session).toBe(SESSION);
    this.calls.push([method.replace("one.image.", ""), ...parameters].join(" "));
    const state = this.states.length > 1 ? this.states.shift() : this.states[0];
    if (state === undefined || state instanceof OcciError) throw state;
    const template = this.error === "" ? "" : `<ERROR><![CDATA[${this.error}]]></ERROR>`;
    return (
      `<IMAGE><ID>${parameters[0]}</ID><UID>2</UID><GID>1</GID><UNAME>alice</UNAME><GNAME>users</GNAME><NAME>img</NAME>` +
      `<TYPE>0</TYPE><PERSISTENT>0</PERSISTENT><SIZE>1</SIZE><STATE>${this.#numbers[state]}</STATE>` +
      `<TEMPLATE>${template}</TEMPLATE></IMAGE>`
    );
  }

  async readMany(): Promise<readonly PoolAnswer[]> {
    throw new Error("not asked");
  }

  async readPool(session: string, method: string, ...parameters: Parameter[]) {
    const one = await this.read(session, "one.image.info", 7);
    this.calls.splice(-1, 1, [method, ...parameters].join(" "));
    const pool = `<IMAGE_POOL>${one}</IMAGE_POOL>`.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    return { encoded: Buffer.from(pool), release: () => void this.calls.push("release") };
  }

  async change(session: string, method: string, ...parameters: Parameter[]): Promise<number> {
    expect(session).toBe(SESSION);
    const name = method.replace("one.image.", "");
    this.calls.push([name, ...parameters].join(" "));
    const refusal = this.refusals[name];
    if (refusal !== undefined) throw refusal;
    return 12;
  }
}

let oned: FakeOned;
let deps: StorageDeps;
let now: number;

beforeEach(() => {
  oned = new FakeOned();
  now = 0;
  const config = { datastoreId: 1, filesDatastoreId: 2, uploadUrls: ["x.org"], wait: 10_000, uploadKeep: 24 * HOUR };
  const clock = {
    now: () => now,
    async sleep(ms: number) {
      now += ms;
    },
  };
  deps = { config: config as unknown as Config, oned, clock, patience: new Patience(clock, config.wait) };
});

/** A staged file that tells when it is removed, and at what time. */
function stagedFile() {
  const removal = Promise.withResolvers<number>();
  let removed = false;
  const file: StagedFile = {
    path: "/var/tmp/occi-server/occi-77",
    size: 5,
    async remove() {
      removed = true;
      removal.resolve(now);
    },
  };
  return { file, removedAt: removal.promise, isRemoved: () => removed };
}

const gone = new OcciError("NOT_FOUND", "Error getting image [12].");
const down = new OcciError("ONED_UNREACHABLE", "down");
const infos = () => oned.calls.filter((call) => call === "info 12").length;

describe("a new image", () => {
  const create = (file?: StagedFile) => storage.create(deps, SESSION, { name: "img", type: "OS" }, file);

  test("whose file oned cannot read is no fault of the request, and its place is not told", async () => {
    const { file, isRemoved } = stagedFile();
    const text = `Cannot parse image SIZE: cannot access '${file.path}' (Permission denied)`;
    oned.refusals = { allocate: new OcciError("INVALID_REQUEST", text) };
    const { code, message, hint } = await errorOf(create(file));
    expect([code, message]).toEqual([
      "ONED_FAILED",
      "Cannot parse image SIZE: cannot access 'the uploaded file' (Permission denied)",
    ]);
    expect(hint).toContain("SAFE_DIRS");
    expect(isRemoved()).toBe(true);
  });

  test("that is there at once is answered READY, its file removed", async () => {
    const { file, isRemoved } = stagedFile();
    expect(await create(file)).toMatchObject({ id: 12, name: "img", state: "READY", size: 1, user: { name: "alice" } });
    expect(oned.calls).toEqual([
      `allocate <TEMPLATE><NAME>img</NAME><TYPE>OS</TYPE><PATH>${file.path}</PATH></TEMPLATE> 1`,
      "info 12",
    ]);
    expect(isRemoved()).toBe(true);
  });

  test("is waited for", async () => {
    oned.states = ["LOCKED", "LOCKED", "LOCKED", "READY"];
    const { file, isRemoved } = stagedFile();
    expect((await create(file)).state).toBe("READY");
    expect(isRemoved()).toBe(true);
    expect(now).toBeLessThan(10_000);
  });

  test("that takes longer than WAIT is answered LOCKED, its file kept until oned has copied it", async () => {
    oned.states = ["LOCKED"];
    const { file, isRemoved, removedAt } = stagedFile();
    expect((await create(file)).state).toBe("LOCKED");
    expect(now).toBe(10_000);
    expect(isRemoved()).toBe(false);
    oned.states = ["LOCKED", "LOCKED", "LOCKED_USED", "USED"];
    const before = infos();
    await removedAt;
    expect(infos() - before).toBeLessThanOrEqual(4);
  });

  test("whose copying never ends keeps its file for UPLOAD_KEEP, asking ever less often", async () => {
    oned.states = ["LOCKED"];
    const { file, removedAt } = stagedFile();
    await create(file);
    expect(await removedAt).toBe(10_000 + 24 * HOUR);
    expect(infos()).toBeLessThan((24 * HOUR) / 30_000 + 50);
  });

  test("that is deleted while it is copied needs its file no more", async () => {
    oned.states = ["LOCKED"];
    const { file, removedAt } = stagedFile();
    await create(file);
    oned.states = [down, "LOCKED", gone];
    expect(await removedAt).toBeLessThan(20_000);
  });

  test("whose owner's password is changed is not asked for again, its file is kept for UPLOAD_KEEP", async () => {
    oned.states = ["LOCKED"];
    const { file, removedAt } = stagedFile();
    await create(file);
    const before = infos();
    oned.states = [new OcciError("BAD_CREDENTIALS", "no")];
    expect(await removedAt).toBe(10_000 + 24 * HOUR);
    expect(infos() - before).toBeLessThanOrEqual(2);
  });

  test("for everybody is made so by a second call", async () => {
    await storage.create(deps, SESSION, { name: "img", public: "YES" }, stagedFile().file);
    expect(oned.calls.slice(1)).toEqual(["info 12", "chmod 12 -1 -1 -1 1 -1 -1 -1 -1 -1", "info 12"]);
  });

  test("that oned does not let be public goes again", async () => {
    oned.refusals.chmod = new OcciError("FORBIDDEN", "no");
    const { file, isRemoved } = stagedFile();
    const error = await errorOf(storage.create(deps, SESSION, { name: "img", public: "YES" }, file));
    expect(error.code).toBe("FORBIDDEN");
    expect(oned.calls.at(-1)).toBe("delete 12");
    expect(isRemoved()).toBe(true);
  });

  test("without a file is an empty block", async () => {
    await storage.create(deps, SESSION, { name: "img", type: "DATABLOCK", size: "10", fstype: "ext4" });
    expect(oned.calls[0]).toContain("<SIZE>10</SIZE><FS>ext4</FS>");
  });
});

describe("an image that cannot be", () => {
  const create = (file?: StagedFile) => storage.create(deps, SESSION, { name: "img", type: "OS" }, file);

  test("is refused before oned hears of it, its file removed", async () => {
    const { file, isRemoved } = stagedFile();
    expect((await errorOf(storage.create(deps, SESSION, { name: "a & b" }, file))).status).toBe(400);
    expect(oned.calls).toEqual([]);
    expect(isRemoved()).toBe(true);
  });

  test("or is refused by oned, its file removed", async () => {
    oned.refusals.allocate = new OcciError("NAME_TAKEN", "NAME is already taken by IMAGE 6.");
    const { file, isRemoved } = stagedFile();
    expect((await errorOf(create(file))).code).toBe("NAME_TAKEN");
    expect(isRemoved()).toBe(true);
  });

  test.each([
    ["dummy datastore: cp failed", undefined, "ONED_FAILED", "cp failed"],
    ["cp: Not allowed to copy image from /x, check SAFE_DIRS", undefined, "ONED_FAILED", "SAFE_DIRS"],
    ["cp: write error: No space left on device", undefined, "WRONG_STATE", "No space left"],
    ["curl: (22) 404", "http://x.org/a", "DRIVER_REFUSED", "404"],
    ["Error creating datablock: mkfs: Unsupported file system type: x", undefined, "DRIVER_REFUSED", "file system"],
    ["", undefined, "ONED_FAILED", "no reason given"],
  ])("or ends in ERROR, is deleted and reported: %p", async (reason, url, code, shown) => {
    oned.states = ["LOCKED", "ERROR"];
    oned.error = reason;
    const { file, isRemoved } = stagedFile();
    const request = { name: "img", ...(url !== undefined && { url }) };
    const error = await errorOf(storage.create(deps, SESSION, request, url === undefined ? file : undefined));
    expect(error).toMatchObject({ code, message: expect.stringContaining(shown) });
    expect(oned.calls.at(-1)).toBe("delete 12");
    if (url === undefined) expect(isRemoved()).toBe(true);
  });

  test("is reported without oned's date, its drivers' marks and the server's paths", async () => {
    oned.states = ["ERROR"];
    oned.error =
      "Sun Nov 22 12:00:59 2026 : Error copying image in the datastore: ERROR MESSAGE --8<------ " +
      "cannot stat /var/tmp/occi-server/occi-77 ERROR MESSAGE ------>8--";
    expect((await errorOf(create(stagedFile().file))).message).toBe(
      "OpenNebula could not store the image: Error copying image in the datastore: cannot stat the uploaded file",
    );
  });

  test("tells of SAFE_DIRS when a file was uploaded, for that is where IMAGE_DIR has to be", async () => {
    oned.states = ["ERROR"];
    oned.error = "cp: Not allowed to copy image from /x, check RESTRICTED_DIRS in your datastore";
    expect((await errorOf(create(stagedFile().file))).hint).toContain("add IMAGE_DIR to SAFE_DIRS");
    const copying = storage.act(deps, SESSION, 7, { perform: "clone", params: { name: "copy" } });
    expect((await errorOf(copying)).hint).toBeUndefined();
  });

  test("and cannot be deleted either is named", async () => {
    oned.states = ["ERROR"];
    oned.refusals.delete = down;
    expect((await errorOf(create(stagedFile().file))).hint).toBe(
      "The image 12 could not be deleted: delete it before you try again.",
    );
  });
});

describe("an answer that is lost", () => {
  test("of the creation: the file is kept for UPLOAD_KEEP, for oned may be copying it", async () => {
    oned.refusals.allocate = new OcciError("OUTCOME_UNKNOWN", "lost");
    const { file, removedAt } = stagedFile();
    const error = await errorOf(storage.create(deps, SESSION, { name: "img" }, file));
    expect(error.code).toBe("OUTCOME_UNKNOWN");
    expect(await removedAt).toBe(24 * HOUR);
  });

  test("of the waiting: the image is named, and followed", async () => {
    oned.states = [down];
    const { file, isRemoved, removedAt } = stagedFile();
    const error = await errorOf(storage.create(deps, SESSION, { name: "img" }, file));
    expect(error.code).toBe("OUTCOME_UNKNOWN");
    expect(`${error.message} ${error.hint}`).toContain("storage/12");
    expect(isRemoved()).toBe(false);
    oned.states = [down, "LOCKED", "READY"];
    expect(await removedAt).toBeLessThan(HOUR);
  });
});

describe("PUT", () => {
  test.each([
    [{ persistent: "YES" }, ["persistent 7 true", "info 7"]],
    [{ persistent: "NO" }, ["persistent 7 false", "info 7"]],
    [{ persistent: "no" }, ["info 7"]],
    [{ public: "YES" }, ["chmod 7 -1 -1 -1 1 -1 -1 -1 -1 -1", "info 7"]],
    [{ public: "NO" }, ["info 7", "chmod 7 -1 -1 -1 0 -1 -1 -1 -1 -1", "info 7"]],
    [{ type: "CDROM" }, ["info 7", "chtype 7 CDROM", "info 7"]],
    [{ type: "OS" }, ["info 7", "info 7"]],
    [{ description: "new" }, ["update 7 <TEMPLATE><DESCRIPTION>new</DESCRIPTION></TEMPLATE> 1", "info 7"]],
    [{ description: "" }, ['update 7 DESCRIPTION = ""\n 1', "info 7"]],
    [{ persistent: "maybe" }, ["info 7"]],
    [{}, ["info 7"]],
  ])("%j", async (wanted, calls) => {
    expect((await storage.change(deps, SESSION, 7, wanted)).id).toBe(7);
    expect(oned.calls).toEqual(calls);
  });

  test("of PERSISTENT and PUBLIC at once is refused, as in 4.6", async () => {
    const error = await errorOf(storage.change(deps, SESSION, 7, { persistent: "YES", public: "YES" }));
    expect([error.status, error.message]).toEqual([400, "It is not allowed more than one change per request"]);
    expect(oned.calls).toEqual([]);
  });

  test("of an unknown image that changes nothing is 404", async () => {
    oned.states = [gone];
    expect((await errorOf(storage.change(deps, SESSION, 999, {}))).status).toBe(404);
  });
});

describe("the rest", () => {
  test("a list gives its bytes back", async () => {
    const found: unknown[] = [];
    for await (const batch of storage.list({ ...deps, pools: new PoolReader() }, SESSION, () => {}))
      found.push(...batch);
    expect(found).toEqual([expect.objectContaining({ id: 7, name: "img", state: "READY" })]);
    expect(oned.calls).toEqual(["one.imagepool.info -2 -1 -1", "release"]);
  });

  test("show and delete", async () => {
    expect(await storage.show(deps, SESSION, 7)).toMatchObject({ id: 7, group: "users", public: false });
    await storage.remove(deps, SESSION, 7);
    expect(oned.calls).toEqual(["info 7", "delete 7"]);
  });

  test("clone makes an image and waits for it; what ends in ERROR is deleted", async () => {
    const clone = () => storage.act(deps, SESSION, 7, { perform: "clone", params: { name: "copy" } });
    oned.states = ["LOCKED", "READY"];
    expect(await clone()).toMatchObject({ isCreation: true, storage: { id: 12, state: "READY" } });
    expect(oned.calls).toEqual(["clone 7 copy", "info 12", "info 12"]);
    oned.states = ["ERROR"];
    oned.error = "cp failed";
    expect((await errorOf(clone())).message).toContain("cp failed");
    expect(oned.calls.at(-1)).toBe("delete 12");
  });

  test("rename changes the image itself", async () => {
    const renamed = await storage.act(deps, SESSION, 7, { perform: "rename", params: { name: "new" } });
    expect(renamed).toMatchObject({ isCreation: false, storage: { id: 7 } });
    expect(oned.calls).toEqual(["rename 7 new", "info 7"]);
  });

  test("other actions, and none or a bad NAME, are refused", async () => {
    const act = (perform: string, params = {}) => errorOf(storage.act(deps, SESSION, 7, { perform, params }));
    expect(await act("explode")).toMatchObject({ status: 403, message: "Action explode not supported" });
    expect((await act("clone")).status).toBe(400);
    expect((await act("rename", { name: 'x"' })).status).toBe(400);
    expect(oned.calls).toEqual([]);
  });
});
