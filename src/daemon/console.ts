/** The console's files and the logo of the site. */
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import { embeddedConsole } from "../http/console/embedded.ts";
import { type ConsoleParts, LARGEST_LOGO, type Logo, pictureType } from "../http/console/site.ts";
import { readRegular } from "../read-file.ts";
import { isBuilt } from "../terminal/build-info.ts";

/** @throws OcciError SETUP_FAULT when CONSOLE_LOGO cannot be read, or is not a picture that browsers show. */
export function readLogo(file: string): Logo {
  let bytes: Uint8Array;
  try {
    bytes = readRegular(file);
  } catch (cause) {
    throw new OcciError("SETUP_FAULT", `CONSOLE_LOGO: ${file} cannot be read: ${messageOf(cause)}`, { cause });
  }
  const type = pictureType(bytes);
  const fault =
    type === undefined
      ? "is not an SVG, PNG, JPEG or WebP"
      : bytes.length > LARGEST_LOGO
        ? "is larger than 256 KiB"
        : "";
  if (type === undefined || fault !== "")
    throw new OcciError("SETUP_FAULT", `CONSOLE_LOGO: ${file} ${fault}.`, {
      hint: "Name an SVG, PNG, JPEG or WebP file of at most 256 KiB, or remove the option.",
    });
  return { type, bytes };
}

/** The files and options that the server hands to the console. */
export function consoleParts({ console: mode, consoleLogo }: Config): ConsoleParts {
  const logo = mode === "on" && consoleLogo !== undefined ? readLogo(consoleLogo) : undefined;
  return { files: isBuilt() ? embeddedConsole : undefined, ...(logo !== undefined && { logo }) };
}
