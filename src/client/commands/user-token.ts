/** Login tokens. */
import { existsSync } from "node:fs";
import { OcciError } from "../../errors.ts";
import { readText } from "../../read-file.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain, print } from "../../terminal/output.ts";
import { firstChild } from "../../xml/element.ts";
import { textElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import { documentOf, type Reply } from "../answer.ts";
import { type Context, openContext, pathOf } from "../context.ts";
import { duration } from "../duration.ts";
import { jsonText } from "../format/json.ts";
import { table } from "../format/table.ts";
import { harmless } from "../format/terminal-text.ts";
import { instantText, remainingTime } from "../format/time.ts";
import { indentedXml } from "../format/xml.ts";
import { yamlText } from "../format/yaml.ts";
import { ownId, SELF } from "../own-user.ts";
import { canPrompt } from "../prompt.ts";
import { readSecret, warnOfOpenOutput } from "../secret-file.ts";
import { mayGoOn } from "./delete.ts";

const TEN_YEARS = 10 * 365 * 86_400_000;

/** The server's default, in milliseconds. */
const NINETY_DAYS = 90 * 86_400_000;

/** `token create`: the token alone, so that it can go into a file; when it expires is a message. */
export async function create(args: Arguments): Promise<number> {
  const context = openContext(args);
  const typed = text(args, "life");
  const life = typed === undefined ? NINETY_DAYS : duration("life", typed, TEN_YEARS, 1_000);
  const seconds = [textElement("SECONDS", Math.ceil(life / 1000))];
  const word = given(args, "hashed") ? "hashed" : "token";
  const reply = await perform(context, "user", await ownId(context), word, seconds);
  if (reply === undefined) return 0;
  const token = documentOf(reply, word).text;
  warnOfOpenOutput();
  const expires = endOf(reply, life);
  const format = context.formatChosen ? context.format : "id";
  if (format === "json") print(jsonText({ token, expires }));
  else if (format === "yaml") print(yamlText({ token, expires }));
  else print(format === "xml" ? reply.body : token);
  complain(`The token expires at ${instantText(expires)}.`);
  return 0;
}

/** The time by the server's clock, as far as the answer reports it. */
function endOf(reply: Reply, life: number): string {
  const serverTime = Date.parse(reply.headers.get("date") ?? "");
  const end = new Date((Number.isNaN(serverTime) ? Date.now() : serverTime) + life);
  return end.toISOString().replace(/\.\d+Z$/, "Z");
}

/** `token list`: when each expires. The server never shows the tokens themselves. */
export async function list(args: Arguments): Promise<number> {
  const context = openContext(args);
  const id = await ownId(context);
  if (id !== SELF) {
    throw new OcciError(
      "SERVER_TOO_OLD",
      "The server does not list login tokens: OpenNebula's own servers never did.",
      {
        hint: "occi-server supports it, and works with OpenNebula 5 to 7.",
      },
    );
  }
  const document = documentOf(await context.session.request("GET", pathOf("user", id)), "the request");
  const element = firstChild(document, "LOGIN_TOKENS");
  const ends = (element?.children ?? []).map((token) => firstChild(token, "EXPIRES")?.text ?? "");
  const { format } = context;
  if (format === "xml") print(element === undefined ? "<LOGIN_TOKENS/>" : indentedXml(element));
  else if (format === "json") print(jsonText(ends.map((expires) => ({ expires }))));
  else if (format === "yaml") print(yamlText(ends.map((expires) => ({ expires }))));
  else if (format === "id") for (const end of ends) print(end);
  else if (ends.length > 0) print(tokenTable(ends, context.screen).join("\n"), true);
  if (ends.length === 0 && format !== "xml" && process.stderr.isTTY) complain("There is no login token.");
  return 0;
}

function tokenTable(ends: readonly string[], { colour, width }: Context["screen"]): string[] {
  const rows = ends.map((end) => [{ text: harmless(instantText(end)) }, { text: remainingTime(end, Date.now()) }]);
  return table([{ title: "EXPIRES" }, { title: "LEFT" }], rows, { width, colour });
}

/** `token revoke`: one token, or all of them when that is clearly meant. */
export async function revoke(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [path] = args.words;
  if (path === undefined && !given(args, "yes") && !context.session.settings.dryRun && !canPrompt()) {
    throw new OcciError(
      "USAGE",
      "token revoke without a FILE revokes all of your login tokens, and no terminal is available to ask for confirmation.",
      {
        hint: "Add --yes to revoke them all, or name a FILE that holds the token to revoke (- for standard input).",
      },
    );
  }
  if (path === undefined && !(await mayGoOn(context, "Revoke all of your login tokens?"))) return 1;
  const token = path === undefined ? undefined : tokenIn(path);
  const params = token === undefined ? [] : [textElement("TOKEN", token)];
  try {
    const reply = await perform(context, "user", await ownId(context), "revoketoken", params);
    if (reply !== undefined && process.stderr.isTTY)
      complain(token === undefined ? "all tokens revoked" : "token revoked");
  } catch (error) {
    throw token === undefined ? error : without(token, error);
  }
  return 0;
}

/** The error in words that do not repeat the token: older servers pass on what OpenNebula says of it. */
function without(token: string, error: unknown): unknown {
  if (!(error instanceof OcciError) || !error.message.includes(token)) return error;
  const { code, hint, httpStatus, requestId } = error;
  return new OcciError(code, error.message.replaceAll(token, "[hidden]"), {
    ...(hint !== undefined && { hint: hint.replaceAll(token, "[hidden]") }),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(requestId !== undefined && { requestId }),
  });
}

/** @throws OcciError FILE_FAULT. The typed text might be the token itself: a name that is no file's is not repeated. */
function tokenIn(path: string): string {
  const isInput = path === "-";
  if (!isInput && !existsSync(path)) {
    throw new OcciError("FILE_FAULT", "The file that token revoke names does not exist.", {
      hint:
        "The token is read from a FILE, or from standard input (-). Do not type it on the command line, where " +
        "everyone who can run ps sees it.",
    });
  }
  const content = isInput
    ? readText(0, "The token in standard input")
    : readSecret(path, `The token in ${path}`, complain);
  const token = content.trim();
  if (token === "" || /\s/.test(token)) {
    throw new OcciError("FILE_FAULT", `${isInput ? "Standard input" : path} must contain one token and nothing else.`);
  }
  return token;
}
