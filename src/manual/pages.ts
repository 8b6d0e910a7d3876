/** The pages of the manual, from `etc/manual`: part of the executable, and read only when one is asked for. */
import { readFileSync } from "node:fs";
import api from "../../etc/manual/api.md" with { type: "file" };
import certificates from "../../etc/manual/certificates-and-logins.md" with { type: "file" };
import clients from "../../etc/manual/clients.md" with { type: "file" };
import configuration from "../../etc/manual/configuration.md" with { type: "file" };
import console_ from "../../etc/manual/console.md" with { type: "file" };
import errors from "../../etc/manual/errors.md" with { type: "file" };
import gettingStarted from "../../etc/manual/getting-started.md" with { type: "file" };
import limits from "../../etc/manual/limits.md" with { type: "file" };
import movingOver from "../../etc/manual/moving-over.md" with { type: "file" };
import ogf from "../../etc/manual/ogf.md" with { type: "file" };
import ogfSessions from "../../etc/manual/ogf-sessions.md" with { type: "file" };
import opennebulaXml from "../../etc/manual/opennebula-xml.md" with { type: "file" };
import releaseNotes from "../../etc/manual/release-notes.md" with { type: "file" };
import running from "../../etc/manual/running.md" with { type: "file" };
import screen from "../../etc/manual/screen.md" with { type: "file" };
import security from "../../etc/manual/security.md" with { type: "file" };
import templates from "../../etc/manual/templates.md" with { type: "file" };
import { plainText } from "./plain-text.ts";
import type { Topic } from "./topics.ts";

const FILES: Readonly<Record<Topic, string>> = {
  "getting-started": gettingStarted,
  configuration,
  running,
  "certificates-and-logins": certificates,
  templates,
  "moving-over": movingOver,
  clients,
  "opennebula-xml": opennebulaXml,
  ogf,
  "ogf-sessions": ogfSessions,
  api,
  console: console_,
  screen,
  errors,
  limits,
  security,
  "release-notes": releaseNotes,
};

/** The Markdown of a page. */
export function markdownOf(topic: Topic): string {
  return readFileSync(FILES[topic], "utf8");
}

/** A page for people at a terminal. @param width of a line, in columns. */
export function pageText(topic: Topic, width: number): string {
  return plainText(markdownOf(topic), width);
}

/** The section of the page of errors about one code. @param width of a line, in columns. */
export function errorText(code: string, width: number): string {
  const page = markdownOf("errors");
  const begin = page.indexOf(`\n## ${code}\n`);
  if (begin < 0) throw new Error(`the page of errors has no section ${code}`);
  const end = page.indexOf("\n## ", begin + 1);
  return plainText(page.slice(begin + 1, end < 0 ? undefined : end), width);
}
