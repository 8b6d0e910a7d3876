import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OcciError } from "../errors.ts";
import { sharedReason } from "./shared-directory.ts";
import { STAGED_NAME } from "./staged-name.ts";
import { BLOCK } from "./staged-writer.ts";
import { openStaging } from "./staging.ts";
import { prepareDirectory, type StagingFs } from "./staging-directory.ts";

const GIB = 2 ** 30;
let parent: string;
let directory: string;

beforeEach(async () => {
  parent = await fs.mkdtemp(join(tmpdir(), "staging-"));
  directory = join(parent, "images");
});
afterEach(() => fs.rm(parent, { recursive: true, force: true }));

/** Made once: each byte is a call of a function. */
const PATTERN = Buffer.from(
  Uint8Array.from({ length: 5 * BLOCK + 1 }, (_, index) => (index * 7 + (index >> 8)) & 0xff),
);

function pattern(length: number): Buffer {
  if (length > PATTERN.length) throw new Error("there are no so many bytes");
  return Buffer.from(PATTERN.subarray(0, length));
}

async function thrown(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await thrown(promise);
  if (!(error instanceof OcciError)) throw new Error(`no OcciError: ${error}`);
  return error.code;
}

describe("an upload", () => {
  test("has no name of its own until it is whole", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    const upload = await staging.begin();
    await upload.write(Buffer.from("first "));
    const [part] = await fs.readdir(directory);
    expect(part).toMatch(/^occi-[0-9a-f]{32}\.part$/);
    await upload.write(Buffer.from("second"));
    const file = await upload.finish();
    expect(await fs.readdir(directory)).toEqual([(part ?? "").replace(".part", "")]);
    expect(await fs.readFile(file.path, "utf8")).toBe("first second");
    expect(file.size).toBe(12);
    await file.remove();
    await file.remove();
    expect(await fs.readdir(directory)).toEqual([]);
  });

  test("can be read by this user alone", async () => {
    const before = process.umask(0);
    try {
      const staging = await openStaging({ directory, limit: GIB });
      const upload = await staging.begin();
      await upload.write(Buffer.from("secret"));
      const { path } = await upload.finish();
      expect((await fs.stat(path)).mode & 0o777).toBe(0o600);
      expect((await fs.stat(directory)).mode & 0o777).toBe(0o711);
    } finally {
      process.umask(before);
    }
  });

  test("arrives byte for byte, whatever the pieces", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    const bytes = pattern(3 * BLOCK + 12_345);
    for (const step of [1000, 65_536, BLOCK, BLOCK + 1, bytes.length]) {
      const upload = await staging.begin();
      for (let from = 0; from < bytes.length; from += step) {
        const piece = Buffer.from(bytes.subarray(from, from + step));
        await upload.write(piece);
        piece.fill(0); // the caller may use its buffer again
      }
      const file = await upload.finish();
      expect(bytes.equals(await fs.readFile(file.path))).toBe(true);
      await file.remove();
    }
  });

  test("that is thrown away leaves nothing", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    const upload = await staging.begin();
    await upload.write(pattern(2 * BLOCK + 1));
    await upload.abort();
    await upload.abort();
    expect(await fs.readdir(directory)).toEqual([]);
    expect(await codeOf(upload.finish())).toBe("INTERNAL");
  });

  test("over the limit is refused", async () => {
    const staging = await openStaging({ directory, limit: 10 });
    const upload = await staging.begin();
    await upload.write(pattern(10));
    expect(await codeOf(upload.write(pattern(1)))).toBe("TOO_LARGE");
    await upload.abort();
    expect(await fs.readdir(directory)).toEqual([]);
  });

  test("that announces more than there is room for is refused before it begins", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    expect(await codeOf(staging.begin(2 ** 60))).toBe("DISK_FULL");
    expect(await fs.readdir(directory)).toEqual([]);
  });

  test("names are random", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    const uploads = await Promise.all(Array.from({ length: 50 }, () => staging.begin()));
    expect(new Set(await fs.readdir(directory)).size).toBe(50);
    await Promise.all(uploads.map((upload) => upload.abort()));
  });
});

describe("the directory", () => {
  test("is made so that others cannot list it", async () => {
    await prepareDirectory(directory);
    expect((await fs.stat(directory)).mode & 0o777).toBe(0o711);
  });

  test("that others may list or write is closed to them", async () => {
    await fs.mkdir(directory);
    await fs.chmod(directory, 0o775);
    const lines: string[] = [];
    await prepareDirectory(directory, fs, (line) => lines.push(line));
    expect((await fs.stat(directory)).mode & 0o777).toBe(0o711);
    expect(lines).toEqual([
      `IMAGE_DIR ${directory} had the mode 775: it is 711 now, so that only the server can list it`,
    ]);
  });

  test("that the server has made itself is closed without a word", async () => {
    const lines: string[] = [];
    // Where the directory above it hands its rights on, what is made in it is open to others at first.
    const mkdir = async (path: string): Promise<undefined> => {
      await fs.mkdir(path);
      await fs.chmod(path, 0o775);
    };
    await prepareDirectory(directory, { ...fs, mkdir: mkdir as StagingFs["mkdir"] }, (line) => lines.push(line));
    expect([(await fs.stat(directory)).mode & 0o777, lines]).toEqual([0o711, []]);
  });

  test.each([
    ["that every user may write", 0o777, undefined, "every user of this machine can write to it"],
    ["with the sticky bit", 0o1755, undefined, "it has the sticky bit, as directories for several users do"],
    ["that holds other files", 0o755, "notes.txt", 'it holds "notes.txt", which is not an upload'],
    ["that holds other directories", 0o700, "photos/", 'it holds "photos", which is not an upload'],
  ])("%s is refused, and not changed", async (_, mode, name, reason) => {
    await fs.mkdir(directory);
    if (name?.endsWith("/")) await fs.mkdir(join(directory, name));
    else if (name !== undefined) await fs.writeFile(join(directory, name), "");
    await fs.chmod(directory, mode);
    expect(String(await thrown(prepareDirectory(directory)))).toBe(
      `Error: IMAGE_DIR ${directory} is shared with others: ${reason}; name a directory for this purpose alone, such as ${directory}/occi-server.`,
    );
    expect((await fs.stat(directory)).mode & 0o7777).toBe(mode);
  });

  test("with uploads, and what a file system keeps for itself, stays in use", async () => {
    await fs.mkdir(join(directory, "lost+found"), { recursive: true });
    const upload = `occi-${"0".repeat(32)}`;
    for (const name of [upload, `${upload}.part`, ".nfs0123456789ab"]) await fs.writeFile(join(directory, name), "");
    await prepareDirectory(directory);
    expect((await fs.stat(directory)).mode & 0o777).toBe(0o711);
  });

  test.each(["/", "/etc", "/var/tmp", "/var", "/usr/bin", "/home", "/run/one", "/var/lib/one"])(
    "%s is a directory of the system, whatever its mode",
    async (system) => {
      const stats = Object.assign(await fs.stat(parent), { mode: 0o40700 });
      expect(sharedReason(system, stats)).toBe("it is a system directory");
    },
  );

  test.each(["/var/tmp/occi-server", "/srv/images", "/var/occi", "/opt/one/images"])(
    "%s could be the server's own",
    async (own) => {
      const stats = Object.assign(await fs.stat(parent), { mode: 0o40755 });
      expect(sharedReason(own, stats)).toBeUndefined();
    },
  );

  test("that is stricter stays as it is", async () => {
    await fs.mkdir(directory, { mode: 0o700 });
    await prepareDirectory(directory);
    expect((await fs.stat(directory)).mode & 0o777).toBe(0o700);
  });

  test("that is a link or a file is refused", async () => {
    await fs.mkdir(join(parent, "elsewhere"));
    await fs.symlink(join(parent, "elsewhere"), directory);
    expect(String(await thrown(prepareDirectory(directory)))).toContain("is not a directory");
    await fs.unlink(directory);
    await fs.writeFile(directory, "");
    expect(String(await thrown(prepareDirectory(directory)))).toContain("is not a directory");
  });

  test("of another user is refused", async () => {
    const foreign: StagingFs = {
      ...fs,
      lstat: (async (path: string) => Object.assign(await fs.lstat(path), { uid: 12_345 })) as StagingFs["lstat"],
    };
    expect(String(await thrown(prepareDirectory(directory, foreign)))).toContain("belongs to user 12345");
  });

  test("that cannot be made says why", async () => {
    const error = await thrown(prepareDirectory(join(parent, "missing", "images")));
    expect(String(error)).toContain("cannot be created");
  });
});

describe("a local user who meddles", () => {
  // With a name that was guessed: the random part is given here.
  async function withKnownName(prepare: (path: string) => Promise<unknown>): Promise<unknown> {
    await prepareDirectory(directory);
    const guessed: StagingFs = {
      ...fs,
      open: (async (path: string, ...rest: [number, number]) => {
        if (STAGED_NAME.test(path.slice(directory.length + 1))) await prepare(path);
        return fs.open(path, ...rest);
      }) as StagingFs["open"],
    };
    const staging = await openStaging({ directory, limit: GIB, fs: guessed });
    return thrown(staging.begin());
  }

  test("cannot have us write through a symbolic link", async () => {
    const victim = join(parent, "victim");
    await fs.writeFile(victim, "precious");
    expect(await withKnownName((path) => fs.symlink(victim, path))).toHaveProperty("code", "INTERNAL");
    expect(await fs.readFile(victim, "utf8")).toBe("precious");
  });

  test("cannot have us use a file that is there already, or a hard link", async () => {
    const victim = join(parent, "victim");
    await fs.writeFile(victim, "precious");
    expect(await withKnownName((path) => fs.link(victim, path))).toHaveProperty("code", "INTERNAL");
    expect(await fs.readFile(victim, "utf8")).toBe("precious");
  });

  test("cannot keep a second name of the file", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    const upload = await staging.begin();
    const [name] = await fs.readdir(directory);
    await fs.link(join(directory, name ?? ""), join(parent, "kept"));
    expect(await codeOf(upload.finish())).toBe("INTERNAL");
    expect(await fs.readdir(directory)).toEqual([]);
  });
});

describe("a failing disk", () => {
  type Step = "open" | "write" | "truncate" | "sync" | "stat" | "rename" | "statfs" | "close";

  /** A file system on which the n-th call of one kind fails. */
  function failing(step: Step, nth: number, code: string): { readonly io: StagingFs; arm(): void } {
    let count = Number.NEGATIVE_INFINITY;
    const fault = () => {
      if (++count === nth) throw Object.assign(new Error(`${code}: injected`), { code });
    };
    const guarded = (handle: fs.FileHandle): fs.FileHandle =>
      new Proxy(handle, {
        get(target, key) {
          const value: unknown = Reflect.get(target, key, target);
          if (typeof value !== "function") return value;
          return async (...args: unknown[]) => {
            if (key === step && key !== "close") fault();
            const result: unknown = await Reflect.apply(value, target, args);
            if (key === step && key === "close") fault();
            return result;
          };
        },
      });
    const io: StagingFs = {
      ...fs,
      open: (async (...args: Parameters<typeof fs.open>) => {
        if (step === "open") fault();
        return guarded(await fs.open(...args));
      }) as StagingFs["open"],
      rename: async (...args) => {
        if (step === "rename") fault();
        return fs.rename(...args);
      },
      statfs: (async (path: string) => {
        if (step === "statfs") fault();
        return fs.statfs(path);
      }) as StagingFs["statfs"],
    };
    const arm = () => {
      count = 0;
    };
    return { io, arm };
  }

  // Each call that an upload of five blocks makes: opening the file and the directory, five writes and the rest, sync of the file and of the directory, ...
  const CALLS: readonly (readonly [Step, number])[] = [
    ["statfs", 1],
    ["open", 2],
    ["write", 6],
    ["truncate", 1],
    ["sync", 2],
    ["stat", 1],
    ["rename", 1],
    ["close", 2],
  ];
  const CASES = CALLS.flatMap(([step, calls]) =>
    Array.from({ length: calls }, (_, index) => [step, index + 1] as const),
  );

  const ANSWERS = { ENOSPC: "DISK_FULL", EDQUOT: "DISK_FULL", EIO: "INTERNAL", EROFS: "INTERNAL", EACCES: "INTERNAL" };
  for (const [code, answer] of Object.entries(ANSWERS)) {
    test.each(CASES)(`is ${answer} and leaves nothing: ${code} at %s %d`, async (step, nth) => {
      const { io, arm } = failing(step, nth, code);
      const staging = await openStaging({ directory, limit: GIB, fs: io });
      arm();
      const attempt = async () => {
        const upload = await staging.begin();
        try {
          await upload.write(pattern(5 * BLOCK + 1));
          await upload.finish();
        } catch (error) {
          await upload.abort();
          throw error;
        }
      };
      expect(await codeOf(attempt())).toBe(answer);
      expect(await fs.readdir(directory)).toEqual([]);
    });
  }

  /** As a file system without O_DIRECT has it. */
  const withoutDirect = async (...[path, flags, mode]: Parameters<typeof fs.open>) => {
    if ((Number(flags) & fs.constants.O_DIRECT) !== 0) throw Object.assign(new Error("EINVAL"), { code: "EINVAL" });
    return fs.open(path, flags, mode);
  };

  test("that knows no O_DIRECT is written without", async () => {
    const io: StagingFs = { ...fs, open: withoutDirect as StagingFs["open"] };
    const staging = await openStaging({ directory, limit: GIB, fs: io });
    const upload = await staging.begin();
    await upload.write(pattern(BLOCK + 5));
    const { path } = await upload.finish();
    expect(pattern(BLOCK + 5).equals(await fs.readFile(path))).toBe(true);
  });

  test("that takes only part of a block is asked again", async () => {
    const short: StagingFs = {
      ...fs,
      open: (async (...args: Parameters<typeof fs.open>) =>
        new Proxy(await withoutDirect(...args), {
          get(target, key) {
            if (key === "write") {
              return (buffer: Uint8Array, offset: number, length: number) =>
                target.write(buffer, offset, Math.min(length, 100_000));
            }
            const value: unknown = Reflect.get(target, key, target);
            return typeof value === "function" ? value.bind(target) : value;
          },
        })) as StagingFs["open"],
    };
    const staging = await openStaging({ directory, limit: GIB, fs: short });
    const upload = await staging.begin();
    const bytes = pattern(BLOCK + 5);
    await upload.write(bytes);
    const { path } = await upload.finish();
    expect(bytes.equals(await fs.readFile(path))).toBe(true);
  });

  test("whose directory has gone is the administrator's", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    await fs.rmdir(directory);
    expect(await codeOf(staging.begin())).toBe("INTERNAL");
  });

  test("that cannot remove a file is told to the log", async () => {
    const lines: string[] = [];
    const stuck: StagingFs = {
      ...fs,
      unlink: () => Promise.reject(Object.assign(new Error("stuck"), { code: "EIO" })),
    };
    const staging = await openStaging({ directory, limit: GIB, fs: stuck, log: (line) => lines.push(line) });
    await (await staging.begin()).abort();
    expect(lines.join()).toMatch(/cannot remove .*occi-[0-9a-f]{32}\.part: stuck/);
  });
});

const mounted = process.geteuid?.() === 0 && spawnSync("unshare", ["-m", "true"]).status === 0;

describe.if(mounted)("a real disk of 20 MB", () => {
  const size = 20 * 2 ** 20;
  beforeEach(async () => {
    await fs.mkdir(directory);
    const { status } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${size},mode=0711`, "staging", directory]);
    expect(status).toBe(0);
  });
  afterEach(() => {
    spawnSync("umount", [directory]);
  });

  test("that is full after any 64 kB is 507, and empty again afterwards", async () => {
    const staging = await openStaging({ directory, limit: GIB });
    const filler = join(directory, "filler");
    const bytes = pattern(2 * 2 ** 20);
    // What is free shrinks step by step from just too little to nothing.
    for (let free = bytes.length - 65_536; free >= 0; free -= 65_536) {
      await fs.writeFile(filler, "");
      await fs.truncate(filler, 0);
      const handle = await fs.open(filler, "w");
      for (let left = size - free; left > 0; left -= 2 ** 20) await handle.write(Buffer.alloc(Math.min(left, 2 ** 20)));
      await handle.close();
      const upload = await staging.begin();
      const failure = await thrown(
        (async () => {
          await upload.write(bytes);
          await upload.finish();
        })(),
      );
      expect(failure).toMatchObject({
        code: "DISK_FULL",
        message: "The server's disk does not have enough room for the upload.",
      });
      await upload.abort();
      expect(await fs.readdir(directory)).toEqual(["filler"]);
    }
  });
});
