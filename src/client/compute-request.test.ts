import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { OcciError } from "../errors.ts";
import { readXml } from "../xml/read.ts";
import { numbered } from "./commands/compute-create.ts";
import { computeXml, readComputeOptions } from "./compute-request.ts";
import { commandLine, fakeContext, reply } from "./testing/context.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "occi-keys-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let files = 0;
function key(text: string): string {
  const path = join(directory, `key-${files++}`);
  writeFileSync(path, text);
  return path;
}

function bytes(content: Uint8Array): string {
  const path = join(directory, `bytes-${files++}`);
  writeFileSync(path, content);
  return path;
}

const LISTS: Readonly<Record<string, string>> = {
  "/storage": `<STORAGE_COLLECTION><STORAGE href="http://cloud.test/storage/4" name="debian"/></STORAGE_COLLECTION>`,
  "/network": `<NETWORK_COLLECTION><NETWORK href="http://cloud.test/network/2" name="lan"/>
    <NETWORK href="http://cloud.test/network/3" name="a:b"/></NETWORK_COLLECTION>`,
};
const read = (options: Parameters<typeof commandLine>[0]) =>
  readComputeOptions(
    fakeContext((_, path) => reply(LISTS[path] ?? "", path in LISTS ? 200 : 404), commandLine(options)),
  );
const xml = async (options: Parameters<typeof commandLine>[0]) => String(computeXml(await read(options)));

async function refusal(options: Parameters<typeof commandLine>[0]): Promise<OcciError> {
  const error = await read(options).then(
    () => undefined,
    (thrown) => thrown,
  );
  if (!(error instanceof OcciError)) throw new Error("it was not refused");
  return error;
}

const PUBLIC = "ssh-ed25519 AAAAC3Nza alice@home";

test("everything at once, as servers since 2.0 take it", async () => {
  const options = {
    name: "web",
    type: "custom",
    cpu: "0.5",
    memory: "4G",
    disk: ["4", "debian"],
    nic: ["2", "lan:ip=10.0.0.9"],
    context: ["role=db", "EMPTY="],
    "ssh-key": key(`${PUBLIC}\n`),
  };
  expect(await xml(options)).toBe(
    "<COMPUTE><NAME>web</NAME><INSTANCE_TYPE>custom</INSTANCE_TYPE><CPU>0.5</CPU><MEMORY>4096</MEMORY>" +
      '<DISK><STORAGE href="http://cloud.test:4567/storage/4"/></DISK>' +
      '<DISK><STORAGE href="http://cloud.test:4567/storage/4"/></DISK>' +
      '<NIC><NETWORK href="http://cloud.test:4567/network/2"/></NIC>' +
      '<NIC><NETWORK href="http://cloud.test:4567/network/2"/><IP>10.0.0.9</IP></NIC>' +
      `<CONTEXT><ROLE>db</ROLE><EMPTY></EMPTY><SSH_PUBLIC_KEY>${PUBLIC}</SSH_PUBLIC_KEY></CONTEXT></COMPUTE>`,
  );
});

test("nothing is made up", async () => {
  expect(await xml({ name: "web" })).toBe("<COMPUTE><NAME>web</NAME></COMPUTE>");
});

test("texts are texts, whatever they hold", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: "grapheme-ascii" }),
      fc.string({ unit: "grapheme-ascii" }),
      async (name, value) => {
        const root = readXml(await xml({ name: `n${name}`, context: `KEY=${value.replace(/^@/, "@@")}` }));
        expect(root.children.map((child) => child.name)).toEqual(["NAME", "CONTEXT"]);
        expect(root.children[0]?.text).toBe(`n${name}`);
        expect(root.children[1]?.children[0]?.text).toBe(value);
      },
    ),
  );
});

describe("--nic", () => {
  test.each([
    ["lan", "2", undefined],
    ["lan:ip=10.0.0.9", "2", "10.0.0.9"],
    ["lan:IP=2001:db8::9", "2", "2001:db8::9"],
    ["7:ip=::1", "7", "::1"],
    ["a:b", "3", undefined],
    ["a:b:ip=10.0.0.9", "3", "10.0.0.9"],
  ])("%s", async (nic, network, ip) => {
    expect((await read({ nic })).nics).toEqual([{ network, ...(ip !== undefined && { ip }) }]);
  });

  test.each(["lan:ip=", "lan:ip=10.0.0", "lan:ip=x", "lan:mac=02:00:00:00:00:01", "lan:ip=10.0.0.9:ip=10.0.0.8"])(
    "%s is refused",
    async (nic) => {
      expect((await refusal({ nic })).code).toBe("USAGE");
    },
  );
});

describe("--ssh-key", () => {
  test.each([
    "ssh-rsa AAAAB3 alice",
    "ecdsa-sha2-nistp256 AAAAE2",
    "sk-ssh-ed25519@openssh.com AAAAG alice",
    'command="uptime",no-pty ssh-rsa AAAAB3',
    "ssh-rsa AAAAB3 one\nssh-rsa AAAAB4 two",
  ])("%j is a public key", async (text) => {
    expect((await read({ "ssh-key": key(`${text}\n`) })).context).toEqual([["SSH_PUBLIC_KEY", text]]);
  });

  test("several of them are lines of one variable", async () => {
    const keys = [key("ssh-rsa AAAAB3 one\n"), key("ssh-rsa AAAAB4 two\n")];
    expect((await read({ "ssh-key": keys })).context).toEqual([
      ["SSH_PUBLIC_KEY", "ssh-rsa AAAAB3 one\nssh-rsa AAAAB4 two"],
    ]);
  });

  test.each([
    "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n-----END OPENSSH PRIVATE KEY-----\n",
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n",
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIE\n",
    "ssh-rsa AAAAB3 alice\n-----BEGIN PRIVATE KEY-----\nMIIE\n",
  ])("%j is a private one: it stays here", async (text) => {
    const path = key(text);
    const { code, message, hint } = await refusal({ "ssh-key": path });
    expect([code, message]).toEqual(["FILE_FAULT", `${path} is a private key, which must stay on this machine.`]);
    expect(hint).toContain(`${path}.pub`);
  });

  test.each(["PuTTY-User-Key-File-3: ssh-ed25519\nPrivate-Lines: 1\nAAAA", "", "hello", "ssh-rsa"])(
    "%j is no key that could be sent",
    async (text) => {
      const { code, message } = await refusal({ "ssh-key": key(text) });
      expect(code).toBe("FILE_FAULT");
      expect(message).toContain("is not an SSH public key");
    },
  );

  test("a file that is not there", async () => {
    expect((await refusal({ "ssh-key": join(directory, "none") })).message).toContain("cannot be read: ENOENT");
  });
});

describe("--context", () => {
  test("is taken up to the first =, the key in capitals", async () => {
    expect((await read({ context: ["a=b=c", "_X1=line 1\nline 2"] })).context).toEqual([
      ["A", "b=c"],
      ["_X1", "line 1\nline 2"],
    ]);
  });

  test.each([
    [["A=1", "a=2"], "A"],
    [["SSH_PUBLIC_KEY=x"], "SSH_PUBLIC_KEY"],
  ])("%j: no variable appears twice", async (context, name) => {
    const { code, message } = await refusal({ context, "ssh-key": key(PUBLIC) });
    expect([code, message]).toEqual(["USAGE", `The context variable ${name} appears twice.`]);
  });

  test("a wrong one is told without its value, which may be a secret", async () => {
    for (const context of ["db-password=sesame", "=sesame", "1X=sesame\n="]) {
      const { code, message } = await refusal({ context });
      expect(code).toBe("USAGE");
      expect(message).not.toContain("sesame");
    }
    expect((await refusal({ context: "KEY" })).message).toEndWith('not "KEY".');
  });

  test("KEY=@FILE is the file as it stands, KEY=@@ a value that begins with @", async () => {
    const file = key("\ufeffline 1\r\n\tline <2> & $3\n");
    expect((await read({ context: [`motd=@${file}`, "AT=@@alice", "MAIL=a@b", "TWO=@@@"] })).context).toEqual([
      ["MOTD", "\ufeffline 1\r\n\tline <2> & $3\n"],
      ["AT", "@alice"],
      ["MAIL", "a@b"],
      ["TWO", "@@"],
    ]);
    const document = readXml(await xml({ context: `MOTD=@${file}` }));
    expect(document.children[0]?.children[0]?.text).toBe("\ufeffline 1\r\n\tline <2> & $3\n");
  });

  test.each([
    ["KEY=@", "USAGE", "--context KEY=@ does not name a file.", "KEY=@@"],
    ["KEY=@DIR/none", "FILE_FAULT", "DIR/none cannot be read: ENOENT", undefined],
    ["KEY=@DIR", "FILE_FAULT", "DIR cannot be read: EISDIR: it is a directory", undefined],
  ])("%s: %s", async (context, code, message, hint) => {
    const error = await refusal({ context: context.replace("DIR", directory) });
    expect(error.code as string).toBe(code);
    expect(error.message).toStartWith(message.replace("DIR", directory));
    expect(String(error.hint)).toContain(hint ?? "undefined");
  });

  test("what is empty, no text, or too large is refused with what to do", async () => {
    expect((await refusal({ context: `A=@${key("")}` })).message).toEndWith("is empty.");
    const gzip = bytes(Bun.gzipSync("x"));
    expect(await refusal({ context: `A=@${gzip}` })).toMatchObject({
      code: "FILE_FAULT",
      message: `${gzip} is not plain text (UTF-8): A cannot carry it.`,
    });
    expect((await refusal({ context: `start_script=@${gzip}` })).hint).toContain("START_SCRIPT_BASE64");
    expect((await refusal({ context: `A=@${key("\u0007")}` })).code).toBe("FILE_FAULT");
    const most = 512 * 1024;
    expect((await read({ context: `A=@${key("x".repeat(most))}` })).context[0]?.[1]).toHaveLength(most);
    const large = key("x".repeat(most + 1));
    expect(await refusal({ context: `A=@${large}` })).toMatchObject({
      code: "FILE_FAULT",
      message: `${large} is larger than 512 KiB, too large for a context variable.`,
      hint: "Let the machine download it, or attach it as a disk.",
    });
  });
});

describe("--user-data", () => {
  const script = "#!/bin/sh\necho $HOME\n";

  test("is a variable with the file in it", async () => {
    expect((await read({ "user-data": key(script), context: "A=1" })).context).toEqual([
      ["A", "1"],
      ["USER_DATA", script],
    ]);
  });

  test("that is no text goes in Base64, and says so", async () => {
    const gzip = Bun.gzipSync(script);
    const encoded = [
      ["USER_DATA", Buffer.from(gzip).toString("base64")],
      ["USERDATA_ENCODING", "base64"],
    ] as const;
    expect((await read({ "user-data": bytes(gzip) })).context).toEqual([...encoded]);
    expect((await read({ context: `user_data=@${bytes(gzip)}` })).context).toEqual([...encoded]);
  });

  test.each([
    ["USER_DATA=x", script, "USER_DATA"],
    ["userdata=x", script, "USER_DATA"],
    ["USERDATA_ENCODING=base64", "\u0000", "USERDATA_ENCODING"],
  ])("and %s: given twice", async (context, text, name) => {
    const { code, message } = await refusal({ context, "user-data": key(text) });
    expect([code, message]).toEqual(["USAGE", `The context variable ${name} appears twice.`]);
  });

  test("standard input is read by one of them", async () => {
    const { code, message } = await refusal({ context: "A=@-", "user-data": "-" });
    expect([code, message]).toEqual(["USAGE", "Standard input (-) can be read only once."]);
  });
});

test("--memory is a size", async () => {
  for (const [memory, mib] of [
    ["512", 512],
    ["512M", 512],
    ["0.5G", 512],
    ["2GiB", 2048],
    ["1t", 1_048_576],
  ] as const) {
    expect((await read({ memory })).memory).toBe(mib);
  }
  for (const memory of ["0", "-1", "x", "1.5M", "1e3", "1K"]) expect((await refusal({ memory })).code).toBe("USAGE");
});

test("of several each has a name of its own: its number behind it, or where %i stands", () => {
  expect(numbered("web", 0, 1)).toEqual({ name: "web" });
  expect(numbered("web", 2, 3)).toEqual({ name: "web-2" });
  expect(numbered("web-%i-of-%i.local", 2, 3)).toEqual({ name: "web-2-of-2.local" });
  expect(numbered("web-%i", 0, 1)).toEqual({ name: "web-0" });
  expect(numbered(undefined, 0, 3)).toEqual({});
});
