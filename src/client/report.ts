/** Errors, rendered for people or for programs: the one place where the clients do so. */
import { messageOf, OcciError } from "../errors.ts";
import { complain } from "../terminal/output.ts";
import { element, join, textElement } from "../xml/write.ts";
import { type ExitCode, exitCodeOf } from "./exit.ts";
import { jsonText } from "./format/json.ts";
import { yamlText } from "./format/yaml.ts";

interface Report {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** HTTP status of the server's answer. */
  readonly status?: number;
  /** Seconds after which the server asks to try again. */
  readonly retry_after?: number;
  /** Under which the server's log has more. */
  readonly request_id?: string;
  readonly exit: ExitCode;
}

/** Statuses of a server that cannot do anything for the moment. */
const BUSY: readonly number[] = [429, 503];

function reportOf(error: unknown): Report {
  const exit = exitCodeOf(error);
  if (!(error instanceof OcciError)) return { code: "INTERNAL", message: messageOf(error), exit };
  const { code, message, hint, httpStatus, retryAfter, requestId } = error;
  return {
    code,
    message,
    ...(hint !== undefined && { hint }),
    ...(httpStatus !== undefined && { status: httpStatus }),
    ...(retryAfter !== undefined && { retry_after: retryAfter }),
    ...(requestId !== undefined && { request_id: requestId }),
    exit,
  };
}

/** The format that -o names, also when the rest of the command line is wrong. */
function formatIn(args: readonly string[]): string | undefined {
  let format: string | undefined;
  for (const [index, typed] of args.entries()) {
    const [option, value] = /^(?:--output(?:=|$)|-[A-Za-z]?o)(\w+)?$/.exec(typed) ?? [];
    if (option !== undefined) format = value ?? args[index + 1];
  }
  return format;
}

/** @param args the command line: errors come in the format that it asks for. @returns the exit code. */
export function report(error: unknown, program: string, args: readonly string[]): ExitCode {
  const report = reportOf(error);
  const format = formatIn(args);
  if (format === "json") complain(jsonText({ error: report }));
  else if (format === "yaml") complain(yamlText({ error: report }));
  else if (format === "xml") complain(xml(report));
  else complain(asText(report, program));
  return report.exit;
}

function xml(report: Report): string {
  const content = Object.entries(report).map(([name, value]) => textElement(name.toUpperCase(), value));
  return element("ERROR", {}, join(content));
}

function asText({ message, hint, status = 0, retry_after, request_id }: Report, program: string): string {
  const lines = [`${program}: ${message}`];
  if (hint !== undefined) lines.push(`  ${hint}`);
  // A time does not help where a state has to change first.
  if (retry_after !== undefined && BUSY.includes(status) && !/\d+ s\b/.test(hint ?? "")) {
    lines.push(`  Try again in ${retry_after} s.`);
  }
  // The administrator of the server can find its own failures by the id.
  if (request_id !== undefined && status >= 500) lines.push(`  Request: ${request_id}`);
  return lines.join("\n");
}
