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
  const told = errors.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  throw new OcciError("SETUP_FAULT", told.join("; "), { hint: "`occi-server check` shows every fault." });
}

export interface LiveTemplatesOptions {
  readonly log: Logger;
  /** Makes new requests get them. */
  readonly present: (templates: Templates) => void;
}

export interface LiveTemplates {
  /** Why what the files hold now is not in use. */
  readonly failure: string | undefined;
  /** Takes note of those that a reload has taken into use. */
  use(config: Config, templates: Templates): void;
  /** Begins to poll the files. @returns a function that stops it. */
  watch(every: number): () => void;
}

/** @param initial what the server began with; `begunWith` has passed its check. */
export function createLiveTemplates(
  initial: Config,
  begunWith: Templates,
  { log, present }: LiveTemplatesOptions,
): LiveTemplates {
  let config = initial;
  let inUse = begunWith;
  let failure: string | undefined;
  /** The set that was read last, in use or refused: its files are polled. */
  let last = begunWith;
  /** The files as they were at the last look. */
  let seen = begunWith.files().read;

  /** Acts on a state only when it has lasted from one poll to the next: an editor might still be saving. */
  function look(): void {
    const { read: before, now } = last.files();
    const settled = now === seen;
    seen = now;
    if (!settled || now === before) return;
    const next = read(config);
    try {
      refuseFaulty(next);
      refuseVanished(config, inUse);
      take(next);
    } catch (error) {
      failure = messageOf(error);
      log.error("the changed templates cannot be used: those in use stay", { cause: failure });
    }
    last = next;
    seen = next.files().read;
  }

  function take(next: Templates): void {
    const files = changedFiles(inUse, next);
    if (files.length > 0) {
      present(next);
      log.info("the changed templates are in use", { files: files.join(" ") });
    } else if (failure !== undefined) log.info("the templates match those in use again");
    [inUse, failure] = [next, undefined];
  }

  return {
    get failure() {
      return failure;
    },
    use(next, templates) {
      [config, inUse, last, failure] = [next, templates, templates, undefined];
      seen = templates.files().read;
    },
    watch(every) {
      const timer = setInterval(look, every);
      return () => clearInterval(timer);
    },
  };
}

/** Files of the operator stay in use when their directory is gone: a disk might just be unmounted. */
function refuseVanished({ templateLocation }: Config, inUse: Templates): void {
  const own = [...inUse.sources.values()].some((source) => source?.file.startsWith(templateLocation));
  if (own && !existsSync(templateLocation)) {
    throw new OcciError("SETUP_FAULT", `${templateLocation}: the directory is gone.`, {
      hint: "`occi-server reload` takes the built-in templates into use.",
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
