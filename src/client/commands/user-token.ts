/** Login tokens. */
import { OcciError } from "../../errors.ts";
import { readText } from "../../read-file.ts";
import { given, text } from "../../terminal/arguments.ts";
import type { Arguments } from "../../terminal/command.ts";
import { complain, print } from "../../terminal/output.ts";
import { textElement } from "../../xml/write.ts";
import { perform } from "../action.ts";
import { documentOf } from "../answer.ts";
import { openContext } from "../context.ts";
import { duration } from "../duration.ts";
import { jsonText } from "../format/json.ts";
import { yamlText } from "../format/yaml.ts";
import { ownId } from "../own-user.ts";
import { mayGoOn } from "./delete.ts";

const TEN_YEARS = 10 * 365 * 86_400_000;

/** `token create`: the token alone, so that it can go into a file. */
export async function create(args: Arguments): Promise<number> {
  const context = openContext(args);
  const life = text(args, "life");
  const seconds =
    life === undefined ? [] : [textElement("SECONDS", Math.ceil(duration("life", life, TEN_YEARS) / 1000))];
  const word = given(args, "hashed") ? "hashed" : "token";
  const reply = await perform(context, "user", await ownId(context), word, seconds);
  if (reply === undefined) return 0;
  const token = documentOf(reply, word).text;
  const format = context.formatChosen ? context.format : "id";
  if (format === "json") print(jsonText({ token }));
  else if (format === "yaml") print(yamlText({ token }));
  else print(format === "xml" ? reply.body : token);
  return 0;
}

/** `token revoke` */
export async function revoke(args: Arguments): Promise<number> {
  const context = openContext(args);
  const [path] = args.words;
  if (path === undefined && !(await mayGoOn(context, "End all of your login tokens?"))) return 1;
  const params = path === undefined ? [] : [textElement("TOKEN", tokenIn(path))];
  const reply = await perform(context, "user", await ownId(context), "revoketoken", params);
  if (reply !== undefined && process.stderr.isTTY) complain(path === undefined ? "all tokens ended" : "token ended");
  return 0;
}

function tokenIn(path: string): string {
  const token = readText(path === "-" ? 0 : path, `The token in ${path}`).trim();
  if (token === "" || /\s/.test(token))
    throw new OcciError("FILE_FAULT", `${path} must hold one token and nothing else.`);
  return token;
}
