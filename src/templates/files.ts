/** Where the text of a template comes from: the operator's directory, else the executable. */

import { accessSync, constants, readdirSync, type Stats, statSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { messageOf } from "../errors.ts";
import { readRegular } from "../read-file.ts";
import type { EmbeddedTemplates } from "./embedded.ts";

export interface TemplateSource {
  /** Path, or `small.eta (embedded)`: what the operator knows it by. */
  readonly file: string;
  readonly text: string;
  /** Writable by every user of the machine. */
  readonly unsafe: boolean;
}

/** Bytes. */
const MOST = 1024 * 1024;

interface Cached {
  readonly stamp: string;
  readonly source: TemplateSource;
}

export class TemplateFiles {
  readonly location: string;
  private readonly embedded: EmbeddedTemplates;
  private readonly cache = new Map<string, Cached>();

  constructor(location: string, embedded: EmbeddedTemplates) {
    this.location = location;
    this.embedded = embedded;
  }

  /**
   * `small.erb` as configured, else `small.eta` beside it, else the embedded `small`. The same object is given as long as
   * the file is unchanged (time, size and inode).
   * @throws Error of node:fs when a file is there but cannot be read.
   */
  find(template: string): TemplateSource | undefined {
    const name = basename(template, extname(template));
    const path = resolve(this.location, template);
    for (const candidate of new Set([path, join(path, "..", `${name}.eta`)])) {
      const source = this.read(candidate);
      if (source !== undefined) return source;
    }
    return this.fromEmbedded(name);
  }

  /** True when the operator's directory holds a file of this name. */
  exists(file: string): boolean {
    return statOf(resolve(this.location, file))?.isFile() ?? false;
  }

  /** Names of the operator's own templates (`small.eta`), in order; none where there is no directory. */
  own(): string[] {
    const found = statOf(this.location)?.isDirectory() ? readdirSync(this.location) : [];
    return found.filter((file) => extname(file) === ".eta" && this.exists(file)).sort();
  }

  /** Why the operator's directory cannot be used, or must not be; it need not exist. */
  locationFault(): string | undefined {
    try {
      const stats = statOf(this.location);
      if (stats === undefined) return undefined;
      if (!stats.isDirectory()) return "this is not a directory";
      accessSync(this.location, constants.R_OK | constants.X_OK);
      const writable = (stats.mode & 0o002) !== 0;
      return writable ? "every user of this machine can put templates here, and templates hold code" : undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  private read(path: string): TemplateSource | undefined {
    const stats = statOf(path);
    if (stats === undefined || !stats.isFile()) return undefined;
    const stamp = `${stats.mtimeMs} ${stats.size} ${stats.ino} ${stats.mode}`;
    const cached = this.cache.get(path);
    if (cached?.stamp === stamp) return cached.source;
    const text = unixLines(readRegular(path, { most: MOST }).toString());
    const source = { file: path, text, unsafe: (stats.mode & 0o002) !== 0 };
    this.cache.set(path, { stamp, source });
    return source;
  }

  private fromEmbedded(name: string): TemplateSource | undefined {
    const text = this.embedded.get(name);
    if (text === undefined) return undefined;
    const file = `${name}.eta (embedded)`;
    const cached = this.cache.get(file);
    if (cached !== undefined) return cached.source;
    const source = { file, text, unsafe: false };
    this.cache.set(file, { stamp: "", source });
    return source;
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** oned takes CR LF for LF, and so do line numbers. A byte order mark would be part of the first name. */
function unixLines(text: string): string {
  return text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}
