import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { selfSigned } from "../certificates/self-signed.ts";
import type { Config } from "../config/config.ts";
import { parseConfig } from "../config/load.ts";
import { renderFault } from "../config/report.ts";
import { surroundingsFaults, userFaults } from "./surroundings.ts";

let directory: string;
let proc: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-surroundings-"));
  proc = join(directory, "proc");
  mkdirSync(proc);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const USER = process.geteuid?.() ?? 0;

/** The faults around a configuration of these lines, as they are printed. */
const faults = (...lines: string[]): Promise<string[]> => faultsFor(USER, ...lines);

async function faultsFor(user: number, ...lines: string[]): Promise<string[]> {
  const own = [`STATE_DIR=${directory}/state`, `IMAGE_DIR=${directory}/images`];
  const { draft, places } = parseConfig([...own, ...lines].join("\n"), "occi-server.conf", {});
  const machine = { proc, data: join(directory, "var"), user };
  const first = await surroundingsFaults(draft as Config, places, machine);
  return [...first, ...userFaults(draft as Config, places, machine)].map(renderFault);
}

test("directories that are missing and can be made are no fault, and a check makes nothing", async () => {
  expect(await faults("SSL=self-signed")).toEqual([]);
  expect(readdirSync(directory)).toEqual(["proc"]);
});

test("files of a certificate: missing, not matching, expired", async () => {
  const [missing, expired, other] = ["missing.pem", "expired.pem", "other.pem"].map((name) => join(directory, name));
  const made = (name: string, now: Date) => selfSigned({ server: "localhost", stateDir: join(directory, name) }, now);
  const old = await made("a", new Date("2020-01-01T00:00:00Z"));
  const fresh = await made("b", new Date());
  writeFileSync(expired as string, old.key + old.cert);
  writeFileSync(other as string, fresh.key);
  expect(await faults(`SSL_CERT=${missing}`)).toEqual([
    expect.stringMatching(/^occi-server\.conf:3:\d+: error: SSL_CERT: .*missing\.pem cannot be read: ENOENT/),
  ]);
  expect(await faults(`SSL_CERT=${expired}`, `SSL_KEY=${missing}`)).toEqual([
    expect.stringMatching(/^occi-server\.conf:4:\d+: error: SSL_KEY: .*missing\.pem cannot be read: ENOENT/),
  ]);
  expect(await faults(`SSL_CERT=${expired}`, `SSL_KEY=${other}`)).toEqual([
    expect.stringContaining(`error: The private key in ${other} does not match the certificate in ${expired}.`),
  ]);
  expect(await faults(`SSL_CERT=${expired}`)).toEqual([
    expect.stringMatching(/^occi-server\.conf:3:\d+: warning: The certificate in .* expired at 2022-/),
  ]);
});

test("a logo that is missing, or no picture", async () => {
  const [missing, html, logo] = ["missing.svg", "page.svg", "logo.svg"].map((name) => join(directory, name));
  writeFileSync(html as string, "<html></html>");
  writeFileSync(logo as string, "<svg xmlns='http://www.w3.org/2000/svg'/>");
  expect(await faults("SSL=self-signed", `CONSOLE_LOGO=${missing}`)).toEqual([
    expect.stringMatching(/^occi-server\.conf:4:\d+: error: CONSOLE_LOGO: .*missing\.svg cannot be read: ENOENT/),
  ]);
  expect(await faults("SSL=self-signed", `CONSOLE_LOGO=${html}`)).toEqual([
    expect.stringMatching(/error: CONSOLE_LOGO: .*page\.svg is not an SVG, PNG, JPEG or WebP\.\n.*Name an SVG/s),
  ]);
  expect(await faults("SSL=self-signed", `CONSOLE_LOGO=${logo}`)).toEqual([]);
  writeFileSync(logo as string, `<svg>${" ".repeat(256 * 1024)}</svg>`);
  expect(await faults("SSL=self-signed", `CONSOLE_LOGO=${logo}`)).toEqual([
    expect.stringContaining("logo.svg is larger than 256 KiB."),
  ]);
});

test("a file in the place of a directory", async () => {
  for (const name of ["state", "images"]) writeFileSync(join(directory, name), "");
  expect(await faults("SSL=self-signed")).toEqual([
    expect.stringMatching(
      /^occi-server\.conf:1:\d+: error: The certificate cannot be stored: .*\/state is not a directory\./,
    ),
    expect.stringMatching(
      /^occi-server\.conf:2:\d+: error: IMAGE_DIR cannot be used, .*\/images is not a directory\.\n.*Make the directory/s,
    ),
  ]);
  expect(await faults("SSL=off")).toHaveLength(1);
});

test("a STATE_DIR that keeps the server from starting is an error, in the words of a start", async () => {
  const state = join(directory, "state");
  const told = async (...lines: string[]): Promise<string | undefined> =>
    (await faults("SSL=self-signed", ...lines))[0];
  expect(await told("STATE_DIR=/proc/none")).toContain(
    "The certificate cannot be stored: this user is not allowed to make /proc/none.",
  );
  symlinkSync(join(directory, "elsewhere"), state);
  expect(await told()).toContain("this user is not allowed to make");
  mkdirSync(join(directory, "elsewhere"), { mode: 0o700 });
  expect(await told()).toBeUndefined();
  mkdirSync(join(state, "self-signed.pem"));
  expect(await told()).toMatch(/The certificate .*self-signed\.pem cannot be read: EISDIR/);
  rmSync(join(state, "self-signed.pem"), { recursive: true });
  await selfSigned({ server: "localhost", stateDir: state });
  expect(await told()).toBeUndefined();
  chmodSync(state, 0o777);
  expect(await told()).toContain("STATE_DIR is not safe for keys: every user of this machine can write");
});

test("with SSL=acme, too", async () => {
  mkdirSync(join(directory, "state", "acme.pem"), { recursive: true, mode: 0o700 });
  const acme = ["SSL=acme", "SERVER=cloud.example.org", "ACME_EMAIL=a@example.org"];
  expect((await faults(...acme))[0]).toMatch(/acme\.pem cannot be read: EISDIR/);
});

test("an IMAGE_DIR that is a link, or lies below a file, cannot be used", async () => {
  mkdirSync(join(directory, "elsewhere"));
  symlinkSync(join(directory, "elsewhere"), join(directory, "images"));
  expect(await faults()).toEqual([expect.stringContaining("images is not a directory.")]);
  rmSync(join(directory, "images"));
  writeFileSync(join(directory, "plain"), "");
  expect(await faults(`IMAGE_DIR=${directory}/plain/images`)).toEqual([
    expect.stringContaining("this user is not allowed to make"),
  ]);
});

test.each([
  ["every user may write", 0o1777, undefined, "every user of this machine can write to it"],
  ["holds other files", 0o755, "notes.txt", 'it holds "notes.txt", which is not an upload'],
])("an IMAGE_DIR that %s is an error, and stays as it is", async (_, mode, name, reason) => {
  const images = join(directory, "images");
  mkdirSync(images);
  if (name !== undefined) writeFileSync(join(images, name), "");
  chmodSync(images, mode);
  expect(await faults()).toEqual([
    `occi-server.conf:2:1: error: IMAGE_DIR ${images} is shared with others: ${reason}\n` +
      `  hint: name a directory for this purpose alone, such as ${images}/occi-server`,
  ]);
  expect(statSync(images).mode & 0o7777).toBe(mode);
});

// Only root can give a directory away; root does not know the user of the server until it knows that of oned.
test.skipIf(USER !== 0)("an IMAGE_DIR of another user is an error, unless oned runs as that user", async () => {
  const images = join(directory, "images");
  mkdirSync(images, { mode: 0o711 });
  chownSync(images, 4711, 4711);
  expect(await faults()).toEqual([]);
  mkdirSync(join(directory, "var"));
  chownSync(join(directory, "var"), 4712, 4712);
  const told = async () => (await faults()).filter((fault) => fault.includes("error"));
  expect(await told()).toEqual([expect.stringContaining("is shared with others: it belongs to user 4711")]);
  chownSync(join(directory, "var"), 4711, 4711);
  expect(await told()).toEqual([]);
});

test("an IMAGE_DIR that the server will close to others is a warning", async () => {
  const images = join(directory, "images");
  mkdirSync(images);
  chmodSync(images, 0o755);
  expect(await faults()).toEqual([
    expect.stringContaining(`2:1: warning: IMAGE_DIR ${images} has the mode 755: the server changes it to 711`),
  ]);
  chmodSync(images, 0o711);
  expect(await faults()).toEqual([]);
});

test.each(["self-signed", "acme"])("SSL=%s: a STATE_DIR that others can write is an error", async (ssl) => {
  const state = join(directory, "state");
  mkdirSync(state);
  chmodSync(state, 0o1777);
  expect((await faults(`SSL=${ssl}`)).filter((fault) => fault.includes("STATE_DIR"))).toEqual([
    expect.stringContaining(
      `:1:1: error: STATE_DIR is not safe for keys: every user of this machine can write to ${state}.`,
    ),
  ]);
  chmodSync(state, 0o755);
  expect((await faults(`SSL=${ssl}`)).filter((fault) => fault.includes("STATE_DIR"))).toEqual([]);
});

test("oned as another user is a warning, as the same user none", async () => {
  const oned = join(proc, "4711");
  mkdirSync(oned);
  writeFileSync(join(oned, "comm"), "oned\n");
  expect(await faultsFor(USER)).toEqual([]);
  expect(await faultsFor(USER + 1)).toEqual([
    expect.stringContaining(
      `warning: oned runs as user ${USER} and this command as user ${USER + 1}: oned will not be able`,
    ),
  ]);
});

test("when oned does not run, its user is the owner of its directory, unless that is root", async () => {
  const data = join(directory, "var");
  mkdirSync(data);
  // Only root can give a directory away, and root's own directory says nothing.
  if (USER === 0) {
    expect(await faultsFor(4711)).toEqual([]);
    chownSync(data, 4711, 4711);
  }
  const owner = USER === 0 ? 4711 : USER;
  expect(await faultsFor(owner)).toEqual([]);
  expect(await faultsFor(owner + 1)).toEqual([expect.stringContaining(`warning: oned runs as user ${owner}`)]);
});
