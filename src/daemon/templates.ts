/** The templates of a running server: a set of files that passes every check, until another one does. */
import { existsSync } from "node:fs";
import type { Config } from "../config/config.ts";
import { messageOf, OcciError } from "../errors.ts";
import type { Logger } from "../log/log.ts";
import { createTemplates, type Templates } from "../templates/engine.ts";

/**
 * Reads the templates of a configuration and checks all of them.
 * @throws OcciError SETUP_FAULT with every error that they have.
 */
export function checkedTemplates(config: Config): Templates {
  const templates = read(config);
  refuseFaulty(templates);
  return templates;
}

function read({ templateLocation, vmTypes }: Config): Templates {
  return createTemplates({ location: templateLocation, vmTypes });
}

function refuseFaulty(templates: Templates): void {
  const errors = templates.check().filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  const lines = errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  throw new OcciError("SETUP_FAULT", lines.join("; "), { hint: "`occi-server check` shows every fault." });
}

export interface LiveTemplatesOptions {
  readonly log: Logger;
  /** Makes new requests get them. */
  readonly present: (templates: Templates) => void;
}

/** The set of templates that new requests get, and the files that it was read from. */
export class LiveTemplates {
  readonly #log: Logger;
  readonly #present: LiveTemplatesOptions["present"];
  #config: Config;
  #inUse: Templates;
  #failure: string | undefined;
  /** The set that was read last, in use or refused: its files are polled. */
  #last: Templates;
  /** The files as they were at the last poll. */
  #seen: string;

  /** @param config what the server began with. @param templates those that it began with: they have passed their check. */
  constructor(config: Config, templates: Templates, { log, present }: LiveTemplatesOptions) {
    this.#log = log;
    this.#present = present;
    [this.#config, this.#inUse, this.#last] = [config, templates, templates];
    this.#seen = templates.files().read;
  }

  /** Why what the files hold now is not in use. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Polls the files of those that a reload has taken into use. */
  use(config: Config, templates: Templates): void {
    [this.#config, this.#inUse, this.#last, this.#failure] = [config, templates, templates, undefined];
    this.#seen = templates.files().read;
  }

  /** Begins to poll the files. @param every milliseconds. @returns a function that stops it. */
  watch(every: number): () => void {
    const timer = setInterval(() => this.#poll(), every);
    return () => clearInterval(timer);
  }

  /** Acts on a state only when it has lasted from one poll to the next: an editor might still be saving. */
  #poll(): void {
    const files = this.#last.files();
    const [before, now] = [files.read, files.now()];
    const settled = now === this.#seen;
    this.#seen = now;
    if (!settled || now === before) return;
    const next = read(this.#config);
    try {
      refuseFaulty(next);
      refuseVanished(this.#config, this.#inUse);
      this.#take(next);
    } catch (error) {
      this.#failure = messageOf(error);
      this.#log.error("the changed templates cannot be used: the previous ones stay in effect", {
        cause: this.#failure,
      });
    }
    this.#last = next;
    this.#seen = next.files().read;
  }

  #take(next: Templates): void {
    const files = changedFiles(this.#inUse, next);
    if (files.length > 0) {
      this.#present(next);
      this.#log.info("the changed templates are in use", { files: files.join(" ") });
    } else if (this.#failure !== undefined) this.#log.info("the templates match those in use again");
    [this.#inUse, this.#failure] = [next, undefined];
  }
}

/** Files of the operator stay in use when their directory is gone: a disk might just be unmounted. */
function refuseVanished({ templateLocation }: Config, inUse: Templates): void {
  const own = [...inUse.sources.values()].some((source) => source?.file.startsWith(templateLocation));
  if (own && !existsSync(templateLocation)) {
    throw new OcciError("SETUP_FAULT", `${templateLocation}: the directory no longer exists.`, {
      hint: "`occi-server reload` switches to the built-in templates.",
    });
  }
}

/** The files of the new set that are other than before. */
function changedFiles(before: Templates, after: Templates): readonly string[] {
  return [...after.sources].flatMap(([name, source]) => {
    const old = before.sources.get(name);
    return source === undefined || (old?.text === source.text && old.file === source.file) ? [] : [source.file];
  });
}
