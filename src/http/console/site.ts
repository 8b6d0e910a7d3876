/** The parts of the console in one configuration: its files, its page, the logo of the site. */
import type { Config } from "../../config/config.ts";
import type { ConsoleFiles } from "./pack.ts";

export interface Logo {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Handed in where the server is started. */
export interface ConsoleParts {
  /** Reads them. Undefined for a server that was runs from its source, without scripts/build. */
  readonly files: (() => Promise<ConsoleFiles>) | undefined;
  readonly logo?: Logo;
}

/** Bytes: it is loaded with every sign-in. */
export const LARGEST_LOGO = 256 * 1024;

const starts = (bytes: Uint8Array, ...first: readonly number[]): boolean =>
  first.every((byte, index) => bytes[index] === byte);

/** The media type of a picture, by its first bytes; undefined for all that browsers might not show as one. */
export function pictureType(bytes: Uint8Array): string | undefined {
  if (starts(bytes, 0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(bytes, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(bytes, 0x52, 0x49, 0x46, 0x46) && starts(bytes.subarray(8), 0x57, 0x45, 0x42, 0x50)) return "image/webp";
  const text = new TextDecoder().decode(bytes.subarray(0, 1024)).replace(/^\ufeff/, "");
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(text)
    ? "image/svg+xml"
    : undefined;
}

/** Whether the console is switched on and can be had at all. */
export function isServed({ console: mode }: Pick<Config, "console">, parts: ConsoleParts | undefined): boolean {
  return mode === "on" && parts?.files !== undefined;
}
