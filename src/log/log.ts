/** The log of the server: levels, one safe line per record, one place that knows where lines go. */
import type { LogFormat, LogLevel } from "../config/config.ts";
import { commonLine, type Fields, jsonLine, textLine } from "./format.ts";
import { type Destination, LineWriter } from "./line-writer.ts";

/** One answered request. */
export interface Access {
  /** Address of the client. */
  readonly client?: string | undefined;
  /** The user that oned has accepted in this request. */
  readonly user?: string | undefined;
  /** The user name of the client, if oned has not accepted it: anybody could have sent it. */
  readonly claimed?: string | undefined;
  readonly method: string;
  /** Without the query, which may hold what a user sends. */
  readonly path: string;
  readonly status: number;
  /** From the request's arrival until its answer began. */
  readonly milliseconds: number;
  /** The part of it that was spent waiting for oned, and the number of calls. */
  readonly onedMilliseconds?: number | undefined;
  readonly onedCalls?: number | undefined;
  /** As the answer carries it. */
  readonly requestId: string;
  /** Id of the distributed trace that the request belongs to. */
  readonly trace?: string | undefined;
  readonly parent?: string | undefined;
}

/** A change that somebody tried. */
export interface Audit
  extends Pick<Access, "client" | "user" | "claimed" | "status" | "requestId" | "trace" | "parent"> {
  /** `create`, `change`, `delete`, or the name of an action. */
  readonly action: string;
  readonly kind: string;
  readonly id?: string | undefined;
  /** Id of an object that was made from it: a copy. */
  readonly made?: string | undefined;
  /** `done`, or the code of the error. */
  readonly outcome: string;
  /** The bytes that passed through a closed screen, and how long it was open. */
  readonly bytes_to_client?: number | undefined;
  readonly bytes_to_host?: number | undefined;
  readonly seconds?: number | undefined;
}

export interface Logger {
  error(message: string, fields?: Fields): void;
  warning(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  debug(message: string, fields?: Fields): void;
  /** The access log: one line, at level info. */
  access(access: Access): void;
  /** One line for each change that somebody tries, whatever the level. */
  audit(audit: Audit): void;
  /** Changes level and format of the log from now on. */
  adjust(options: Pick<LogOptions, "level" | "format">): void;
  /** Goes on in a new file after a rotation. */
  reopen(): void;
  /** Writes the pending lines; the process may end after it. */
  flush(): void;
  /** Flushes and closes. */
  close(): void;
  /** Lines that the destination did not take. */
  readonly lost: number;
}

export interface LogOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
  readonly destination: Destination;
}

/** Less is worse. */
const SEVERITY: Record<LogLevel, number> = { error: 0, warning: 1, info: 2, debug: 3 };

function accessFields(access: Access): Fields {
  return {
    status: access.status,
    ms: tenths(access.milliseconds),
    oned_ms: access.onedMilliseconds === undefined ? undefined : tenths(access.onedMilliseconds),
    oned_calls: access.onedCalls,
    user: access.user,
    claimed: access.claimed,
    client: access.client,
    request: access.requestId,
    trace: access.trace,
    parent: access.parent,
  };
}

function auditFields({ requestId, ...audit }: Audit): Fields {
  const { user, claimed, action, kind, id, made, outcome, status, client, trace, parent } = audit;
  const { bytes_to_client, bytes_to_host, seconds } = audit;
  const passed = { bytes_to_client, bytes_to_host, seconds };
  return {
    user,
    claimed,
    action,
    kind,
    id,
    made,
    outcome,
    status,
    ...passed,
    client,
    request: requestId,
    trace,
    parent,
  };
}

function tenths(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

/**
 * Opens a log.
 * @throws Error (with `code`) when the file cannot be opened; never afterwards.
 */
export function createLog(options: LogOptions): Logger {
  const writer = new LineWriter(options.destination);
  let { level: lowest, format } = options;
  const line: typeof textLine = (...record) => (format === "json" ? jsonLine : textLine)(...record);
  let reported = 0;
  const put = (timestamp: number, written: string): void => {
    if (writer.lost > reported && !writer.failing) {
      writer.write(line(timestamp, "warning", "lines of the log were lost", { lines: writer.lost - reported }));
      reported = writer.lost;
    }
    writer.write(written);
  };
  const emit = (level: LogLevel, message: string, fields: Fields = {}, timestamp = Date.now()): void => {
    if (SEVERITY[level] <= SEVERITY[lowest]) put(timestamp, line(timestamp, level, message, fields));
  };
  // Access lines are made once the answer is on its way: nobody waits for the log.
  const answered: (() => void)[] = [];
  const catchUp = (): void => {
    if (answered.length === 0) return;
    writer.together(() => {
      for (const line of answered.splice(0)) line();
    });
  };
  return {
    error: (message, fields) => emit("error", message, fields),
    warning: (message, fields) => emit("warning", message, fields),
    info: (message, fields) => emit("info", message, fields),
    debug: (message, fields) => emit("debug", message, fields),
    access: (access) => {
      const timestamp = Date.now();
      if (answered.length === 0) setImmediate(catchUp);
      answered.push(() => {
        if (SEVERITY.info > SEVERITY[lowest]) return;
        if (format === "common") put(timestamp, commonLine(timestamp, access, accessFields(access)));
        else emit("info", `${access.method} ${access.path}`, accessFields(access), timestamp);
      });
    },
    audit: (audit) => {
      const timestamp = Date.now();
      put(timestamp, line(timestamp, "info", "audit", auditFields(audit)));
    },
    adjust: (next) => {
      catchUp();
      lowest = next.level;
      format = next.format;
    },
    reopen: () => {
      catchUp();
      writer.reopen();
    },
    flush: () => {
      catchUp();
      writer.flush();
    },
    close: () => {
      catchUp();
      writer.close();
    },
    get lost() {
      return writer.lost;
    },
  };
}
