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

/** How the files were when they were read, and how they are: two texts that can be compared. */
export interface FilesState {
  readonly read: string;
  /** Asks the disk. */
  now(): string;
}

/** Bytes. */
const MOST = 1024 * 1024;

/** Each file is read once: its text stays the same here even if the file changes. */
export class TemplateFiles {
  readonly location: string;
  private readonly embedded: EmbeddedTemplates;
  private readonly found = new Map<string, TemplateSource | undefined>();
  /** The stamp of each path from before it was read. */
  private readonly stamps = new Map<string, string>();

  constructor(location: string, embedded: EmbeddedTemplates) {
    this.location = location;
    this.embedded = embedded;
    this.stamps.set(location, stampOf(location));
  }

  /**
   * `small.erb` as configured, else `small.eta` beside it, else the embedded `small`.
   * @throws Error of node:fs when a file is there but cannot be read.
   */
  find(template: string): TemplateSource | undefined {
    if (!this.found.has(template)) this.found.set(template, this.lookFor(template));
    return this.found.get(template);
  }

  /** The name of the executable's own template that is meant; undefined where the operator's file is, or nothing. */
  embeddedName(template: string): string | undefined {
    const name = basename(template, extname(template));
    return this.find(template)?.file === embeddedFile(name) ? name : undefined;
  }

  /** The templates that were asked for, by name; undefined for a missing one. */
  get sources(): ReadonlyMap<string, TemplateSource | undefined> {
    return this.found;
  }

  /** Changes whenever a file that was asked for is written, replaced, made or removed. */
  state(): FilesState {
    const state = (stamps: Iterable<readonly [string, string]>) => [...stamps].map((one) => one.join(" ")).join("\n");
    return {
      read: state(this.stamps),
      now: () => state([...this.stamps.keys()].map((path) => [path, stampOf(path)])),
    };
  }

  /** True when the operator's directory holds a file of this name. */
  exists(file: string): boolean {
    return statOf(resolve(this.location, file))?.isFile() ?? false;
  }

  /** Names of the operator's own templates (`small.eta`), in order; an empty list without a directory. */
  own(): string[] {
    if (!statOf(this.location)?.isDirectory()) return [];
    return readdirSync(this.location)
      .filter((file) => extname(file) === ".eta" && this.exists(file))
      .sort();
  }

  /** Why the operator's directory cannot be used, or must not be; it need not exist. */
  locationFault(): string | undefined {
    try {
      const stats = statOf(this.location);
      if (stats === undefined) return undefined;
      if (!stats.isDirectory()) return "this is not a directory";
      accessSync(this.location, constants.R_OK | constants.X_OK);
      const writable = (stats.mode & 0o002) !== 0;
      return writable ? "every user of this machine can put templates here, and templates contain code" : undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  private lookFor(template: string): TemplateSource | undefined {
    const name = basename(template, extname(template));
    const path = resolve(this.location, template);
    for (const candidate of new Set([path, join(path, "..", `${name}.eta`)])) {
      const source = this.read(candidate);
      if (source !== undefined) return source;
    }
    const text = this.embedded.get(name);
    return text === undefined ? undefined : { file: embeddedFile(name), text, unsafe: false };
  }

  private read(path: string): TemplateSource | undefined {
    if (!this.stamps.has(path)) this.stamps.set(path, stampOf(path));
    const stats = statOf(path);
    if (stats === undefined || !stats.isFile()) return undefined;
    const text = unixLines(readRegular(path, { most: MOST }).toString());
    return { file: path, text, unsafe: (stats.mode & 0o002) !== 0 };
  }
}

/** Paths of files are absolute, and never equal to it. */
function embeddedFile(name: string): string {
  return `${name}.eta (embedded)`;
}

function stampOf(path: string): string {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) return "none";
    // The time of a directory changes with files that do not matter here.
    const written = stats.isDirectory() ? "" : `${stats.size}:${stats.mtimeNs}`;
    return `${stats.dev}:${stats.ino}:${stats.mode}:${written}`;
  } catch (error) {
    return messageOf(error);
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** oned takes CR LF for LF, and so do line numbers. A byte order mark would be part of the first name. */
function unixLines(text: string): string {
  return text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n");
}
