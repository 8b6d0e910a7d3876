/**
 * An upload over TLS by curl beside `dd conv=fsync` of the same size onto the same disk, and by occi-storage beside curl.
 *
 *   bun scripts/bench/upload.ts [--gib 4] [--rounds 3] [--directory /var/tmp] [--oned URL --user alice:alicepass]
 *
 * Needs dist/occi-server and curl, and twice the size as free room. Without --oned the stand-in is used. Rounds take
 * turns, so that a disk that drifts drifts for both.
 */
import { mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { EXECUTABLE, median, memory, report, startServer } from "./lib.ts";

const { values } = parseArgs({
  options: {
    gib: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    directory: { type: "string", default: "/var/tmp" },
    oned: { type: "string" },
    user: { type: "string", default: "alice:alicepass" },
    help: { type: "boolean", short: "h", default: false },
  },
});
if (values.help) {
  console.error("Usage: bun scripts/bench/upload.ts [--gib N] [--rounds N] [--directory D] [--oned URL --user U:P]");
  process.exit(0);
}

const bytes = Number(values.gib) * 2 ** 30;
const directory = mkdtempSync(join(values.directory, "occi-bench-upload-"));
// Sparse: reading it costs both the same, next to nothing.
const source = join(directory, "source");
writeFileSync(source, "");
truncateSync(source, bytes);

/** Runs a command. @returns what it prints. @throws Error when it fails. */
async function run(...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdout: "pipe", stderr: "pipe" });
  const [output, complaint] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(`${command.join(" ")}: ${complaint || output}`);
  return output;
}

/** Megabytes a second. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return bytes / 1000 / (performance.now() - started);
}

async function dd(): Promise<number> {
  const target = join(directory, "dd");
  const rate = await timed(() => run("dd", `if=${source}`, `of=${target}`, "bs=1M", "conv=fsync"));
  unlinkSync(target);
  return rate;
}

const curl = (...more: string[]) =>
  run("curl", "--silent", "--show-error", "--insecure", "--user", values.user, ...more);

/** Uploads to a server. @returns the answer. */
type Uploader = (url: string, name: string) => Promise<string>;

const byCurl: Uploader = (url, name) => {
  const xml = `occixml=<STORAGE><NAME>${name}</NAME><TYPE>OS</TYPE></STORAGE>`;
  return curl("--fail-with-body", "--form-string", xml, "--form", `file=@${source}`, `${url}/storage`);
};

/** Peaks of the client, MB. */
const peaks: number[] = [];
const passwordFile = join(directory, "one_auth");
writeFileSync(passwordFile, values.user, { mode: 0o600 });

const byClient: Uploader = async (url, name) => {
  const options = ["--url", url, "--insecure", "--name", name, "--type", "OS", "--file", source];
  const child = Bun.spawn([EXECUTABLE, "storage", "create", ...options], {
    env: { ONE_AUTH: passwordFile },
    stdout: "pipe",
    stderr: "ignore",
  });
  const answer = await new Response(child.stdout).text();
  if ((await child.exited) !== 0) throw new Error("occi-storage failed");
  peaks.push((child.resourceUsage()?.maxRSS ?? Number.NaN) / 2 ** 20);
  return answer;
};

/** Uploads, deletes the image and waits until the staged file has gone. */
async function upload(uploader: Uploader, url: string, name: string): Promise<number> {
  let answer = "";
  const rate = await timed(async () => {
    answer = await uploader(url, name);
  });
  const id = /<ID>(\d+)<\/ID>/.exec(answer)?.[1];
  if (id === undefined) throw new Error(`no image in the answer: ${answer}`);
  for (let left = 600; left > 0; left--) {
    const shown = await curl(`${url}/storage/${id}`);
    if (!/<STATE>LOCKED/.test(shown)) break;
    await Bun.sleep(100);
  }
  await curl("--request", "DELETE", `${url}/storage/${id}`);
  return rate;
}

const standIn =
  values.oned === undefined
    ? Bun.spawn([process.execPath, new URL("stand-in.ts", import.meta.url).pathname], { stdout: "pipe" })
    : undefined;

async function standInUrl(): Promise<string> {
  const { value } = (await standIn?.stdout.getReader().read()) ?? {};
  const url = new TextDecoder().decode(value).trim();
  if (url === "") throw new Error("the stand-in does not start");
  return url;
}

// Where the server of the benchmark keeps everything, IMAGE_DIR too: on the disk that dd writes to.
process.env.TMPDIR = directory;
// Only the upload is timed, not oned's copying.
const config = ["WAIT=0s", "LOG_LEVEL=warning"];
try {
  const server = await startServer(values.oned ?? (await standInUrl()), config);
  try {
    const uploads: number[] = [];
    const byClients: number[] = [];
    const copies: number[] = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      uploads.push(await upload(byCurl, server.url, `bench-${process.pid}-${round}`));
      byClients.push(await upload(byClient, server.url, `bench-client-${process.pid}-${round}`));
      copies.push(await dd());
    }
    report(`upload of ${values.gib} GiB over TLS`, median(uploads), "MB/s");
    report("dd conv=fsync", median(copies), "MB/s");
    const beside = byClients.map((rate, round) => rate / (uploads[round] ?? Number.NaN));
    report("occi-storage", median(byClients), "MB/s");
    report("occi-storage : curl, median of the rounds", median(beside), "", { least: 0.5 });
    report("occi-storage: peak resident", Math.max(...peaks), "MB", { most: 120 });
    const ratios = uploads.map((rate, round) => rate / (copies[round] ?? Number.NaN));
    report("upload : dd, median of the rounds", median(ratios), "", { least: 0.5 });
    report("server: peak resident", memory(server.pid, "VmHWM"), "MB", { most: 120 });
  } finally {
    await server.stop();
  }
} finally {
  standIn?.kill();
  rmSync(directory, { recursive: true, force: true });
}
