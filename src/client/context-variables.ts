/** The context of a new machine's guest system: variables, public keys, user data, typed or read from files. */
import { OcciError } from "../errors.ts";
import { readBytes, readText } from "../read-file.ts";

type Variable = readonly [name: string, value: string];

/** Bytes of one file. A server takes 1 MiB for the whole request (BODY_LIMIT), and Base64 adds a third. */
const MOST = 512 * 1024;
const MOST_SHOWN = "512 KiB";
/** Both names of the user data; cloud-init reads either. */
const USER_DATA = /^USER_?DATA$/;

export interface ContextOptions {
  /** `KEY=VALUE` or `KEY=@FILE`; `KEY=@@VALUE` is a value that begins with @. */
  readonly pairs: readonly string[];
  /** Files with public keys. */
  readonly keys: readonly string[];
  /** A file for cloud-init. */
  readonly userData?: string | undefined;
}

/**
 * The variables by name, in capitals. Files arrive byte by byte; `-` is standard input.
 * @throws OcciError USAGE for a wrong or repeated variable, FILE_FAULT for a file that cannot be read or sent.
 */
export function contextVariables({ pairs, keys, userData }: ContextOptions): Variable[] {
  const typed = pairs.map(readPair);
  const files = [...typed.map(({ file }) => file), ...keys, userData];
  if (files.filter((file) => file === "-").length > 1) {
    throw new OcciError("USAGE", "Standard input (-) can be read only once.");
  }
  const names = [
    ...typed.map(({ name }) => name),
    ...(keys.length > 0 ? ["SSH_PUBLIC_KEY"] : []),
    ...(userData === undefined ? [] : ["USER_DATA"]),
  ];
  checkOnce(names, userData !== undefined);
  const all = [
    ...typed.flatMap(({ name, value, file }) => (file === undefined ? [[name, value] as const] : ofFile(name, file))),
    ...(keys.length > 0 ? [["SSH_PUBLIC_KEY", keys.map(publicKey).join("\n")] as const] : []),
    ...(userData === undefined ? [] : ofFile("USER_DATA", userData)),
  ];
  // Data that had to be encoded brings a variable that says so.
  checkOnce(
    all.map(([name]) => name),
    false,
  );
  return all;
}

/** @param withUserData whether a second name of the user data is the same variable. */
function checkOnce(names: readonly string[], withUserData: boolean): void {
  const plain = names.map((name) => (withUserData && USER_DATA.test(name) ? "USER_DATA" : name));
  const twice = plain.find((name, index) => plain.indexOf(name) !== index);
  if (twice !== undefined) throw new OcciError("USAGE", `The context variable ${twice} appears twice.`);
}

interface Pair {
  readonly name: string;
  readonly value: string;
  readonly file?: string;
}

function readPair(pair: string): Pair {
  const [, key, value] = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(pair) ?? [];
  if (key === undefined || value === undefined) {
    // The value may be a secret.
    const typed = JSON.stringify(pair.replace(/=[\s\S]*$/, "=..."));
    throw new OcciError("USAGE", `--context must be KEY=VALUE with a key of letters, digits and _, not ${typed}.`);
  }
  const name = key.toUpperCase();
  if (!value.startsWith("@")) return { name, value };
  if (value.startsWith("@@")) return { name, value: value.slice(1) };
  if (value !== "@") return { name, value: "", file: value.slice(1) };
  throw new OcciError("USAGE", `--context ${key}=@ does not name a file.`, {
    hint: `Write ${key}=@FILE, or ${key}=@@ for the value @.`,
  });
}

/** A file as a variable. User data that XML cannot carry as text (compressed by gzip, for instance) goes in Base64. */
function ofFile(name: string, file: string): Variable[] {
  const shown = file === "-" ? "Standard input" : file;
  const bytes = readBytes(file === "-" ? 0 : file, shown, { most: MOST, tooLarge: tooLarge(shown) });
  if (bytes.length === 0) throw new OcciError("FILE_FAULT", `${shown} is empty.`);
  const text = textOf(bytes);
  if (text !== undefined) return [[name, text]];
  if (USER_DATA.test(name)) {
    return [
      [name, bytes.toString("base64")],
      ["USERDATA_ENCODING", "base64"],
    ];
  }
  throw new OcciError("FILE_FAULT", `${shown} is not plain text (UTF-8): ${name} cannot carry it.`, {
    hint:
      name === "START_SCRIPT"
        ? "Encode it in Base64 and pass it as START_SCRIPT_BASE64=@FILE."
        : "Encode it in Base64 if the guest system can decode it.",
  });
}

function tooLarge(shown: string): OcciError {
  return new OcciError("FILE_FAULT", `${shown} is larger than ${MOST_SHOWN}, too large for a context variable.`, {
    hint: "Let the machine download it, or attach it as a disk.",
  });
}

/** The text in UTF-8; undefined for other bytes, and for text that XML cannot carry. */
function textOf(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 cannot carry them, in any form
    return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text) ? undefined : text;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** As in authorized_keys: options, if any, then type and key. */
const KEY_LINE = /^(?:(?:[^\s"]|"[^"]*")+\s+)?(?:ssh|ecdsa|sk)-\S+ \S+/;

/**
 * @throws OcciError FILE_FAULT for anything but a public key: above all for the private one, which must not leave the
 *   machine.
 */
function publicKey(path: string): string {
  const key = readText(path === "-" ? 0 : path, `The key ${path}`).trim();
  if (/PRIVATE KEY/.test(key)) {
    throw new OcciError("FILE_FAULT", `${path} is a private key, which must stay on this machine.`, {
      hint: `The public key is usually ${path}.pub.`,
    });
  }
  if (KEY_LINE.test(key)) return key;
  throw new OcciError("FILE_FAULT", `${path} is not an SSH public key.`);
}
