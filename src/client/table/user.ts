/** `occi-user`: users, quotas and login tokens. */
import type { Command, Options } from "../../terminal/command.ts";
import { clientProgram, YES } from "./common.ts";
import { listCommand } from "./shapes.ts";

const SHOW: Command = {
  name: "show",
  readOnly: true,
  words: [{ name: "USER", optional: true, names: "user" }],
  summary: "show a user and their quotas; without USER, the user who logs in",
  details: ["Each quota is shown as a bar: usage out of the limit."],
  options: {},
  examples: [["show", "how much is left"]],
  load: async () => (await import("../commands/user-show.ts")).run,
};

const LIFE: Options = {
  life: { value: "TIME", summary: "how long the token is valid, at most 3650d, such as 12h (default: 90d)" },
};

const CREATE_TOKEN: Command = {
  name: "token create",
  words: [],
  summary: "create a login token, to use instead of the password",
  details: [
    "Prints the token, and on standard error when it expires. Keep it in a file that only you can read, and use it as the\n" +
      "password.",
    "--hashed creates a token for old clients that send the SHA-1 of the password (the server must allow it).",
  ],
  options: { ...LIFE, hashed: { summary: "for old clients that hash the password" } },
  examples: [["token create --life 7d | install -m 600 /dev/stdin ~/.occi-password", "for a script, valid for a week"]],
  load: async () => (await import("../commands/user-token.ts")).create,
};

const LIST_TOKENS: Command = {
  name: "token list",
  readOnly: true,
  words: [],
  summary: "show when your login tokens expire",
  details: [
    "The tokens themselves are never shown. A program that logs in with a token stops working when it expires.",
  ],
  options: {},
  examples: [["token list", "how many tokens you have, and how long each is valid"]],
  load: async () => (await import("../commands/user-token.ts")).list,
};

const REVOKE_TOKEN: Command = {
  name: "token revoke",
  words: [{ name: "FILE", optional: true, names: "file" }],
  summary: "revoke a login token, or all of them",
  details: [
    "The token is read from the FILE (- is standard input). Without a FILE all of your tokens are revoked: on a terminal the\n" +
      "command asks first, elsewhere it requires --yes.",
  ],
  options: YES,
  examples: [
    ["token revoke ~/.occi-password", "the token in that file"],
    ["token revoke --yes", "all of them, in a script"],
  ],
  load: async () => (await import("../commands/user-token.ts")).revoke,
};

export const OCCI_USER = clientProgram({
  name: "occi-user",
  summary: "users, quotas and login tokens of an OpenNebula cloud, over OCCI",
  details: ["Shows users and how much of their quotas is used, and creates and revokes login tokens."],
  commands: [listCommand("user", "list the users that you can see"), SHOW, CREATE_TOKEN, LIST_TOKENS, REVOKE_TOKEN],
  examples: [
    ["show", "your own quotas: how much is left"],
    ["token create --life 7d", "a login token in place of the password"],
  ],
});
