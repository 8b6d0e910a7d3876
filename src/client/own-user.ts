/** The id of the user who logs in. */
import { OcciError } from "../errors.ts";
import { errorOf } from "./answer.ts";
import { type Context, pathOf, readList } from "./context.ts";

/** The id that means the caller at this project's server. */
export const SELF = -1;

/** The caller's id: servers of OpenNebula do not know -1, and list to plain users themselves only. */
export async function ownId(context: Context): Promise<number | string> {
  const reply = await context.session.exchange("GET", pathOf("user", SELF));
  if (reply.status === 200 && /<ID>\d+<\/ID>/.test(reply.body)) return SELF;
  if (reply.status === 401) throw errorOf(reply, context.session.settings.hash);
  const name = await context.session.userName();
  const resources = await readList(context, "user", false);
  const own = resources.find((user) => user.name === name);
  if (own !== undefined) return own.id;
  throw new OcciError("NOT_FOUND", `The server's list of users has no ${name}.`, {
    hint: "Give the id of the user. Servers before OpenNebula 3.2 do not list users.",
  });
}
